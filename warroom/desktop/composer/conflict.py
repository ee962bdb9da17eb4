"""When the room has a newer version than the draft was made from: what to say, and what differs. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from warroom.desktop.composer.edit import differences
from warroom.desktop.drafts import Draft
from warroom.desktop.naming import calling
from warroom.review.model import Item, Version


@dataclass(frozen=True)
class DifferenceRow:
    what: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Conflict:
    """`words` is the strip's sentence."""

    theirs: Version
    words: str
    rows: tuple[DifferenceRow, ...]


def conflict(draft: Draft, item: Item | None, me: str, called: Callable[[str], str] = str) -> Conflict | None:
    """None where the draft stands on the newest version, or says just what the newest says. `called` gives a template's name."""
    newest = item.current if item is not None else None
    if item is None or newest is None or newest.number <= draft.base:
        return None
    differ = differences(draft, newest)
    if not differ:
        return None
    sent = any(sending.version == newest.number for sending in item.sent)
    did = "sent" if sent else "saved"
    since = f"version {draft.base}" if draft.base else "a first version"
    words = f"{calling(newest.author, me)} {did} version {newest.number} while you were editing {since}."
    rows = []
    for one in differ:
        mine, theirs = (called(one.mine), called(one.theirs)) if one.what == "Template" else (one.mine, one.theirs)
        rows.append(DifferenceRow(one.what, mine or "–", theirs or "–"))
    return Conflict(newest, words, tuple(rows))
