from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from msgspec import structs

from tests.desktop.table_room import START, TableRoom, plan
from tests.ui.conftest import Stage
from tests.ui.doubles import Place
from warroom.plan.model import Cue, Person, Plan, Window


def short_handed(starts_in_s: int) -> Plan:
    """Counsel goes home an hour before the end; nobody stands in."""
    starts = dt.datetime.fromtimestamp(START / 1000 + starts_in_s, dt.UTC).replace(second=0)
    until, whistle = ((starts + dt.timedelta(hours=hours)).strftime("%H:%M") for hours in (2, 3))
    others = tuple(structs.replace(person, deputy="") for person in plan().people if person.name != "Counsel")
    people = (*others, Person("Counsel", ("legal",), (Window(starts.strftime("%H:%M"), until),)))
    event = structs.replace(plan().event, starts=starts)
    return structs.replace(plan(), people=people, event=event, run_of_show=(Cue(whistle, "Final whistle"),))


@pytest.fixture
def producer(room: TableRoom, tmp_path: Path) -> Place:
    return Place(room, "Producer on duty", tmp_path / "producer")


@pytest.fixture
def room(tmp_path: Path) -> TableRoom:
    """A live room, an hour before its event."""
    return TableRoom(tmp_path, "live", short_handed(3_600))


NOTICE = "notice.people:gaps"


async def test_a_gap_of_the_night_is_named_before_the_event_starts_and_stays_among_the_people(
    stage: Stage, producer: Place, room: TableRoom
) -> None:
    await stage.enter(producer)
    await stage.until(lambda: stage.shows(NOTICE))
    (gap,) = [row.words for row in stage.shell.desk.people.gaps.rows]
    assert gap.startswith("Legal — nobody on duty from ")
    assert gap in stage.words()
    await stage.click(f"{NOTICE}.action")
    await stage.until(lambda: stage.shows("people") and not stage.shows(NOTICE))
    assert gap in stage.words()


async def test_the_notice_goes_when_the_event_starts(stage: Stage, producer: Place, room: TableRoom) -> None:
    await stage.enter(producer)
    await stage.until(lambda: stage.shows(NOTICE))
    room.now += 3_700_000
    await stage.until(lambda: not stage.shows(NOTICE))
    assert "nobody on duty from" not in stage.words()


async def test_the_notice_goes_with_the_room(stage: Stage, producer: Place) -> None:
    await stage.enter(producer)
    await stage.until(lambda: stage.shows(NOTICE))
    await stage.shell.close(stop=False)
    assert stage.shell.notices.rows == []
