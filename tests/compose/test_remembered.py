from __future__ import annotations

import gc
import weakref

import pytest

from warroom.compose.fonts import Face
from warroom.compose.model import SlotValues
from warroom.compose.remembered import remembered
from warroom.compose.render import CardRenderer
from warroom.compose.template import shipped_templates
from warroom.compose.text import Setter


class Asked:
    def __init__(self) -> None:
        self.times = 0
        self.twice = remembered(2, self._twice)

    def _twice(self, number: int, more: int = 0) -> int:
        self.times += 1
        return 2 * number + more


def test_the_last_answers_are_kept() -> None:
    asked = Asked()
    assert [asked.twice(1), asked.twice(1), asked.twice(1, more=1), asked.twice(1, more=1)] == [2, 2, 3, 3]
    assert asked.times == 2
    asked.twice(3)
    asked.twice(1)
    assert asked.times == 4


def test_fonts_and_letters_go_with_their_renderer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not when Python's collector comes: it sees a few objects, and not what they weigh."""
    made = list[weakref.ref[object]]()
    for kind in (Face, Setter):
        before = kind.__init__

        def tracked(self: object, *given: object, before: object = before, **named: object) -> None:
            made.append(weakref.ref(self))
            before(self, *given, **named)

        monkeypatch.setattr(kind, "__init__", tracked)
    template = next(template for template in shipped_templates() if template.key == "plain-type")
    gc.disable()
    try:
        CardRenderer(template).render(SlotValues().with_text(template.slots[0].name, "Dark"), template.cuts[0].name)
        assert len(made) > 2
        assert not [one for one in made if one() is not None]
    finally:
        gc.enable()
