"""Topics as they are being changed, and as the list of them shows each. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from warroom.plan.model import Topic

_PARTS = re.compile(r"[,\n]")


@dataclass(frozen=True)
class TopicDraft:
    key: int
    topic: Topic
    was: str  # its name in the room; empty: it is new


@dataclass(frozen=True)
class TopicRow:
    """`key` stays while a topic is renamed and moved. `change`: empty, new or changed."""

    key: int
    name: str
    colour: int
    words: str
    change: str
    chosen: bool


def topic_row(draft: TopicDraft, before: Topic | None, colour: int, chosen: bool) -> TopicRow:
    """`before`: the topic as the room has it; None for a new one."""
    change = "" if before == draft.topic else "new" if before is None else "changed"
    words = ", ".join((*draft.topic.any, *draft.topic.all))
    return TopicRow(draft.key, draft.topic.name or "No name yet", colour, words, change, chosen)


def parted(text: str) -> tuple[str, ...]:
    """Words and phrases as they are typed: parted by commas or lines."""
    return tuple(part for part in (" ".join(part.split()) for part in _PARTS.split(text)) if part)
