"""Whatever comes in, the room answers in its one shape and never breaks."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.room.serving import Client, Served, new_id

COMMANDS = {
    "call_moment": {"title": "x", "topic": "The regatta", "evidence": [], "curve": []},
    "decide_moment": {"moment": "x", "decision": "go", "reason": ""},
    "create_item": {"moment": "x", "title": "t", "lane": "full"},
    "save_version": {"item": "x", "base": 0, "content": {"title": "", "template": "", "slots": [], "cuts": [], "targets": []}},
    "sign_off_item": {"item": "x", "role": "brand", "digest": "0"},
    "add_comment": {"item": "x", "text": "t"},
    "claim_target": {"item": "x", "target": 0, "digest": "0"},
    "report_posted": {"item": "x", "target": 0, "claim": "c", "link": "https://x.example"},
    "set_duty": {"person": "Bea", "on": True},
    "set_pace": {"speed": 1.0, "paused": False, "event_ms": 0},
}
strange = (
    st.none()
    | st.booleans()
    | st.integers(-(10**40), 10**40)
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["\0", "\ud800", "\u202e", "x" * 5_000, "../..", "😀"])
    | st.lists(st.integers(), max_size=2)
    | st.dictionaries(st.text(max_size=3), st.integers(), max_size=2)
)
places = ("snapshot", "events", "commands", "feed", "posts", "presence", "codes", "join", "me", "blobs/" + "0" * 64, "blobs/x", "", "x")
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD")
BROKEN = re.compile("Traceback|site-packages|/warroom/")
NAMES = ("epoch", "after", "wait", "topics", "rate", "topic", "before", "query", "limit")
written = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.integers(-(10**20), 10**20)
BOUNDED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture(scope="module")
def owner(room: Served) -> Client:
    return room.owner()


def answered(response: Any, asked: object) -> None:
    assert response.status_code < 500, (asked, response.text)
    if response.status_code >= 400 and response.content:
        assert set(response.json()) == {"error", "message", "detail"}, (asked, response.text)


@BOUNDED
@given(st.sampled_from(sorted(COMMANDS)), st.data())
def test_a_command_with_something_strange_in_it(owner: Client, kind: str, data: st.DataObject) -> None:
    command = {"type": kind, **COMMANDS[kind]}
    for key in data.draw(st.sets(st.sampled_from(sorted(command)), min_size=1)):
        command[key] = data.draw(strange)
    for key in data.draw(st.sets(st.sampled_from(sorted(command)), max_size=1)):
        del command[key]
    body = json.dumps({"id": data.draw(st.just(new_id()) | strange), "command": command}).encode()
    response = owner.http.post("commands", content=body)
    answered(response, body)
    assert not BROKEN.search(response.text)


@BOUNDED
@given(
    st.sampled_from(places),
    st.sampled_from(METHODS),
    st.binary(max_size=60),
    st.data(),
)
def test_any_method_anywhere_with_any_body(owner: Client, place: str, method: str, body: bytes, data: st.DataObject) -> None:
    params = data.draw(st.dictionaries(st.sampled_from(NAMES), written))
    if method == "GET" and place == "feed":
        params["rate"] = "none"  # else it is an endless stream, and rightly so
    response = owner.http.request(method, place, params=params, content=body)
    answered(response, (method, place, params, body))
    assert not BROKEN.search(response.text)


def test_the_room_never_broke_on_any_of_it(room: Served) -> None:
    assert "Traceback" not in room.said
    assert room.owner().http.get("snapshot").status_code == 200
