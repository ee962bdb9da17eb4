"""What time itself does: limits that pass and claims that lapse. The room appends these before every command and on a ticker.

Calling it again at the same time, once its events are folded, gives nothing new.
"""

from __future__ import annotations

from warroom.review.events import Happening, ItemExpired, RuleEscalated, ShellExpired, TargetReleased
from warroom.review.lanes import SHELL, lane_of
from warroom.review.model import Item, Shell, State
from warroom.review.standing import RuleStanding, standing


def due(state: State, now_ms: int) -> tuple[Happening, ...]:
    """Everything whose time had come by `now_ms`, oldest item first."""
    over = tuple(shell for shell in state.shells.values() if not shell.ended_at and shell.until <= now_ms)
    stopped = {happening.item: happening for shell in over for happening in _stopped(state, shell)}
    ended: tuple[Happening, ...] = (*(ShellExpired(shell=shell.id) for shell in over), *stopped.values())
    rest = (item for item in state.items.values() if item.id not in stopped)
    passed = (happening for item in rest for happening in limits(state, item, now_ms))
    lapsed = (happening for item in state.items.values() for happening in _lapsed(item, now_ms))
    return (*lapsed, *ended, *passed)


def next_due(state: State) -> int:
    """The next point in time at which `due` would have something; 0 if nothing is running."""
    untils = [target.until for item in state.items.values() for target in item.targets if target.phase == "claimed"]
    deadlines = [
        rule.deadline
        for item in state.items.values()
        if item.phase == "in_review" and not _being_handed_over(item)
        for rule in standing(state, item).rules
        if rule.deadline and rule.then != "wait"
    ]
    shells = [shell.until for shell in state.shells.values() if not shell.ended_at]
    return min([*untils, *deadlines, *shells], default=0)


def limits(state: State, item: Item, now_ms: int) -> tuple[ItemExpired | RuleEscalated, ...]:
    """What the passed limits of one item's lane do. An item that is being handed over at this moment does not expire under the hand."""
    if item.phase != "in_review" or _being_handed_over(item) or now_ms < _earliest(state, item):
        return ()
    passed = [rule for rule in standing(state, item).rules if rule.deadline and rule.deadline <= now_ms and rule.then != "wait"]
    expiring = next((rule for rule in passed if rule.then == "expire"), None)
    if expiring is not None:
        return (ItemExpired(item=item.id, reason=_late(expiring)),)
    return tuple(RuleEscalated(item=item.id, role=role) for role in dict.fromkeys(rule.role for rule in passed))


def _stopped(state: State, shell: Shell) -> tuple[ItemExpired, ...]:
    """What still lives on the shell's clearance; not what is being handed over at this moment, which its claim lets finish."""
    living = (item for item in state.items.values() if item.shell == shell.id and item.lane == SHELL)
    reason = f"The time of the shell “{shell.title}” is over."
    return tuple(
        ItemExpired(item=item.id, reason=reason)
        for item in living
        if item.phase not in ("published", "expired", "killed") and not _being_handed_over(item)
    )


def _earliest(state: State, item: Item) -> float:
    """Before this no limit of the item can have passed. It spares most items the whole computation at every command."""
    spans = (rule.within for rule in lane_of(state, item).rules if rule.within and rule.then != "wait")
    return item.clock_from + 1000 * min(spans, default=float("inf"))


def _late(rule: RuleStanding) -> str:
    seconds = (rule.deadline - rule.since) // 1000
    span = f"{seconds // 60} min" if seconds % 60 == 0 else f"{seconds} s"
    return f"{rule.label} did not answer within {span}."


def _being_handed_over(item: Item) -> bool:
    return any(target.phase == "claimed" for target in item.targets)


def _lapsed(item: Item, now_ms: int) -> tuple[TargetReleased, ...]:
    return tuple(
        TargetReleased(item=item.id, target=place, claim=target.claim, lapsed=True)
        for place, target in enumerate(item.targets)
        if target.phase == "claimed" and target.until <= now_ms
    )
