from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from tests.desktop import acts
from tests.desktop.table_room import TableRoom
from tests.ui.conftest import Stage
from tests.ui.doubles import Place
from warroom.desktop.handoff.screen import HandOffScreen
from warroom.review import commands as cmd
from warroom.review.model import Content, TargetText


def handoff(stage: Stage) -> HandOffScreen:
    return stage.shell.desk.handoff


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would have been opened outside."""
    urls: list[str] = []

    def note(url: QUrl) -> bool:
        urls.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    return urls


def send(room: TableRoom, writer: Place, lane: str = "full") -> str:
    """An item for the rehearsal's own targets."""
    item = writer.ask(cmd.CreateItem(moment=acts.moment(writer), title="Blackout", lane=lane))
    content = acts.content(room)
    targets = tuple(TargetText(one.network, one.account, "1x1", "Power out?", "A biscuit.") for one in room.state.plan.targets)
    fitting = Content(**{name: getattr(content, name) for name in content.__struct_fields__ if name != "targets"}, targets=targets)
    writer.ask(cmd.SendForApproval(item=item, base=0, content=fitting))
    return item


async def greenlit(stage: Stage, me: Place, room: TableRoom) -> str:
    await stage.enter(me)
    item = send(room, me)
    for person, role in (("Brand lead", "brand"), ("Counsel", "legal")):
        acts.sign(room, Place(room, person, room.folder / person), item, role)
    await stage.key("F3", "J")
    return item


async def begun(stage: Stage, me: Place, room: TableRoom) -> str:
    """In the hand-off, with the first target in hand."""
    item = await greenlit(stage, me, room)
    await stage.key("P")
    await stage.until(lambda: stage.shows("publish"))
    await stage.key("Enter")
    await stage.until(lambda: stage.shows("handoff.targets"))
    await stage.key("S")
    await stage.until(lambda: handoff(stage).hand.active)
    await stage.settle()
    return item


async def test_the_whole_way_in_a_rehearsal_never_leaves_the_window(stage: Stage, me: Place, room: TableRoom, opened: list[str]) -> None:
    item = await greenlit(stage, me, room)
    await stage.key("P")
    await stage.until(lambda: stage.shows("publish"))
    assert "nothing leaves it" in stage.words()
    await stage.key("Esc")
    assert not stage.shows("publish")
    assert all(target.phase == "waiting" for target in room.state.items[item].targets)
    await stage.key("P", "Enter")
    for place in range(len(room.state.items[item].targets)):
        await stage.until(lambda: stage.shows("handoff.targets"))
        await stage.key("S")
        await stage.until(lambda place=place: handoff(stage).hand.active and room.state.items[item].targets[place].phase == "claimed")
        await stage.key("1")
        bytes_ = bytes(QGuiApplication.clipboard().mimeData().data("image/jpeg").data())
        version = room.state.items[item].current
        assert version is not None
        assert hashlib.sha256(bytes_).hexdigest() == version.content.cuts[0].blob
        await stage.key("2")
        assert QGuiApplication.clipboard().text() == "Power out?"
        for what in ("picture", "caption", "alt"):
            await stage.click(f"imitation.put.{what}")
        await stage.settle()
        await stage.click("imitation.post")
        await stage.until(lambda: stage.item("handoff.link.input").property("text").startswith("imitation://"))
        await stage.key("Enter")
        await stage.until(lambda place=place: room.state.items[item].targets[place].phase == "posted")
    assert room.state.items[item].phase == "published"
    await stage.until(lambda: stage.shows("handoff.published"))
    assert "Published by you" in stage.item("handoff.published").property("words")
    assert opened == []


async def test_the_folder_holds_exactly_the_approved_bytes(stage: Stage, me: Place, room: TableRoom, opened: list[str]) -> None:
    item = await begun(stage, me, room)
    folder = Path(handoff(stage).hand.folder)
    version = room.state.items[item].current
    assert version is not None
    assert {hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.glob("*.jpg")} == {cut.blob for cut in version.content.cuts}
    await stage.key("F")
    assert opened == [QUrl.fromLocalFile(str(folder)).toString()]


async def test_a_real_link_is_refused_in_a_rehearsal(stage: Stage, me: Place, room: TableRoom) -> None:
    item = await begun(stage, me, room)
    await stage.click("handoff.link")
    await stage.type("https://bsky.app/profile/x/post/1")
    await stage.key("Enter")
    await stage.until(lambda: "This is a rehearsal" in stage.words())
    assert room.state.items[item].targets[0].phase == "claimed"


async def test_a_claim_of_somebody_else_is_said_with_its_time(stage: Stage, me: Place, room: TableRoom, tmp_path: Path) -> None:
    item = await greenlit(stage, me, room)
    other = Place(room, "Writer on duty", tmp_path / "other")
    other.ask(cmd.ClaimTarget(item=item, target=0, digest=acts.digest(room, item)))
    await stage.key("P")
    await stage.until(lambda: stage.shows("handoff.targets"))
    row = handoff(stage).targets.record(0)
    assert (row.words, row.beginText) == ("you are handing it over", "Go on")
    room.wait(20)
    await stage.until(lambda: handoff(stage).targets.record(0).remaining <= "01:40")
    await stage.key("S")
    await stage.until(lambda: handoff(stage).hand.active)
    assert handoff(stage).hand.claimLeft <= "01:40"


async def test_failed_and_left_out_with_their_reasons(stage: Stage, me: Place, room: TableRoom) -> None:
    item = await begun(stage, me, room)
    await stage.click("handoff.failedButton")
    await stage.type("It would not load")
    await stage.key("Enter")
    await stage.until(lambda: room.state.items[item].targets[0].phase == "failed")
    await stage.until(lambda: not handoff(stage).hand.active)
    assert "failed: It would not load" in stage.words()
    await stage.settle()
    await stage.click("handoff.dropButton.1")
    await stage.type("Too late there")
    await stage.key("Enter")
    await stage.until(lambda: room.state.items[item].targets[1].phase == "dropped")
    assert room.state.items[item].phase == "in_review"


async def test_stand_down_blocks_it_and_says_why(stage: Stage, me: Place, room: TableRoom) -> None:
    item = await greenlit(stage, me, room)
    await stage.key("P", "Enter")
    await stage.until(lambda: stage.shows("handoff.targets"))
    Place(room, "Counsel", room.folder / "c").ask(cmd.StandDownRoom(reason="An injury"))
    await stage.until(lambda: stage.shows("handoff.blocked"))
    assert "Counsel stood the room down" in stage.item("handoff.blocked").property("words")
    assert not any(row.mayBegin for row in handoff(stage).targets.rows)
    handoff(stage).begin(0)
    assert room.state.items[item].targets[0].phase == "waiting"


async def test_nothing_of_ours_stays_on_the_clipboard(stage: Stage, me: Place, room: TableRoom) -> None:
    await begun(stage, me, room)
    await stage.key("1")
    assert QGuiApplication.clipboard().mimeData().hasFormat("image/jpeg")
    await stage.shell.close(stop=False)
    left = QGuiApplication.clipboard().mimeData()
    assert left is None or not left.hasFormat("image/jpeg")
