"""What a moment stands on stays as it was seen when its authors take it back or change it, over a real room and a Jetstream."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from tests.e2e.plans import live_plan
from tests.sources.jetstream_peer import Peer, post, running
from tests.ui.conftest import Stage
from tests.waiting import BLINK_S
from warroom.client.session import Session
from warroom.review.commands import CallMoment
from warroom.review.model import Moment
from warroom.sources.post import Post

SOURCE = """
[[source]]
kind = "jetstream"
server = "{server}"
"""
WORDS = ("cup final: lights out", "lights out, nobody saw the cup final", "who paid the bill for the cup final")


def now_us() -> int:
    return time.time_ns() // 1_000


async def kept(session: Session, number: int) -> tuple[Post, ...]:
    """That many posts, once the room has them."""
    async with asyncio.timeout(20):
        while len(found := (await session.posts(topic="The match")).posts) < number:  # noqa: ASYNC110 - the store tells nobody when it has kept one
            await asyncio.sleep(BLINK_S)
    return found


@pytest.mark.slow
async def test_deleted_and_edited_evidence_is_said_beside_what_was_seen(stage: Stage, tmp_path: Path) -> None:
    async with running(Peer()) as peer:
        stage.shell.home.share = False
        stage.shell.home.start(live_plan(tmp_path, SOURCE.format(server=peer.ws)))
        await stage.until(lambda: stage.shell.desk is not None)
        await stage.until(peer.opened.is_set)
        try:
            for number, words in enumerate(WORDS):
                peer.say(post(number + 1, now_us(), words, did=f"did:plc:author{number}"))
            session = stage.shell._session
            evidence = await kept(session, len(WORDS))
            sent = await session.send(CallMoment("Lights out", "The match", evidence))
            peer.say(post(11, now_us(), operation="delete", rkey="key1", did="did:plc:author0"))
            peer.say(post(12, now_us(), "lights out? they are back", operation="update", rkey="key2", did="did:plc:author1"))

            def moment() -> Moment:
                return session.state.moments[sent.id]

            await stage.until(lambda: moment().deleted and moment().edited)
            assert {seen.text for seen in moment().evidence} == set(WORDS)
            assert [seen.text for seen in moment().edited] == ["lights out? they are back"]
            stage.shell.desk._moment_view.open(sent.id)
            await stage.until(lambda: stage.shows("evidence.list"))
            rows = {row.words: (row.fate, row.later) for row in stage.shell.desk._moment_view.posts.rows}
            assert rows == {
                WORDS[0]: ("Deleted by its author", ""),
                WORDS[1]: ("Changed by its author", "lights out? they are back"),
                WORDS[2]: ("", ""),
            }
            await stage.settle()
            shown = stage.words()
            for words in (*WORDS, "Deleted by its author", "Changed by its author", "Now: lights out? they are back"):
                assert words in shown
        finally:
            await stage.shell.close(stop=True)
