"""Looks at templates as a designer wants them looked at: every problem of the files, then every cut with every stress text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from warroom.compose.contact import LONG_SIDE, Cell, Sheet, contact_sheet
from warroom.compose.model import Brand, Finding, Template
from warroom.compose.template import load_brand, load_template
from warroom.designing.place import Place
from warroom.errors import Problem, TemplateError

FINE, FOUND, UNREADABLE = 0, 1, 2


@dataclass(frozen=True)
class Note:
    """One finding, and all the cards of one template it is true of: `(cut, title of the stress text)`."""

    finding: Finding
    cards: tuple[tuple[str, str], ...]

    @property
    def where(self) -> str:
        """`16x9, 9x16 · Longest; 9x16 · One word`."""
        cuts: dict[str, list[str]] = {}
        for cut, stress in self.cards:
            cuts.setdefault(stress, []).append(cut)
        return "; ".join(f"{', '.join(names)} · {stress}" for stress, names in cuts.items())


@dataclass(frozen=True, eq=False)
class Checked:
    """`problems` are those of the files; a template that has one has no sheet."""

    place: Place
    problems: tuple[Problem, ...]
    sheets: tuple[Sheet, ...]

    @property
    def code(self) -> int:
        """0: nothing found; 1: every card was painted, but a check finds something; 2: a file cannot be read or painted."""
        if self.problems or any(cell.problem for sheet in self.sheets for cell in sheet.cells):
            return UNREADABLE
        return FOUND if any(sheet.failing for sheet in self.sheets) else FINE


def check(place: Place, long_side: int = LONG_SIDE, tell: Callable[[str], None] = lambda _: None) -> Checked:
    """Look at what `place` asks for; `tell` hears the key of each template before it is painted. Takes about two seconds each."""
    try:
        brand = load_brand(place.brand)
    except TemplateError as wrong:
        return Checked(place, wrong.problems, ())
    if not place.folders:
        none = Problem(place.brand, 0, "", "has no template beside it.", "`warroom template new` makes one.")
        return Checked(place, (none,), ())
    problems: list[Problem] = []
    sheets = []
    for folder in place.asked:
        tell(folder.name)
        template = _read(folder, brand, problems)
        if template is not None:
            sheets.append(contact_sheet(template, long_side))
    return Checked(place, tuple(problems), tuple(sheets))


def _read(folder: Path, brand: Brand, problems: list[Problem]) -> Template | None:
    try:
        return load_template(folder, brand)
    except TemplateError as wrong:
        problems.extend(wrong.problems)
        return None


def unpainted(cells: Iterable[Cell]) -> tuple[Note, ...]:
    """Why cards could not be painted, each reason once."""
    found: dict[str, list[tuple[str, str]]] = {}
    for cell in cells:
        if cell.problem:
            found.setdefault(cell.problem, []).append((cell.cut, cell.stress.title))
    return tuple(Note(Finding("unpainted", False, "block", problem), tuple(cards)) for problem, cards in found.items())


def notes(cells: Iterable[Cell]) -> tuple[Note, ...]:
    """What is wrong, each once with every card it is true of; what blocks comes first."""
    found: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    first: dict[tuple[str, str, str], Finding] = {}
    for cell in cells:
        for finding in cell.findings:
            key = (finding.check, finding.text, finding.hint)
            first.setdefault(key, finding)
            cards = found.setdefault(key, [])
            if (cell.cut, cell.stress.title) not in cards:
                cards.append((cell.cut, cell.stress.title))
    made = (Note(first[key], tuple(cards)) for key, cards in found.items())
    return tuple(sorted(made, key=lambda note: note.finding.level != "block"))
