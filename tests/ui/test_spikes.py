from __future__ import annotations

import msgspec
import pytest

from tests.desktop.table_room import TableRoom
from tests.review.driver import spike
from tests.ui.conftest import Stage
from tests.ui.doubles import Place, post
from warroom.desktop import shell_memory, sound
from warroom.desktop.window.alerts import Alerts
from warroom.review.commands import CallMoment, Command, DecideMoment
from warroom.review.events import EvidenceChanged, Happening, MomentTurned, SpikeOver, SpikeRefined, SpikeSpotted
from warroom.review.model import Moment
from warroom.watch.spike import Spike, SpikeEnd, Turn

BLACKOUT = "Blackout"


def rise(room: TableRoom, number: int = 1, topic: str = BLACKOUT, **changes: object) -> Spike:
    posts = tuple(post(500 + place, BLACKOUT, room.now, words) for place, words in enumerate(("pitch black", "who turned it off", "dark!")))
    values: dict[str, object] = {
        "since": room.now - 111_000,
        "spotted": room.now - 108_000,
        "baseline": 94.0,
        "per_s": 3858.0,
        "authors": 412,
        "rising": ("lights went out", "#blackout"),
        "posts": posts,
    }
    one = spike(number, topic, **(values | changes))
    happen(room, SpikeSpotted(one))
    return one


def happen(room: TableRoom, *happenings: Happening) -> None:
    room._append("room", "", happenings)


def moments(room: TableRoom) -> list[Moment]:
    return list(room.state.moments.values())


async def test_a_spike_marks_its_pulse_and_says_what_rose_and_moves_nothing(stage: Stage, me: Place, room: TableRoom) -> None:
    await stage.enter(me)
    assert not stage.shows("spike")
    before = stage.item("column.0").mapToScene(stage.item("column.0").boundingRect().topLeft())
    rise(room)
    await stage.until(lambda: stage.shows("spike"))
    await stage.settle()
    words = stage.words()
    assert "×41 · 3,858/s · 412 people · now 585/s" in words
    assert "since 20:38:09 · spotted after 3 s" in words
    assert "lights went out" in words
    assert "pitch black" in words
    assert stage.item("pulse.0.state").property("text").startswith("SPIKE")
    assert "spike since 20:38:09" in stage.accessible("pulse.0")[0]
    assert stage.item("column.0").mapToScene(stage.item("column.0").boundingRect().topLeft()) == before
    assert not stage.item("spike").hasActiveFocus(), "the keyboard stays where it was"
    happen(room, SpikeOver(SpikeEnd(spike(1).id, room.now, 4000.0)))
    await stage.until(lambda: not stage.shows("spike") and "SPIKE" not in stage.item("pulse.0.state").property("text"))


def places(stage: Stage, *names: str) -> list[tuple[float, float, float, float]]:
    rects = [item.mapRectToScene(item.boundingRect()) for item in map(stage.item, names)]
    return [(rect.x(), rect.y(), rect.width(), rect.height()) for rect in rects]


async def test_a_spike_told_again_is_renewed_in_place_and_rings_no_second_time(
    stage: Stage, me: Place, room: TableRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(Alerts, "tell", lambda self, title, words: told.append(title))
    await stage.enter(me)
    posts = tuple(post(500 + place, BLACKOUT, room.now, words) for place, words in enumerate(("pitch black", "who did it", "dark!")))
    one = rise(room, baseline=0.0, per_s=2.0, authors=9, rising=(), posts=posts[:1])
    await stage.until(lambda: stage.shows("spike"))
    await stage.settle()
    names = ("spike", "spike.post.0", "spike.rose", "spike.call", "spike.false", "spike.dismiss")
    before = places(stage, *names)
    assert "from nothing · 2.0/s · 9 people" in stage.words()
    assert "Looking for more" in stage.words()
    await stage.key("F8", "F8")
    await stage.until(lambda: stage.shows("spikes.0"))
    row = places(stage, "spikes.0")
    assert "from nothing · 2.0/s · 9 people" in stage.words()
    happen(room, SpikeRefined(msgspec.structs.replace(one, refined=1, per_s=3.0, peak=80.0, authors=60, rising=("fuse box",), posts=posts)))
    await stage.until(lambda: "from nothing · 80/s · 60 people · fuse box" in stage.words())
    assert places(stage, "spikes.0") == row
    await stage.key("Esc")
    await stage.until(lambda: not stage.shows("spikes.0"))
    await stage.settle()
    assert "fuse box" in stage.words()
    assert [stage.item(f"spike.post.{place}").isVisible() for place in range(3)] == [True] * 3
    assert places(stage, *names) == before
    assert told == [f"Spike: {BLACKOUT}"]
    happen(room, SpikeRefined(msgspec.structs.replace(one, refined=2, posts=posts[:2])))
    await stage.until(lambda: not stage.shows("spike.post.2"))
    assert "Looking for more" not in stage.words()
    assert places(stage, *names) == before


async def test_f8_then_m_calls_a_moment_with_its_posts_and_enough_others(stage: Stage, me: Place, room: TableRoom) -> None:
    me.pages[BLACKOUT] = tuple(post(700 + number, BLACKOUT, room.now, f"kept {number}", age=60 + number) for number in range(40))
    await stage.enter(me)
    one = rise(room)
    await stage.until(lambda: stage.shows("spike"))
    await stage.key("F8", "M")
    await stage.until(lambda: moments(room))
    moment = moments(room)[0]
    assert (moment.title, moment.topic, moment.spike) == (BLACKOUT, BLACKOUT, one.id)
    assert moment.evidence[:3] == one.posts
    assert len(moment.evidence) == 24
    assert len({post.id for post in moment.evidence}) == 24
    assert len(moment.curve) == 1_799  # the second that is not told whole yet is not kept
    await stage.until(lambda: not stage.shows("spike"))
    await stage.until(lambda: stage.item("feeds").hasFocus())
    assert room.state.spikes[one.id].moment == moment.id


@pytest.mark.parametrize(("key", "mark"), [("X", "dismissed"), ("Z", "false_alarm")])
async def test_a_spike_is_put_away_for_everybody_by_a_key(
    stage: Stage, me: Place, brand: Place, room: TableRoom, key: str, mark: str
) -> None:
    await stage.enter(me)
    one = rise(room)
    await stage.until(lambda: stage.shows("spike"))
    await stage.key("F8", key)
    await stage.until(lambda: room.state.spikes[one.id].mark == mark)
    await stage.until(lambda: not stage.shows("spike"))
    await stage.until(lambda: ("SPIKE" in stage.item("pulse.0.state").property("text")) == (key == "X"))
    assert brand.state.spikes[one.id].mark == mark


async def test_letters_are_only_for_the_alert_once_it_has_the_keyboard(stage: Stage, me: Place, room: TableRoom) -> None:
    await stage.enter(me)
    one = rise(room)
    await stage.until(lambda: stage.shows("spike"))
    await stage.key("X", "Z")
    await stage.settle()
    assert room.state.spikes[one.id].mark == ""


async def test_a_click_meant_for_what_it_lies_on_does_nothing(stage: Stage, me: Place, room: TableRoom) -> None:
    await stage.enter(me)
    rise(room)
    await stage.until(lambda: stage.shows("spike"))
    await stage.click("spike.dismiss")
    await stage.settle()
    assert room.state.spikes[spike(1).id].mark == ""


async def test_one_in_hand_is_not_changed_for_a_newer_one_and_they_can_be_stepped_through(stage: Stage, me: Place, room: TableRoom) -> None:
    await stage.enter(me)
    rise(room)
    await stage.until(lambda: stage.shows("spike"))
    await stage.key("F8")
    await stage.until(lambda: stage.item("spike").hasActiveFocus())
    rise(room, 2, "The game")
    await stage.until(lambda: "2 of 2" in stage.words())
    assert stage.item("spike.title").property("text") == BLACKOUT
    await stage.key("K")
    await stage.until(lambda: stage.item("spike.title").property("text") == "The game")
    await stage.key("Z")
    await stage.until(lambda: stage.item("spike.title").property("text") == BLACKOUT)
    await stage.key("Esc")
    await stage.until(lambda: not stage.item("spike").hasActiveFocus())


async def test_the_list_of_the_night_keeps_all_and_acts_on_them(stage: Stage, me: Place, room: TableRoom) -> None:
    await stage.enter(me)
    await stage.key("F8")
    await stage.until(lambda: "No spike so far." in stage.words())
    await stage.key("Esc")
    one, two = rise(room), rise(room, 2, "The game")
    await stage.until(lambda: stage.shows("spike"))
    await stage.key("F8", "Z")
    await stage.until(lambda: room.state.spikes[two.id].mark == "false_alarm")
    await stage.key("F8")
    await stage.until(lambda: "2 spikes · 0 became moments · 1 false alarm" in stage.words())
    assert "False alarm, says you" in stage.words()
    await stage.key("F8")
    await stage.settle()
    assert stage.shows("spikes.list")
    await stage.key("J", "M")
    await stage.until(lambda: moments(room))
    assert moments(room)[0].spike == one.id


async def test_a_spike_is_told_where_another_screen_has_the_window(stage: Stage, me: Place, room: TableRoom) -> None:
    await stage.enter(me)
    await stage.key("F3")
    rise(room)
    await stage.until(lambda: stage.shows("spike"))
    await stage.settle()
    assert not stage.shows("spike.call")
    assert "×41" in stage.words()
    await stage.key("F8", "M")
    await stage.until(lambda: moments(room))


@pytest.mark.parametrize("alone", [False, True])
async def test_a_spike_lies_over_nothing_that_is_being_written_or_waits(stage: Stage, me: Place, room: TableRoom, alone: bool) -> None:
    stage.resize(1920, 1080)
    await stage.enter(me)
    await stage.key("Alt+1", "J", "C")
    await stage.until(lambda: stage.shell.desk.composer.open)
    if alone:
        await stage.key("F2")
        await stage.until(lambda: not stage.shows("board"))
    await stage.settle()
    rise(room, topic="CRUMB")
    await stage.until(lambda: stage.shows("spike"))
    await stage.settle()
    alert = stage.item("spike").mapRectToScene(stage.item("spike").boundingRect())
    kept = ("composer.stage", "composer.slot.headline", "composer.send") if alone else ("composer", "board")
    for name in kept:
        item = stage.item(name)
        assert not alert.intersects(item.mapRectToScene(item.boundingRect())), name
    await stage.key("F8")
    await stage.until(lambda: "pitch black" in stage.words())


async def test_a_spike_lies_over_no_source_while_the_feeds_are_alone(stage: Stage, me: Place, room: TableRoom) -> None:
    await stage.enter(me)
    await stage.key("F1")
    rise(room)
    await stage.until(lambda: stage.shows("spike"))
    await stage.settle()
    assert not stage.shows("spike.call")
    alert, sources = (stage.item(name).mapRectToScene(stage.item(name).boundingRect()) for name in ("spike", "feeds.sources"))
    assert sources.height() > 0
    assert not alert.intersects(sources)


async def test_a_room_that_cannot_be_asked_for_posts_costs_the_rest_not_the_moment(
    stage: Stage, me: Place, room: TableRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    from warroom.errors import Unreachable

    async def gone(**_: object) -> None:
        raise Unreachable("The room does not answer.", "It is tried again.")

    await stage.enter(me)
    monkeypatch.setattr(me, "posts", gone)
    await stage.key("J", "M")
    await stage.until(lambda: moments(room))
    assert len(moments(room)[0].evidence) == 12


def ask(me: Place, command: Command) -> None:
    me.ask(command)


async def test_a_turn_is_told_on_the_card_and_in_the_composer_until_noted(stage: Stage, me: Place, room: TableRoom) -> None:
    ask(me, CallMoment("Lights out", BLACKOUT, tuple(post(number, BLACKOUT, room.now) for number in range(24))))
    moment = moments(room)[0]
    ask(me, DecideMoment(moment.id, "go"))
    await stage.enter(me)
    stage.resize(1920, 1080)
    await stage.until(lambda: stage.shows("moment.0"))
    assert not stage.shows("moment.0.news")
    await stage.key("C")
    await stage.until(lambda: stage.shell.desk.composer.open)
    happen(
        room, MomentTurned(Turn(moment.id, ("lights out",), ("ambulance",), ("ambulance",))), EvidenceChanged(moment.id, ("Blackout:3",))
    )
    await stage.until(lambda: stage.shows("moment.0.news") and stage.shows("composer.news"))
    plain = stage.words().replace("\u2068", "").replace("\u2069", "")
    assert "Turned: “ambulance” · 1 post deleted" in plain
    assert "It turned at 20:40:00: “ambulance” rises now. It was called on “lights out”." in plain
    assert "1 post of its 24 deleted by their authors. The moment keeps what was seen." in plain
    await stage.click("composer.news.action")
    await stage.until(lambda: not stage.shows("composer.news") and not stage.shows("moment.0.news"))
    happen(room, EvidenceChanged(moment.id, ("Blackout:4",)))
    await stage.until(lambda: stage.shows("composer.news"))


async def test_the_evidence_shows_posts_curve_turns_and_what_was_deleted(stage: Stage, me: Place, room: TableRoom) -> None:
    evidence = tuple(post(number, BLACKOUT, room.now, f"words {number}") for number in range(24))
    ask(me, CallMoment("Lights out", BLACKOUT, evidence, tuple(range(200))))
    moment = moments(room)[0]
    happen(
        room,
        MomentTurned(Turn(moment.id, ("lights out",), ("ambulance",), ("ambulance",))),
        EvidenceChanged(moment.id, ("Blackout:0",), (post(1, BLACKOUT, room.now, "other words", edited=room.now),)),
    )
    await stage.enter(me)
    await stage.key("Alt+5", "E")
    await stage.until(lambda: stage.shows("evidence.curve"))
    await stage.settle()
    words = stage.words()
    assert "words 0" in words
    assert "Deleted by its author" in words
    assert "Now: other words" in words
    assert "on 24 posts" in words
    assert stage.shows("evidence.turn.0")
    await stage.key("Esc")
    await stage.until(lambda: not stage.shows("evidence.curve"))


async def test_a_spike_sounds_where_sound_is_on_and_that_is_remembered(
    stage: Stage, me: Place, room: TableRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    played: list[object] = []
    monkeypatch.setattr(sound, "play", played.append)
    await stage.enter(me)
    rise(room)
    await stage.until(lambda: stage.shows("spike"))
    await stage.settle()
    assert not played, "off until somebody turns it on"
    stage.shell.runCommand("alerts.sound")
    await stage.until(lambda: len(played) == 1)
    await stage.until(lambda: not stage.shell.desk.sound._playing)
    rise(room, 2, "The game")
    await stage.until(lambda: len(played) == 2)
    assert shell_memory.recall().sound


async def test_a_spike_from_before_does_not_ring_when_the_room_is_joined(
    stage: Stage, me: Place, room: TableRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(Alerts, "tell", lambda self, title, words: told.append(title))
    rise(room)
    await stage.enter(me)
    await stage.until(lambda: stage.shows("spike"))
    assert not told
    rise(room, 2, "The game")
    await stage.until(lambda: told)
    assert told == ["Spike: The game"]
