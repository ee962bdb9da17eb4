"""Whatever is typed into any template: it stays in its box and on the card, or it is refused; and soon."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.compose.any_text import any_texts
from tests.compose.conftest import DATA
from warroom.compose.card_checks import ALWAYS
from warroom.compose.job import job
from warroom.compose.layer import Rect, TextLayer
from warroom.compose.model import Card, SlotValues, Template
from warroom.compose.render import CardRenderer
from warroom.compose.template import shipped_templates

SOON_S = 1.0
TEXTS = any_texts()
PAINTED_EVERY = 20
KEYS = ["the example brand's", *(path.name for path in sorted((Path(__file__).parents[2] / "assets/templates").iterdir()) if path.is_dir())]


@pytest.fixture(scope="module")
def shipped() -> dict[str, Template]:
    return {template.key: template for template in shipped_templates()}


def filled(template: Template, words: str) -> SlotValues:
    slots = SlotValues()
    for slot in template.slots:
        if slot.kind == "text":
            slots = slots.with_text(slot.name, words)
        elif slot.kind == "choice":
            slots = slots.with_choice(slot.name, slot.options[-1])
    return slots


@pytest.mark.slow
@pytest.mark.parametrize("key", KEYS)
def test_no_text_leaves_its_box_the_card_or_the_safe_area(key: str, shipped: dict[str, Template], request: pytest.FixtureRequest) -> None:
    template = shipped[key] if key in shipped else request.getfixturevalue("example")
    renderer = CardRenderer(template)
    for name in renderer.cuts:  # fonts are opened before anything is timed
        renderer.render(filled(template, "Łódź 暗闇 שלום مرحبا हिन्दी ไทย 🍪"), name)
    for number, words in enumerate(TEXTS):
        cut, slots = renderer.cuts[number % len(renderer.cuts)], filled(template, words)
        began = time.perf_counter()
        if number % PAINTED_EVERY == 0:
            _holds(renderer.render(slots, cut), words)
        else:
            _laid(renderer, slots, cut, words)
        took = time.perf_counter() - began
        assert took < SOON_S * 3, f"{took:.2f} s for {words[:80]!r} of {len(words)}"  # three texts, on a machine that does much else


def _laid(renderer: CardRenderer, slots: SlotValues, cut: str, words: str) -> None:
    """Only the texts: what is below them does not change where they are."""
    work = job(renderer.template, renderer.template.cut(cut), slots, renderer._kept.rasters)
    safe = work.cut.safe.on(work.cut.size)
    for layer, box in zip(work.layers, work.boxes, strict=True):
        if not isinstance(layer, TextLayer) or not layer.plain:
            continue
        laid = renderer._kept.texts.laid(work, layer, box)
        placed, found = laid.drawn.placed, laid.drawn.whole.getbbox()
        if placed.over or not found:
            continue
        ink = Rect(*found).moved(laid.drawn.box.left, laid.drawn.box.top)
        where = f"{layer.id} of {cut}: {words[:80]!r}"
        # One pixel of grace: a letter's edge may share a pixel with the box's.
        assert ink.inside(box.grown(1)), where
        assert ink.inside(Rect(0, 0, *work.cut.size)), where
        assert ink.inside(safe.grown(1)) or not box.inside(safe), where
        assert len(placed.lines) <= layer.fit.lines, where


def _holds(card: Card, words: str) -> None:
    refused = {finding.check for finding in card.findings if not finding.ok and finding.check in ALWAYS}
    for text in card.texts:
        where = f"{text.layer} of {card.cut}: {words[:80]!r}"
        assert not text.over or "overflow" in refused, where
        assert not text.missing or "missing_glyph" in refused, where
        if text.lines and not text.over:
            assert text.ink.inside(Rect(0, 0, *card.image.size)), where
            assert text.ink.inside(card.safe.grown(1)) or not text.box.inside(card.safe), where


def test_the_example_brand_is_tried_too() -> None:
    assert (DATA / "brand" / "reaction-on-photo" / "template.toml").is_file()
