"""Published templates in a composer: they come while one writes, an item keeps the version it was made with, and nothing typed is lost."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication

from tests.desktop.composer.test_screen import Writing
from tests.desktop.loop import play, until
from tests.desktop.table_room import Seat, TableRoom
from tests.e2e.brands import brand_folder, pixels, set_template
from warroom.client.change import Change, Link
from warroom.client.publishing import Publication
from warroom.compose.model import Template
from warroom.compose.pack import Pack, PackFile, pack_of, read_manifest, written
from warroom.compose.template import load_brand, load_template
from warroom.desktop.drafts import PLAN, Draft
from warroom.desktop.templates import published
from warroom.errors import Unreachable
from warroom.review import commands as cmd


class Desk(Writing):
    """A writer's composer, and a producer who publishes from a brand's folder."""

    def __init__(self, folder: Path, room: TableRoom | None = None, seat: Seat | None = None) -> None:
        super().__init__(folder, room, seat)
        self.brand = folder / "brand"
        if not self.brand.exists():
            brand_folder(self.brand, "quote")
        self.producer = next((one for one in self.room.seats if "producer" in one.roles), None) or self.room.seat("Producer on duty")

    @property
    def template(self) -> Template | None:
        return self.screen._template

    @property
    def drawn(self) -> str:
        return "" if self.template is None else self.template.look

    async def publish(self, colour: str = "", name: str = "Quote") -> Publication:
        """The template, changed; waits until this composer has it."""
        if colour:
            set_template(self.brand, "quote", colour, name)
        published = await self.producer.publish(self.brand / "quote", over=True)
        manifest = self.room.state.templates["quote"][-1].manifest
        await until(lambda: self.screen._published._offered.get("quote") == manifest)
        return published

    async def begin(self, words: str = "Snacks on.") -> str:
        await self.publish()
        await self.write(words)
        self.screen.chooseTemplate("quote")
        self.screen.fill("headline", words)
        await until(lambda: self.screen.preview.current)
        return str(self.screen.item)

    def here(self) -> Template:
        return load_template(self.brand / "quote", load_brand(self.brand / "brand.toml"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WARROOM_HOME", str(tmp_path / "home"))
    return tmp_path


def on_desk(qapp: QApplication, folder: Path, test: Callable[[Desk], Awaitable[None]]) -> None:
    async def body() -> None:
        desk = Desk(folder)
        await test(desk)
        await desk.close()

    play(qapp, body)


def test_a_draft_follows_what_is_published_and_keeps_every_word_and_step(qapp: QApplication, folder: Path) -> None:
    async def test(desk: Desk) -> None:
        await desk.begin()
        assert "quote" in [row.key for row in desk.screen.templates.rows.rows]
        refilled: list[bool] = []
        desk.screen.refilled.connect(lambda: refilled.append(True))
        before, draft = desk.drawn, desk.draft
        await desk.publish("ink", "Quote, darker")
        await until(lambda: desk.screen.preview.current and desk.drawn != before)
        assert desk.drawn == desk.here().look
        assert pixels(desk.template) == pixels(desk.here())
        assert (desk.draft, refilled) == (draft, []), "the fields are left alone"
        assert desk.screen.made.words == ""
        desk.screen.undo()
        assert desk.draft.template == "product-on-dark"
        desk.screen.redo()
        await until(lambda: [row.name for row in desk.screen.templates.rows.rows if row.key == "quote"] == ["Quote, darker"])

    on_desk(qapp, folder, test)


def test_an_item_keeps_its_version_until_its_writer_moves_it_on_and_back(qapp: QApplication, folder: Path) -> None:
    async def test(desk: Desk) -> None:
        item = await desk.begin()
        made = pixels(desk.here())
        sent = await desk.send()
        assert sent.current is not None
        content = sent.current.content
        first = desk.room.state.templates["quote"][0]
        assert (content.template, content.template_version, content.pack) == ("quote", 1, first.manifest)
        assert sent.current.fingerprint.template == first.digest
        await desk.publish("ink")
        await desk.publish("brand")
        shutil.rmtree(desk.brand / "quote")
        desk.screen.edit(item)
        assert pixels(desk.template) == made
        assert desk.screen.made.words == "Made with version 1 of Quote, now 3."
        assert desk.screen.made.moveWords == "Move to version 3"
        assert not desk.screen._desk.changed_from(sent.current), "nothing of it was touched"
        desk.screen.made.move()
        assert (desk.screen.made.words, desk.screen.made.moveWords) == ("", "")
        assert pixels(desk.template) != made
        desk.screen.undo()
        assert desk.screen.made.words == "Made with version 1 of Quote, now 3."
        assert pixels(desk.template) == made
        desk.screen.redo()
        await until(lambda: desk.screen.preview.current)
        again = await desk.send()
        assert again.current is not None
        assert (again.current.number, again.current.content.template_version) == (2, 3)
        assert again.current.content.cuts != content.cuts

    on_desk(qapp, folder, test)


def test_a_duplicate_looks_as_what_it_was_made_of(qapp: QApplication, folder: Path) -> None:
    async def test(desk: Desk) -> None:
        item = await desk.begin()
        await desk.send()
        before = desk.drawn
        await desk.publish("ink")
        desk.screen.duplicateItem(item)
        assert desk.drawn == before
        assert desk.screen.made.moveWords == "Move to version 2"

    on_desk(qapp, folder, test)


def test_what_was_made_before_it_was_published_keeps_the_plans_own(qapp: QApplication, folder: Path) -> None:
    async def test(desk: Desk) -> None:
        item = await desk.write()
        before = desk.drawn
        sent = await desk.send()
        assert sent.current is not None
        assert (sent.current.content.template_version, sent.current.content.pack) == (0, "")
        key = sent.current.content.template
        set_template(desk.brand, key)
        await desk.producer.publish(desk.brand / key)
        await until(lambda: key in desk.screen._published._offered)
        desk.screen.edit(item)
        assert (desk.drawn, desk.draft.pack) == (before, PLAN)
        assert desk.screen.made.words.startswith("Made with Product on dark as it was before") or "now version 1" in desk.screen.made.words
        desk.screen.made.move()
        assert desk.drawn != before

    on_desk(qapp, folder, test)


def test_a_retired_template_is_offered_no_more_and_its_drafts_go_on(qapp: QApplication, folder: Path) -> None:
    async def test(desk: Desk) -> None:
        item = await desk.begin()
        before = desk.drawn
        desk.producer.ask(cmd.RetireTemplate("quote"))
        await until(lambda: "quote" not in [entry.key for entry in desk.screen._shelf.entries])
        desk.screen.fill("headline", "Snacks are on.")
        await until(lambda: desk.screen.preview.current)
        assert desk.drawn == before
        sent = await desk.send()
        assert sent.current is not None
        assert sent.current.content.template_version == 1
        desk.screen.edit(item)
        assert (desk.screen.made.words, desk.screen.made.moveWords) == ("Made with version 1 of Quote, retired since.", "")
        await desk.publish("ink")
        assert desk.screen.made.moveWords == "Move to version 2"

    on_desk(qapp, folder, test)


def newer(pack: Pack, toml: Path) -> Pack:
    """The same with a template.toml that only a newer program would read."""
    content = pack.files["quote/template.toml"].read_bytes().replace(b'type = "text"', b'type = "hologram"')
    toml.write_bytes(content)
    one = PackFile("quote/template.toml", hashlib.sha256(content).hexdigest(), len(content))
    files = tuple(one if file.path == one.path else file for file in pack.manifest.files)
    manifest = written(msgspec.structs.replace(pack.manifest, files=files))
    return Pack(read_manifest(manifest), manifest, hashlib.sha256(manifest).hexdigest(), {**pack.files, one.path: toml})


def test_a_version_that_cannot_be_used_here_is_said_and_the_last_good_one_stays(qapp: QApplication, folder: Path) -> None:
    async def test(desk: Desk) -> None:
        await desk.begin()
        before = desk.drawn
        pack = newer(pack_of(desk.here()), folder / "newer.toml")
        (folder / "manifest").write_bytes(pack.content)
        for name in ("newer.toml", "manifest"):
            await desk.producer.put_blob(folder / name)
        desk.producer.ask(cmd.PublishTemplates((cmd.Offered("quote", pack.digest, 1),)))
        await until(lambda: desk.chair.told("composer"))
        said = desk.chair.told("composer")[0]
        assert said.startswith("Version 2 of Quote, by Producer on duty: Quote cannot be used here. template.toml:")
        assert "hologram" in said
        desk.screen.fill("headline", "Typed on.")
        await until(lambda: desk.screen.preview.current)
        assert desk.drawn == before
        fresh = Desk(folder, desk.room, desk.room.seat("Writer 2"))
        assert fresh.screen._shelf.get("quote").look == before
        await until(lambda: fresh.screen._published._offered.get("quote") == desk.room.state.templates["quote"][0].manifest)
        await fresh.close()
        await desk.publish("brand")
        await until(lambda: desk.drawn == desk.here().look)
        assert desk.chair.told("composer") == []

    on_desk(qapp, folder, test)


@pytest.mark.parametrize("told", [True, False], ids=["the link came back", "only this was lost"])
def test_a_desktop_that_could_not_fetch_has_the_newest_when_the_room_answers_again(
    qapp: QApplication, folder: Path, monkeypatch: pytest.MonkeyPatch, told: bool
) -> None:
    monkeypatch.setattr(published, "AGAIN_S", 3600.0 if told else 0.05)

    async def test(desk: Desk) -> None:
        await desk.begin()
        before, blob = desk.drawn, desk.writer.blob

        asked: list[str] = []

        async def nobody(sha256: str) -> Path:
            asked.append(sha256)
            raise Unreachable("The room does not answer.")

        with monkeypatch.context() as offline:
            offline.setattr(desk.writer, "blob", nobody)
            set_template(desk.brand, "quote", "ink")
            await desk.producer.publish(desk.brand / "quote")
            await until(lambda: asked)
            desk.screen.fill("headline", "Typed on.")
            await until(lambda: desk.screen.preview.current)
            assert (desk.drawn, desk.chair.told("composer")) == (before, [])
        assert desk.writer.blob == blob
        if told:
            await until(lambda: not desk.screen._published._busy)
            desk.writer.link = Link("live", desk.room.now)
            desk.writer.tell(Change(link=True))
        await until(lambda: desk.drawn == desk.here().look)
        assert desk.draft.slot("headline") == "Typed on."

    on_desk(qapp, folder, test)


def test_a_cut_that_a_newer_version_lacks_is_taken_by_no_target(qapp: QApplication, folder: Path) -> None:
    async def test(desk: Desk) -> None:
        await desk.begin()
        desk.screen.nextTargetCut("bluesky/crumb.example")
        aims = {aim.cut for aim in desk.draft.aims}
        assert "16x9" in aims
        toml = desk.brand / "quote" / "template.toml"
        toml.write_text(toml.read_text().replace('[cut."16x9"]\nsize = [960, 540]', ""))
        await desk.publish()
        await until(lambda: {aim.cut for aim in desk.draft.aims} == {"1x1"})
        await until(lambda: desk.screen.preview.current)
        assert await desk.send()

    on_desk(qapp, folder, test)


def test_a_desk_opened_later_has_the_newest_at_once_and_an_old_item_its_own(qapp: QApplication, folder: Path) -> None:
    async def test(desk: Desk) -> None:
        item = await desk.begin()
        await desk.send()
        made = desk.drawn
        await desk.publish("ink")
        later = Desk(folder, desk.room, desk.room.seat("Writer 2"))
        assert later.screen._shelf.get("quote").look == desk.here().look
        shutil.rmtree(folder / "home" / "packs")
        later.screen.edit(item)
        assert later.template is None, "nothing else stands in for it"
        assert not later.screen.canSend
        await until(lambda: later.drawn == made)
        await until(lambda: later.screen.preview.current)
        await later.close()

    on_desk(qapp, folder, test)


def test_what_is_sent_again_after_a_crash_is_drawn_with_the_version_it_was_sent_with(qapp: QApplication, folder: Path) -> None:
    async def test(desk: Desk) -> None:
        item = await desk.begin()
        made = desk.drawn
        marked = desk.screen._desk.mark_sending("0193-crash", desk.screen._published.made_with(desk.template))
        assert desk.screen._store.flush()
        await desk.publish("ink")
        desk.screen.close()
        desk.screen.edit(item)
        assert (desk.drawn, desk.draft.sending, desk.draft.pack) == (made, "0193-crash", marked.pack)

    on_desk(qapp, folder, test)


def test_a_draft_from_before_there_were_versions_follows_the_newest(folder: Path) -> None:
    old = msgspec.json.decode(b'{"item":"i","moment":"m","template":"quote"}', type=Draft)
    assert (old.pack, old.template_version) == ("", 0)
