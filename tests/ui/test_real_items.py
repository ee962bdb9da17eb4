"""The whole way with real processes: this window writes and publishes, two other real clients ask for a change, sign, and see it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from tests.e2e.plans import live_plan
from tests.ui.conftest import Stage
from tests.ui.test_composer import HEADLINE
from warroom.client.host import Host
from warroom.client.join import join
from warroom.client.session import Session
from warroom.review import commands as cmd
from warroom.review.model import Version
from warroom.review.standing import standing

LINKS = ("https://bsky.app/profile/crumb.example/post/1", "https://www.instagram.com/p/1")


async def colleague(stage: Stage, name: str, folder: Path) -> Session:
    people = stage.shell.desk.people
    people.invite(name)
    await stage.until(lambda: people.rows.record(name).code)
    joined = await join(people.rows.record(name).invitation, "", f"{name}'s desk")
    token = joined.reply.token
    return await Session.open(joined.address, token, fingerprint=joined.fingerprint, cache=folder / "cache", device_folder=folder / name)


async def write(stage: Stage, session: Session) -> str:
    """From a moment to a card that can be sent, with keys and clicks; the item's id."""
    desk = stage.shell.desk
    sent = await session.send(cmd.CallMoment("Half the stadium is dark", "The match", ()))
    desk.moments.compose(sent.id)
    await stage.until(lambda: stage.shows("composer.send") and stage.item(HEADLINE).hasActiveFocus())
    await stage.key("Esc", "5")
    await stage.until(lambda: any(row.chosen and row.key == "product-on-dark" for row in desk.composer.templates.rows.rows))
    await stage.until(lambda: desk.composer.preview.current)  # by then its own fields stand
    await stage.click("composer.slot.headline")
    await stage.until(lambda: stage.item(HEADLINE).hasActiveFocus())
    await stage.type("Lights out.")
    await stage.click("composer.alt")
    await stage.type("A biscuit in the dark.")
    await stage.until(lambda: desk.composer.canSend and desk.composer.preview.current)
    return str(desk.composer.item)


async def sent_back(stage: Stage, item: str, brand: Session, counsel: Session) -> Version:
    """Brand signs, Counsel asks for a change, the writer makes it and sends again: the new version."""
    desk = stage.shell.desk
    first = counsel.state.items[item].current
    assert first is not None
    await brand.send(cmd.SignOffItem(item, "brand", first.digest))
    await counsel.send(cmd.RequestChanges(item, "legal", first.digest, "say snacks"))
    await stage.until(lambda: desk.board.rows.record(item).group == "changes_requested")
    assert "Legal: say snacks" in desk.board.rows.record(item).subtitle
    desk.board.act(item, "edit")
    await stage.until(lambda: stage.item(HEADLINE).hasActiveFocus())
    await stage.key("End")
    await stage.type(" Snacks on.")
    await stage.until(lambda: desk.composer.canSend and desk.composer.preview.current)
    await stage.key("Ctrl+Enter")
    await stage.until(lambda: len(brand.state.items[item].versions) == 2)
    second = brand.state.items[item].current
    assert second is not None
    lost = standing(brand.state, item).rule("brand").lost
    assert [one.text for one in lost] == ["Version 1 approval voided by an edit"]
    return second


async def hand_over(stage: Stage, item: str, version: Version) -> None:
    """Both targets, each from a folder of exactly the approved bytes."""
    desk = stage.shell.desk
    desk.board.act(item, "publish")
    await stage.until(lambda: stage.shows("publish"))
    await stage.key("Enter")
    for place, link in enumerate(LINKS):
        await stage.until(lambda: stage.shows("handoff.targets"))
        desk.handoff.begin(place)
        await stage.until(lambda: desk.handoff.hand.active)
        folder = Path(desk.handoff.hand.folder)
        files = {hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir() if file.suffix in (".jpg", ".png")}
        assert files == {cut.blob for cut in version.content.cuts}
        desk.handoff.hand.openPage()
        desk.handoff.hand.posted(link)
        await stage.until(lambda: not desk.handoff.hand.active)


@pytest.mark.slow
async def test_written_sent_back_edited_signed_by_two_others_and_handed_over(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(QUrl(url).toString()) is None)
    stage.shell.home.share = False
    stage.shell.home.start(live_plan(tmp_path))
    await stage.until(lambda: stage.shell.desk is not None)
    brand, counsel = await colleague(stage, "Brand lead", tmp_path), await colleague(stage, "Counsel", tmp_path)

    item = await write(stage, stage.shell._session)
    await stage.key("Ctrl+Enter")
    await stage.until(lambda: item in counsel.state.items and counsel.state.items[item].phase == "in_review")
    second = await sent_back(stage, item, brand, counsel)
    for cut in second.content.cuts:
        assert hashlib.sha256((await brand.blob(cut.blob)).read_bytes()).hexdigest() == cut.blob
    await brand.send(cmd.SignOffItem(item, "brand", second.digest))
    await counsel.send(cmd.SignOffItem(item, "legal", second.digest))
    await stage.until(lambda: stage.shell.desk.board.rows.record(item).group == "greenlit")

    await hand_over(stage, item, second)
    await stage.until(lambda: counsel.state.items[item].phase == "published")
    assert [target.link for target in counsel.state.items[item].targets] == list(LINKS)
    assert opened[0].startswith("https://bsky.app/intent/compose")
    assert stage.shows("handoff.published")

    await brand.close()
    await counsel.close()
    stage.shell.goAway(True)
    await stage.until(lambda: stage.shell.desk is None and not Host.running())
