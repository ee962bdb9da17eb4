"""What intake spots, through a real server and into its log; and that no intake can fill it."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import msgspec
import pytest

from tests.review.driver import START_MS, Driver, post, spike
from tests.room.serving import Client, Served, serving
from tests.waiting import until
from warroom.errors import StorageError
from warroom.plan.model import Topic
from warroom.review.commands import CallMoment, SetTopics
from warroom.review.events import EvidenceChanged, Happening, SpikeOver, SpikeRefined, SpikeSpotted
from warroom.review.model import State
from warroom.room import watching
from warroom.room.watching import Allowance, Watching
from warroom.sources.post import Post
from warroom.watch.spike import Spike, SpikeEnd, Turn
from warroom.wire import FeedBatch

TOPIC = "The regatta"


def bring(intake: Client, batch: FeedBatch) -> None:
    assert intake.http.post("feed", content=msgspec.json.encode(batch)).status_code == 204


def state(owner: Client) -> State:
    return owner.snapshot().state


def test_spikes_turns_and_lost_evidence_stand_in_the_log_once_also_after_a_restart(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        owner, intake = served.owner(), served.intake()
        one = spike(1, TOPIC)
        bring(intake, FeedBatch(spikes=(one, spike(2, "No such topic"))))
        until(lambda: state(owner).spikes, "the spike")
        moment = msgspec.structs.astuple(owner.say(CallMoment("Wind", TOPIC, (post(1), post(2)), spike=one.id)))
        assert moment
        moment = next(iter(state(owner).moments))
        edited = post(2, "calm again", edited=START_MS + 1)
        told = FeedBatch(
            spikes=(one,),
            ended=(SpikeEnd(one.id, 9, 50.0),),
            turns=(Turn(moment, ("wind",), ("hurt",), ("hurt",)),),
            deleted=("p1",),
            posts=(edited,),
        )
        bring(intake, told)
        until(lambda: state(owner).moments[moment].deleted, "the deletion")
        with owner.events() as frames:
            people = [frames.until("logged")["person"] for _ in range(owner.snapshot().seq)]
        assert people.count("room") >= 4
        served.kill()
        served.start()
        owner, intake = served.owner(), served.intake()
        seq = owner.snapshot().seq
        bring(intake, FeedBatch(spikes=(one,), ended=told.ended, turns=told.turns, deleted=("p1",), posts=(edited,)))
        bring(intake, FeedBatch(spikes=(spike(3, TOPIC),)))
        until(lambda: len(state(owner).spikes) == 2, "the next spike")
        assert owner.snapshot().seq == seq + 1
        kept = state(owner).moments[moment]
        assert (kept.deleted, kept.edited, len(kept.turns), kept.evidence) == (("p1",), (edited,), 1, (post(1), post(2)))
        assert "No such topic" in served.said


def test_a_feed_opens_with_the_new_topics_as_soon_as_they_are_set(room: Served) -> None:
    owner = room.owner()
    assert owner.http.get("feed", params={"topics": "Wind", "wait": "0"}).status_code == 404
    owner.say(SetTopics(0, (Topic("Wind", ("gust",)),)))
    assert owner.http.get("feed", params={"topics": "Wind", "wait": "0"}).status_code == 200
    with owner.stream("feed", topics="Wind") as frames:
        assert frames.next()[1] == "history"
        bring(room.intake(), FeedBatch(posts=(msgspec.structs.replace(post(7), topics=("Wind",)),)))
        assert frames.until("posts")["posts"][0]["id"] == "p7"


class Desk:
    """An authority in memory, whose disk can refuse."""

    def __init__(self) -> None:
        self.room = Driver()
        self.noted: list[Happening] = []
        self.refuses = False

    @property
    def pending(self) -> State:
        return self.room.state

    def note(self, body: Happening) -> asyncio.Future[None]:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self.refuses:
            done.set_exception(StorageError("no room on the disk", "free some"))
        else:
            self.room._append("room", "", body, self.room.state)
            self.noted.append(body)
            done.set_result(None)
        return done


class Hands:
    def __init__(self) -> None:
        self.at = START_MS

    def now(self) -> int:
        return self.at


def watching_of(desk: Desk, clock: Hands) -> Watching:
    return Watching(desk, clock)


def spikes(since: int, count: int) -> tuple[Spike, ...]:
    return tuple(spike(number) for number in range(since, since + count))


async def settled() -> None:
    for _ in range(3):
        await asyncio.sleep(0)


def test_a_mad_intake_cannot_fill_the_log(caplog: pytest.LogCaptureFixture) -> None:
    async def go() -> None:
        desk, clock = Desk(), Hands()
        watch = watching_of(desk, clock)
        for minute in range(60):
            for batch in range(20):
                watch.take(FeedBatch(spikes=spikes((minute * 20 + batch) * 50, 50)))
                clock.at += 3_000
        assert len(desk.room.state.spikes) <= 120 + 12
        assert len(desk.room.state.spikes) >= 120
        assert caplog.text.count("more spikes than anybody could look at") <= 60 * 6 + 1

    with caplog.at_level(logging.WARNING):
        asyncio.run(go())


def test_deletions_are_never_held_back_and_edits_wait_for_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    async def go() -> None:
        desk, clock = Desk(), Hands()
        desk.room.say("Will", CallMoment("Blackout", "The match", tuple(post(number) for number in range(200))))
        watch = watching_of(desk, clock)
        for number in range(200):
            watch.take(FeedBatch(posts=(post(number, "other words", edited=START_MS + 1),)))
        moment = next(iter(desk.room.state.moments.values()))
        assert len(moment.edited) == 60
        watch.take(FeedBatch(deleted=tuple(f"p{number}" for number in range(200))))
        assert len(next(iter(desk.room.state.moments.values())).deleted) == 200

        desk, clock = Desk(), Hands()
        desk.room.say("Will", CallMoment("Blackout", "The match", (post(1),)))
        watch = watching_of(desk, clock)
        for number in range(1, 200):
            watch.take(FeedBatch(posts=(post(1, f"words {number}", edited=START_MS + number),)))
        clock.at += 61_000
        watch.take(FeedBatch(total=1))
        assert next(iter(desk.room.state.moments.values())).edited[0].text == "words 199"

    asyncio.run(go())


def test_what_the_disk_refused_is_written_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "AFTER_FAILURE_S", 0.0)

    async def go() -> None:
        desk, clock = Desk(), Hands()
        desk.room.say("Will", CallMoment("Blackout", "The match", (post(1),)))
        watch = watching_of(desk, clock)
        desk.refuses = True
        watch.take(FeedBatch(spikes=(spike(1),), ended=(SpikeEnd(spike(1).id, 1, 1.0),), deleted=("p1",)))
        await settled()
        desk.refuses = False
        watch.take(FeedBatch(total=1))
        assert [type(body) for body in desk.noted] == [SpikeSpotted, EvidenceChanged]
        watch.take(FeedBatch(ended=(SpikeEnd(spike(1).id, 1, 1.0),)))
        assert isinstance(desk.noted[-1], SpikeOver)

    asyncio.run(go())


def test_a_spike_told_again_is_written_under_it_and_only_where_it_was_written_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "AFTER_FAILURE_S", 0.0)

    async def go() -> None:
        desk, clock = Desk(), Hands()
        watch = watching_of(desk, clock)
        desk.refuses = True
        watch.take(FeedBatch(spikes=(spike(1),)))
        await settled()
        desk.refuses = False
        watch.take(FeedBatch(spikes=(spike(1, refined=1, peak=60.0),)))
        assert [type(body) for body in desk.noted] == [SpikeSpotted, SpikeRefined]
        watch.take(FeedBatch(spikes=(*spikes(2, 20), *(spike(number, refined=1) for number in range(2, 22)))))
        written = [body.spike.id for body in desk.noted if isinstance(body, SpikeSpotted)]
        assert len(written) < 13, "more are more than anybody could look at"
        assert [body.spike.id for body in desk.noted if isinstance(body, SpikeRefined)] == written
        desk.refuses = True
        watch.take(FeedBatch(spikes=(spike(1, refined=2, peak=70.0),)))
        await settled()
        desk.refuses = False
        watch.take(FeedBatch(total=1))
        assert desk.room.state.spikes[spike(1).id].spike.peak == 70.0

    asyncio.run(go())


def test_an_allowance_comes_back_with_time() -> None:
    allowance = Allowance(((2, 1_000), (3, 10_000)))
    assert [allowance.take(at) for at in (0, 1, 2, 1_001, 1_002, 2_000, 10_002)] == [True, True, False, True, False, False, True]


def test_posts_that_are_not_edited_cost_nothing() -> None:
    async def go() -> None:
        desk = Desk()
        desk.room.say("Will", CallMoment("Blackout", "The match", (post(1),)))
        before = len(desk.room.log)
        posts: tuple[Post, ...] = (post(1, "as it was"),)
        watching_of(desk, Hands()).take(FeedBatch(posts=posts))
        assert len(desk.room.log) == before

    asyncio.run(go())
