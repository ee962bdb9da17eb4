"""The product's main job, once through, on real input: a post on Bluesky's own server ends as files whose bytes were approved."""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest

from tests.e2e.people import at_the_host, card, digest, greenlit, item_on, send_card, until
from tests.e2e.plans import live_plan
from tests.peers.bluesky import Bluesky
from warroom.client.handoff import HandedOff, hand_off, report_posted
from warroom.client.host import Host
from warroom.client.session import Session
from warroom.errors import RoomError
from warroom.review.commands import ClaimTarget
from warroom.review.standing import standing
from warroom.sources.post import Post
from warroom.targets.folder import intact
from warroom.wire import FeedHistory, FeedPosts

SOURCE = """
[[source]]
kind = "jetstream"
server = "{jetstream}"
"""


async def approver(producer: Session, folder: Path, person: str, role: str, *more: str) -> Process:
    """Another client: a process with a device of its own, let in by a code."""
    issued = await producer.issue_code(person)
    own = folder / role
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.e2e.approver", str(own), issued.invitation, role, *more, stdout=PIPE
    )


async def what_it_did(process: Process) -> list[dict[str, object]]:
    async with asyncio.timeout(60):
        out, _ = await process.communicate()
    assert process.returncode == 0
    return [json.loads(line) for line in out.splitlines()]


async def in_the_feed(session: Session, word: str) -> Post:
    """The post that holds this word, when it comes by the live feed."""
    async with asyncio.timeout(30):
        async for said in session.feed(["The match"]):
            for post in said.posts if isinstance(said, FeedHistory | FeedPosts) else ():
                if word in post.text:
                    return post
    raise AssertionError("the feed never ends")


async def connected(session: Session) -> None:
    async with asyncio.timeout(20):
        async for said in session.feed(["The match"]):
            sources = getattr(said, "sources", ())
            if any(source.state == "live" for source in sources):
                return


async def hand_over(session: Session, item: str, folder: Path) -> list[HandedOff]:
    handed = [await hand_off(session, item, number, folder) for number in range(2)]
    for one in handed:
        assert one.way == "hand"
        assert one.compose_page.startswith("https://")
    await report_posted(session, handed[0], "https://bsky.app/profile/crumb.example/post/3k1")
    await report_posted(session, handed[1], "https://www.instagram.com/p/1/")
    return handed


def digests(handed: HandedOff) -> dict[str, str]:
    """Of the files in the folder, read anew."""
    files = {cut.name: (handed.folder.path / cut.file).read_bytes() for cut in handed.folder.manifest.cuts}
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


async def the_whole_way(tmp_path: Path, bluesky: Bluesky) -> tuple[str, dict[str, str], list[dict[str, str]]]:
    """How the item ended, what was approved, and what was handed over at each target: a digest for each cut."""
    plan = live_plan(tmp_path, SOURCE.format(jetstream=bluesky.jetstream))
    host = await Host.start(plan, "live")
    approvers: list[Process] = []
    try:
        async with at_the_host(host, tmp_path) as me:
            await connected(me)
            word = f"w{secrets.token_hex(5)}"
            account = await asyncio.to_thread(bluesky.account)
            uri = await asyncio.to_thread(account.post, f"Lights out in the stadium {word}")
            post = await in_the_feed(me, word)
            assert post.network == "bluesky"
            assert post.author in (account.did, account.handle)
            assert account.did in uri

            item = await item_on(me, (post,))
            assert me.state.moments[me.state.items[item].moment].evidence[0].id == post.id
            approvers.append(await approver(me, tmp_path, "Brand lead", "brand", "--asks-changes"))
            first = await card(me, tmp_path / "cards", "Lights out? Snacks on.", "We have candles.")
            await send_card(me, item, first)
            await until(me, lambda: me.state.items[item].phase == "changes_requested", "sent back once")

            second = await card(me, tmp_path / "cards", "Snacks on.", "We have candles.")
            await send_card(me, item, second)
            await until(me, lambda: bool(me.state.items[item].sign_offs), "the brand approves the second version")
            third = await card(me, tmp_path / "cards", "Snacks on, lights off.", "We have candles.")
            await send_card(me, item, third)
            rule = standing(me.state, me.state.items[item]).rule("brand")
            assert rule is not None
            assert [lost.why for lost in rule.lost] == ["edited"]
            assert not rule.satisfied

            approvers.append(await approver(me, tmp_path, "Counsel", "legal"))
            approvers.append(await approver(me, tmp_path, "Brand lead", "brand"))
            with pytest.raises(RoomError) as early:
                await me.send(ClaimTarget(item=item, target=0, digest=digest(me, item)))
            assert early.value.code == "not_greenlit"
            await until(me, lambda: greenlit(me, item), "both roles approve", 60)

            did = [await what_it_did(process) for process in approvers]
            assert [[act["did"] for act in acts] for acts in did] == [["asked", "approved"], ["approved"], ["approved"]]
            handed = await hand_over(me, item, tmp_path / "out")
            current = me.state.items[item].current
            assert current is not None
            approved = {cut.name: cut.blob for cut in current.content.cuts}
            assert did[1][0]["cuts"] == did[2][0]["cuts"] == approved
            assert all(one.digest == current.digest and intact(one.folder.path) for one in handed)
            return me.state.items[item].phase, approved, [digests(one) for one in handed]
    finally:
        for process in approvers:
            if process.returncode is None:
                process.kill()
                await process.wait()
        await host.stop()


@pytest.mark.peers
def test_a_post_on_bluesky_becomes_approved_files(tmp_path: Path, bluesky: Bluesky) -> None:
    phase, approved, handed = asyncio.run(the_whole_way(tmp_path, bluesky))
    assert phase == "published"
    assert len(approved) == 4
    assert handed == [approved, approved]
