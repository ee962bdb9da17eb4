"""Sending for approval, as the composer shows it: what stands in the way, how far it is, what went wrong."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import uuid_utils

from warroom.compose.checks import blocking
from warroom.compose.model import Finding, SlotValues
from warroom.compose.render import CardRenderer
from warroom.desktop.composer.conflict import Conflict
from warroom.desktop.composer.desk import Desk
from warroom.desktop.composer.send import Servers, deliver, pack
from warroom.desktop.drafts import Draft
from warroom.desktop.live import LiveRoom
from warroom.review import lanes
from warroom.review.model import Item, Moment, State


def why_not(
    state: State, draft: Draft, findings: tuple[Finding, ...], clash: Conflict | None, roles: tuple[str, ...], *, changed: bool
) -> tuple[str, ...]:
    """Everything that keeps this draft from being sent, in the order in which it would be put right; empty when nothing does."""
    reasons = []
    if not set(roles) & {"writer", "producer"}:
        reasons.append("Only a writer or a producer may send.")
    reasons += _room_says(state, state.moments.get(draft.moment), state.items.get(draft.item), changed=changed)
    if clash is not None:
        reasons.append("Somebody sent a newer version: choose which to keep.")
    if not draft.aims:
        reasons.append("Pick at least one target.")
    reasons += [f"{finding.text}. {finding.hint}".strip() for finding in blocking(findings)]
    return tuple(reasons)


def _room_says(state: State, moment: Moment | None, item: Item | None, *, changed: bool) -> list[str]:
    reasons = []
    if state.stood_down is not None:
        reasons.append("The room is stood down.")
    if moment is None or moment.decision != "go":
        reasons.append("The moment is not decided go.")
    if item is not None:
        if item.phase in ("published", "expired", "killed"):
            reasons.append(f"The item is {item.phase}: Ctrl+D makes a new one of it.")
        elif lanes.going_out(item):
            reasons.append("It is being handed over.")
        elif item.current is not None and not changed and lanes.under_review(item):
            reasons.append("This is what is in review already.")
    return reasons


class Sending:
    """One sending at a time. `tell` is called on the loop's thread whenever `progress` or `busy` changed."""

    def __init__(self, live: LiveRoom, desk: Desk, folder: Path, tell: Callable[[], None]) -> None:
        self._live, self._desk, self._folder, self._tell = live, desk, folder, tell
        self.busy = False
        self.progress = ""

    async def send(
        self,
        renderer: CardRenderer,
        values: SlotValues,
        today: dt.date,
        titles: tuple[str, str],
        made_with: tuple[int, str] = (0, ""),
        servers: Servers | None = None,
    ) -> str:
        """Send the draft on the desk; returns the item's id once the room has it. The draft stays until then, whatever happens.

        `made_with`: the version and manifest of the template that `renderer` draws.
        """
        draft = self._desk.draft
        assert draft is not None
        self.busy = True
        try:
            self._say("Rendering")
            draft = draft if draft.sending else self._desk.mark_sending(str(uuid_utils.uuid7()), made_with)
            parcel = await asyncio.to_thread(pack, draft, renderer, values, self._live.state.plan, today, self._folder, titles, servers)
            await deliver(self._live.session, parcel, self._say)
            self._desk.sent(self._live.state.items[draft.item])
            return draft.item
        finally:
            self.busy = False
            self._say("")

    def _say(self, progress: str) -> None:
        self.progress = progress
        self._tell()
