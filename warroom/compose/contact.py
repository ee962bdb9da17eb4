"""The contact sheet of a template: every cut × every stress text as small cards, each with what the checks say of it.

    sheet = contact_sheet(template)                # all of it, for a terminal or a test
    sheet.cells[0].image                           # PIL RGB, its long side `long_side` pixels; None where it could not be made
    sheet.failing                                  # the cells with findings or problems

For a screen that follows a designer's saving, keep one `Contact` and give it the template anew after each save; it keeps what
has not changed, so that the cuts come back within a few milliseconds each:

    contact = Contact(long_side=320)
    contact.show(template)                         # after each save that `load_template` read; the last good one stays otherwise
    for cell in contact.drafts():                  # at once: the sample of each cut, rendered small, nothing checked
        …
    for cell in contact.cells(first="16x9"):       # the sample of each cut first (`first` before the others), then the stress texts
        …                                          # stop between any two cells: a newer save came
    contact.card("16x9", SAMPLE)                   # one card at export size: the same pixels that would be sent

Cells are rendered at export size and then brought down, so findings are those of the real thing; a draft is rendered at the size
it is shown at, where letters may stand a pixel elsewhere, and is there to be replaced. Everything blocks; call it
from one thread at a time, a worker. What cannot be made (a picture that is cut off, a file that went since) is `problem` in
its cell; nothing is raised. `required` and `rights` are not among the findings: they are the writer's, not the designer's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from PIL import Image

from warroom.compose.model import Card, Finding, PictureAsset, Template
from warroom.compose.render import CardRenderer
from warroom.compose.stress import SAMPLE, Stress, stressed, stresses
from warroom.errors import WarroomError

LONG_SIDE = 320
_WRITERS = frozenset({"required", "rights"})


@dataclass(frozen=True, eq=False)
class Cell:
    """One small card. `findings` are only what is wrong; `problem` says why there is no image, with what to do."""

    cut: str
    stress: Stress
    image: Image.Image | None
    findings: tuple[Finding, ...] = ()
    problem: str = ""
    draft: bool = False

    @property
    def ok(self) -> bool:
        return not self.findings and not self.problem


@dataclass(frozen=True, eq=False)
class Sheet:
    """All cells: the samples of every cut, then cut by cut for each stress text."""

    template: Template
    cells: tuple[Cell, ...]

    @property
    def failing(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if not cell.ok)

    def cell(self, cut: str, stress: str) -> Cell:
        return next(cell for cell in self.cells if (cell.cut, cell.stress.key) == (cut, stress))


class Contact:
    """A contact sheet that follows a template from save to save; see the module."""

    def __init__(self, long_side: int = LONG_SIDE, pictures: dict[str, PictureAsset] | None = None) -> None:
        """`pictures`, by slot, stand in for the slots' own samples."""
        self.long_side = long_side
        self.pictures = pictures or {}
        self._renderer: CardRenderer | None = None
        self._drafter: CardRenderer | None = None

    def show(self, template: Template) -> None:
        """From now on the cells are of this template."""
        self._renderer = CardRenderer(template, self._renderer)
        cuts = tuple(msgspec.structs.replace(cut, size=_within(cut.size, self.long_side)) for cut in template.cuts)
        self._drafter = CardRenderer(msgspec.structs.replace(template, cuts=cuts), self._drafter)

    def drafts(self) -> Iterator[Cell]:
        """The sample of each cut, rendered no larger than it is shown."""
        assert self._drafter is not None, "show a template first"
        for cut in self._drafter.cuts:
            yield self._cell(self._drafter, cut, SAMPLE, True)

    def cells(self, first: str = "") -> Iterator[Cell]:
        """Every cell, in the order a designer wants to see them."""
        cuts = sorted(self._shown.cuts, key=lambda name: name != first)
        for stress in stresses():
            for cut in cuts:
                yield self.cell(cut, stress)

    def cell(self, cut: str, stress: Stress) -> Cell:
        return self._cell(self._shown, cut, stress, False)

    def card(self, cut: str, stress: Stress = SAMPLE) -> Card:
        """One card at export size. Raises PictureError or TemplateError when it cannot be made."""
        renderer = self._shown
        return renderer.render(stressed(renderer.template, stress, self.pictures), cut)

    def _cell(self, renderer: CardRenderer, cut: str, stress: Stress, draft: bool) -> Cell:
        try:
            card = renderer.render(stressed(renderer.template, stress, self.pictures), cut)
        except WarroomError as wrong:
            return Cell(cut, stress, None, (), str(wrong), draft)
        found = tuple(finding for finding in card.findings if not finding.ok and finding.check not in _WRITERS)
        return Cell(cut, stress, small(card.image, self.long_side), () if draft else found, "", draft)

    @property
    def _shown(self) -> CardRenderer:
        assert self._renderer is not None, "show a template first"
        return self._renderer


def contact_sheet(template: Template, long_side: int = LONG_SIDE, pictures: dict[str, PictureAsset] | None = None) -> Sheet:
    """All of it at once."""
    contact = Contact(long_side, pictures)
    contact.show(template)
    return Sheet(template, tuple(contact.cells()))


def small(image: Image.Image, long_side: int) -> Image.Image:
    """The picture brought down to this long side; never enlarged."""
    size = _within(image.size, long_side)
    return image if size == image.size else image.resize(size, Image.Resampling.BOX, reducing_gap=2.0)


def _within(size: tuple[int, int], long_side: int) -> tuple[int, int]:
    scale = min(1.0, long_side / max(size))
    return (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))
