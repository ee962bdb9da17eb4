from __future__ import annotations

from pathlib import Path

import pytest

from tests.desktop.acts import digest, moment, send, sign
from tests.desktop.table_room import TableRoom
from warroom.desktop.board.rows import COLLAPSED_AT_FIRST, BoardRow, Eyes, board_rows, waiting_for
from warroom.review import commands as cmd


class Table:
    def __init__(self, folder: Path) -> None:
        self.room = TableRoom(folder)
        self.producer, self.writer, self.other = (self.room.seat(name) for name in ("Producer on duty", "Writer 1", "Writer 2"))
        self.brand, self.legal = (self.room.seat(name) for name in ("Brand lead", "Counsel"))

    def rows(self, me: str = "Counsel", chosen: str = "", folded: frozenset[str] = frozenset()) -> tuple[BoardRow, ...]:
        return board_rows(self.room.state, Eyes(me, self.room.now, self.writer.presence), folded, chosen)

    def row(self, item: str, me: str = "Counsel") -> BoardRow:
        return next(row for row in self.rows(me) if row.key == item)


@pytest.fixture
def table(tmp_path: Path) -> Table:
    return Table(tmp_path)


def pills(row: BoardRow) -> list[tuple[str, str]]:
    return list(zip(row.pills, row.tones, strict=True))


def test_an_item_in_review_says_whose_turn_it_is_and_how_long_is_left(table: Table) -> None:
    item = send(table.room, table.writer)
    sign(table.room, table.brand, item, "brand")
    table.room.wait(72)
    row = table.row(item)
    assert pills(row) == [("Brand", "green"), ("Legal — you", "amber")]
    assert (row.clock, row.remaining, row.zero, row.clock_tone) == ("01:12", "03:47", "then it expires", "amber")
    assert row.mine
    assert row.subtitle == "v1 · Bluesky, Instagram"
    assert ("review", "Review", "A") in zip(row.acts, row.labels, row.keys, strict=True)
    seen_by_writer = table.row(item, "Writer 1")
    assert pills(seen_by_writer)[1] == ("Legal", "amber")
    assert not seen_by_writer.mine


def test_what_happens_at_zero_names_the_deputy(table: Table) -> None:
    item = send(table.room, table.writer, lane="full")
    sign(table.room, table.legal, item, "legal")
    assert table.row(item).zero == "then it goes on waiting"
    quick = send(table.room, table.writer, lane="quick")
    assert table.row(quick).zero == "then it expires"


def test_requested_changes_stand_in_the_row_of_who_asked(table: Table) -> None:
    item = send(table.room, table.writer)
    table.legal.ask(cmd.RequestChanges(item=item, role="legal", digest=digest(table.room, item), comment="not “dunk” — say “dip”"))
    row = table.row(item, "Writer 1")
    assert row.group == "changes_requested"
    assert row.subtitle == "Legal: not “dunk” — say “dip”"
    assert ("Legal", "red") in pills(row)
    assert row.mine
    assert not table.row(item, "Writer 2").mine


def test_greenlit_can_be_published_and_waits_for_its_author(table: Table) -> None:
    item = send(table.room, table.writer)
    sign(table.room, table.brand, item, "brand")
    sign(table.room, table.legal, item, "legal")
    row = table.row(item, "Writer 1")
    assert (row.group, row.clock_tone, row.mine) == ("greenlit", "green", True)
    assert row.acts[0] == "publish"
    assert row.subtitle == "Ready to publish · full lane"


def test_targets_take_the_place_of_roles_while_it_goes_out(table: Table) -> None:
    item = send(table.room, table.writer, lane="quick")
    sign(table.room, table.brand, item, "brand")
    claim = table.writer.ask(cmd.ClaimTarget(item=item, target=0, digest=digest(table.room, item)))
    assert pills(table.row(item)) == [("Bluesky handing over · Writer 1", "amber"), ("Instagram waits", "amber")]
    table.writer.ask(cmd.ReportPosted(item=item, target=0, claim=claim, link="https://bsky.example/1"))
    table.writer.ask(cmd.DropTarget(item=item, target=1, reason="not today"))
    row = table.row(item)
    assert row.group == "published"
    assert pills(row) == [("Bluesky posted", "green"), ("Instagram dropped", "third")]


def test_groups_come_in_one_order_with_passed_moments_among_them(table: Table) -> None:
    sent = send(table.room, table.writer)
    moment(table.writer, "A dog on the pitch", "pass")
    killed = send(table.room, table.writer)
    table.producer.ask(cmd.KillItem(item=killed, reason="Said already"))
    rows = table.rows()
    assert [row.title for row in rows if row.kind == "group"] == ["In review", "Passed", "Killed"]
    assert next(row for row in rows if row.kind == "moment").subtitle == "Passed by Writer 1: Not ours to say"
    folded = table.rows(folded=COLLAPSED_AT_FIRST)
    assert [row.key for row in folded] == ["group:in_review", sent, "group:passed", "group:killed"]
    assert folded[-1].number == 1


def test_rows_keep_their_order_while_signatures_come_in(table: Table) -> None:
    first, second = send(table.room, table.writer), send(table.room, table.writer)
    before = [row.key for row in table.rows()]
    table.room.wait(20)
    sign(table.room, table.brand, first, "brand")
    assert [row.key for row in table.rows()] == before
    assert before[1:] == [first, second]


def test_who_else_has_it_open_is_said(table: Table) -> None:
    item = send(table.room, table.writer)
    table.other.busy_with(item, "editing")
    table.legal.busy_with(item, "reviewing")
    assert table.row(item, "Counsel").subtitle == "v1 · Writer 2 is editing"
    assert table.row(item, "Writer 2").subtitle == "v1 · Counsel is reviewing"


def test_stand_down_is_said_in_every_row_it_stops(table: Table) -> None:
    item = send(table.room, table.writer)
    table.brand.ask(cmd.StandDownRoom(reason="An injury"))
    row = table.row(item)
    assert row.subtitle == "Stood down: nothing goes out"
    assert not row.mine
    assert row.remaining == ""


def test_what_waits_for_me_longest_first(table: Table) -> None:
    first = send(table.room, table.writer)
    table.room.wait(10)
    second = send(table.room, table.writer)
    eyes = Eyes("Counsel", table.room.now)
    assert waiting_for(table.room.state, eyes) == ((first, "Waits for you as Legal"), (second, "Waits for you as Legal"))
    sign(table.room, table.legal, first, "legal")
    assert [item for item, _ in waiting_for(table.room.state, Eyes("Counsel", table.room.now))] == [second]
