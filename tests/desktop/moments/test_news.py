from __future__ import annotations

from pathlib import Path

from tests.review.driver import START_MS, Driver, post
from warroom.desktop.moments.news import Noted, all_of, news
from warroom.desktop.moments.noted import NotedMoments
from warroom.desktop.moments.view import binned
from warroom.review.commands import CallMoment
from warroom.review.model import Moment
from warroom.review.watched import Told
from warroom.watch.spike import Turn


def room_with_moment() -> tuple[Driver, str]:
    room = Driver()
    moment = room.say("Will", CallMoment("Blackout", "The match", tuple(post(number) for number in range(24))))[0].command
    return room, moment


def of(room: Driver, moment: str) -> Moment:
    return room.state.moments[moment]


def test_a_moment_that_stays_as_it_was_has_no_news() -> None:
    room, moment = room_with_moment()
    assert news(of(room, moment), Noted(), None).words == ""


def test_grave_words_are_told_in_red_and_other_turns_in_amber() -> None:
    room, moment = room_with_moment()
    room.watch(Told(turns=(Turn(moment, ("dark", "lights"), ("halftime", "show")),)))
    told = news(of(room, moment), Noted(), None)
    assert told.tone == "amber"
    assert told.words.replace("\u2068", "").replace("\u2069", "") == (
        "What is said of it changed: now “halftime”, “show”. It was called on “dark”, “lights”."
    )
    room.watch(Told(turns=(Turn(moment, ("dark",), ("hurt",), ("hurt",)),)))
    told = news(of(room, moment), Noted(), None, START_MS)
    assert told.tone == "red"
    assert "at 17:00:00" in told.words
    assert "“hurt”" in told.short.replace("\u2068", "").replace("\u2069", "")


def test_what_was_noted_is_not_told_again_and_what_comes_after_is() -> None:
    room, moment = room_with_moment()
    room.watch(
        Told(turns=(Turn(moment, ("dark",), ("hurt",), ("hurt",)),), deleted=("p1", "p2"), posts=(post(3, "other", edited=START_MS),))
    )
    told = news(of(room, moment), Noted(), None)
    assert "2 posts of its 24 deleted by their authors. The moment keeps what was seen." in told.words
    assert "1 post of its 24 changed since by their authors." in told.words
    noted = all_of(of(room, moment))
    assert news(of(room, moment), noted, None).words == ""
    room.watch(Told(deleted=("p4",)))
    told = news(of(room, moment), noted, None)
    assert (told.words[:18], told.short, told.tone) == ("3 posts of its 24 ", "3 posts deleted", "amber")
    room.watch(Told(posts=(post(3, "again", edited=START_MS + 5),)))
    assert "1 post of its 24 changed" in news(of(room, moment), noted, None).words


def test_words_from_outside_cannot_turn_ours() -> None:
    room, moment = room_with_moment()
    room.watch(Told(turns=(Turn(moment, ("dark",), ("\u202etruh",), ("\u202etruh",)),)))
    assert "\u202e" not in news(of(room, moment), Noted(), None).words


def test_each_person_notes_for_themselves_and_it_survives_a_restart(home: Path) -> None:
    mine = NotedMoments("r", "Will")
    told: list[int] = []
    mine.changed.connect(lambda: told.append(1))
    mine.note("m1", Noted(1, 2, 3))
    mine.note("m1", Noted(1, 2, 3))
    assert len(told) == 1
    assert NotedMoments("r", "Will").of("m1") == Noted(1, 2, 3)
    assert NotedMoments("r", "Bea").of("m1") == Noted()
    for file in (home / "device").glob("noted-*"):
        file.write_text("{broken")
    assert NotedMoments("r", "Will").of("m1") == Noted()


def test_a_curve_in_bins_ends_with_its_newest_second() -> None:
    assert binned(tuple([1] * 5 + [20] * 10 + [40] * 10)) == (20.0, 40.0)
    assert binned(()) == ()
