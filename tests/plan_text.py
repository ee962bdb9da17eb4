"""Event plans as TOML, for tests that go through a file."""

from __future__ import annotations

import json
from collections.abc import Mapping

Value = str | bool | list[str]


def table(kind: str, /, **values: Value) -> str:
    """One entry of an array of tables."""
    return f"[[{kind}]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items())


def rule(role: str, **more: Value) -> str:
    return table("lane.rule", role=role, **more)


def event(name: str, starts: str, topics: Mapping[str, list[str]], people: Mapping[str, list[str]]) -> str:
    """The head of a plan: topics with their words, people with their roles; lanes and targets go behind it."""
    head = f"format = 1\n[event]\nname = {json.dumps(name)}\nstarts = {starts}\n"
    return (
        head
        + "".join(table("topic", name=topic, any=words) for topic, words in topics.items())
        + "".join(table("person", name=person, roles=roles) for person, roles in people.items())
    )
