from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image, ImageChops

from warroom.compose.canvas import paste
from warroom.compose.layer import Paint, Rect, Shadow
from warroom.compose.model import SlotValues, Template
from warroom.compose.paint import Letters
from warroom.compose.rasters import Kept
from warroom.compose.render import CardRenderer
from warroom.compose.template import shipped_templates

SHADOWS = (
    None,
    Shadow(0, 4, 12, Paint((0, 0, 0, 136))),
    Shadow(-3, 7, 4, Paint((200, 30, 10, 255))),
    Shadow(2, 2, 1, Paint((0, 0, 0, 90))),
    Shadow(5, 0, 0, Paint((9, 9, 9, 200))),
)
words = st.lists(
    st.sampled_from(("Some", "things", "taste", "better", "in", "the", "dark.", "AV", "fj", "Łódź", "🍪", "暗闇", "שלום")), max_size=9
)


def card(shadow: Shadow | None) -> Template:
    """The shipped card with this shadow, on a bright ground; without its photo it is drawn fast."""
    template = next(template for template in shipped_templates() if template.key == "reaction-on-photo")
    cuts = []
    for cut in template.cuts:
        layers = [replace(layer, shadow=shadow) if getattr(layer, "slot", "") == "headline" else layer for layer in cut.layers]
        cuts.append(replace(cut, layers=tuple(layers)))
    return replace(template, cuts=tuple(cuts), ground=Paint((230, 210, 190, 255)))


def test_a_colour_through_a_mask_has_the_pixels_of_pillows_own_fill() -> None:
    under = Image.linear_gradient("L").convert("RGB")
    mask = Image.linear_gradient("L").rotate(90)  # each of 256 strengths on each of 256 grounds
    for value in range(0, 256, 5):
        ours, theirs = under.copy(), under.copy()
        paste(ours, (value, 255 - value, 90, 255), Rect(-3, 2, 253, 258), mask)  # reaches over the edges
        theirs.paste((value, 255 - value, 90), (-3, 2, 253, 258), mask)
        assert ours.tobytes() == theirs.tobytes()


TYPED = [CardRenderer(card(shadow)) for shadow in SHADOWS]
WHOLE = [CardRenderer(card(shadow)) for shadow in SHADOWS]


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, len(SHADOWS) - 1),
    st.sampled_from(("1x1", "16x9")),
    st.lists(words.map(" ".join), min_size=2, max_size=3),
    st.integers(1, 4),
)
def test_a_card_typed_letter_by_letter_has_the_pixels_of_one_drawn_at_once(shadow: int, cut: str, texts: list[str], step: int) -> None:
    for text in texts:
        for end in range(0, len(text) + 1, step):
            values = SlotValues().with_text("headline", text[:end])
            WHOLE[shadow]._kept.texts._letters = Letters()  # remembers nothing
            typed, whole = TYPED[shadow].render(values, cut), WHOLE[shadow].render(values, cut)
            assert ImageChops.difference(typed.image, whole.image).getbbox() is None, text[:end]
            assert typed.texts == whole.texts


def test_a_letter_more_paints_only_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    renderer = TYPED[1]
    renderer.render(SlotValues().with_text("headline", "Some things taste better in the dar"), "1x1")
    painted = list[int]()
    real = Image.Image.paste

    def count(self: Image.Image, *args: object) -> None:
        if len(args) == 3 and self.mode == "RGB":
            assert isinstance(args[2], Image.Image)
            painted.append(args[2].width * args[2].height)
        real(self, *args)

    monkeypatch.setattr(Image.Image, "paste", count)
    renderer.render(SlotValues().with_text("headline", "Some things taste better in the dark"), "1x1")
    assert 0 < sum(painted) < 120_000  # whole, shadow and letters are over half a million


def test_what_was_painted_on_a_ground_goes_with_it() -> None:
    renderer = CardRenderer(TYPED[0].template)
    for cut in ("1x1", "16x9"):
        renderer.render(SlotValues().with_text("headline", "Dark"), cut)
        renderer._kept.grounds = Kept(1)
    assert {key[0] for key in renderer._kept.texts._letters._last} == {"16x9"}
