from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtQuick import QQuickItem
from PySide6.QtWidgets import QApplication

from tests.desktop.loop import Chair, play
from tests.desktop.table_room import TableRoom
from tests.ui.conftest import Stage
from tests.ui.doubles import Place, post
from warroom.desktop import shell_memory
from warroom.desktop.feeds.column import FeedColumn
from warroom.desktop.feeds.screen import Feeds
from warroom.desktop.feeds.stream import FeedStream
from warroom.review.commands import SetPace
from warroom.sources.post import Post
from warroom.wire import FeedCounts, FeedGone, FeedPosts

BLACKOUT = "Blackout"


def column(stage: Stage) -> FeedColumn:
    return stage.shell.desk.feeds.columns[0]


def ids(stage: Stage) -> list[str]:
    return [row.id for row in column(stage).posts.rows]


def tops(stage: Stage) -> dict[str, float]:
    """Where each shown post of the first column stands on the screen."""
    view = stage.item("column.0.posts")
    return {
        card.property("id"): round(card.mapToScene(card.boundingRect().topLeft()).y(), 1)
        for card in view.property("contentItem").childItems()
        if isinstance(card, QQuickItem) and card.property("id")
    }


def stayed(stage: Stage, before: dict[str, float]) -> bool:
    """Whether every card that is still made stands where it stood."""
    now = tops(stage)
    return len(now.keys() & before.keys()) > 3 and all(before[id] == now[id] for id in now.keys() & before.keys())


async def passes(stage: Stage, me: Place, *posts: Post) -> None:
    """The posts have come, and several times as long as a batch takes has gone by."""
    before = column(stage).waiting
    me.post(*posts)
    await stage.until(lambda: column(stage).waiting > before or set(ids(stage)) >= {one.id for one in posts})
    ticks: list[int] = []
    column(stage).changed.connect(lambda: ticks.append(1))
    await stage.until(lambda: len(ticks) >= 3)
    await stage.settle()


async def test_newest_first_with_source_author_and_age(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    me.post(post(90, BLACKOUT, me.server_now(), "the lights!", age=0, author="nolalocal.example"))
    await stage.until(lambda: ids(stage)[0] == f"{BLACKOUT}:90")
    await stage.settle()
    assert "@nolalocal.example" in stage.words()
    assert "\nBluesky\n" in stage.words()
    assert "Bluesky rehearsal" in stage.accessible("post.0")[0]
    assert "+12 say the same" in stage.words()
    assert "Content warning: flashing lights" in stage.words()
    assert "a screenshot of something" not in stage.words()


async def test_nothing_moves_under_the_pointer_and_it_says_how_many_wait(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    await stage.point("column.0.posts")
    await stage.until(lambda: not column(stage).running)
    before, shown = tops(stage), ids(stage)
    await passes(stage, me, *(post(100 + n, BLACKOUT, me.server_now()) for n in range(7)))
    assert ids(stage) == shown
    assert stayed(stage, before)
    assert column(stage).waiting == 7
    assert "Paused under the pointer" in stage.words()
    assert "7 new" in stage.words()
    await stage.point_at(5, 5)
    await stage.until(lambda: ids(stage)[0] == f"{BLACKOUT}:106")
    assert column(stage).note == "Live"
    assert column(stage).waiting == 0


async def test_a_post_taken_back_under_the_pointer_loses_its_words_but_not_its_place(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    await stage.point("column.0.posts")
    await stage.until(lambda: not column(stage).running)
    before = tops(stage)
    me.say(FeedGone((ids(stage)[1],)))
    await stage.until(lambda: "Taken back by its author." in stage.words())
    await stage.settle()
    assert stayed(stage, before)
    await stage.point_at(5, 5)
    await stage.until(lambda: "Taken back by its author." not in stage.words())


async def test_space_holds_and_lets_go(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    await stage.key("Space")
    assert column(stage).note == "Held"
    shown = ids(stage)
    await passes(stage, me, post(100, BLACKOUT, me.server_now()))
    assert ids(stage) == shown
    await stage.key("Space")
    await stage.until(lambda: ids(stage)[0] == f"{BLACKOUT}:100")


async def test_j_and_k_choose_and_what_is_chosen_stays_where_it_is(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    await stage.key("J", "J")
    assert column(stage).chosen.id == ids(stage)[1]
    before = tops(stage)
    await passes(stage, me, post(100, BLACKOUT, me.server_now()))
    assert stayed(stage, before)
    assert "Held while you choose" in stage.words()
    await stage.key("K", "K")
    assert column(stage).chosen is None
    await stage.until(lambda: ids(stage)[0] == f"{BLACKOUT}:100")


async def test_choosing_another_post_moves_no_card(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    before = tops(stage)
    await stage.click("post.0")
    await stage.settle()
    assert stayed(stage, before)
    await stage.click("post.2")
    await stage.settle()
    assert stayed(stage, before)
    assert column(stage).chosen.id == ids(stage)[2]


async def test_scrolled_away_it_stays_and_the_button_brings_back(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    view = stage.item("column.0.posts")
    view.setProperty("contentY", view.property("originY") + 200)
    await stage.until(lambda: column(stage).note == "Scrolled away")
    await stage.settle()
    before = tops(stage)
    await passes(stage, me, *(post(100 + n, BLACKOUT, me.server_now()) for n in range(3)))
    assert stayed(stage, before)
    assert "3 new" in stage.words()
    await stage.click("column.0.new")
    await stage.point_at(5, 5)
    await stage.until(lambda: ids(stage)[0] == f"{BLACKOUT}:102" and column(stage).note == "Live")
    await stage.until(lambda: view.property("contentY") == view.property("originY"))


async def test_h_and_l_turn_to_the_other_feeds(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    await stage.key("L", "L")
    assert stage.shell.desk.feeds.current == 2
    await stage.key("H")
    assert stage.shell.desk.feeds.current == 1
    await stage.key("J")
    assert stage.shell.desk.feeds.chosen().topics == ("The game",)


async def test_o_opens_what_stands_behind_a_content_warning(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    at = ids(stage).index(f"{BLACKOUT}:21") + 1
    await stage.key(*["J"] * at)
    assert "a screenshot of something" not in stage.words()
    await stage.key("O")
    await stage.until(lambda: "a screenshot of something" in stage.words())


async def test_scrolling_to_the_end_fetches_older_posts(stage: Stage, me: Place) -> None:
    me.pages[BLACKOUT] = tuple(post(500 + n, BLACKOUT, me.server_now(), age=2_000 + n) for n in range(20))
    await stage.enter(me)
    view = stage.item("column.0.posts")
    before = ids(stage)
    view.setProperty("contentY", view.property("originY") + view.property("contentHeight") - view.height())
    await stage.until(lambda: f"{BLACKOUT}:519" in ids(stage))
    assert ids(stage) == [*before, *(f"{BLACKOUT}:{500 + n}" for n in range(20))]


@pytest.mark.parametrize("held", [True, False])
async def test_a_column_keeps_to_its_limit(stage: Stage, me: Place, held: bool) -> None:
    await stage.enter(me)
    if held:
        await stage.key("Space")
    me.say(FeedPosts(tuple(post(1_000 + n, BLACKOUT, me.server_now()) for n in range(2_500)), not_sent=40))
    await stage.until(lambda: column(stage).waiting == 2_500 if held else ids(stage)[0] == f"{BLACKOUT}:3499")
    if held:
        await stage.key("Space")
        await stage.until(lambda: ids(stage)[0] == f"{BLACKOUT}:3499")
    assert len(ids(stage)) == 300


async def test_the_strip_says_which_source_is_silent_and_why(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    await stage.until(lambda: "Mastodon (rehearsal): refused the connection, for 20 s" in stage.words())
    assert "Wire: silent for 3 min" in stage.words()
    assert "Bluesky (rehearsal) 31/s" in stage.words()


async def test_pausing_under_the_pointer_can_be_turned_off_and_stays_off(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    await stage.point("column.0.posts")
    await stage.until(lambda: not column(stage).running)
    await stage.key("Shift+Space")
    await stage.until(lambda: column(stage).note == "Live")
    me.post(post(100, BLACKOUT, me.server_now()))
    await stage.until(lambda: ids(stage)[0] == f"{BLACKOUT}:100")
    assert shell_memory.recall().pointer_holds is False


async def test_rates_are_those_of_the_event_whatever_the_rehearsals_pace(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    me.ask(SetPace(10.0, False))
    me.say(FeedCounts((), 28_370))
    await stage.until(lambda: "2,837 posts/s" in stage.words() and "Bluesky (rehearsal) 3.1/s" in stage.words())
    assert "28,370" not in stage.words()
    assert "Bluesky (rehearsal) 31/s" not in stage.words()


async def test_what_waits_is_one_number_wherever_it_is_said(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    feeds = stage.shell.desk.feeds
    await stage.key("Space")
    seen = set()
    for number in range(100, 130):
        me.post(post(number, BLACKOUT, me.server_now()))
        await stage.settle()
        if number % 3 == 0:
            feeds.changed.emit()
        words = stage.words()
        above, beside = re.findall(r"(\d+) new while you read", words), re.findall(r"^(\d+) new$", words, re.MULTILINE)
        assert set(above) == set(beside)
        seen.update(above)
    assert len(seen) > 1
    await stage.until(lambda: column(stage).waiting == 30)
    assert "30 new while you read" in stage.words()
    await stage.key("Home")
    assert "new while you read" not in feeds.summary


@pytest.mark.parametrize("width", [1366, 1920])
async def test_a_rehearsal_says_beside_its_sources_what_its_volumes_are(stage: Stage, me: Place, width: int) -> None:
    stage.resize(width, 1080)
    await stage.enter(me)
    await stage.until(lambda: "refused the connection" in stage.words())
    await stage.settle()
    said = "Volumes pass through the published points; what lies between them is ours."
    assert stage.accessible("feeds.volumes")[0] == said
    words, strip = stage.item("feeds.volumes"), stage.item("feeds.sources")
    assert words.width() > 100
    assert words.x() + words.width() <= strip.width() + 0.5
    assert strip.height() >= words.y() + words.height()


def test_a_live_room_has_no_word_on_rehearsal_volumes(tmp_path: Path, qapp: QApplication) -> None:
    async def body() -> None:
        room = TableRoom(tmp_path, "live")
        chair = Chair(room.seat("Writer 1"))
        stream = FeedStream.__new__(FeedStream)
        QObject.__init__(stream)
        feeds = Feeds(chair.live, stream, chair.tasks, chair.notices, chair.root)
        assert feeds.volumes == ""
        feeds.stop()
        await chair.close()

    play(qapp, body)


async def test_on_a_post_that_was_taken_back_only_its_topic_is_offered(stage: Stage, me: Place, room: TableRoom) -> None:
    await stage.enter(me)
    await stage.key("J", "J")
    gone = ids(stage)[1]
    me.say(FeedGone((gone,)))
    await stage.until(lambda: "On its topic:" in stage.words())
    assert not stage.shows("post.open")
    await stage.key("O")
    await stage.until(lambda: "Taken back by its author: there is nothing to open." in stage.words())
    await stage.key("C")
    await stage.until(lambda: stage.shell.desk.composer.open)
    (moment,) = room.state.moments.values()
    assert (moment.title, moment.topic, moment.decision) == (BLACKOUT, BLACKOUT, "go")
    assert moment.evidence
    assert gone not in {post.id for post in moment.evidence}


async def test_e_on_a_post_that_is_whole_says_so(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    await stage.key("J", "J", "J", "J", "J", "E")
    await stage.until(lambda: "This is all of it. Nobody else says the same." in stage.words())
    assert stage.shows("post.4.members")
    assert not stage.shows("post.4.alike")
    await stage.key("E")
    await stage.until(lambda: "This is all of it." not in stage.words())
