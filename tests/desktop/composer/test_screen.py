"""The composer without a window: what happens to a draft while it is sent, refused, overtaken and taken up again."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication

from tests.desktop import acts
from tests.desktop.loop import Chair, play, until
from tests.desktop.table_room import Seat, TableRoom, plan
from warroom.desktop.composer.screen import ComposerScreen
from warroom.desktop.drafts import Draft
from warroom.errors import Refusal, RoomError, Unreachable
from warroom.review import commands as cmd
from warroom.review.model import Content, Item


class Writing:
    """A writer's composer on a moment, in a room on the table."""

    def __init__(self, folder: Path, room: TableRoom | None = None, seat: Seat | None = None) -> None:
        self.room = room or TableRoom(folder / "room")
        self.writer = seat or self.room.seat("Writer 1")
        self.chair = Chair(self.writer)
        self.screen = ComposerScreen(self.chair.live, self.chair.tasks, self.chair.notices, self.chair.root)
        self.done: list[str] = []
        self.screen.sent.connect(self.done.append)

    async def write(self, headline: str = "Lights out.") -> str:
        self.screen.compose(acts.moment(self.writer))
        self.screen.chooseTemplate("product-on-dark")
        self.screen.fill("headline", headline)
        self.screen.setCaption("Power out?")
        self.screen.setAlt("A lone biscuit in a pool of light.")
        await until(lambda: self.screen.preview.current and self.screen.item in self.room.state.items)
        assert self.screen.reasons() == ()
        return self.screen.item

    async def send(self) -> Item:
        self.screen.send()
        count = len(self.done)
        await until(lambda: len(self.done) > count)
        return self.room.state.items[self.done[-1]]

    @property
    def draft(self) -> Draft:
        draft = self.screen._desk.draft
        assert draft is not None
        return draft

    async def close(self) -> None:
        self.screen.stop()
        await self.chair.close()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WARROOM_HOME", str(tmp_path / "home"))
    return tmp_path


def test_a_silent_room_costs_nothing_and_the_same_command_goes_again(qapp: QApplication, folder: Path) -> None:
    async def body() -> None:
        writing = Writing(folder)
        item = await writing.write()
        writing.writer.refuse = Unreachable("The room does not answer.", "It is tried again.")
        writing.screen.send()
        await until(lambda: writing.chair.told("composer"))
        kept = writing.screen._store.get(item)
        assert kept is not None
        assert kept.sending
        assert kept.caption == "Power out?"
        assert writing.screen.canSend
        sent = await writing.send()
        assert sent.current is not None
        assert sent.current.number == 1
        assert kept.sending in writing.room.answers
        assert writing.screen._store.get(item) is None
        await writing.close()

    play(qapp, body)


def test_sent_just_before_a_crash_it_is_one_version_not_two(qapp: QApplication, folder: Path) -> None:
    async def body() -> None:
        writing = Writing(folder)
        item = await writing.write()
        await writing.send()
        command = next(id for id, (asked, _) in writing.room.answers.items() if isinstance(asked, cmd.SendForApproval))
        # The answer never came back: after the restart the draft still stands on version 0, being sent.
        again = Writing(folder, writing.room, writing.writer)
        lost = msgspec.structs.replace(writing.draft, base=0, sending=command, saved_at=1)
        again.screen._store.save(lost)
        again.screen.restore()
        assert again.screen.conflict == ""
        assert len(again.room.state.items[item].versions) == 1
        assert again.draft.base == 1
        await again.close()
        await writing.close()

    play(qapp, body)


def test_somebody_faster_in_the_very_moment_of_sending_is_said_by_the_strip(qapp: QApplication, folder: Path) -> None:
    async def body() -> None:
        writing = Writing(folder)
        item = await writing.write()
        other = writing.room.seat("Writer 2")
        content = acts.content(writing.room, "Theirs")
        real = writing.writer.send

        async def late(command: cmd.Command, *, id: str | None = None) -> object:
            if isinstance(command, cmd.SendForApproval) and not writing.room.state.items[item].versions:
                other.ask(cmd.SendForApproval(item=item, base=0, content=content))
            return await real(command, id=id)

        writing.writer.send = late
        writing.screen.send()
        await until(lambda: writing.screen.conflict)
        assert writing.screen.conflict == "Writer 2 sent version 1 while you were editing a first version."
        assert writing.chair.told("composer") == []
        assert writing.draft.slot("headline") == "Lights out."
        writing.screen.keepMine()
        sent = await writing.send()
        assert [version.content.title for version in sent.versions] == ["Theirs", "Lights out."]
        await writing.close()

    play(qapp, body)


def test_what_the_room_refuses_stands_as_a_notice_and_the_draft_stays(qapp: QApplication, folder: Path) -> None:
    async def body() -> None:
        writing = Writing(folder)
        item = await writing.write()
        writing.writer.refuse = RoomError(507, Refusal("disk_full", "The room's disk is full."))
        writing.screen.send()
        await until(lambda: writing.chair.told("composer") == ["The room's disk is full."])
        assert writing.screen._store.get(item) is not None
        await writing.close()

    play(qapp, body)


def test_nothing_written_here_follows_the_room_without_asking(qapp: QApplication, folder: Path) -> None:
    async def body() -> None:
        writing = Writing(folder)
        item = await writing.write()
        first = await writing.send()
        other = writing.room.seat("Writer 2")
        assert first.current is not None
        theirs = msgspec.structs.replace(first.current.content, why="Theirs")
        other.ask(cmd.SendForApproval(item=item, base=1, content=theirs))
        assert writing.screen.conflict == ""
        assert (writing.draft.base, writing.draft.why) == (2, "Theirs")
        await writing.close()

    play(qapp, body)


def test_editing_voids_and_another_desktop_edits_with_the_pictures_of_the_first(qapp: QApplication, folder: Path) -> None:
    async def body() -> None:
        writing = Writing(folder)
        writing.screen.compose(acts.moment(writing.writer))
        writing.screen.chooseTemplate("reaction-on-photo")
        own = writing.screen.shown.library.rows[0].digest
        writing.screen.takeOwn("photo", own)
        writing.screen.fill("headline", "Lights out.")
        writing.screen.setCaption("Power out?")
        writing.screen.setAlt("A dark stadium.")
        await until(lambda: writing.screen.preview.current)
        item = await writing.send()
        other = Writing(folder, writing.room, writing.room.seat("Writer 2"))
        del other.screen._pictures.assets[own]  # as on a machine that never had it
        other.screen.edit(item.id)
        await until(lambda: own in other.screen._pictures.assets)
        other.screen.fill("headline", "Lights on.")
        await until(lambda: other.screen.preview.current)
        again = await other.send()
        assert [version.author for version in again.versions] == ["Writer 1", "Writer 2"]
        await other.close()
        await writing.close()

    play(qapp, body)


def test_a_duplicate_is_another_item_and_the_first_stays_as_it_is(qapp: QApplication, folder: Path) -> None:
    async def body() -> None:
        writing = Writing(folder)
        first = await writing.write()
        sent = await writing.send()
        writing.screen.duplicate()
        second = writing.screen.item
        assert second != first
        await until(lambda: writing.screen.preview.current)
        assert writing.screen.reasons() == ()
        again = await writing.send()
        assert again.id == second
        assert again.current is not None
        assert sent.current is not None
        assert again.current.content.title == sent.current.content.title
        assert again.current.digest != sent.current.digest
        await writing.close()

    play(qapp, body)


def test_what_nobody_cleared_before_takes_the_full_lane_whichever_the_plan_names_first(qapp: QApplication, folder: Path) -> None:
    async def body() -> None:
        theirs = plan()
        room = TableRoom(folder / "room", room_plan=msgspec.structs.replace(theirs, lanes=theirs.lanes[::-1]))
        assert [lane.name for lane in room.state.plan.lanes] == ["quick", "full"]
        writing = Writing(folder, room)
        item = await writing.write()
        assert room.state.items[item].lane == "full"
        await writing.close()

    play(qapp, body)


def test_what_is_in_the_way_is_named_in_order(qapp: QApplication, folder: Path) -> None:
    async def body() -> None:
        writing = Writing(folder)
        await writing.write()
        for row in writing.screen.shown.aims.rows:
            writing.screen.toggleTarget(row.key)
        writing.screen.setAlt("")
        await until(lambda: writing.screen.preview.current)
        assert writing.screen.reasons()[0] == "Pick at least one target."
        assert writing.screen.reasons()[1].startswith("Alt text is missing.")
        writing.writer.ask(cmd.StandDownRoom(reason=""))
        assert writing.screen.reasons()[0] == "The room is stood down."
        assert not writing.screen.canSend
        await writing.close()

    play(qapp, body)


def test_characters_left_are_exact_for_each_network(qapp: QApplication, folder: Path) -> None:
    async def body() -> None:
        writing = Writing(folder)
        await writing.write()
        writing.screen.setCaption("👨‍👩‍👧‍👦 out?")
        await until(lambda: writing.screen.preview.current)
        assert writing.screen.shown.left == "Bluesky 294 · Instagram 2,184"
        assert writing.screen.shown.leftLeast == "Bluesky 294 · 1 with more"
        writing.screen.setCaption("x" * 301)
        await until(lambda: writing.screen.preview.current)
        assert writing.screen.shown.left.startswith("Bluesky -1")
        assert writing.screen.shown.leftTone == "red"
        assert not writing.screen.canSend
        await writing.close()

    play(qapp, body)


def test_a_headline_over_its_letters_is_not_said_to_fit(qapp: QApplication, folder: Path) -> None:
    async def body() -> None:
        writing = Writing(folder)
        await writing.write()

        def note() -> str:
            return "".join(row.note for row in writing.screen.shown.texts.rows if row.name == "headline")

        await until(lambda: note().endswith("fits"))
        writing.screen.fill("headline", "i " * 39 + "i")
        await until(lambda: note().startswith("79 of"))
        await until(lambda: writing.screen.preview.current)
        assert not note().endswith("fits")
        await writing.close()

    play(qapp, body)


def test_content_names_what_is_used_and_nothing_else(qapp: QApplication, folder: Path) -> None:
    async def body() -> None:
        writing = Writing(folder)
        await writing.write()
        item = await writing.send()
        assert item.current is not None
        content: Content = item.current.content
        assert content.template == "product-on-dark"
        assert {finding.check for finding in content.findings} >= {"alt_text", "overflow", "caption_length"}
        assert item.current.fingerprint.template
        await writing.close()

    play(qapp, body)
