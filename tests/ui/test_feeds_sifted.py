"""What is left out of the feeds by somebody's own will: mutes and filters, and that nothing is missing silently."""

from __future__ import annotations

import pytest

from tests.ui.conftest import Stage
from tests.ui.doubles import Place, history, post
from tests.ui.test_feeds import BLACKOUT, column, ids, stayed, tops
from warroom.desktop.feeds.stream import RATE
from warroom.sources.post import Picture
from warroom.watch.filters import Filter
from warroom.wire import FeedGone, FeedPosts


async def mute_word(stage: Stage, word: str) -> None:
    await stage.key("U")
    await stage.until(lambda: stage.shows("mute"))
    await stage.key("Slash")
    await stage.until(lambda: stage.item("mute.phrase.input").hasActiveFocus())
    await stage.type(word)
    await stage.key("Enter")
    await stage.until(lambda: not stage.shows("mute"))


async def test_a_muted_word_goes_at_once_is_counted_can_be_read_and_lifted(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    await mute_word(stage, "pitch")
    await stage.until(lambda: f"{BLACKOUT}:20" not in ids(stage))
    await stage.until(lambda: column(stage).hidden == "1 hidden by mutes" and "1 hidden by mutes" in stage.words())
    me.post(post(90, BLACKOUT, me.server_now(), "PITCH dark"), post(91, BLACKOUT, me.server_now(), "still dark"))
    await stage.until(lambda: ids(stage)[0] == f"{BLACKOUT}:91")
    await stage.until(lambda: column(stage).hidden == "2 hidden by mutes")
    assert f"{BLACKOUT}:90" not in ids(stage)
    await stage.click("column.0.muted")
    await stage.until(lambda: stage.shows("mute.row.0"))
    assert "hid 2" in stage.item("mute.row.0").property("text")
    await stage.click("mute.show.0")
    await stage.until(lambda: "PITCH dark" in stage.words())
    await stage.click("mute.lift.0")
    await stage.key("Esc")
    await stage.point_at(5, 5)
    await stage.until(lambda: {f"{BLACKOUT}:90", f"{BLACKOUT}:20"} <= set(ids(stage)))
    ages = [row.at for row in column(stage).posts.rows]
    assert ages == sorted(ages, reverse=True)
    assert column(stage).hidden == ""


async def test_a_post_counts_once_however_often_it_is_told(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    await mute_word(stage, "spam")
    for copies in range(5):
        me.post(post(90, BLACKOUT, me.server_now(), "spam spam", copies=copies))
    me.post(post(91, BLACKOUT, me.server_now(), "no more"))
    await stage.until(lambda: ids(stage)[0] == f"{BLACKOUT}:91")
    await stage.settle()
    assert column(stage).hidden == "1 hidden by mutes"
    assert f"{BLACKOUT}:90" not in ids(stage)


async def test_what_is_muted_while_held_loses_its_words_but_not_its_place(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    await mute_word(stage, "nothing")  # the line that says so is there from now on
    await stage.key("Space")
    await stage.settle()
    before = tops(stage)
    await mute_word(stage, "pitch")
    await stage.until(lambda: "Muted." in stage.words())
    await stage.settle()
    assert stayed(stage, before)
    assert "pitch black" not in stage.accessible(f"post.{ids(stage).index(f'{BLACKOUT}:20')}")[0]
    await stage.key("Space")
    await stage.until(lambda: f"{BLACKOUT}:20" not in ids(stage))


async def test_the_author_or_every_name_like_it_by_one_key(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    me.post(*(post(90 + n, BLACKOUT, me.server_now(), "look here", author=f"buynow{4700 + n}.example") for n in range(3)))
    await stage.until(lambda: ids(stage)[0] == f"{BLACKOUT}:92")
    await stage.key("J", "U")
    await stage.until(lambda: stage.shows("mute.pattern"))
    assert "@buynow4702.example" in stage.item("mute.author").property("text")
    await stage.key("1")
    await stage.until(lambda: ids(stage)[0] == f"{BLACKOUT}:91")
    await stage.key("J", "U")
    await stage.until(lambda: stage.shows("mute.pattern"))
    await stage.key("T", "T", "2")
    await stage.until(lambda: not any(id in ids(stage) for id in (f"{BLACKOUT}:90", f"{BLACKOUT}:91")))
    await stage.key("U")
    await stage.until(lambda: stage.shows("mute.row.1"))
    assert [row.words for row in stage.shell.desk.feeds.mutes.rows.rows] == [
        "Names like \u2068buynow\u2069 with digits",
        "Author \u2068@buynow4702.example\u2069",
    ]
    assert "for good" in stage.item("mute.row.0").property("text")


async def test_a_wrong_expression_says_what_is_wrong_and_a_right_one_what_it_would_hide(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    await stage.key("U")
    await stage.until(lambda: stage.shows("mute"))
    await stage.click("mute.regex.input")
    await stage.type("pi(tch")
    await stage.until(lambda: "at character" in stage.words())
    await stage.key("Enter")
    assert stage.shows("mute")
    await stage.type(")")
    await stage.until(lambda: "Would hide 1 of the" in stage.words())
    await stage.key("Enter")
    await stage.until(lambda: not stage.shows("mute") and f"{BLACKOUT}:20" not in ids(stage))


async def test_mutes_end_by_themselves_and_outlive_the_window(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    await mute_word(stage, "pitch")
    await stage.desktop.shell.close(stop=False)
    await stage.enter(me)
    await stage.settle()
    assert f"{BLACKOUT}:20" not in ids(stage)
    assert column(stage).hidden == "1 hidden by mutes"
    me._room.now += 3_600_000
    await stage.until(lambda: f"{BLACKOUT}:20" in ids(stage))
    assert not stage.shell.desk.feeds.sifted


async def test_a_muted_post_that_is_taken_back_cannot_be_read_any_more(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    await mute_word(stage, "pitch")
    await stage.until(lambda: column(stage).hidden == "1 hidden by mutes")
    me.say(FeedGone((f"{BLACKOUT}:20",)))
    feeds = stage.shell.desk.feeds
    await stage.until(lambda: all(not hidden.posts for hidden in feeds.mutes._hidden.values()))
    assert f"{BLACKOUT}:20" not in ids(stage)


async def test_where_mutes_hide_much_more_is_asked_for_and_thinned(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    await mute_word(stage, "spam")
    feeds = stage.shell.desk.feeds
    number = 1_000

    def flood() -> None:
        nonlocal number
        me.say(FeedPosts(tuple(post(number + n, BLACKOUT, me.server_now(), "spam" if n % 4 else "ham") for n in range(40)), not_sent=400))
        number += 40

    flood()
    await stage.until(lambda: column(stage).known.get(f"{BLACKOUT}:1036"))
    feeds._sifting.inflow.tick()
    assert me.asked[-1][1] == RATE or me.asked[-1][1] == 4 * RATE
    await stage.until(lambda: me.asked[-1][1] == 4 * RATE)
    me.say(history(me.state.plan, me.server_now()))
    await stage.settle()
    before = set(ids(stage)) | set(column(stage).known)
    for _ in range(3):
        flood()
    await stage.until(lambda: feeds._sifting.inflow.not_sent >= 400 * 4)
    fresh = [id for id in column(stage).known if id not in before]
    assert 0 < len(fresh) <= RATE


async def test_a_filter_is_asked_of_the_room_and_said_in_the_head(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    me.post(post(90, BLACKOUT, me.server_now(), "see this", pictures=(Picture("https://a.example/1.jpg", "a dome"),), reshares=20))
    await stage.until(lambda: ids(stage)[0] == f"{BLACKOUT}:90")
    await stage.key("F")
    await stage.until(lambda: stage.shows("filter"))
    await stage.key("P")
    await stage.until(lambda: ids(stage) == [f"{BLACKOUT}:90"])
    assert me.asked[-1][2] == {BLACKOUT: Filter(pictures=True)}
    await stage.click("filter.reshares.10")
    await stage.key("Esc")
    await stage.point_at(5, 5)
    await stage.until(lambda: column(stage).filtered == "with picture · ↻ 10+")
    assert stage.item("column.0.filter").property("text") == "with picture · ↻ 10+"
    assert len(stage.shell.desk.feeds.columns[1].posts.rows) > 5
    me.post(post(91, BLACKOUT, me.server_now(), "no picture"), post(92, "The game", me.server_now(), "no picture either"))
    await stage.until(lambda: stage.shell.desk.feeds.columns[1].posts.rows[0].id == "The game:92")
    assert ids(stage) == [f"{BLACKOUT}:90"]
    await stage.click("column.0.filter")
    await stage.until(lambda: stage.shows("filter"))
    await stage.key("X", "Esc")
    await stage.point_at(5, 5)
    await stage.until(lambda: me.asked[-1][2] == {})
    me.say(history(me.state.plan, me.server_now()))
    await stage.until(lambda: len(ids(stage)) > 8)
    assert column(stage).filtered == ""


async def test_a_filter_that_nothing_passes_says_so(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    await stage.key("F")
    await stage.until(lambda: stage.shows("filter"))
    await stage.click("filter.source.Wire")
    await stage.key("Esc")
    await stage.until(lambda: "No post passes the filter" in stage.words())
    assert "Wire. F changes it." in stage.words()


async def test_a_filter_shows_nothing_that_is_muted(stage: Stage, me: Place) -> None:
    await stage.enter(me)
    await mute_word(stage, "pitch")
    await stage.key("F")
    await stage.until(lambda: stage.shows("filter"))
    await stage.key("1")
    await stage.key("Esc")
    await stage.settle()
    assert f"{BLACKOUT}:20" not in ids(stage)


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
async def test_the_line_that_says_so_moves_nothing_when_it_first_has_something_to_say(
    stage: Stage, me: Place, size: tuple[int, int]
) -> None:
    stage.resize(*size)
    await stage.enter(me)
    await mute_word(stage, "spam")
    await stage.key("Space")
    await stage.settle()
    before = tops(stage)
    me.post(post(90, BLACKOUT, me.server_now(), "spam"))
    await stage.until(lambda: column(stage).hidden == "1 hidden by mutes")
    await stage.settle()
    assert stayed(stage, before)
