from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from warroom.desktop.composer.edit import History, all_aims, differences, from_version, turned, with_slot
from warroom.desktop.drafts import Draft
from warroom.plan.model import Target
from warroom.review.model import Content, Credit, Filled, TargetText, Version

CUTS = ("1x1", "4x5", "16x9", "9x16")


def version(headline: str = "Lights out.", caption: str = "Power out?", number: int = 2) -> Version:
    content = Content(
        title=headline,
        template="breaking-line",
        slots=(Filled("headline", headline), Filled("photo", "a" * 64)),
        cuts=(),
        targets=(TargetText("bluesky", "crumb.example", "16x9", caption, "A biscuit."),),
        credits=(Credit("photo", "a" * 64, "own shoot", "ours"),),
    )
    return Version(number=number, digest="d" * 64, content=content, author="Writer 1", at=1)


def test_a_draft_made_from_a_version_does_not_differ_from_it() -> None:
    draft = from_version("i", "m", "full", version())
    assert draft.base == 2
    assert differences(draft, version()) == ()


def test_differences_name_what_a_person_sees() -> None:
    draft = with_slot(from_version("i", "m", "full", version()), "headline", "Lights on.")
    found = differences(draft, version(caption="No power?"))
    assert [(one.what, one.mine, one.theirs) for one in found] == [
        ("Headline", "Lights on.", "Lights out."),
        ("Caption", "Power out?", "No power?"),
    ]


def test_each_network_gets_its_usual_cut_or_the_first_there_is() -> None:
    targets = (Target("instagram", "crumb"), Target("bluesky", "crumb.example"))
    assert [aim.cut for aim in all_aims(targets, CUTS)] == ["4x5", "1x1"]
    assert [aim.cut for aim in all_aims(targets, ("1x1",))] == ["1x1", "1x1"]


def test_quick_keys_in_one_field_are_undone_together_and_other_fields_apart() -> None:
    history = History()
    empty = Draft(item="i", moment="m")
    typed = empty
    for place, letter in enumerate("dark"):
        history.record(typed, "headline", place * 100)
        typed = with_slot(typed, "headline", typed.slot("headline") + letter)
    history.record(typed, "caption", 450)
    captioned = msgspec.structs.replace(typed, caption="Out?", base=3)
    back = history.undo(captioned)
    assert back is not None
    assert (back.caption, back.slot("headline"), back.base) == ("", "dark", 3)
    assert history.undo(back) == msgspec.structs.replace(empty, base=3)
    assert not history.can_undo


@given(st.lists(st.text(min_size=1, max_size=5), min_size=1, max_size=20))
def test_undoing_all_and_redoing_all_comes_back(texts: list[str]) -> None:
    history = History()
    draft = start = Draft(item="i", moment="m")
    for place, text in enumerate(texts):
        history.record(draft, "caption", place * 5_000)
        draft = msgspec.structs.replace(draft, caption=text)
    end = draft
    while (earlier := history.undo(draft)) is not None:
        draft = earlier
    assert draft == start
    while (later := history.redo(draft)) is not None:
        draft = later
    assert draft == end


def test_turning_the_cuts_goes_around_the_end_and_nowhere_from_a_cut_that_is_not_there() -> None:
    assert [turned(CUTS, "9x16", 1), turned(CUTS, "1x1", -1), turned(CUTS, "4x5", 1)] == ["1x1", "9x16", "16x9"]
    assert (turned(CUTS, "2x1", 1), turned((), "", 1)) == ("2x1", "")
