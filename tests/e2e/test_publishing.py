"""Designers publish to a real room in a process of its own; other desktops fetch, keep and draw what they published."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.e2e.brands import brand_folder, pixels, set_font, set_template
from tests.e2e.people import at_the_host, joined, until
from tests.e2e.plans import live_plan
from tests.plan_text import table
from warroom.client.host import Host
from warroom.client.join import join
from warroom.client.packs import Packs
from warroom.client.remembered import Remembered, remember
from warroom.client.session import Session
from warroom.compose.template import load_brand, load_template
from warroom.errors import PackError, RoomError, TemplateError
from warroom.review.commands import RetireTemplate

DESIGNERS = table("person", name="Ann", roles=["designer"]) + table("person", name="Ben", roles=["designer"])
Test = Callable[[Session, Session, Path], Awaitable[None]]


@asynccontextmanager
async def room(folder: Path) -> AsyncIterator[Session]:
    host = await Host.start(live_plan(folder, DESIGNERS), "live")
    try:
        async with at_the_host(host, folder) as producer:
            yield producer
    finally:
        await host.stop()


def with_ann(tmp_path: Path, test: Test) -> None:
    """`test(ann, other, brand)`: Ann's desk, the producer's, and Ann's folder with two templates."""

    async def whole() -> None:
        async with room(tmp_path) as producer, joined(producer, "Ann", tmp_path) as ann:
            await test(ann, producer, brand_folder(tmp_path / "brand", "quote", "score"))

    asyncio.run(whole())


def drawn_here(folder: Path, key: str) -> bytes:
    return pixels(load_template(folder / key, load_brand(folder / "brand.toml")))


def versions(session: Session) -> dict[str, int]:
    return {key: len(kept) for key, kept in session.state.templates.items()}


def has(session: Session, key: str, version: int) -> bool:
    return versions(session).get(key) == version


def test_a_template_is_drawn_elsewhere_as_it_was_published_and_every_version_stays(tmp_path: Path) -> None:
    async def test(ann: Session, other: Session, brand: Path) -> None:
        packs = Packs(other, tmp_path / "packs")
        drawn = []
        for colour in ("paper", "ink", "brand"):
            set_template(brand, "quote", colour)
            began = time.perf_counter()
            version = (await ann.publish(brand / "quote")).sent[0].version
            await until(other, partial(has, other, "quote", version), "published")
            template = await packs.template(other.state.templates["quote"][-1].manifest)
            print(f"published, fetched and read by the other desktop after {(time.perf_counter() - began) * 1000:.0f} ms")
            drawn.append(drawn_here(brand, "quote"))
            assert pixels(template) == drawn[-1]
        kept = other.state.templates["quote"]
        assert [(one.version, one.name, one.by) for one in kept] == [(number, "Quote", "Ann") for number in (1, 2, 3)]
        shutil.rmtree(brand)
        assert [pixels(await packs.template(one.manifest)) for one in kept] == drawn
        assert len(set(drawn)) == 3
        await packs.close()

    with_ann(tmp_path, test)


def test_a_desktop_that_was_away_has_all_of_it_when_it_returns(tmp_path: Path) -> None:
    async def whole() -> None:
        brand = brand_folder(tmp_path / "brand", "quote")
        async with room(tmp_path) as producer, joined(producer, "Ann", tmp_path) as ann:
            issued = await producer.issue_code("Writer")
            came = await join(issued.invitation, "", "Writer's laptop")

            async def at_the_desk() -> Session:
                return await Session.open(
                    came.address, came.reply.token, fingerprint=came.fingerprint, cache=tmp_path / "c", device_folder=tmp_path / "d"
                )

            await (await at_the_desk()).close()
            old = drawn_here(brand, "quote")
            await ann.publish(brand)
            set_font(brand, "archivo/Archivo.ttf")
            await ann.publish(brand / "fonts" / "Display.ttf")
            again = await at_the_desk()
            packs = Packs(again, tmp_path / "packs")
            first, second = [await packs.template(one.manifest) for one in again.state.templates["quote"]]
            assert pixels(second) == drawn_here(brand, "quote")
            assert pixels(first) == old != pixels(second)
            await packs.close()
            await again.close()

    asyncio.run(whole())


def test_a_brand_is_published_whole_and_only_what_changed(tmp_path: Path) -> None:
    async def test(ann: Session, other: Session, brand: Path) -> None:
        assert [(one.key, one.version) for one in (await ann.publish(brand)).sent] == [("quote", 1), ("score", 1)]
        again = await ann.publish(brand)
        assert (again.sent, again.unchanged) == ((), ("Quote", "Score"))
        set_template(brand, "score", "ink")
        one = await ann.publish(brand)
        assert one.words == "Published Score, version 2. Quote did not change."
        (brand / "brand.toml").write_text((brand / "brand.toml").read_text().replace("#174A5B", "#5B1747"))
        before = ann.seq
        both = await ann.publish(brand / "brand.toml")
        assert both.words == "Published 2 templates: Quote 2 and Score 3."
        assert ann.seq == before + 2, "one act: two lines that follow each other"
        (brand / "score" / "notes.psd").write_bytes(b"8BPS")
        assert (await ann.publish(brand / "score")).unchanged == ("Score",)
        await until(other, lambda: versions(other) == {"quote": 2, "score": 3}, "published")

    with_ann(tmp_path, test)


def test_nothing_of_a_brand_is_published_while_one_template_is_wrong(tmp_path: Path) -> None:
    async def test(ann: Session, _: Session, brand: Path) -> None:
        toml = brand / "score" / "template.toml"
        toml.write_text(toml.read_text().replace("fit =", "fti ="))
        with pytest.raises(TemplateError, match=r"template\.toml:\d+: layer\[1\].fti"):
            await ann.publish(brand)
        set_template(brand, "score")
        font = brand / "fonts" / "Display.ttf"
        font.write_bytes(font.read_bytes()[:20_000])
        with pytest.raises((TemplateError, PackError)):
            await ann.publish(brand)
        with pytest.raises(PackError, match="belongs to no template"):
            await ann.publish(tmp_path)
        shutil.copy(brand_folder(tmp_path / "other", "quote") / "fonts" / "Display.ttf", font)
        unused = shutil.copy(font, brand / "fonts" / "Unused.ttf")
        with pytest.raises(PackError, match=r"Unused\.ttf is used by no template"):
            await ann.publish(unused)
        assert versions(ann) == {}

    with_ann(tmp_path, test)


def test_who_may_not_publish_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    async def test(_: Session, producer: Session, brand: Path) -> None:
        async with joined(producer, "Writer", tmp_path) as writer:
            with pytest.raises(RoomError, match="Only a designer or producer may publish templates") as refused:
                await writer.publish(brand)
            assert (refused.value.status, refused.value.code) == (403, "not_allowed")
            with pytest.raises(RoomError) as refused:
                await writer.put_blob(brand / "brand.toml")
            assert refused.value.status == 422
            with pytest.raises(RoomError) as refused:
                await writer.send(RetireTemplate("quote"))
            assert refused.value.status == 403

    with_ann(tmp_path, test)


def test_two_designers_do_not_write_over_each_other_unseen(tmp_path: Path) -> None:
    async def test(ann: Session, producer: Session, brand: Path) -> None:
        theirs = tmp_path / "ben's brand"
        shutil.copytree(brand, theirs)
        async with joined(producer, "Ben", tmp_path) as ben:
            await ann.publish(brand)
            await until(ben, lambda: versions(ben) == {"quote": 1, "score": 1}, "Ann's")
            set_template(theirs, "quote", "ink")
            with pytest.raises(RoomError, match="Ann published version 1 of Quote") as refused:
                await ben.publish(theirs)
            assert (refused.value.status, refused.value.code, refused.value.detail["current"]) == (409, "stale_template", 1)
            assert (await ben.publish(theirs, over=True)).words == "Published Quote, version 2. Score did not change."
            await until(ann, lambda: versions(ann)["quote"] == 2, "Ben's")
            set_template(brand, "quote", "brand")
            with pytest.raises(RoomError, match="Ben published version 2"):
                await ann.publish(brand / "quote")
            set_template(theirs, "quote", "brand")
            assert (await ben.publish(theirs / "quote")).sent[0].version == 3
            await until(ann, lambda: versions(ann)["quote"] == 3, "Ben's second")
            assert (await ann.publish(brand / "quote")).unchanged == ("Quote",), "the same bytes, whoever published them"
            set_template(brand, "quote", "paper")
            assert (await ann.publish(brand / "quote")).sent[0].version == 4

    with_ann(tmp_path, test)


def test_bytes_that_were_tampered_with_here_are_fetched_anew(tmp_path: Path) -> None:
    async def test(ann: Session, other: Session, brand: Path) -> None:
        await ann.publish(brand / "quote")
        await until(other, lambda: "quote" in versions(other), "published")
        manifest = other.state.templates["quote"][0].manifest
        right = drawn_here(brand, "quote")
        packs = Packs(other, tmp_path / "packs")
        first = await packs.template(manifest)
        for damage in (first.folder / "template.toml", first.brand.fonts[0].file.path, first.brand.path):
            damage.write_bytes(damage.read_bytes().replace(b"540", b"544").replace(b"#", b" ") + b" ")
            assert pixels(await packs.template(manifest)) == right
        shutil.rmtree(tmp_path / "packs")
        for blob in (tmp_path / "owner-cache").rglob("*"):
            if blob.is_file():
                blob.write_bytes(blob.read_bytes()[:-1] + b"?")
        assert pixels(await packs.template(manifest)) == right
        await packs.close()

    with_ann(tmp_path, test)


async def in_a_terminal(home: Path, *arguments: str, act: str = "publish") -> tuple[int, str, str]:
    command = (sys.executable, "-m", "warroom", act, *arguments)
    environment = {**os.environ, "WARROOM_HOME": str(home)}
    process = await asyncio.create_subprocess_exec(
        *command, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    said, complained = await asyncio.wait_for(process.communicate(), 40)
    return process.returncode or 0, said.decode(), complained.decode()


def test_a_designer_publishes_from_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "ann's home"
    home.mkdir()

    async def whole() -> None:
        brand = brand_folder(tmp_path / "brand", "quote", "score")
        assert await in_a_terminal(home, str(brand)) == (
            2,
            "",
            "This user has joined no room yet.\nJoin it first: warroom join ADDRESS CODE.\n",
        )
        async with room(tmp_path) as producer:
            issued = await producer.issue_code("Ann")
            came = await join(issued.invitation, "", "Ann's laptop")
            reply = came.reply
            with monkeypatch.context() as as_ann:
                as_ann.setenv("WARROOM_HOME", str(home))
                remember(Remembered(reply.room, "Cup final", "live", came.address, reply.token, "Ann", reply.device, came.fingerprint))
            assert await in_a_terminal(home, str(brand / "quote")) == (0, "Cup final: Published Quote, version 1.\n", "")
            assert await in_a_terminal(home, str(brand), "--room", "Cup final") == (
                0,
                "Cup final: Published Score, version 1. Quote did not change.\n",
                "",
            )
            code, _, complained = await in_a_terminal(home, str(brand), "--room", "elsewhere")
            assert (code, complained.splitlines()[0]) == (2, "This user was never in a room called elsewhere.")
            set_template(brand, "score", "nothing")
            code, _, complained = await in_a_terminal(home, str(brand))
            assert code == 2
            assert "score/template.toml:15: layer[1].colour" in complained
            assert complained.endswith("Nothing was published.\n")
            set_template(brand, "score", "ink")
            await producer.publish(brand, over=True)
            set_template(brand, "score", "brand")
            code, _, complained = await in_a_terminal(home, str(brand))
            assert (code, complained) == (
                2,
                "Producer published version 2 of Score, which this folder was not made from. Look at it, or publish over it.\n"
                "With --over it is published over theirs; every version stays.\n",
            )
            assert (await in_a_terminal(home, str(brand), "--over"))[1] == "Cup final: Published Score, version 3. Quote did not change.\n"
            assert await in_a_terminal(home, "score", act="retire") == (0, "Cup final: Score is offered no more.\n", "")
            code, _, complained = await in_a_terminal(home, "score", act="retire")
            assert (code, complained) == (2, "Ann retired Score already.\n")

    asyncio.run(whole())


def test_twelve_desktops_have_it_within_seconds(tmp_path: Path) -> None:
    async def whole() -> None:
        brand = brand_folder(tmp_path / "brand", *(f"template-{number}" for number in range(12)))
        async with room(tmp_path) as producer, joined(producer, "Ann", tmp_path) as ann, contextlib.AsyncExitStack() as stack:
            desks = [await stack.enter_async_context(joined(producer, "Writer", tmp_path / f"desk-{number}")) for number in range(12)]
            shelves = [Packs(desk, tmp_path / f"desk-{number}" / "packs") for number, desk in enumerate(desks)]

            async def has_all(desk: Session, packs: Packs) -> float:
                await until(desk, lambda: len(desk.state.templates) == 12, "published")
                for versions in desk.state.templates.values():
                    await packs.template(versions[-1].manifest)
                return time.perf_counter()

            waiting = [asyncio.create_task(has_all(*pair)) for pair in zip(desks, shelves, strict=True)]
            began = time.perf_counter()
            await ann.publish(brand)
            sent = time.perf_counter()
            there = await asyncio.gather(*waiting)
            files = sum(one.st_size for one in (path.stat() for path in brand.rglob("*") if path.is_file()))
            print(
                f"twelve templates ({files / 1e6:.1f} MB) published in {(sent - began) * 1000:.0f} ms; the first of twelve desktops had all"
                f" of them {(min(there) - sent) * 1000:.0f} ms later, the last {(max(there) - sent) * 1000:.0f} ms"
            )
            assert max(there) - sent < 20
            for packs in shelves:
                await packs.close()

    asyncio.run(whole())
