"""Looking back: search, an earlier time, gaps, and what was missed while this desktop was away."""

from __future__ import annotations

from tests.ui.conftest import Stage
from tests.ui.doubles import Place, history, post
from tests.ui.pictures import as_pillow
from tests.ui.test_feeds import BLACKOUT, column, ids, passes, stayed, tops
from warroom.errors import Unreachable
from warroom.sources.gap import Gap
from warroom.sources.post import Post
from warroom.wire import FeedGaps, FeedHistory

OUT = "Bluesky was out of reach 20:37:50–20:39:50: these posts cannot be had."


def gap(me: Place) -> Gap:
    return Gap("Bluesky", me.server_now() - 130_000, me.server_now() - 10_000, "was out of reach")


def old(me: Place, count: int = 200, age: int = 300) -> tuple[Post, ...]:
    return tuple(post(5_000 + n, BLACKOUT, me.server_now(), f"old lights {n}", age=age + n) for n in range(count))


async def search(stage: Stage, words: str) -> None:
    await stage.key("Slash")
    await stage.until(lambda: stage.shows("search.query.input") and stage.item("search.query.input").hasActiveFocus())
    await stage.type(words)


async def test_enter_on_a_found_post_brings_the_column_to_its_time_and_home_back(stage: Stage, me: Place) -> None:
    me.pages["?"] = me.pages[BLACKOUT] = old(me)
    await stage.enter(me)
    live = ids(stage)
    await search(stage, "lights 7")
    await stage.until(lambda: stage.shell.desk.feeds.search.rows.count == 11)
    await stage.until(lambda: "20:34:53" in stage.words() and "Blackout · Bluesky · 5m" in stage.words())
    await stage.key("Enter")
    await stage.until(lambda: column(stage).note == "at 20:34:53")
    assert not stage.shows("search")
    assert column(stage).chosen.id == f"{BLACKOUT}:5007"
    await stage.settle()
    assert stage.item("column.0.posts").property("height") - tops(stage)[f"{BLACKOUT}:5007"] + 400 > 0
    me.post(post(90, BLACKOUT, me.server_now()))
    await stage.until(lambda: column(stage).waiting == 1)
    assert "Back to live · 1 new" in stage.words()
    await stage.key("Home")
    await stage.until(lambda: ids(stage) == [f"{BLACKOUT}:90", *live])
    assert column(stage).note == "Live"


async def test_a_found_post_is_shown_even_where_it_only_repeats_another_or_is_filtered_out(stage: Stage, me: Place) -> None:
    me.pages[BLACKOUT] = old(me)
    me.pages["?"] = (post(9_000, BLACKOUT, me.server_now(), "zebra", age=310, group=f"{BLACKOUT}:5010"),)
    await stage.enter(me)
    await search(stage, "zebra")
    await stage.until(lambda: stage.shell.desk.feeds.search.rows.count == 1)
    await stage.key("Enter")
    await stage.until(lambda: column(stage).earlier)
    at = ids(stage).index(f"{BLACKOUT}:9000")
    assert column(stage).chosen.text == "zebra"
    assert ids(stage)[at + 1] == f"{BLACKOUT}:5010"


async def test_a_post_told_again_late_stands_where_its_time_is(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    me.post(
        post(90, BLACKOUT, me.server_now(), "said before", age=20, copies=4),
        post(91, BLACKOUT, me.server_now(), "long ago", age=900, copies=9),
    )
    me.post(post(92, BLACKOUT, me.server_now(), "now"))
    await stage.until(lambda: ids(stage)[0] == f"{BLACKOUT}:92" and f"{BLACKOUT}:90" in ids(stage))
    ages = [row.at for row in column(stage).posts.rows]
    assert ages == sorted(ages, reverse=True)
    assert f"{BLACKOUT}:91" not in ids(stage)


async def test_an_earlier_time_goes_on_in_both_directions(stage: Stage, me: Place) -> None:
    me.pages[BLACKOUT] = old(me, 400)
    await stage.enter(me)
    stage.shell.desk.feeds.goTo(BLACKOUT, float(me.server_now() - 500_000))
    await stage.until(lambda: column(stage).earlier)
    view = stage.item("column.0.posts")
    await stage.settle()
    view.setProperty("contentY", view.property("originY") + view.property("contentHeight") - view.height())
    await stage.until(lambda: f"{BLACKOUT}:5260" in ids(stage))
    view.setProperty("contentY", view.property("originY") + 60)
    before = tops(stage)
    await stage.until(lambda: f"{BLACKOUT}:5110" in ids(stage))
    await stage.settle()
    assert stayed(stage, before)
    ats = [row.at for row in column(stage).posts.rows]
    assert ats == sorted(ats, reverse=True)


async def test_nothing_found_and_a_room_that_cannot_be_asked_are_said(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    await search(stage, "zebra")
    await stage.until(lambda: "No post that is kept says this." in stage.words())
    me.no_posts = Unreachable("The room does not answer.", "It is tried again when you ask again.")
    await stage.type("s")
    await stage.until(lambda: stage.shows("search.again"))
    assert "The room does not answer." in stage.words()
    me.no_posts = None
    me.pages["?"] = (post(1, BLACKOUT, me.server_now(), "zebras on the pitch"),)
    await stage.click("search.again")
    await stage.until(lambda: "zebras on the pitch" in stage.words())
    assert not stage.shows("search.again")


async def test_what_stands_behind_a_warning_is_not_read_out_by_a_search(stage: Stage, me: Place) -> None:
    me.pages["?"] = (post(1, BLACKOUT, me.server_now(), "zebra blood", warning="blood"),)
    await stage.enter(me)
    await search(stage, "zebra")
    await stage.until(lambda: "Content warning: blood" in stage.words())
    assert "zebra blood" not in stage.words()


async def test_a_gap_stands_between_the_posts_around_it(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    me.say(FeedGaps((gap(me),)))
    me.post(post(90, BLACKOUT, me.server_now()))
    await stage.until(lambda: OUT in stage.words())
    assert ids(stage)[0] == f"{BLACKOUT}:90"
    assert ids(stage)[1].startswith("gap:Bluesky")
    await stage.key("J", "J")
    assert column(stage).chosen.id == f"{BLACKOUT}:22"


async def test_a_gap_of_before_stands_at_its_time_and_once(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    word = history(me.state.plan, me.server_now())
    again = FeedHistory(word.counts, word.posts, word.sources, (gap(me),))
    await stage.desktop.shell.close(stop=False)
    stage.shell._enter(me, None)
    me.say(again)
    await stage.until(lambda: stage.shell.desk is not None and column(stage).posts.count > 0)
    bars = [place for place, id in enumerate(ids(stage)) if id.startswith("gap:")]
    assert len(bars) == 1
    rows = column(stage).posts.rows
    assert rows[bars[0] - 1].at > gap(me).until >= rows[bars[0] + 1].at
    me.say(FeedGaps((gap(me),)))
    me.post(post(90, BLACKOUT, me.server_now()))
    await stage.until(lambda: ids(stage)[0] == f"{BLACKOUT}:90")
    assert sum(id.startswith("gap:") for id in ids(stage)) == 1


async def back_after(stage: Stage, me: Place, seconds: int, missed: int) -> None:
    """The stream breaks for so long; `missed` posts came meanwhile, of which the history has the last five."""
    await stage.enter(me)
    me._room.now += seconds * 1000
    every = tuple(post(7_000 + n, BLACKOUT, me.server_now(), age=1 + n * (seconds - 2) // missed) for n in range(missed))
    me.pages[BLACKOUT] = every
    me.say(FeedHistory((), tuple(reversed(every[:5])), ()))


async def test_what_was_missed_is_fetched_and_stands_in_its_place(stage: Stage, me: Place) -> None:
    await back_after(stage, me, 120, 60)
    await stage.until(lambda: f"{BLACKOUT}:7059" in ids(stage))
    shown = ids(stage)
    assert shown[:60] == [f"{BLACKOUT}:{7_000 + n}" for n in range(60)]
    assert not any(id.startswith("away:") for id in shown)


async def test_what_is_too_much_to_fetch_is_said_and_can_be_gone_to(stage: Stage, me: Place) -> None:
    await back_after(stage, me, 3_000, 400)
    await stage.until(lambda: any(id.startswith("away:") for id in ids(stage)))
    at = next(place for place, id in enumerate(ids(stage)) if id.startswith("away:"))
    assert at == 205
    words = column(stage).posts.rows[at].words
    assert words.startswith("This desktop was away 20:39:59–21:")
    assert words.endswith("the room kept more posts than are shown here.")
    view = stage.item("column.0.posts")
    for _ in range(40):
        if stage.shows(f"bar.{at}.go"):
            break
        view.setProperty("contentY", view.property("contentY") + view.height() * 4)
        await stage.settle()
    stage.shell.desk.feeds.goTo(BLACKOUT, float(column(stage).posts.rows[at].acts))
    await stage.until(lambda: column(stage).earlier)


async def test_where_the_room_cannot_be_asked_the_column_says_what_is_missing(stage: Stage, me: Place) -> None:
    me.no_posts = Unreachable("The room does not answer.", "")
    await back_after(stage, me, 120, 60)
    await stage.until(lambda: "could not be fetched. The room does not answer." in stage.words())
    assert ids(stage)[5].startswith("away:")


async def test_a_short_break_is_not_told(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    me._room.now += 2_000
    me.say(FeedHistory((), tuple(post(7_000 + n, BLACKOUT, me.server_now()) for n in range(5)), ()))
    await stage.until(lambda: ids(stage)[0] == f"{BLACKOUT}:7004")
    assert not any(id.startswith("away:") for id in ids(stage))


async def test_a_held_column_is_the_same_to_the_pixel_whatever_comes(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    view = stage.item("column.0.posts")
    view.setProperty("contentY", view.property("originY") + 137)
    await stage.until(lambda: column(stage).note == "Scrolled away")
    me.post(post(99, BLACKOUT, me.server_now()))
    await stage.until(lambda: column(stage).waiting == 1)
    await stage.settle()

    def pixels() -> bytes:
        corner = view.mapToScene(view.boundingRect().topLeft()).toPoint()
        box = (corner.x(), corner.y(), corner.x() + int(view.width()), corner.y() + int(view.height()) - 60)  # not the button of what waits
        return as_pillow(stage.grab()).crop(box).tobytes()

    before = pixels()
    me.say(FeedGaps((gap(me),)))
    await passes(stage, me, *(post(100 + n, BLACKOUT, me.server_now(), pictures=()) for n in range(40)))
    assert pixels() == before


async def test_the_head_says_how_old_the_newest_post_is_also_while_held(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    await stage.key("Space")
    me._room.now += 40_000
    await stage.until(lambda: stage.item("column.0.last").property("text") == "41s")
    me.post(post(90, BLACKOUT, me.server_now()))
    await stage.until(lambda: stage.item("column.0.last").property("text") == "0s")
    assert f"{BLACKOUT}:90" not in ids(stage), "it is still held"


async def test_columns_are_put_in_another_order_and_stay_so(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    await stage.key("Shift+L")
    names = [one.name for one in stage.shell.desk.feeds.columns]
    assert names[:2] == ["The game", BLACKOUT]
    assert stage.shell.desk.feeds.column.name == BLACKOUT
    await stage.desktop.shell.close(stop=False)
    await stage.enter(me)
    assert [one.name for one in stage.shell.desk.feeds.columns] == names
