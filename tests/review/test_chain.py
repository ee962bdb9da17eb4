"""The chain: any change to any line is noticed."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import msgspec
import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.review.driver import Driver
from tests.review.sealed import broken, sealed
from warroom.review import chain
from warroom.review.chain import Sealed, seal, verify
from warroom.review.events import DutySet, Logged


def night() -> list[Logged]:
    room = Driver()
    room.greenlit(targets=2)
    return room.log


LOG = night()


def test_a_sealed_log_verifies_also_after_a_journey_through_json() -> None:
    assert broken(LOG) is None
    assert broken([msgspec.json.decode(msgspec.json.encode(line), type=Logged) for line in LOG]) is None


def test_it_goes_on_from_a_checkpoint() -> None:
    assert broken(LOG[3:], after=3, head=LOG[2].hash) is None
    assert broken(LOG[3:], after=3, head=LOG[1].hash) == 4
    assert broken(LOG[4:], after=3, head=LOG[2].hash) == 4


def test_a_checkpoint_notices_a_history_sealed_anew() -> None:
    forged: list[Logged] = []
    for line in LOG:
        line = replace(line, person="Mallory") if line.seq == 2 else line
        forged.append(seal(line, forged[-1].hash if forged else "").line)
    assert broken(forged) is None, "alone it looks right"
    assert broken(forged[5:], after=5, head=LOG[4].hash) == 6, "who kept the old head sees it"


@pytest.mark.parametrize("place", range(1, len(LOG) - 1))
def test_a_line_taken_out_put_in_twice_or_swapped_is_noticed(place: int) -> None:
    assert broken(LOG[:place] + LOG[place + 1 :]) == place + 1
    assert broken([*LOG[: place + 1], *LOG[place:]]) == place + 2
    assert broken([*LOG[:place], LOG[place + 1], LOG[place], *LOG[place + 2 :]]) == place + 1


def test_what_canonical_json_can_not_carry_is_not_sealed() -> None:
    with pytest.raises(ValueError):
        seal(Logged(1, 2**60, "Pia", "d", "c", DutySet("Pia", True)), "")
    assert broken([replace(LOG[0], at=2**60)]) == 1


def test_the_hash_is_of_the_canonical_json_of_the_whole_line() -> None:
    previous = ""
    for line in LOG:
        fields = msgspec.to_builtins(line)
        del fields["hash"]
        assert line.hash == hashlib.sha256(bytes.fromhex(previous) + rfc8785.dumps(fields)).hexdigest()
        previous = line.hash


def test_a_kept_log_is_verified_by_the_bytes_that_were_sealed() -> None:
    """Whatever this version would make of them: an event may have one more field now than when it was sealed."""
    first = sealed(LOG[:1])
    line, body = seal(Logged(2, 5, "Pia", "d", "c", DutySet("Pia", True)), LOG[0].hash)
    assert verify([*first, Sealed(line, body)]) is None
    assert verify([*first, Sealed(line, body.replace(b'"on":true', b'"on":false'))]) == 2
    without = body.replace(b'"on":true,', b"")
    assert without != body
    older = replace(line, hash=chain._hash(line, without, line.previous))
    assert verify([*first, Sealed(older, without)]) is None


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
    assert broken([*LOG[:number], changed, *LOG[number + 1 :]]) in (number + 1, number + 2)
