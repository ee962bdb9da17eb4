"""Folding the bank and the outcomes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from warroom.review import events as ev
from warroom.review.events import Logged
from warroom.review.fold_item import clock_restarted, with_item
from warroom.review.model import Marked, Shell, State


def _shell_banked(state: State, logged: Logged, body: ev.ShellBanked) -> State:
    shell = Shell(
        id=body.shell,
        title=body.title,
        item=body.item,
        version=body.version,
        digest=body.digest,
        content=body.content,
        fingerprint=body.fingerprint,
        blanks=body.blanks,
        moulds=body.moulds,
        cleared=body.cleared,
        by=logged.person,
        at=logged.at,
        until=body.until,
    )
    return replace(state, shells={**state.shells, shell.id: shell})


def _shell_withdrawn(state: State, logged: Logged, body: ev.ShellWithdrawn) -> State:
    return _ended(state, logged, body.shell, body.reason)


def _shell_expired(state: State, logged: Logged, body: ev.ShellExpired) -> State:
    return _ended(state, logged, body.shell, "")


def _ended(state: State, logged: Logged, shell: str, reason: str) -> State:
    ended = replace(state.shells[shell], ended_at=logged.at, ended_by=logged.person, reason=reason)
    return replace(state, shells={**state.shells, shell: ended})


def _lane_changed(state: State, _: Logged, body: ev.LaneChanged) -> State:
    return with_item(state, replace(state.items[body.item], lane=body.lane, touched=body.touched))


def _item_locked(state: State, _: Logged, body: ev.ItemLocked) -> State:
    return with_item(state, replace(state.items[body.item], outcome=body.outcome, result=body.result))


def _outcome_marked(state: State, logged: Logged, body: ev.OutcomeMarked) -> State:
    others = {name: marked for name, marked in state.outcomes.items() if name != body.outcome}
    if body.result:
        others[body.outcome] = Marked(result=body.result, by=logged.person, at=logged.at)
    return replace(state, outcomes=others)


def _item_came_back(state: State, logged: Logged, body: ev.ItemCameBack) -> State:
    """As it was, with its limits beginning anew: while it was gone nobody could answer."""
    item = state.items[body.item]
    phase = item.came_from or item.phase
    back = replace(item, phase=phase, came_from="", ended_at=0, ended_by="", reason="")
    return with_item(state, clock_restarted(back, logged.at))


FOLDS: dict[type, Callable[[State, Logged, Any], State]] = {
    ev.ShellBanked: _shell_banked,
    ev.ShellWithdrawn: _shell_withdrawn,
    ev.ShellExpired: _shell_expired,
    ev.LaneChanged: _lane_changed,
    ev.ItemLocked: _item_locked,
    ev.OutcomeMarked: _outcome_marked,
    ev.ItemCameBack: _item_came_back,
}
