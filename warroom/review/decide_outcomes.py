"""Outcomes: which result an item waits for, and which one it was."""

from __future__ import annotations

from warroom.plan.model import Outcome
from warroom.plan.networks import network_name
from warroom.review import lanes
from warroom.review.asking import Ask, refusal
from warroom.review.commands import LockItem, MarkOutcome
from warroom.review.events import Happening, ItemCameBack, ItemExpired, ItemLocked, OutcomeMarked
from warroom.review.model import Item

_ENDED = ("published", "expired", "killed")


def lock_item(ask: Ask, command: LockItem) -> tuple[Happening, ...]:
    """Whoever writes may lock; changing or lifting a lock is a producer's, or a lock would keep nobody from anything."""
    ask.need_role("writer", "producer", to="lock an item to a result")
    item = ask.living(command.item)
    if (command.outcome, command.result) == (item.outcome, item.result):
        raise refusal("wrong_state", "It is so already.", outcome=item.outcome, result=item.result)
    if item.outcome:
        ask.need_role("producer", to=f"change what an item waits for (it is {item.result} of {item.outcome})")
    if lanes.going_out(item):
        raise refusal("going_out", "It is going out already, so it can wait for nothing any more.")
    if command.outcome or command.result:
        open_result(ask, command.outcome, command.result)
    return (ItemLocked(item.id, command.outcome, command.result),)


def mark_outcome(ask: Ask, command: MarkOutcome) -> tuple[Happening, ...]:
    """The other results' items expire. A mark that was wrong is put right by marking again: what it ended comes back.

    Only until something of the outcome is out: from then on what happened is known to everybody.
    """
    ask.need_role("producer", to="mark what came of an outcome")
    outcome = _known(ask, command.outcome, command.result if command.result else None)
    marked = ask.state.outcomes.get(outcome.name)
    before = marked.result if marked else ""
    if before != command.seen:
        said = f"{marked.by} marked {before}" if marked else "the mark was taken back"
        raise refusal("stale_version", f"Meanwhile {said}. Look at that and decide again.", current=before)
    if before == command.result:
        raise refusal("wrong_state", f"{outcome.name} is marked {before} already." if before else "Nothing is marked.", result=before)
    _nothing_out(ask, outcome)
    items = [item for item in ask.state.items.values() if item.outcome == outcome.name]
    return (
        OutcomeMarked(outcome.name, command.result),
        *(ItemCameBack(item.id) for item in items if item.came_from and command.result in ("", item.result)),
        *(
            _other(item, outcome, command.result)
            for item in items
            if command.result and item.phase not in _ENDED and _loses(item, command.result)
        ),
    )


def open_result(ask: Ask, outcome: str, result: str) -> None:
    """Refuse a result that the plan has not, or that did not come."""
    known = _known(ask, outcome, result)
    marked = ask.state.outcomes.get(known.name)
    if marked is not None and marked.result != result:
        message = f"{marked.by} marked {marked.result}, so nothing that waits for {result} would ever go out."
        raise refusal("wrong_state", message, result=marked.result)


def _known(ask: Ask, name: str, result: str | None) -> Outcome:
    outcome = ask.state.plan.outcome(name)
    if outcome is None:
        known = [one.name for one in ask.state.plan.outcomes]
        has = f"It has: {', '.join(known)}." if known else "It has none."
        raise refusal("not_found", f"The event plan has no outcome {name!r}. {has}", outcomes=known)
    if result is not None and result not in outcome.results:
        message = f"{outcome.name} has no result {result!r}. It has: {', '.join(outcome.results)}."
        raise refusal("bad_request", message, results=list(outcome.results))
    return outcome


def _loses(item: Item, result: str) -> bool:
    return item.result != result


def _other(item: Item, outcome: Outcome, result: str) -> ItemExpired:
    return ItemExpired(item.id, f"{outcome.name} was {result}, and this was for {item.result}.", outcome.name)


def _nothing_out(ask: Ask, outcome: Outcome) -> None:
    for item in ask.state.items.values():
        if item.outcome != outcome.name:
            continue
        out = next((target for target in item.targets if target.phase in ("claimed", "posted")), None)
        if out is not None:
            doing = "has put" if out.phase == "posted" else "is handing"
            message = f"{out.person} {doing} “{item.title}” out on {network_name(out.text.network)}, so the mark stands."
            raise refusal("going_out", message, item=item.id, person=out.person)
