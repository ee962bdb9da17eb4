from __future__ import annotations

from pathlib import Path

from msgspec import structs

from tests.desktop.acts import content, digest, moment, send, sign
from tests.desktop.table_room import TableRoom
from tests.ui.doubles import rehearsal_plan
from warroom.desktop.board.rows import BoardRow, Eyes, board_rows, busy_words
from warroom.desktop.composer.edit import from_version
from warroom.desktop.composer.rows import aim_rows
from warroom.desktop.handoff.rows import target_rows
from warroom.desktop.moments.rows import Looks, moment_rows
from warroom.desktop.naming import calling, imitations, target_name, target_names
from warroom.desktop.reviewing.rows import caption_rows, comment_rows, signing_rows
from warroom.review import commands as cmd
from warroom.review.model import TargetText
from warroom.review.standing import standing
from warroom.wire import Present


def when(_at: int) -> str:
    return "20:42:10"


def test_oneself_is_you_on_the_board_and_among_the_moments(tmp_path: Path) -> None:
    room = TableRoom(tmp_path)
    writer, producer = room.seat("Writer 1"), room.seat("Producer on duty")
    go = moment(writer)
    held = send(room, writer)
    producer.ask(cmd.HoldItem(item=held, reason="Wait for the score"))
    moment(writer, "A dog on the pitch", "pass")

    def said(me: str) -> list[str]:
        moments = moment_rows(room.state, Looks(me, room.now))
        board = board_rows(room.state, Eyes(me, room.now))
        return [row.words for row in moments if row.id == go] + [row.subtitle for row in board if row.subtitle]

    assert said("Writer 1") == ["go · you", "Held by Producer on duty: Wait for the score", "Passed by you: Not ours to say"]
    assert said("Producer on duty") == ["go · Writer 1", "Held by you: Wait for the score", "Passed by Writer 1: Not ours to say"]


def test_oneself_is_you_under_a_review(tmp_path: Path) -> None:
    room = TableRoom(tmp_path)
    writer, brand, legal = room.seat("Writer 1"), room.seat("Brand lead"), room.seat("Counsel")
    item = send(room, writer)
    sign(room, brand, item, "brand")
    legal.ask(cmd.AddComment(item=item, text="Logo larger"))
    thing = room.state.items[item]

    def said(me: str) -> list[str]:
        rows = signing_rows(thing, standing(room.state, thing), (), me, when)
        return [row.words for row in rows] + [row.words for row in comment_rows(thing, me, when)]

    assert said("Brand lead") == ["You approved version 1 · 20:42:10", "waits for Counsel", "Counsel: Logo larger"]
    assert said("Counsel") == ["Brand lead approved version 1 · 20:42:10", "waits for you", "You: Logo larger"]


def test_whom_the_program_plays_is_said_to_be_an_imitation(tmp_path: Path) -> None:
    room = TableRoom(tmp_path)
    writer, brand = room.seat("Writer 1"), room.seat("Brand lead")
    item = send(room, writer)
    sign(room, brand, item, "brand")
    plan = structs.replace(
        room.state.plan,
        people=tuple(structs.replace(person, imitation="legal" in person.roles) for person in room.state.plan.people),
    )
    played = imitations(plan)
    thing = room.state.items[item]
    rows = signing_rows(thing, standing(room.state, thing), (), "Writer 1", when, played)
    assert [row.words for row in rows] == ["Brand lead approved version 1 · 20:42:10", "waits for Counsel (imitation)"]
    reviewing = Present("d", "Counsel", "Counsel", 0, item, "reviewing")
    assert busy_words(item, Eyes("Writer 1", room.now, (reviewing,), played)) == "Counsel (imitation) is reviewing"
    assert calling("Counsel", "Counsel", played) == "You"


def test_oneself_is_you_while_it_goes_out(tmp_path: Path) -> None:
    room = TableRoom(tmp_path)
    writer, brand = room.seat("Writer 1"), room.seat("Brand lead")
    item = send(room, writer, lane="quick")
    sign(room, brand, item, "brand")
    assert [row.beginKey for row in target_rows(room.state.items[item], "Writer 1", room.now, -1, open_for=True)] == ["S", ""]
    claim = writer.ask(cmd.ClaimTarget(item=item, target=0, digest=digest(room, item)))
    writer.ask(cmd.ReportPosted(item=item, target=0, claim=claim, link="https://bsky.example/1"))
    writer.ask(cmd.ClaimTarget(item=item, target=1, digest=digest(room, item)))

    def said(me: str) -> list[str]:
        return [row.words for row in target_rows(room.state.items[item], me, room.now, -1, open_for=True)]

    assert said("Writer 1") == ["posted by you", "you are handing it over"]
    assert said("Writer 2") == ["posted by Writer 1", "Writer 1 is handing it over"]
    assert "Instagram handing over · you" in next(
        row.pills for row in board_rows(room.state, Eyes("Writer 1", room.now)) if row.key == item
    )
    room.wait(121)
    assert said("Writer 1")[1] == "your two minutes are over"
    assert said("Writer 2")[1] == "Writer 1's two minutes are over"


TWO = (("imitation", "crumb.example"), ("imitation", "crumb.photos.example"))


def test_a_network_that_comes_once_needs_no_account() -> None:
    assert target_names([("bluesky", "crumb.example"), ("x", "crumb")]) == "Bluesky, X"
    assert target_names(TWO[:1]) == "Imitation page"


def test_two_accounts_of_one_network_are_told_apart() -> None:
    assert target_names(TWO) == "crumb.example, crumb.photos.example", "where there is no other network it goes without saying"
    assert target_names([("bluesky", "a"), ("x", "crumb"), ("bluesky", "b")]) == "Bluesky a, b, X"
    assert [target_name(place, [*TWO, ("x", "crumb")]) for place in TWO] == [
        "Imitation page crumb.example",
        "Imitation page crumb.photos.example",
    ]
    assert target_name(TWO[0], TWO) == "crumb.example"


def test_the_board_the_review_and_the_composer_name_the_account(tmp_path: Path) -> None:
    room = TableRoom(tmp_path, "rehearsal", rehearsal_plan())
    writer, brand, legal = room.seat("Writer on duty"), room.seat("Brand lead"), room.seat("Counsel")
    item = writer.ask(cmd.CreateItem(moment=moment(writer), title="Lights out"))
    full = content(room)
    targets = tuple(TargetText(network, account, "1x1", "Power out?", "A biscuit.") for network, account in TWO)
    writer.ask(cmd.SendForApproval(item=item, base=0, content=structs.replace(full, targets=targets)))

    def row() -> BoardRow:
        return next(row for row in board_rows(room.state, Eyes("Counsel", room.now)) if row.key == item)

    assert row().subtitle == "v1 · crumb.example, crumb.photos.example"
    current = room.state.items[item].current
    assert current is not None
    assert [one.cuts for one in caption_rows(current)] == ["crumb.example, crumb.photos.example\u00a01:1"]
    sign(room, brand, item, "brand")
    sign(room, legal, item, "legal")
    writer.ask(cmd.ClaimTarget(item=item, target=0, digest=digest(room, item)))
    assert row().pills == ("crumb.example handing over · Writer on duty", "crumb.photos.example waits")
    draft = from_version(item, "", "full", current)
    assert [aim.label for aim in aim_rows(room.state.plan.targets, draft, {})] == ["crumb.example", "crumb.photos.example"]
