from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from PIL import Image

from tests.compose.conftest import sample_slots
from tests.waiting import until
from warroom.compose.checks import Words, blocking, check_item, check_words, concerns
from warroom.compose.layer import Rect
from warroom.compose.model import Card, Finding, PictureAsset, SlotValues
from warroom.compose.render import CardRenderer
from warroom.compose.spelling import ready
from warroom.plan.model import Guardrails, Name, Word

TODAY = dt.date(2026, 7, 19)
LOOSE, EMPTY = Guardrails(), SlotValues()
GOOD = Words("Power out? We've got a light snack.", "A lone biscuit in a pool of light.", ("bluesky", "mastodon", "imitation"))


def wrong(words: Words, guardrails: Guardrails = LOOSE, slots: SlotValues = EMPTY) -> dict[str, Finding]:
    return {finding.check: finding for finding in check_words(slots, words, guardrails, TODAY) if not finding.ok}


def test_good_words_pass_every_check() -> None:
    found = check_words(SlotValues(), GOOD, Guardrails(), TODAY)
    assert all(finding.ok for finding in found)
    assert "Bluesky 265 · Mastodon 465 · Imitation page 265" in next(finding.hint for finding in found if finding.check == "caption_length")


@pytest.mark.parametrize(
    ("alt", "says"),
    [
        ("  ", "missing"),
        ("\u200b \u2060\u2800", "missing"),
        (" power OUT? We've got a light  snack.", "repeats the caption"),
        ("IMG_2031.JPG", "file's name"),
        ("x" * 1501, "1 over 1500"),
    ],
)
def test_alt_text(alt: str, says: str) -> None:
    assert says in wrong(Words(GOOD.caption, alt, GOOD.networks))["alt_text"].text


def test_a_caption_too_long_names_the_network() -> None:
    found = wrong(Words("x" * 301, GOOD.alt, ("mastodon", "bluesky")))["caption_length"]
    assert found.text == "Bluesky: caption is 1 too long"


@pytest.mark.parametrize(
    "text",
    [
        "More: LINK HERE",
        "tbd",
        "Lorem ipsum dolor",
        "Score: [score]",
        "Hi {name}",
        "It's ??? now",
        "xxx",
        "(copy to come)",
        "Text goes here",
        "By TK",
    ],
)
def test_placeholders_left_in(text: str) -> None:
    assert "placeholder" in wrong(Words(text, GOOD.alt, ()))
    assert "placeholder" in wrong(GOOD, slots=SlotValues(texts={"headline": text}))


def test_every_placeholder_is_named_once_and_many_are_counted() -> None:
    many = wrong(Words("[name], tbd and [name]", "Alt here: xxx, {city}, ???", ()), slots=SlotValues(texts={"headline": "link here"}))
    assert many["placeholder"].text == "“link here”, “[name]”, “tbd” and 3 more are still there"
    assert wrong(Words("[name] [name]", GOOD.alt, ()))["placeholder"].text == "“[name]” is still there"


def test_a_photo_that_is_missing_is_no_green_light_on_any_cut() -> None:
    missing = Finding("required", False, "block", "Photo is missing", "Pick a picture: this template needs it.")
    assert all(concerns(missing, cut) for cut in ("1x1", "9x16"))


def test_a_placeholder_without_end_is_named_in_short() -> None:
    (finding,) = (
        one for one in check_words(SlotValues(), Words("x" * 5_000, GOOD.alt, ()), Guardrails(), TODAY) if one.check == "placeholder"
    )
    assert finding.text == f"“{'x' * 40}…” is still there"


@pytest.mark.parametrize(
    "text",
    ["The link is here.", "A tbilisi dark", "2 < 3 and 5 > 4", "Lorems", "Really??", "Todo lo mejor", "Get your copy here", "More to come"],
)
def test_no_false_placeholders(text: str) -> None:
    assert "placeholder" not in wrong(Words(text, GOOD.alt, ()))


def test_words_of_the_guardrails() -> None:
    until = Guardrails(words=(Word("Cup Final", until=dt.date(2026, 7, 20), instead="the final"),))
    assert wrong(Words("What a CUP  final!", GOOD.alt, ()), until)["word"].hint == "Say “the final” instead."
    assert "word" in wrong(GOOD, until, SlotValues(texts={"headline": "Ｃｕｐ final"}))
    assert "word" not in wrong(Words("What a final", GOOD.alt, ()), until)
    assert "word" not in wrong(Words("cup finalists", GOOD.alt, ()), until)
    for written in ("cup fi\u00adnal", "cu\u200bp final", "\u0441u\u0440 fin\u0430l"):  # parted by what does not show; in Cyrillic letters
        assert "word" in wrong(Words(written, GOOD.alt, ()), until)
    last_day = Guardrails(words=(Word("Cup Final", since=TODAY, until=TODAY),))
    assert "word" in wrong(Words("Cup Final", GOOD.alt, ()), last_day)
    over = Guardrails(words=(Word("Cup Final", until=dt.date(2026, 7, 18)),))
    assert "word" not in wrong(Words("Cup Final", GOOD.alt, ()), over)
    later = Guardrails(words=(Word("Cup Final", since=dt.date(2026, 7, 20)),))
    assert "word" not in wrong(Words("Cup Final", GOOD.alt, ()), later)


def test_the_plan_says_what_blocks(renderers: dict[str, CardRenderer], library: dict[str, PictureAsset]) -> None:
    renderer = renderers["reaction-on-photo"]
    slots = sample_slots(renderer.template, library)
    cards = [renderer.render(slots, cut) for cut in renderer.cuts]
    assert blocking(check_item(cards, slots, GOOD, Guardrails(), TODAY)) == ()
    bad = Words("link here", "", ("bluesky",))
    strict = Guardrails(block=("alt_text", "placeholder"))
    assert {finding.check for finding in blocking(check_item(cards, slots, bad, strict, TODAY))} == {"alt_text", "placeholder"}
    assert blocking(check_item(cards, slots, bad, Guardrails(block=()), TODAY)) == ()
    empty = SlotValues()
    cards = [renderer.render(empty, cut) for cut in renderer.cuts]
    assert {finding.check for finding in blocking(check_item(cards, empty, GOOD, Guardrails(block=()), TODAY))} == {"required"}


def test_cuts_that_agree_are_one_line(renderers: dict[str, CardRenderer], library: dict[str, PictureAsset]) -> None:
    renderer = renderers["reaction-on-photo"]
    slots = sample_slots(renderer.template, library)
    cards = [renderer.render(slots, cut) for cut in renderer.cuts]
    found = check_item(cards, slots, GOOD, Guardrails(), TODAY)
    contrast = [finding for finding in found if finding.check == "contrast" and finding.text.startswith("Headline")]
    assert len(contrast) == 1
    least = min(text.contrast for card in cards for text in card.texts if text.slot == "headline")
    assert contrast[0].text == f"Headline: contrast {least:.1f} : 1"
    assert contrast[0].hint == "5th percentile under the letters, all cuts"
    long = slots.with_text("headline", "An endless headline " * 12)
    cards = [renderer.render(long, cut) for cut in renderer.cuts]
    over = [finding for finding in check_item(cards, long, GOOD, Guardrails(), TODAY) if finding.check == "overflow" and not finding.ok]
    assert over
    assert len({(finding.text, finding.hint) for finding in over}) == len(over)


def test_names_handles_links_hashtags_and_spelling_advise_unless_the_plan_says_otherwise() -> None:
    until(lambda: ready("en"), "the list of words")
    rails = Guardrails(names=(Name("Jamal Quill", handles=("@quill.example",)),), links=("crumb.example",), own=("Heronade",))
    caption = "Jamal Quil and the Heronade heron recieve it! @qill.example http//crumb.example #nowthatiswhatwesay"
    found = wrong(Words(caption, GOOD.alt, ("bluesky",)), rails)
    assert {"names", "handles", "links", "hashtags", "spelling"} <= found.keys()
    assert found["spelling"].text == "“recieve” may be misspelt"
    assert found["spelling"].hint == "Did you mean “receive”?"
    assert all(finding.level == "advise" and finding.hint for finding in found.values())
    strict = check_item((), SlotValues(), Words(caption, GOOD.alt, ("bluesky",)), Guardrails(block=("names",)), TODAY)
    assert not blocking(strict), "nobody is on the sheet"
    strict = check_item((), SlotValues(), Words(caption, GOOD.alt, ("bluesky",)), msgspec.structs.replace(rails, block=("names",)), TODAY)
    assert {finding.check for finding in blocking(strict)} == {"names"}


def test_of_thousands_of_the_same_kind_a_few_are_named_and_the_rest_is_counted() -> None:
    caption = " ".join(f"@nobody{number}" for number in range(2_000))
    sheet = Guardrails(names=(Name("Quill", handles=("@quill",)),))
    found = [one for one in check_words(EMPTY, Words(caption, GOOD.alt, ()), sheet, TODAY) if one.check == "handles"]
    assert len(found) == 9
    assert found[-1].text == "1,992 more of this kind"
    assert not found[-1].ok


def test_a_placeholder_is_not_said_to_be_misspelt_too() -> None:
    until(lambda: ready("en"), "the list of words")
    found = wrong(Words("The copy is tbd. Recieve it!", GOOD.alt, ("bluesky",)))
    assert found["placeholder"].text == "“tbd” is still there"
    assert found["spelling"].text == "“Recieve” may be misspelt"


def test_what_is_wrong_in_headline_and_caption_alike_is_said_once() -> None:
    found = check_words(
        SlotValues(texts={"headline": "#LightsOut#Cup"}), Words("#LightsOut#Cup", GOOD.alt, ("bluesky",)), Guardrails(), TODAY
    )
    assert [finding.check for finding in found].count("hashtags") == 1


@pytest.mark.parametrize(
    ("aims", "says"),
    [
        ((("instagram", "16x9"), ("bluesky", "16x9")), ""),
        ((("instagram", "9x16"),), ""),
        ((("instagram", "tall"),), "Instagram: tall is too tall for its feed"),
        ((("instagram", "wide"),), "Instagram: wide is too wide for its feed"),
        ((("threads", "tall"), ("bluesky", "tall"), ("x", "wide")), ""),
    ],
)
def test_each_network_takes_the_shape_of_its_cut(aims: tuple[tuple[str, str], ...], says: str) -> None:
    sizes = {"16x9": (1600, 900), "9x16": (1080, 1920), "tall": (1080, 1440), "wide": (1200, 620)}
    cards = [Card(name, Image.new("RGB", size), Rect(0, 0, *size), (), (), (), ()) for name, size in sizes.items()]
    found = check_item(cards, SlotValues(), Words(GOOD.caption, GOOD.alt, (), aims), Guardrails(), TODAY)
    assert [one.text for one in found if one.check == "target_picture"] == ([says] if says else [])
