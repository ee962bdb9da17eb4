"""What the room writes down of what intake tells, and what people make of it."""

from __future__ import annotations

import pytest

from tests.review.driver import START_MS, Driver, post, spike
from warroom.plan.model import Topic
from warroom.review.commands import CallMoment, DecideMoment, MarkSpike, SetTopics
from warroom.review.events import EvidenceChanged, SpikeRefined
from warroom.review.fold import fold_all
from warroom.review.watched import Told, watched
from warroom.watch.spike import MOST_REFINED, Spike, SpikeEnd, Turn

TURN = ("dark", "lights"), ("hurt", "ambulance"), ("ambulance",)


def called(room: Driver, *numbers: int, spike: str = "") -> str:
    return room.say("Will", CallMoment("Blackout", "The match", tuple(post(number) for number in numbers), spike=spike))[0].command


def test_a_spike_is_written_down_once_with_when_the_room_heard_of_it() -> None:
    room = Driver()
    one = spike(1)
    assert room.watch(Told(spikes=(one, one))) == ()
    assert room.watch(Told(spikes=(one,))) == ()
    assert [(seen.spike, seen.at, seen.ended) for seen in room.state.spikes.values()] == [(one, room.now - 1_000, None)]
    assert len(room.log) == 2
    assert room.log[-1].person == "room"


def test_a_spike_ends_once_also_in_the_batch_that_tells_of_it() -> None:
    room = Driver()
    end = SpikeEnd(spike(1).id, START_MS + 60_000, 80.0)
    room.watch(Told(spikes=(spike(1),), ended=(end, end)))
    room.watch(Told(ended=(end,)))
    assert room.state.spikes[spike(1).id].ended == end
    assert len(room.log) == 3
    assert "does not know" in room.watch(Told(ended=(SpikeEnd("other", 1, 1.0),)))[0]


def more(number: int, **changes: object) -> Spike:
    return spike(1, refined=number, **changes)


def test_a_spike_told_again_keeps_what_it_is_and_takes_what_more_posts_showed() -> None:
    room = Driver()
    room.watch(Told(spikes=(spike(1),)))
    other = {"title": "other", "since": 5, "spotted": 6, "baseline": 9.0, "score": 1.0, "rule": "raised"}
    anew = more(1, per_s=80.0, peak=90.0, authors=400, rising=("dome",), posts=(post(1), post(2), post(3)), **other)
    assert room.watch(Told(spikes=(anew,))) == ()
    kept = room.state.spikes[spike(1).id]
    told = {"per_s": 80.0, "peak": 90.0, "authors": 400, "rising": ("dome",), "posts": anew.posts, "refined": 1}
    assert kept.spike == spike(1, **told)
    assert kept.at == room.log[1].at
    assert isinstance(room.log[-1].body, SpikeRefined)
    assert room.log[-1].person == "room"
    assert fold_all(None, room.log) == room.state


def test_each_telling_is_written_once_and_no_earlier_one_after_a_later() -> None:
    room = Driver()
    room.watch(Told(spikes=(spike(1), more(1), more(2, per_s=3.0)), ended=(SpikeEnd(spike(1).id, 9, 50.0),)))
    assert [type(line.body).__name__ for line in room.log[1:]] == ["SpikeSpotted", "SpikeRefined", "SpikeRefined", "SpikeOver"]
    before = len(room.log)
    room.watch(Told(spikes=(spike(1), more(2, per_s=4.0), more(1))))
    assert len(room.log) == before
    assert room.state.spikes[spike(1).id].spike.per_s == 3.0


def test_more_of_a_spike_that_is_unknown_or_cannot_be_so_or_too_often_is_dropped() -> None:
    room = Driver()
    assert "does not know" in room.watch(Told(spikes=(more(1),)))[0]
    room.watch(Told(spikes=(spike(1),)))
    wrong = (more(1, peak=float("inf")), more(1, posts=(post(1, "x" * 300_000),)), more(MOST_REFINED + 1))
    assert len(room.watch(Told(spikes=wrong))) == 3
    assert room.state.spikes[spike(1).id].spike == spike(1)


def test_a_spike_whose_topic_was_taken_from_the_room_may_still_be_told_again() -> None:
    room = Driver()
    room.watch(Told(spikes=(spike(1),)))
    room.say("Will", SetTopics(0, (Topic("Wind", ("gust",)),)))
    assert room.watch(Told(spikes=(more(1, peak=7.0),))) == ()
    assert room.state.spikes[spike(1).id].spike.peak == 7.0


@pytest.mark.parametrize(
    "wrong",
    [
        spike(1, "No such topic"),
        spike(1, id="1"),
        spike(1, title=" "),
        spike(1, title="x" * 301),
        spike(1, per_s=float("nan")),
        spike(1, baseline=-1.0),
        spike(1, score=float("inf")),
        spike(1, since=2**60),
        spike(1, rising=("x" * 201,)),
        spike(1, rising=tuple(f"w{number}" for number in range(41))),
        spike(1, posts=tuple(post(number) for number in range(11))),
        spike(1, posts=(post(1, "x" * 300_000),)),
        spike(1, posts=(post(1, edited=2**60),)),
    ],
)
def test_a_spike_that_cannot_be_so_is_dropped_and_said(wrong: Spike) -> None:
    room = Driver()
    assert len(room.watch(Told(spikes=(wrong, spike(2))))) == 1
    assert list(room.state.spikes) == [spike(2).id]


def test_a_spike_elsewhere_is_of_no_topic() -> None:
    room = Driver()
    assert room.watch(Told(spikes=(spike(1, "", title="earthquake · #quake"),))) == ()
    assert room.state.spikes[spike(1).id].spike.title == "earthquake · #quake"


def test_a_turn_is_kept_with_its_moment_and_the_same_one_told_again_is_not() -> None:
    room = Driver()
    moment = called(room, 1)
    turn = Turn(moment, *TURN)
    room.watch(Told(turns=(turn, turn)))
    room.watch(Told(turns=(turn,)))
    back = Turn(moment, TURN[1], TURN[0])
    room.watch(Told(turns=(back,)))
    room.watch(Told(turns=(turn,)))
    assert [seen.turn for seen in room.state.moments[moment].turns] == [turn, back, turn]
    assert room.watch(Told(turns=(Turn("no such", *TURN), Turn(moment, ("",), ("a",))))) != ()
    assert len(room.state.moments[moment].turns) == 3


def test_evidence_keeps_what_was_seen_and_says_what_was_deleted_and_edited() -> None:
    room = Driver()
    moment = called(room, 1, 2, 3)
    edited = post(2, "lights are back", edited=START_MS + 5_000)
    room.watch(Told(deleted=("p1", "p9"), posts=(edited, post(3))))
    kept = room.state.moments[moment]
    assert kept.evidence == (post(1), post(2), post(3))
    assert (kept.deleted, kept.edited) == (("p1",), (edited,))
    before = len(room.log)
    room.watch(Told(deleted=("p1",), posts=(edited,)))
    assert len(room.log) == before, "told again is no news"
    again = post(2, "and out again", edited=START_MS + 9_000)
    room.watch(Told(posts=(again, edited)))
    assert room.state.moments[moment].edited == (again,)
    assert fold_all(None, room.log) == room.state


def test_every_moment_hears_of_its_evidence_also_one_that_was_passed_on() -> None:
    room = Driver()
    first, second = called(room, 1), called(room, 1, 2)
    room.say("Pia", DecideMoment(first, "pass", "Too small"))
    room.watch(Told(deleted=("p1",)))
    assert all(room.state.moments[moment].deleted == ("p1",) for moment in (first, second))


def test_an_edit_of_what_was_deleted_is_no_news() -> None:
    room = Driver()
    called(room, 1)
    seen = watched(room.state, Told(deleted=("p1",), posts=(post(1, "x", edited=START_MS + 1),)))
    assert [type(body) for body in seen.happened] == [EvidenceChanged]
    assert seen.happened[0].edited == ()


def test_an_edit_that_no_log_can_keep_is_dropped() -> None:
    room = Driver()
    moment = called(room, 1)
    assert room.watch(Told(posts=(post(1, "x" * 300_000, edited=START_MS + 1),))) != ()
    assert room.state.moments[moment].edited == ()


def test_anybody_marks_a_spike_and_the_last_mark_counts() -> None:
    room = Driver()
    one = spike(1)
    assert room.refused("Dora", MarkSpike(one.id, "dismissed")).code == "not_found"
    room.watch(Told(spikes=(one,)))
    room.say("Dora", MarkSpike(one.id, "dismissed"))
    assert room.refused("Bea", MarkSpike(one.id, "dismissed")).code == "wrong_state"
    room.say("Bea", MarkSpike(one.id, "false_alarm"))
    seen = room.state.spikes[one.id]
    assert (seen.mark, seen.marked_by, seen.marked_at) == ("false_alarm", "Bea", room.now)


def test_a_moment_called_on_a_spike_is_known_on_both_sides() -> None:
    room = Driver()
    assert room.refused("Will", CallMoment("Blackout", "The match", (), spike=spike(1).id)).code == "not_found"
    room.watch(Told(spikes=(spike(1),)))
    moment = called(room, 1, spike=spike(1).id)
    assert room.state.spikes[spike(1).id].moment == moment
    assert room.state.moments[moment].spike == spike(1).id
