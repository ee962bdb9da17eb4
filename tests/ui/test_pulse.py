"""The pulse where its cards are narrow."""

from __future__ import annotations

from pathlib import Path

import msgspec

from tests.desktop.table_room import TableRoom
from tests.ui.conftest import Stage
from tests.ui.doubles import Place, rehearsal_plan
from tests.ui.test_spikes import rise
from warroom.plan.model import Topic


async def test_of_five_topics_no_word_is_cut(stage: Stage, tmp_path: Path) -> None:
    plan = rehearsal_plan()
    topics = (*plan.topics[:4], Topic("Match officials", ("referee",)))
    room = TableRoom(tmp_path, "rehearsal", msgspec.structs.replace(plan, topics=topics))
    me = Place(room, "Writer on duty", tmp_path / "me")
    await stage.enter(me)
    assert cut(stage) == []
    assert stage.item("pulse.1.state").isVisible()
    assert not stage.item("pulse.4.state").isVisible()
    rise(room)
    await stage.until(lambda: stage.item("pulse.0.state").property("text").startswith("SPIKE"))
    await stage.settle()
    assert cut(stage) == []


def cut(stage: Stage) -> list[str]:
    items = [item for item in stage._all(stage.item("pulse")) if item.isVisible() and item.property("truncated")]
    return [item.property("text") for item in items]
