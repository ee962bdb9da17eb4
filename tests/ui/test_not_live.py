"""A room that is not heard any more: nothing on the desk counts on, and nothing is green."""

from __future__ import annotations

import re

from tests.desktop.table_room import TableRoom
from tests.ui.conftest import Stage
from tests.ui.doubles import Place
from tests.ui.test_spikes import rise
from warroom.wire import FeedCounts


async def test_the_desk_keeps_what_it_showed_when_the_room_was_last_heard(stage: Stage, me: Place, room: TableRoom) -> None:
    stage.resize(1920, 1080)
    await stage.enter(me)
    me.say(FeedCounts((), 60))
    rise(room)
    desk = stage.shell.desk
    await stage.until(lambda: "60 posts/s" in stage.words() and "now 585/s" in stage.words())
    before = [(topic.rate, topic.ratio, topic.values) for topic in desk.pulse.topics]
    curve = desk.pulse.curve("Blackout")
    assert before[0][0] == "585"
    me.lose("offline", "The room does not answer.")
    room.now += 32_000
    await stage.until(lambda: "32 s old" in stage.words())
    await stage.settle()
    words = stage.words()
    assert [(topic.rate, topic.ratio, topic.values) for topic in desk.pulse.topics] == before
    assert desk.pulse.curve("Blackout") == curve
    assert "585/s at 20:40:00" in words
    assert not re.search(r"(?m)^0/s|now 0/s|×0\.0|^Live$", words)
    assert "Not live since 20:40:00, 60 posts/s then" in words
    assert {(pill.words, pill.tone) for pill in desk.feeds.sources.rows} == {
        ("Mastodon (rehearsal): refused the connection, for 20 s, at 20:40:00", "second"),
        ("Wire: silent for 3 min, at 20:40:00", "second"),
        ("Bluesky (rehearsal) 31/s, at 20:40:00", "second"),
    }
    assert {column.note for column in desk.feeds.columns} == {"Not live"}
    assert {row.tone for row in desk.sources.rows.rows} == {"second"}
    me.find()
    await stage.until(lambda: any(pill.tone == "green" for pill in desk.feeds.sources.rows) and desk.feeds.summary.startswith("60 posts/s"))
    assert {column.note for column in desk.feeds.columns} == {"Live"}
