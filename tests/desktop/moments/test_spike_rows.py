from __future__ import annotations

import pytest

from tests.review.driver import START_MS, Driver, post, spike
from warroom.desktop.moments.spike_rows import OLD_MS, facts, offered_topic, rising, said, spike_rows, title_of, typical, waiting
from warroom.plan.model import Topic
from warroom.review.commands import CallMoment, DecideMoment, MarkSpike, SetTopics
from warroom.review.watched import Told
from warroom.sources.post import Post
from warroom.watch.spike import ELSEWHERE, SpikeEnd

HOSTILE = "\u202egnihton\u202c " + "z" + "\u0301" * 400 + "\n" * 50 + "x" * 5_000


def test_what_is_told_of_a_spike() -> None:
    one = spike(1, baseline=94.0, per_s=3858.4, authors=412)
    assert facts(one) == "×41 · 3,858/s · 412 people"
    assert facts(spike(1, baseline=0.0, per_s=0.4, authors=1)) == "from nothing · 0.4/s · 1 person"
    assert facts(spike(1, baseline=10.0, per_s=30.0, peak=50.0, authors=9)) == "×5.0 · 50/s · 9 people"


def test_what_comes_from_outside_is_tamed() -> None:
    one = spike(1, "", title=HOSTILE, rising=(HOSTILE,) * 9, posts=(post(1, HOSTILE),) * 9)
    shown = [title_of(one), *rising(one), *(row.words for row in typical(one.posts))]
    assert len(typical(one.posts)) == 3
    assert len(rising(one)) == 6
    for words in shown:
        assert "\u202e" not in words
        assert "\n" not in words
        assert len(words) <= 300


def test_what_stands_behind_a_warning_stays_behind_it() -> None:
    hidden = Post("p", "s", "bluesky", "@a", "the secret", 1, 1, warning="flashing lights")
    assert said(hidden) == "Content warning: flashing lights"
    assert said(Post("p", "s", "bluesky", "@a", "", 1, 1)) == "A picture, without words"


def test_only_what_nobody_acted_on_waits_and_only_for_a_while() -> None:
    room = Driver()
    room.watch(Told(spikes=tuple(spike(number) for number in range(1, 6))))
    room.say("Dora", MarkSpike(spike(1).id, "dismissed"))
    room.say("Dora", MarkSpike(spike(2).id, "false_alarm"))
    room.say("Dora", CallMoment("Dark", "The match", (), spike=spike(3).id))
    room.watch(Told(ended=(SpikeEnd(spike(4).id, START_MS, 60.0),)))
    assert [seen.spike.id for seen in waiting(room.state, room.now)] == [spike(5).id]
    assert waiting(room.state, room.now + OLD_MS) == ()


def test_the_list_keeps_every_spike_and_says_what_became_of_it() -> None:
    room = Driver()
    room.watch(Told(spikes=tuple(spike(number) for number in range(1, 6))))
    room.say("Dora", MarkSpike(spike(1).id, "dismissed"))
    room.say("Bea", MarkSpike(spike(2).id, "false_alarm"))
    moment = room.say("Dora", CallMoment("Dark", "The match", (), spike=spike(3).id))[0].command
    room.say("Bea", DecideMoment(moment, "pass", "Too small"))
    room.watch(Told(ended=(SpikeEnd(spike(4).id, START_MS + 60_000, 60.0),)))
    rows = {row.id: row for row in spike_rows(room.state, "Dora", spike(5).id)}
    assert [rows[spike(number).id].mark for number in range(1, 6)] == ["dismissed", "false_alarm", "moment", "over", "standing"]
    assert [rows[spike(number).id].became for number in range(1, 6)] == [
        "Dismissed by you",
        "False alarm, says Bea",
        "Moment called by you, decided pass",
        "Nobody has acted on it · over at 19:01:00, 60/s at its most",
        "Nobody has acted on it",
    ]
    assert [row.chosen for row in rows.values()].count(True) == 1


def test_what_was_made_a_topic_is_followed_and_waits_for_nobody() -> None:
    room = Driver()
    room.watch(Told(spikes=(spike(1, ELSEWHERE, rising=("#quake", "earthquake")), spike(2, ELSEWHERE, rising=("#storm",)))))
    assert {row.became for row in spike_rows(room.state, "Dora", "")} == {"Nobody has acted on it"}
    room.say("Will", SetTopics(0, (*room.state.plan.topics, Topic("Quake", ("Earthquake",)))))
    rows = {row.id: row.became for row in spike_rows(room.state, "Dora", "")}
    assert rows == {spike(1).id: "Followed as the topic Quake", spike(2).id: "Nobody has acted on it"}
    assert [seen.spike.id for seen in waiting(room.state, room.now)] == [spike(2).id]


@pytest.mark.parametrize(
    ("title", "words", "offered"),
    [
        ("earthquake · #quake", ("#quake", "earthquake"), ("Quake", ("#quake", "earthquake"))),
        ("earthquake · shaking", (), ("Earthquake", ("earthquake", "shaking"))),
    ],
)
def test_what_rises_elsewhere_is_offered_as_a_topic(title: str, words: tuple[str, ...], offered: tuple[str, tuple[str, ...]]) -> None:
    assert offered_topic(spike(1, "", title=title, rising=words)) == offered
