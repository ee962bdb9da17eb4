"""What the top bar, the feeds and the first screen say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.desktop.table_room import START, TableRoom
from warroom.client.change import Link
from warroom.client.remembered import Remembered
from warroom.client.running import RunningRoom
from warroom.desktop import clock
from warroom.desktop.feeds.rows import NIGHT_OVER, post_row, source_rows, standstill
from warroom.desktop.topbar_words import cue_times, jumps, light_words, link_words, position, stale_words
from warroom.desktop.window.home_rows import problem_rows, recent_rows, wrong_words
from warroom.errors import PlanError, Problem, TemplateError
from warroom.plan.model import Cue, Event, Plan
from warroom.review.coverage import RoleLight
from warroom.sources.health import SourceHealth, State
from warroom.sources.post import Link as Card
from warroom.sources.post import Picture, Post
from warroom.wire import Present

EASTERN = dt.timezone(dt.timedelta(hours=-5))


@pytest.mark.parametrize(
    ("ms", "words"),
    [(-5_000, "0s"), (4_000, "4s"), (99_000, "99s"), (100_000, "1m"), (3_600_000, "60m"), (7_200_000, "2h"), (864_000_000, "10d")],
)
def test_ages(ms: int, words: str) -> None:
    assert clock.age(ms) == words


def test_numbers_and_stopwatches() -> None:
    assert [clock.short_count(n) for n in (904, 1_234, 9_960, 120_000, 1_400_000)] == ["904", "1.2k", "10k", "120k", "1.4M"]
    assert [clock.stopwatch(ms) for ms in (0, 176_000, 3_776_000)] == ["00:00", "02:56", "1:02:56"]
    assert clock.count(3_858) == "3,858"
    assert clock.span(12_000) == "12 s"
    assert clock.span(7_500_000) == "2 h 5 min"
    assert clock.zone_name(dt.datetime(2013, 2, 3, tzinfo=EASTERN)) == "UTC−5"
    assert clock.zone_name(dt.datetime(2013, 2, 3, tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=30)))) == "UTC+5:30"


def plan() -> Plan:
    return Plan(
        event=Event("Late night", dt.datetime(2013, 2, 3, 22, 0, tzinfo=EASTERN)),
        run_of_show=(Cue("21:30", "Doors"), Cue("22:00", "Start"), Cue("00:15", "Encore")),
    )


def test_a_cue_after_midnight_comes_after_the_others(tmp_path: Path) -> None:
    assert [what for _, what in cue_times(plan())] == ["Doors", "Start", "Encore"]
    state = TableRoom(tmp_path, "rehearsal", plan()).state
    start = int(plan().event.starts.timestamp() * 1000)
    assert position(state, start - 7_200_000).now == "before the event"
    assert position(state, start) == position(state, start + 60_000)
    assert position(state, start).now == "Start"
    assert position(state, start).next == "00:15 Encore"
    assert position(state, start + 4 * 3_600_000).next == ""
    assert jumps(state)["kick-off"] == start


def test_the_room_in_words() -> None:
    people = (Present("a", "You", "desk", START), Present("b", "You", "phone", START), Present("c", "Brand lead", "desk", START))
    assert link_words(Link("live", START, round_trip_ms=18.4), people) == "Room · 2 here · 18 ms"
    gone = Link("offline", START, "The room does not answer.")
    assert stale_words(Link("live", START), START, "20:41:07", "") == ""
    assert (
        stale_words(gone, START + 12_000, "20:41:07", "")
        == "What you see is from 20:41:07, 12 s old: the room does not answer, starting it again."
    )
    assert stale_words(gone, START + 12_000, "20:41:07", None).endswith("the room does not answer, trying again.")
    assert stale_words(gone, START, "20:41:07", "The disk is full.").endswith("it cannot be started again: The disk is full.")


def test_a_post_as_a_row() -> None:
    post = Post(
        id="1",
        source="wire.example",
        network="feed",
        author="wire",
        author_name="Wire desk",
        text="Power failure at the dome",
        at=START - 9_000,
        seen=START,
        link=Card("https://wire.example/1", "Play is halted early"),
        pictures=(Picture("https://wire.example/p", ""), Picture("https://wire.example/q", "a dark stadium")),
        copies=3,
        reshares=1_234,
    )
    row = post_row(post, START)
    assert (row.author, row.source, row.age) == ("Wire desk", "News", "9s")
    assert row.extra == "Link: Play is halted early\n2 pictures: a dark stadium"
    assert row.facts == "↻ 1.2k"
    assert row.alike == "+3 say the same"
    did = post_row(
        Post(id="2", source="Bluesky", network="bluesky", author="did:plc:q235v55g5unth4zjjdpacfdr", text="x", at=0, seen=0), START
    )
    assert did.author == "did:plc:q235v5…"


def test_sources_with_trouble_come_first_and_calm_feeds_are_one() -> None:
    rows = source_rows(
        (
            SourceHealth("Bluesky", "jetstream", "live", 31.4, START),
            SourceHealth("one.example", "feed", "live", 0.01, START),
            SourceHealth("two.example", "feed", "live", 0.0, START),
            SourceHealth("wire.example", "feed", "silent", 0.0, START - 180_000),
            SourceHealth("social.example", "mastodon", "failed", 0.0, START - 20_000, "refused the connection"),
        ),
        START,
    )
    assert [(row.tone, row.words) for row in rows] == [
        ("red", "social.example: refused the connection, for 20 s"),
        ("amber", "wire.example: silent for 3 min"),
        ("green", "Bluesky 31/s"),
        ("green", "2 news feeds"),
    ]


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ((), ""),
        (("live", "failed"), ""),
        (("connecting", "silent"), ""),
        (("silent", "failed"), "No source is live"),
        (("waiting", "waiting"), "Told to wait"),
        (("ended", "ended"), NIGHT_OVER),
        (("ended", "failed"), "No source is live"),
    ],
)
def test_a_feed_says_that_nothing_at_all_is_read(states: tuple[State, ...], said: str) -> None:
    assert standstill(SourceHealth(str(at), "feed", state, 0.0, START) for at, state in enumerate(states)) == said


def test_a_night_that_is_over_is_no_trouble() -> None:
    (row,) = source_rows((SourceHealth("Bluesky", "rehearsal", "ended", 0.0, START, "the night is over"),), START)
    assert (row.tone, row.words) == ("third", "Bluesky: the night is over")


def test_a_source_that_is_read_says_what_went_wrong_by_the_way_and_one_that_is_opened_since_when() -> None:
    rows = source_rows(
        (
            SourceHealth("moved.example", "feed", "live", 0.0, START, "has moved for good to https://new.example"),
            SourceHealth("one.example", "feed", "live", 0.0, START),
            SourceHealth("slow.example", "feed", "connecting", 0.0, START - 9_000),
        ),
        START,
    )
    assert [(row.tone, row.words) for row in rows] == [
        ("amber", "moved.example quiet: has moved for good to https://new.example"),
        ("green", "one.example quiet"),
        ("second", "slow.example: connecting, for 9 s"),
    ]


def test_a_source_that_waits_says_why_and_since_when() -> None:
    rows = source_rows(
        (
            SourceHealth("Bluesky", "rehearsal", "waiting", 0.0, START - 4_000, "paused with the rehearsal"),
            SourceHealth("social.example", "mastodon", "waiting", 0.0, START - 20_000),
        ),
        START,
    )
    assert [row.words for row in rows] == ["Bluesky: paused with the rehearsal, for 4 s", "social.example: asked us to wait, for 20 s"]


def test_a_room_still_running_is_offered_first(tmp_path: Path) -> None:
    now = dt.datetime(2026, 11, 21, 21, 0, tzinfo=EASTERN)
    seen = int(dt.datetime(2026, 3, 12, 20, 0, tzinfo=EASTERN).timestamp() * 1000)
    known = (Remembered("a", "Awards night", "live", "http://10.0.0.12:7000/a", "t", "You", "d", last_seen=seen),)
    running = (RunningRoom(tmp_path, "b", "Super Bowl XLVII", "rehearsal", "http://127.0.0.1:1/b", "", 1),)
    rows = recent_rows(known, running, now)
    assert [(row.name, row.words, row.running) for row in rows] == [
        ("Super Bowl XLVII", "rehearsal, still running", True),
        ("Awards night", "12 March", False),
    ]


def test_a_problem_names_its_place() -> None:
    rows = problem_rows((Problem(Path("/plans/event.toml"), 6, "topic[1].nmae", "is not a key of a topic.", "Did you mean name?"),))
    assert (rows[0].place, rows[0].where, rows[0].hint) == ("event.toml:6", "topic[1].nmae", "Did you mean name?")


def test_the_head_of_the_problems_names_the_files_they_are_in() -> None:
    plan, brand = Problem(Path("/plans/event.toml"), 6, "a", "b"), Problem(Path("/plans/brand.toml"), 1, "a", "b")
    card = Problem(Path("/plans/card.toml"), 1, "a", "b")
    assert wrong_words(PlanError((plan,))) == "One thing in event.toml has to be put right; nothing was started."
    assert wrong_words(TemplateError((brand, brand))) == "2 things in brand.toml have to be put right; nothing was started."
    assert wrong_words(PlanError((plan, brand, card))).startswith("3 things in event.toml, brand.toml and card.toml have")


@pytest.mark.parametrize(
    ("people", "short", "words"),
    [
        (("Ada",), "", "Brand · imitation"),
        (("Ada", "Ben"), "", "Brand"),
        (("Ada", "Cole"), "", "Brand · imitation"),
        (("Ada",), "only Ada as deputy", "Brand · imitation — only Ada as deputy"),
        (("Cole",), "Cole not connected", "Brand — Cole not connected"),
        (("Dora",), "Dora not connected", "Brand — Dora not connected"),
        ((), "nobody on duty", "Brand — nobody on duty"),
    ],
)
def test_a_light_says_where_only_imitations_stand_by(people: tuple[str, ...], short: str, words: str) -> None:
    light = RoleLight("brand", "Brand", "green", f"Brand — {short}" if short else "Brand", people)
    assert light_words(light, {"Ada", "Ben"}, {"Ada", "Dora"}) == words
