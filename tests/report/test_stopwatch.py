"""The stopwatch: stages that follow each other, whom each of them waited for, and the median to greenlit."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.review.driver import MINUTE, Driver, content, plan
from warroom.errors import RoomError
from warroom.plan.model import Lane, Rule
from warroom.report.stopwatch import Stopwatch, median_to_greenlit, moment_stopwatch, stopwatch, to_greenlit
from warroom.review.commands import (
    CallMoment,
    ClaimTarget,
    CreateItem,
    DecideMoment,
    KillItem,
    ReportPosted,
    RequestChanges,
    ResumeRoom,
    SaveVersion,
    SignOffItem,
    StandDownRoom,
    WithdrawSignOff,
)

SECOND = 1_000


def bar(timed: Stopwatch) -> list[tuple[str, int]]:
    """The bar's names and seconds; that it has no holes is checked each time."""
    assert all(before.end == after.start for before, after in pairwise(timed.segments))
    assert timed.segments[0].start == timed.called_at
    return [(segment.name, segment.length // SECOND) for segment in timed.segments]


def called(room: Driver, go_after: int = 20, written_after: int = 100) -> str:
    moment = room.say("Wanda", CallMoment("Blackout", "The match", ()))[0].command
    room.say("Pia", DecideMoment(moment, "go"), go_after * SECOND)
    item = room.say("Will", CreateItem(moment, ""), 0)[0].command
    room.now += (written_after - 1) * SECOND
    room.send(item, "Lights out.")
    return item


def sign(room: Driver, item: str, person: str, role: str, after: int) -> None:
    room.say(person, SignOffItem(item, role, room.digest(item)), after * SECOND)


def post(room: Driver, item: str, after: int) -> None:
    claim = room.say("Pia", ClaimTarget(item, 0, room.digest(item)), 0)[0].command
    room.say("Pia", ReportPosted(item, 0, claim, "https://example.org/1"), after * SECOND)


def look(room: Driver, item: str) -> Stopwatch:
    return stopwatch(room.state, item, room.now)


def test_the_whole_way_without_a_detour() -> None:
    room = Driver()
    item = called(room)
    sign(room, item, "Bea", "brand", 26)
    sign(room, item, "Cole", "legal", 72)
    post(room, item, 40)
    room.now += 60 * MINUTE
    timed = look(room, item)
    assert bar(timed) == [("Spotted", 20), ("Composed", 100), ("Brand", 26), ("Legal", 72), ("Hand-off", 40)]
    assert [(s.waiting, s.on) for s in timed.segments] == [
        ("Wanda", ("Pia",)),
        ("Pia", ("Will",)),
        ("Will", ("Bea",)),
        ("Will", ("Cole",)),
        ("", ("Pia",)),
    ]
    assert (timed.go_at - timed.called_at, timed.sent_at - timed.called_at) == (20 * SECOND, 120 * SECOND)
    assert timed.greenlit_at - timed.called_at == 218 * SECOND
    assert (timed.total, timed.published_at) == (258 * SECOND, timed.ended_at)


def test_every_role_has_its_own_waiting_whoever_else_was_waited_for() -> None:
    room = Driver()
    item = called(room)
    sign(room, item, "Bea", "brand", 26)
    sign(room, item, "Cole", "legal", 72)
    roles = {wait.role: (wait.total // SECOND, wait.people) for wait in look(room, item).roles}
    assert roles == {"brand": (26, ("Bea",)), "legal": (98, ("Cole",))}


def test_it_runs_while_nobody_has_answered() -> None:
    room = Driver()
    item = called(room)
    room.now += 30 * SECOND
    timed = look(room, item)
    assert bar(timed) == [("Spotted", 20), ("Composed", 100), ("Brand", 30)]
    assert (timed.greenlit_at, timed.ended_at) == (0, 0)
    assert timed.segments[-1].on == ("Wanda", "Bea"), "who could answer, until somebody has"


def test_changes_are_their_writers_time_and_the_roles_wait_anew() -> None:
    room = Driver()
    item = called(room)
    sign(room, item, "Bea", "brand", 10)
    room.say("Cole", RequestChanges(item, "legal", room.digest(item), "Softer."), 20 * SECOND)
    room.now += 44 * SECOND
    room.send(item, "Power's out.")
    sign(room, item, "Bea", "brand", 5)
    sign(room, item, "Cole", "legal", 6)
    timed = look(room, item)
    assert bar(timed)[2:] == [("Brand", 10), ("Legal", 20), ("Changes", 45), ("Brand", 5), ("Legal", 6)]
    changes = timed.segments[4]
    assert (changes.waiting, changes.on) == ("Cole", ("Will",))
    assert [(wait.role, wait.total // SECOND) for wait in timed.roles] == [("brand", 15), ("legal", 41)]
    assert timed.greenlit_at == room.now
    assert timed.stage("changes") == 45 * SECOND


def test_an_edit_that_was_not_sent_is_time_for_changes() -> None:
    room = Driver()
    item = called(room)
    room.say("Will", SaveVersion(item, 1, content("Power's out.")), 10 * SECOND)
    room.now += 15 * SECOND
    assert bar(look(room, item))[2:] == [("Brand", 10), ("Changes", 15)]


def test_a_stand_down_has_its_own_piece_and_voids() -> None:
    room = Driver()
    item = called(room)
    sign(room, item, "Bea", "brand", 10)
    sign(room, item, "Cole", "legal", 10)
    first = room.now
    room.say("Dora", StandDownRoom("Injury"), 5 * SECOND)
    room.say("Pia", ResumeRoom(), 29 * SECOND)
    room.say("Dora", ResumeRoom())
    sign(room, item, "Bea", "brand", 7)
    sign(room, item, "Cole", "legal", 8)
    timed = look(room, item)
    assert bar(timed)[2:] == [("Brand", 10), ("Legal", 10), ("Hand-off", 5), ("Stood down", 30), ("Brand", 7), ("Legal", 8)]
    assert timed.greenlit_at == first, "the first time counts"
    room.say("Dora", StandDownRoom("Again"), 0)
    room.now += 9 * SECOND
    assert bar(look(room, item))[-1] == ("Stood down", 9)


def test_a_withdrawn_yes_is_waited_for_again() -> None:
    room = Driver()
    item = called(room)
    sign(room, item, "Bea", "brand", 10)
    sign(room, item, "Cole", "legal", 10)
    room.say("Bea", WithdrawSignOff(item, "brand", room.digest(item)), 3 * SECOND)
    sign(room, item, "Bea", "brand", 4)
    assert bar(look(room, item))[2:] == [("Brand", 10), ("Legal", 10), ("Hand-off", 3), ("Brand", 4)]


def test_the_moment_has_a_stopwatch_before_it_has_an_item() -> None:
    room = Driver()
    moment = room.say("Will", CallMoment("Blackout", "The match", ()))[0].command
    room.now += 12 * SECOND
    timed = moment_stopwatch(room.state, moment, room.now)
    assert (bar(timed), timed.segments[0].on) == ([("Spotted", 12)], ("Pia",))
    room.say("Pia", DecideMoment(moment, "go"), 0)
    room.now += 8 * SECOND
    timed = moment_stopwatch(room.state, moment, room.now)
    assert (bar(timed), timed.segments[1].on) == ([("Spotted", 12), ("Composed", 8)], ("Will", "Wanda"))


def test_a_pass_ends_the_moments_stopwatch() -> None:
    room = Driver()
    moment = room.say("Will", CallMoment("Blackout", "The match", ()))[0].command
    room.say("Pia", DecideMoment(moment, "pass"), 30 * SECOND)
    room.now += 60 * MINUTE
    timed = moment_stopwatch(room.state, moment, room.now)
    assert (bar(timed), timed.ended_at) == ([("Spotted", 30)], room.now - 60 * MINUTE)


def test_a_pass_after_the_go_keeps_the_go() -> None:
    room = Driver()
    item = called(room)
    room.say("Pia", DecideMoment(room.look(item).moment, "pass"), 30 * SECOND)
    room.now += 60 * MINUTE
    assert bar(look(room, item)) == [("Spotted", 20), ("Composed", 100), ("Brand", 30)]


def test_the_moments_stopwatch_is_that_of_the_item_that_went_out_first() -> None:
    room = Driver()
    first = called(room)
    second = room.say("Will", CreateItem(room.look(first).moment, ""))[0].command
    room.send(second, "Power's out.")
    assert moment_stopwatch(room.state, room.look(first).moment, room.now) == look(room, first)
    sign(room, second, "Bea", "brand", 5)
    sign(room, second, "Cole", "legal", 5)
    post(room, second, 5)
    assert moment_stopwatch(room.state, room.look(first).moment, room.now) == look(room, second)


def test_killing_after_publishing_does_not_make_it_longer() -> None:
    room = Driver()
    item = called(room)
    sign(room, item, "Bea", "brand", 5)
    sign(room, item, "Cole", "legal", 5)
    post(room, item, 5)
    published = look(room, item)
    room.say("Pia", KillItem(item, "Bad taste"), 10 * MINUTE)
    assert look(room, item) == published


def test_a_draft_that_was_killed_ends_there() -> None:
    room = Driver()
    item = room.item()
    room.say("Pia", KillItem(item, "No"), 30 * SECOND)
    room.now += 60 * MINUTE
    timed = look(room, item)
    assert (timed.ended_at, timed.sent_at, timed.greenlit_at, timed.roles) == (room.look(item).ended_at, 0, 0, ())
    assert bar(timed)[-1] == ("Composed", 31)


def test_the_median_to_greenlit_is_over_the_items_that_were() -> None:
    room = Driver(plan(lanes=(Lane("full", (Rule("brand"),)),)))
    assert median_to_greenlit(room.state, room.now) is None
    times = []
    for after in (10, 400, 30):
        item = called(room)
        assert to_greenlit(room.state, room.look(item), room.now) == 0
        sign(room, item, "Bea", "brand", after)
        times.append(to_greenlit(room.state, room.look(item), room.now))
    called(room)
    assert times == [130 * SECOND, 520 * SECOND, 150 * SECOND]
    assert median_to_greenlit(room.state, room.now) == 150 * SECOND


steps = st.lists(st.sampled_from(["brand", "legal", "both", "ask", "send", "same", "save", "withdraw", "down", "up"]), max_size=14)


@settings(max_examples=60)
@given(steps)
def test_the_bar_has_no_holes_and_ends_with_where_the_item_stands(moves: list[str]) -> None:
    """Whatever happens, every second is somebody's, and the last piece agrees with the board."""
    room = Driver(plan(lanes=(Lane("full", (Rule("brand"), Rule("legal"))),)))
    item = called(room)
    seen = False
    for number, move in enumerate(moves):
        _play(room, item, move, number)
        seen = seen or room.standing(item).greenlit
        timed = look(room, item)
        assert sum(seconds for _, seconds in bar(timed)) * SECOND == timed.total == room.now - timed.called_at
        assert bool(timed.greenlit_at) == seen
        room.now += SECOND
        last, stands = look(room, item).segments[-1], room.standing(item)
        if stands.stood_down:
            assert last.stage == "stood_down"
        elif stands.greenlit:
            assert last.stage == "hand_off"
        elif stands.turn == ("writer",):
            assert last.stage == "changes"
        else:
            assert (last.stage, last.role) == ("review", stands.turn[0])


def _play(room: Driver, item: str, move: str, number: int) -> None:
    digest, base = room.digest(item), len(room.look(item).versions)
    try:
        match move:
            case "brand" | "legal":
                room.say("Bea" if move == "brand" else "Cole", SignOffItem(item, move, digest))
            case "both":
                room.say("Bea", SignOffItem(item, "brand", digest))
                room.say("Cole", SignOffItem(item, "legal", digest))
            case "ask":
                room.say("Cole", RequestChanges(item, "legal", digest, "Softer."))
            case "send" | "same":
                room.send(item, "Lights out." if move == "same" else f"Words {number}")
            case "save":
                room.say("Will", SaveVersion(item, base, content(f"Words {number}")))
            case "withdraw":
                room.say("Bea", WithdrawSignOff(item, "brand", digest))
            case "down":
                room.say("Dora", StandDownRoom())
            case _:
                room.say("Pia", ResumeRoom())
                room.say("Dora", ResumeRoom())
    except RoomError:
        return
