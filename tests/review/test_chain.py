"""The chain: any change to any line is noticed."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.review.driver import Driver
from warroom.review.chain import seal, verify
from warroom.review.events import DutySet, Logged


def night() -> list[Logged]:
    room = Driver()
    room.greenlit(targets=2)
    return room.log


LOG = night()


def test_a_sealed_log_verifies_also_after_a_journey_through_json() -> None:
    assert verify(LOG) is None
    assert verify([msgspec.json.decode(msgspec.json.encode(line), type=Logged) for line in LOG]) is None


def test_it_goes_on_from_a_checkpoint() -> None:
    assert verify(LOG[3:], after=3, head=LOG[2].hash) is None
    assert verify(LOG[3:], after=3, head=LOG[1].hash) == 4
    assert verify(LOG[4:], after=3, head=LOG[2].hash) == 4


def test_a_checkpoint_notices_a_history_sealed_anew() -> None:
    forged: list[Logged] = []
    for line in LOG:
        line = replace(line, person="Mallory") if line.seq == 2 else line
        forged.append(seal(line, forged[-1].hash if forged else ""))
    assert verify(forged) is None, "alone it looks right"
    assert verify(forged[5:], after=5, head=LOG[4].hash) == 6, "who kept the old head sees it"


@pytest.mark.parametrize("place", range(1, len(LOG) - 1))
def test_a_line_taken_out_put_in_twice_or_swapped_is_noticed(place: int) -> None:
    assert verify(LOG[:place] + LOG[place + 1 :]) == place + 1
    assert verify([*LOG[: place + 1], *LOG[place:]]) == place + 2
    assert verify([*LOG[:place], LOG[place + 1], LOG[place], *LOG[place + 2 :]]) == place + 1


def test_what_canonical_json_can_not_carry_is_not_sealed() -> None:
    with pytest.raises(ValueError):
        seal(Logged(1, 2**60, "Pia", "d", "c", DutySet("Pia", True)), "")
    assert verify([replace(LOG[0], at=2**60)]) == 1


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    return [path] if inside is None else [leaf for key, each in inside for leaf in leaves(each, (*path, key))]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_single_change_to_the_json_of_any_line_is_noticed(data: st.DataObject) -> None:
    """A text, number or truth changed anywhere in the line, as somebody with the file in hand would."""
    number = data.draw(st.integers(0, len(LOG) - 1))
    raw = json.loads(msgspec.json.encode(LOG[number]))
    path = data.draw(st.sampled_from([path for path in leaves(raw) if path[-1] != "type"]))
    place = raw
    for key in path[:-1]:
        place = place[key]
    old = place[path[-1]]
    match old:
        case bool():
            place[path[-1]] = not old
        case int():
            place[path[-1]] = old + data.draw(st.sampled_from([-1, 1, 1000]))
        case float():
            place[path[-1]] = old + 0.5
        case str():
            place[path[-1]] = data.draw(st.sampled_from([old + "x", "x" + old, old[1:] or "x", old.swapcase() + " "]))
        case _:
            place[path[-1]] = "x"
    try:
        changed = msgspec.json.decode(json.dumps(raw), type=Logged)
    except msgspec.ValidationError:
        return  # no longer a line at all: reading the log refuses it
    assert changed != LOG[number]
    assert verify([*LOG[:number], changed, *LOG[number + 1 :]]) in (number + 1, number + 2)
