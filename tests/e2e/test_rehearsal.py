"""One person alone in a rehearsal goes the whole way: room, intake and colleagues are processes of their own."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import msgspec
import pytest

from tests.e2e.people import at_the_host, card, digest, greenlit, item_on, send_card, until
from warroom.client.handoff import HandedOff, hand_off, post_on_imitation, report_posted
from warroom.client.host import Host
from warroom.client.session import Session
from warroom.errors import RoomError
from warroom.review.commands import SendForApproval
from warroom.review.standing import standing
from warroom.sources.post import Post
from warroom.sources.rehearsal.play import folder as rehearsal
from warroom.targets.folder import intact
from warroom.targets.networks import BadLink
from warroom.wire import FeedHistory, FeedPosts


async def first_post(session: Session, topic: str) -> Post:
    async with asyncio.timeout(10):
        async for word in session.feed([topic]):
            if isinstance(word, FeedHistory | FeedPosts) and word.posts:
                return word.posts[-1]
    raise AssertionError("the feed never ends")


async def hand_over(session: Session, item: str, folder: Path) -> list[HandedOff]:
    """Every target posted on the imitation page."""
    handed = []
    for number in range(len(session.state.items[item].targets)):
        one = await hand_off(session, item, number, folder)
        assert one.way == "imitation"
        assert one.compose_page == ""
        with pytest.raises(BadLink):
            await report_posted(session, one, "https://bsky.app/profile/crumb.example/post/1")
        _, post = post_on_imitation(session, one)
        assert post.link.startswith("imitation://")
        await report_posted(session, one, post.link)
        handed.append(one)
    return handed


async def the_whole_way(tmp_path: Path) -> tuple[str, list[str], dict[str, str], dict[str, str]]:
    """How the item ended, who approved it, what was approved and what was handed over: a digest for each cut."""
    host = await Host.start(rehearsal() / "event.toml", "rehearsal", colleagues=True, patience=0)
    try:
        async with at_the_host(host, tmp_path) as me:
            post = await first_post(me, "The game")
            assert post.in_rehearsal
            assert "The game" in post.topics
            item = await item_on(me, (post,))

            first = await card(me, tmp_path / "cards", "Lights out? Snacks on.", "We have candles, and biscuits.")
            await send_card(me, item, first)
            await until(me, lambda: me.state.items[item].phase == "changes_requested", "sent back once")
            comment = me.state.items[item].comments[-1]
            assert comment.asks_changes
            assert "imitation" in comment.text

            second = await card(me, tmp_path / "cards", "Snacks on.", "We have candles, and biscuits.")
            await send_card(me, item, second)
            await until(me, lambda: greenlit(me, item), "both imitations approve")
            approvers = sorted(sign_off.person for sign_off in me.state.items[item].sign_offs)
            approved = digest(me, item)

            handed = await hand_over(me, item, tmp_path / "out")
            current = me.state.items[item].current
            assert current is not None
            assert current.digest == approved == handed[0].digest
            pictures = {cut.name: handed[0].folder.picture(cut.name).read_bytes() for cut in current.content.cuts}
            assert len({one.folder.path for one in handed}) == 1
            assert intact(handed[0].folder.path)
            with pytest.raises(RoomError):
                await me.send(SendForApproval(item=item, base=2, content=msgspec.structs.replace(second, title="Late")))
            signed = {cut.name: cut.blob for cut in current.content.cuts}
            out = {name: hashlib.sha256(picture).hexdigest() for name, picture in pictures.items()}
            return standing(me.state, item).stage, approvers, signed, out
    finally:
        await host.stop()


def test_a_moment_becomes_a_published_post(tmp_path: Path) -> None:
    stage, approvers, approved, out = asyncio.run(the_whole_way(tmp_path))
    assert stage == "published"
    assert approvers == ["Brand lead", "Counsel"]
    assert len(approved) == 4
    assert out == approved
