from __future__ import annotations

import datetime as dt
from pathlib import Path

from msgspec import structs

from tests.desktop import acts
from tests.desktop.table_room import START, TableRoom, plan
from tests.review.driver import START_MS, Driver, content, post, spike
from tests.ui.doubles import rehearsal_plan
from warroom import locations
from warroom.desktop.naming import WALL, standing_by
from warroom.desktop.wall import rows as wall_rows
from warroom.plan.model import Outcome, Topic
from warroom.review.commands import (
    AddComment,
    CallMoment,
    CreateItem,
    DecideMoment,
    HoldItem,
    KillItem,
    LockItem,
    MarkOutcome,
    MarkSpike,
    RequestChanges,
    SendForApproval,
    SetPace,
    StandDownRoom,
)
from warroom.review.model import State
from warroom.review.watched import Told
from warroom.sources.post import Post
from warroom.sources.rehearsal.night import read_night
from warroom.watch.spike import SpikeEnd
from warroom.wire import Present

STRANGE = "buy my coins at scam dot example"
TOPIC = "The match"


def spiking(**changes: object) -> Driver:
    room = Driver()
    room.watch(Told(spikes=(spike(1, rising=(STRANGE,), posts=(post(1, STRANGE),), **changes),)))
    return room


def everything(state: State, now: int) -> str:
    return f"{wall_rows.lead(state)} {wall_rows.watch(state, None, now)} {wall_rows.wall_rows(state, now)}"


def test_no_words_of_strangers_before_somebody_called_a_moment() -> None:
    room = spiking()
    shown = wall_rows.lead(room.state)
    assert (shown.kind, shown.title, shown.topic) == ("spike", TOPIC, TOPIC)
    assert shown.words == "spotted after 3 s"
    assert STRANGE not in everything(room.state, room.now)


def test_what_rises_in_no_topic_has_no_name_before_somebody_acts() -> None:
    room = Driver()
    room.watch(Told(spikes=(spike(1, "", title=STRANGE, rising=(STRANGE,)),)))
    assert wall_rows.lead(room.state).title == wall_rows.SOMETHING_ELSE
    assert STRANGE not in everything(room.state, room.now)
    room.say("Will", CallMoment("An earthquake in the valley", "", (), (), spike(1).id))
    assert wall_rows.lead(room.state).title == "An earthquake in the valley"


def test_a_moment_called_on_it_gives_the_spike_its_title_and_its_words() -> None:
    room = spiking()
    room.say("Will", CallMoment("The lights are out", TOPIC, (post(1, STRANGE),), (), spike(1).id))
    shown = wall_rows.lead(room.state)
    assert shown.title == "The lights are out"
    assert shown.words == f"“{STRANGE}” · spotted after 3 s"


def test_a_post_is_quoted_where_a_moment_was_called_on_that_very_post() -> None:
    room = spiking()
    room.say("Will", CallMoment("Something big", TOPIC, (post(2, "the lights just went out"),)))
    assert "the lights just went out" not in everything(room.state, room.now), "evidence beside it is no reason to quote it"
    room.say("Will", CallMoment("the lights just went out", TOPIC, (post(2, "the lights just went out"),)))
    assert wall_rows.lead(room.state).words == "“the lights just went out” · spotted after 3 s"


def test_a_quote_goes_when_its_author_takes_it_back_or_a_warning_covers_it() -> None:
    room = Driver()
    words = "the lights just went out"
    room.say("Will", CallMoment(words, TOPIC, (post(2, words),)))
    assert words in everything(room.state, room.now)
    room.watch(Told(deleted=("p2",)))
    assert words not in everything(room.state, room.now)
    assert wall_rows.lead(room.state).title == TOPIC
    room = Driver()
    covered = Post("p9", "s", "bluesky", "@a", words, START_MS, START_MS, warning="flashing lights")
    room.say("Will", CallMoment(words, TOPIC, (covered,)))
    assert words not in everything(room.state, room.now)


def test_titles_are_tamed() -> None:
    room = Driver()
    room.say("Will", CallMoment("\u202enihton" + "z" + "\u0301" * 60, TOPIC, ()))
    shown = everything(room.state, room.now)
    assert "\u202e" not in shown
    assert "\u0301" * 4 not in shown


def test_the_highest_spike_leads_that_goes_on_and_nobody_put_away() -> None:
    topics = tuple(Topic(name, (name.lower(),)) for name in ("One", "Two", "Three", "Four"))
    room = Driver(structs.replace(Driver().state.plan, topics=topics))
    room.watch(Told(spikes=tuple(spike(number, topic.name, score=float(number)) for number, topic in enumerate(topics, 1))))
    leads = []
    leads.append(wall_rows.lead(room.state).title)
    room.watch(Told(ended=(SpikeEnd(spike(4).id, START_MS, 9.0),)))
    leads.append(wall_rows.lead(room.state).title)
    room.say("Will", MarkSpike(spike(3).id, "dismissed"))
    leads.append(wall_rows.lead(room.state).title)
    room.say("Will", CallMoment("Two", "Two", (), (), spike(2).id))
    room.say("Will", DecideMoment(next(iter(room.state.moments)), "pass", "Too small"))
    leads.append(wall_rows.lead(room.state).title)
    room.say("Will", MarkSpike(spike(1).id, "false_alarm"))
    leads.append(wall_rows.lead(room.state).title)
    room.watch(Told(ended=(SpikeEnd(spike(2).id, START_MS, 9.0),)))
    assert leads == ["Four", "Three", "Two", "One", "Two"], "passed on only where there is no other"
    assert wall_rows.lead(room.state).kind == "calm"


def test_a_running_moment_leads_where_nothing_spikes() -> None:
    room = Driver()
    room.say("Will", CallMoment("A dog on the pitch", TOPIC, ()))
    shown = wall_rows.lead(room.state)
    assert (shown.kind, shown.title, shown.words) == ("moment", "A dog on the pitch", "Called at 19:00 by Will")
    moment = next(iter(room.state.moments))
    room.say("Will", DecideMoment(moment, "go"))
    assert wall_rows.lead(room.state).words == "Go at 19:00 by Will"
    room.say("Will", DecideMoment(moment, "pass"))
    assert wall_rows.lead(room.state).kind == "calm"


def test_the_stopwatch_is_that_of_the_oldest_moment_that_runs() -> None:
    room = Driver()
    for title in ("First", "Second", "Third"):
        room.say("Will", CallMoment(title, TOPIC, ()), ms=60_000)
    shown = wall_rows.watch(room.state, None, room.now)
    assert shown is not None
    assert (shown.label, shown.ran, shown.others) == ("Since “First”", 120_000, 2)
    room.say("Will", DecideMoment(next(iter(room.state.moments)), "pass"))
    shown = wall_rows.watch(room.state, None, room.now)
    assert shown is not None
    assert shown.label == "Since “Second”"
    assert wall_rows.watch(Driver().state, None, START_MS) is None


def test_in_a_rehearsal_of_that_night_it_runs_since_the_lights_went_out_beside_what_it_took_then(tmp_path: Path) -> None:
    night = read_night(locations.assets() / "rehearsals" / "super-bowl-xlvii.toml")
    room = TableRoom(tmp_path, "rehearsal", rehearsal_plan())
    me = room.seat("Writer on duty")
    out = next(moment.at for moment in night.moments if moment.what == "lights out")
    me.ask(SetPace(10.0, False, out - 30_000))
    room.wait(20)
    me.ask(CallMoment("Blackout", "Blackout", ()))
    shown = wall_rows.watch(room.state, night, room.now)
    assert shown is not None
    assert shown.label == "Since the lights went out"
    assert shown.ran // 1000 == 170, "two hundred seconds of the night have passed, ten times as fast"
    assert shown.foot == "That night it took until 20:48"
    me.ask(SetPace(1.0, False, out - 60_000))  # back to before it
    moment = me.ask(CallMoment("The game", "The game", ()))
    me.ask(DecideMoment(next(iter(room.state.moments)), "pass"))
    assert moment
    other = wall_rows.watch(room.state, night, room.now)
    assert other is not None
    assert other.label == "Since “The game”"


def test_items_wait_longest_first_with_whose_turn_it_is(tmp_path: Path) -> None:
    room = TableRoom(tmp_path)
    writer, brand, legal, producer = (room.seat(name) for name in ("Writer 1", "Brand lead", "Counsel", "Producer on duty"))
    items = {}
    for title in ("both", "one", "greenlit", "changes", "held", "killed"):
        items[title] = acts.send(room, writer, title)
        room.wait(10)
    acts.sign(room, brand, items["one"], "brand")
    for seat, role in ((brand, "brand"), (legal, "legal")):
        acts.sign(room, seat, items["greenlit"], role)
    brand.ask(RequestChanges(item=items["changes"], role="brand", digest=acts.digest(room, items["changes"]), comment="Larger."))
    brand.ask(AddComment(item=items["changes"], text="Please."))
    producer.ask(HoldItem(item=items["held"], reason="Wait"))
    producer.ask(KillItem(item=items["killed"], reason="No"))
    acts_writer = writer.ask(CreateItem(moment=acts.moment(writer), title="a draft", lane="full"))
    room.now = room.state.items[items["both"]].clock_from + 90_000
    rows = {row.id: row for row in wall_rows.wall_rows(room.state, room.now)}
    said = {title: (rows[id].words, rows[id].tone) for title, id in items.items() if id in rows}
    assert said == {
        "both": ("Waiting for Brand and Legal", "amber"),
        "one": ("Waiting for Legal", "amber"),
        "greenlit": ("Greenlit", "green"),
        "changes": ("Brand asked for changes", "red"),
        "held": ("Held by Producer on duty", "amber"),
    }
    assert acts_writer not in rows, "nobody waits for a draft yet"
    assert rows[items["both"]].took == "01:30"
    assert (rows[items["both"]].brief, rows[items["greenlit"]].brief) == ("Brand and Legal", "Greenlit")
    assert next(iter(rows)) == items["both"]
    room.now = room.state.items[items["both"]].clock_from + 250_000
    assert wall_rows.wall_rows(room.state, room.now)[0].tone == "red", "four fifths of its limit are gone"
    legal.ask(StandDownRoom("Somebody may be hurt"))
    assert {row.words for row in wall_rows.wall_rows(room.state, room.now)} == {"Stood down"}


def test_what_waits_for_a_result_says_which_until_it_is_marked(tmp_path: Path) -> None:
    outcomes = (Outcome("Winner", ("Home", "Away")),)
    room = TableRoom(tmp_path, room_plan=structs.replace(plan(), outcomes=outcomes))
    writer, brand, legal, producer = (room.seat(name) for name in ("Writer 1", "Brand lead", "Counsel", "Producer on duty"))
    item = acts.send(room, writer, "We won")
    writer.ask(LockItem(item, "Winner", "Home"))
    assert wall_rows.wall_rows(room.state, room.now)[0].words == "Waiting for Brand and Legal", "people come first"
    acts.sign(room, brand, item, "brand")
    acts.sign(room, legal, item, "legal")
    (row,) = wall_rows.wall_rows(room.state, room.now)
    assert (row.words, row.brief, row.tone) == ("Waiting for Winner: Home", "If Home", "amber")
    producer.ask(MarkOutcome("Winner", "Home"))
    assert wall_rows.wall_rows(room.state, room.now)[0].words == "Greenlit"
    producer.ask(MarkOutcome("Winner", "Away", "Home"))
    assert wall_rows.wall_rows(room.state, room.now) == (), "it expired with the other result"


def test_who_stood_the_room_down_and_why() -> None:
    room = Driver()
    assert wall_rows.down_words(room.state, ()) == ("", "")
    room.say("Bea", StandDownRoom("Somebody may be hurt."), ms=67_000)
    by, why = wall_rows.down_words(room.state, ())
    assert by == "by Bea at 19:01:07"
    assert why == "Somebody may be hurt. Nobody publishes, and sign-offs given before are void."
    assert "(imitation)" in wall_rows.down_words(room.state, {"Bea"})[0]


def test_passes_are_counted_beside_posts() -> None:
    room = Driver()
    assert wall_rows.counts(room.state, room.now) == ()
    room.say("Will", CallMoment("A dog", TOPIC, ()))
    room.say("Will", DecideMoment(next(iter(room.state.moments)), "pass"))
    assert wall_rows.counts(room.state, room.now) == ("0 published", "1 passed")
    room.say("Will", CallMoment("Dark", TOPIC, ()))
    moment = list(room.state.moments)[-1]
    room.say("Will", DecideMoment(moment, "go"))
    room.say("Will", CreateItem(moment=moment, title="x", lane="quick"))
    item = next(iter(room.state.items))
    room.say("Will", SendForApproval(item=item, base=0, content=content()))
    room.sign(item, "Bea", "brand")
    assert wall_rows.counts(room.state, room.now)[0].startswith("Median to greenlit 0:0")


def test_how_many_times_its_baseline() -> None:
    assert wall_rows.times_words(3858, 94) == "41 times its baseline"
    assert wall_rows.times_words(13, 10) == "1.3 times its baseline"
    assert wall_rows.times_words(13, 0.001) == ""


def test_a_wall_is_nobody_who_stands_by() -> None:
    present = (Present("d1", "Brand lead", f"lobby{WALL}", START), Present("d2", "Counsel", "desk", START))
    assert standing_by(present) == {"Counsel"}
    assert plan().event.starts.tzinfo == dt.timezone(dt.timedelta(hours=2))
