"""The bank and the results in a room in a process of its own: cleared once, waiting, marked, and kept by a room that is killed."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from tests.e2e.people import at_the_host, digest, greenlit, item_on, joined, send_card, targets_of, until
from tests.e2e.plans import live_plan
from tests.plan_text import rule, table
from tests.waiting import soon
from warroom.client.handoff import hand_off, report_posted
from warroom.client.host import Host
from warroom.client.session import Session
from warroom.compose.encode import encode_cuts
from warroom.compose.model import SlotValues
from warroom.compose.render import CardRenderer
from warroom.compose.template import load_brand, load_template
from warroom.errors import RoomError
from warroom.locations import assets
from warroom.review.chain import verify
from warroom.review.commands import (
    BankItem,
    CreateItem,
    LockItem,
    MarkOutcome,
    ResumeRoom,
    SendForApproval,
    SignOffItem,
    StandDownRoom,
)
from warroom.review.fold import fold_all
from warroom.review.model import Blank, Content, Cut, Filled, Item, Mould, State
from warroom.review.shells import clearance
from warroom.review.standing import standing
from warroom.room.store.sqlite import SqliteLog

PLAN = table("lane", name="shell") + rule("brand", not_author=True) + table("outcome", name="Winner", results=["Home", "Away"])
HOUR_MS = 3_600_000
BLANKS = (Blank("score", "28–6", 7, "score"),)
LINKS = ("https://bsky.app/profile/crumb.example/post/3kxyz", "https://www.instagram.com/p/1/")


@dataclass(frozen=True)
class Night:
    """Four people, each at a device of their own."""

    host: Host
    producer: Session
    writer: Session
    brand: Session
    counsel: Session
    folder: Path

    @property
    def all(self) -> tuple[Session, ...]:
        return self.producer, self.writer, self.brand, self.counsel

    async def level(self) -> None:
        await soon(lambda: len({session.seq for session in self.all}) == 1, "all have the whole log")

    async def sign(self, item: str, *roles: str) -> None:
        await self.level()
        for session, role in ((self.brand, "brand"), (self.counsel, "legal")):
            if role in roles:
                await session.send(SignOffItem(item, role, digest(session, item)))
        await self.level()

    def item(self, item: str) -> Item:
        return self.producer.state.items[item]


@asynccontextmanager
async def night(folder: Path) -> AsyncIterator[Night]:
    host = await Host.start(live_plan(folder, PLAN), "live")
    try:
        async with AsyncExitStack() as stack:
            producer = await stack.enter_async_context(at_the_host(host, folder))
            names = ("Writer", "Brand lead", "Counsel")
            writer, brand, counsel = [await stack.enter_async_context(joined(producer, name, folder)) for name in names]
            yield Night(host, producer, writer, brand, counsel, folder)
    finally:
        await host.stop()


async def score(session: Session, folder: Path, value: str, colour: str = "amber") -> Content:
    """A card of a shipped template with this score in it, its pictures in the room."""
    line, colours = f"{value} at the break.", {"colour": colour}

    def work() -> dict[Path, Cut]:
        brand = load_brand(assets() / "templates" / "brand.toml")
        renderer = CardRenderer(load_template(assets() / "templates" / "breaking-line", brand))
        encoded = encode_cuts(renderer, SlotValues(texts={"headline": line}, colours=colours), folder)
        return {one.path: Cut(one.name, one.sha256, one.width, one.height, one.size, one.mime) for one in encoded}

    cuts = await asyncio.to_thread(work)
    for path in cuts:
        await session.put_blob(path)
    targets = targets_of(session.state.plan, f"{value} at the break. Still dunking.", f"The words {value} at the break.")
    slots = (Filled("headline", line), Filled("colour", colour))
    return Content(line, "breaking-line", slots, tuple(cuts.values()), targets, why="It is about snacks.")


def moulds(content: Content) -> tuple[Mould, ...]:
    places = [f"{target.network}/{target.account}" for target in content.targets]
    captions = (Mould("caption", of, "{score} at the break. Still dunking.") for of in places)
    alts = (Mould("alt", of, "The words {score} at the break.") for of in places)
    return (Mould("slot", "headline", "{score} at the break."), *captions, *alts)


async def banked(people: Night) -> str:
    """A shell of the writer's, cleared by brand and legal."""
    writer = people.writer
    item = await item_on(writer, ())
    content = await score(writer, people.folder / "cards", "28–6")
    await send_card(writer, item, content)
    await people.sign(item, "brand", "legal")
    shell = (await writer.send(BankItem(item, digest(writer, item), BLANKS, moulds(content), writer.server_now() + HOUR_MS))).id
    await people.level()
    return shell


async def made(session: Session, shell: str, content: Content) -> str:
    """An item of that shell, sent."""
    moment = next(iter(session.state.moments))
    item = (await session.send(CreateItem(moment, content.title, "shell", shell))).id
    await session.send(SendForApproval(item, 0, content))
    return item


async def published(people: Night, session: Session, item: str) -> None:
    """Every target handed over by that person and said to be out."""
    for target, link in enumerate(LINKS):
        handed = await hand_off(session, item, target, people.folder / "out")
        await report_posted(session, handed, link)
    await people.level()
    assert people.item(item).phase == "published"


def as_json(state: State) -> bytes:
    return msgspec.json.encode(state, order="deterministic")


async def refused(session: Session, command: CreateItem | MarkOutcome) -> tuple[int, str]:
    with pytest.raises(RoomError) as caught:
        await session.send(command)
    return caught.value.status, caught.value.code


def test_another_person_fills_the_blank_of_a_shell_and_publishes_it_in_its_lane(tmp_path: Path) -> None:
    async def run() -> None:
        async with night(tmp_path) as people:
            shell = await banked(people)
            producer = people.producer
            item = await made(producer, shell, await score(producer, tmp_path / "cards", "31–29"))
            assert (people.item(item).lane, people.item(item).touched) == ("shell", ())
            assert not greenlit(producer, item)
            await people.sign(item, "brand")
            assert greenlit(producer, item), "one approval is enough for what was cleared"
            await published(people, producer, item)
            assert {target.link for target in people.item(item).targets} == set(LINKS)

    asyncio.run(run())


def test_another_colour_than_the_shells_takes_it_to_the_full_lane(tmp_path: Path) -> None:
    async def run() -> None:
        async with night(tmp_path) as people:
            shell = await banked(people)
            producer = people.producer
            item = await made(producer, shell, await score(producer, tmp_path / "cards", "31–29", "cream"))
            assert (people.item(item).lane, people.item(item).touched) == ("full", ("the colour",))
            await people.sign(item, "brand")
            assert not greenlit(producer, item)
            with pytest.raises(RoomError) as caught:
                await hand_off(producer, item, 0, tmp_path / "out")
            assert (caught.value.status, caught.value.code) == (409, "not_greenlit")
            await people.sign(item, "legal")
            assert greenlit(producer, item)

    asyncio.run(run())


async def two_results(people: Night) -> dict[str, str]:
    """Two items, one for each result, with every approval they need."""
    writer, items = people.writer, {}
    for result, value in (("Home", "2–1"), ("Away", "1–2")):
        items[result] = await item_on(writer, (), result)
        await writer.send(LockItem(items[result], "Winner", result))
        await send_card(writer, items[result], await score(writer, people.folder / "cards", value))
        await people.sign(items[result], "brand", "legal")
        assert standing(writer.state, items[result]).stage == "locked"
    return items


def test_a_result_marked_by_the_producer_releases_one_item_and_ends_the_other(tmp_path: Path) -> None:
    async def run() -> None:
        async with night(tmp_path) as people:
            items = await two_results(people)
            for item in items.values():
                with pytest.raises(RoomError, match="Winner") as caught:
                    await hand_off(people.producer, item, 0, tmp_path / "out")
                assert caught.value.status == 409
            assert await refused(people.writer, MarkOutcome("Winner", "Home")) == (403, "not_allowed")
            await people.producer.send(MarkOutcome("Winner", "Home"))
            await people.level()
            assert standing(people.writer.state, items["Home"]).stage == "greenlit"
            lost = people.item(items["Away"])
            assert (lost.phase, lost.reason) == ("expired", "Winner was Home, and this was for Away.")
            await published(people, people.writer, items["Home"])
            assert await refused(people.producer, MarkOutcome("Winner", "Away", "Home")) == (409, "going_out")

    asyncio.run(run())


def test_a_stand_down_voids_the_shell_and_a_killed_room_keeps_all_of_it(tmp_path: Path) -> None:
    async def run() -> None:
        async with night(tmp_path) as people:
            producer, writer, host = people.producer, people.writer, people.host
            shell = await banked(people)
            item = await made(producer, shell, await score(producer, tmp_path / "cards", "31–29"))
            items = await two_results(people)
            await producer.send(MarkOutcome("Winner", "Home"))
            assert clearance(writer.state, writer.state.shells[shell]).stands
            await producer.send(StandDownRoom("Somebody may be hurt."))
            await people.level()
            voided = "The stand-down voided its clearance: it has to be approved again."
            assert clearance(writer.state, writer.state.shells[shell]).why == voided

            before, pid = as_json(producer.state), host.server_pid
            os.kill(pid, signal.SIGKILL)
            await soon(lambda: host.server_pid != pid, "the host starts it again")
            await until(writer, lambda: writer.link.phase == "live", "the writer is back")
            async with at_the_host(host, tmp_path / "fresh") as fresh:
                assert as_json(fresh.state) == before == as_json(writer.state)
                kept = fresh.state
                assert clearance(kept, kept.shells[shell]).why == voided
                assert (kept.items[item].lane, kept.items[item].shell) == ("shell", shell)
                assert kept.outcomes["Winner"].result == "Home"
                assert [kept.items[one].result for one in items.values()] == ["Home", "Away"]
                assert kept.items[items["Away"]].phase == "expired"

            await producer.send(ResumeRoom())
            await people.counsel.send(ResumeRoom())
            await people.level()
            moment = next(iter(writer.state.moments))
            assert await refused(writer, CreateItem(moment, "Again", "shell", shell)) == (409, "wrong_state")
            last = as_json(writer.state)
        log = SqliteLog(host.folder / "log.db")
        try:
            lines = log.kept().lines
            assert verify(lines) is None
            assert as_json(fold_all(None, (sealed.line for sealed in lines))) == last, "the log alone says all of it"
        finally:
            log.close()

    asyncio.run(run())
