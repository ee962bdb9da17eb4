"""The composer, a review and a hand-off beside the pictures kept of them, at 1366 × 768."""

from __future__ import annotations

from pathlib import Path

from tests.desktop import acts
from tests.desktop.table_room import TableRoom
from tests.ui.conftest import Stage
from tests.ui.doubles import Place
from tests.ui.pictures import assert_as_kept
from warroom.review import commands as cmd
from warroom.review.model import Content, TargetText


def send(room: TableRoom, writer: Place, item: str, headline: str) -> str:
    """An item of fixed ids, so that its digest is the same in every run."""
    moment = writer.ask(cmd.CallMoment(title="Blackout in the dome", topic="Blackout", evidence=()), f"moment-{item}")
    writer.ask(cmd.DecideMoment(moment=moment, decision="go"))
    writer.ask(cmd.CreateItem(moment=moment, title="Blackout in the dome", lane="full"), item)
    content = acts.content(room, headline, "Power out? We've got a light snack.")
    targets = tuple(
        TargetText(one.network, one.account, "1x1", content.targets[0].caption, "A biscuit.") for one in room.state.plan.targets
    )
    fitting = Content(**{name: getattr(content, name) for name in content.__struct_fields__ if name != "targets"}, targets=targets)
    room.wait(36)
    writer.ask(cmd.SendForApproval(item=item, base=0, content=fitting))
    return item


async def test_composer_alone(stage: Stage, me: Place, room: TableRoom, tmp_path: Path) -> None:
    await stage.enter(me)
    moment = acts.moment(me)
    room.wait(176)
    composer = stage.shell.desk.composer
    composer.compose(moment)
    composer.chooseTemplate("product-on-dark")
    composer.fill("headline", "Some things taste better in the dark.")
    composer.setCaption("Power out? We've got a light snack.")
    composer.setAlt("A lone biscuit in a pool of light.")
    composer.setWhy("Everyone is in the dark, and dark is where our biscuit lives.")
    await stage.key("F2", "Esc")
    await stage.until(
        lambda: (
            composer.preview.current and all(composer.preview.images.get(f"template {row.key}") for row in composer.templates.rows.rows[:4])
        )
    )
    await stage.until(lambda: composer.shown.since == "02:56" and composer.said.words.startswith("Nobody") and not composer.said.old)
    await stage.settle()
    assert_as_kept(stage.grab(), "composer", tmp_path)


async def test_review(stage: Stage, me: Place, brand: Place, room: TableRoom, tmp_path: Path) -> None:
    counsel = Place(room, "Counsel", tmp_path / "counsel")
    item = send(room, me, "item-1", "Lights out. Snacks on.")
    send(room, me, "item-2", "That run. That crunch.")
    acts.sign(room, brand, item, "brand")
    brand.ask(cmd.AddComment(item=item, text="Logo a touch larger next time."), "comment-1")
    room.wait(72)
    await stage.enter(counsel)
    review = stage.shell.desk.review
    stage.shell.desk.board.choose(item)
    review.open(item)
    await stage.until(lambda: stage.shows("review.approve") and not review.stage.unseen() and review.said.words.startswith("Nobody"))
    await stage.settle()
    assert_as_kept(stage.grab(), "review", tmp_path)


async def test_hand_off(stage: Stage, me: Place, brand: Place, room: TableRoom, tmp_path: Path) -> None:
    counsel = Place(room, "Counsel", tmp_path / "counsel")
    item = send(room, me, "item-1", "Lights out. Snacks on.")
    room.wait(50)
    acts.sign(room, brand, item, "brand")
    room.wait(30)
    acts.sign(room, counsel, item, "legal")
    room.wait(9)
    await stage.enter(me)
    handoff = stage.shell.desk.handoff
    handoff.ask(item)
    handoff.confirm()
    handoff.begin(0)
    await stage.until(lambda: handoff.hand.active)
    handoff.hand.copyPicture()
    for what in ("picture", "caption"):
        handoff.hand.page.put(what)
    await stage.settle()
    await stage.settle()
    assert_as_kept(stage.grab(), "handoff", tmp_path)
