"""Outcomes as rows and sentences. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.desktop.naming import called
from warroom.review.model import Item, State

_ENDED = ("published", "expired", "killed")


@dataclass(frozen=True)
class OutcomeRow:
    key: str
    words: str
    tone: str
    marked: bool


@dataclass(frozen=True)
class ChoiceRow:
    """`now`: it is so already; `open`: it can be chosen."""

    key: str
    label: str
    note: str
    picked: bool
    now: bool
    open: bool


def outcome_rows(state: State, me: str) -> tuple[OutcomeRow, ...]:
    """`Winner: not marked · 2 wait`; those for which nothing waits and nothing is marked stay out."""
    rows = []
    for outcome in state.plan.outcomes:
        marked = state.outcomes.get(outcome.name)
        waits = [item for item in state.items.values() if item.outcome == outcome.name and item.phase not in _ENDED]
        if marked is not None:
            rows.append(OutcomeRow(outcome.name, f"{outcome.name}: {marked.result} · marked by {called(marked.by, me)}", "green", True))
        elif waits:
            held = f"{len(waits)} item{'' if len(waits) == 1 else 's'} wait{'s' if len(waits) == 1 else ''}"
            rows.append(OutcomeRow(outcome.name, f"{outcome.name} is not marked · {held}", "amber", False))
    return tuple(rows)


def mark_rows(state: State, name: str, picked: str | None) -> tuple[ChoiceRow, ...]:
    outcome = state.plan.outcome(name)
    marked = state.outcomes.get(name)
    results = [*(outcome.results if outcome is not None else ()), *([""] if marked is not None else [])]
    rows = []
    for result in results:
        mine = [item for item in state.items.values() if item.outcome == name and item.result == result and item.phase != "killed"]
        note = f"{len(mine)} item{'' if len(mine) == 1 else 's'}" if result else ""
        now = marked is not None and marked.result == result
        rows.append(ChoiceRow(result, result or "Not marked yet", "marked now" if now else note, result == picked, now, not now))
    return tuple(rows)


def mark_words(state: State, name: str, picked: str | None) -> str:
    """What the mark will do to what is locked to the outcome."""
    if picked is None:
        return "Items of the result that you mark may go out; items of the others expire. Everybody sees it at once."
    items = [item for item in state.items.values() if item.outcome == name and item.phase not in ("published", "killed")]
    free = [item for item in items if item.result == picked and (item.phase != "expired" or item.came_from)]
    lost = [item for item in items if picked and item.result != picked and item.phase != "expired"]
    back = [item for item in items if item.came_from and picked in ("", item.result)]
    said = []
    if picked and free:
        said.append(f"{_listed(free)} may go out once greenlit.")
    if lost:
        said.append(f"{_listed(lost)} expire{'s' if len(lost) == 1 else ''}.")
    if back:
        said.append(f"{_listed(back)} come{'s' if len(back) == 1 else ''} back as {'it was' if len(back) == 1 else 'they were'}.")
    if not picked:
        said.append("Whatever is locked to it waits again.")
    return " ".join(said) or "Nothing is locked to it."


def _listed(items: list[Item]) -> str:
    named = ", ".join(f"“{item.title}”" for item in items[:3])
    return f"{named} and {len(items) - 3} more" if len(items) > 3 else named


def lock_rows(state: State, item: Item, picked: str | None) -> tuple[ChoiceRow, ...]:
    rows = [
        ChoiceRow("", "No result: it goes when it is greenlit", "now" if not item.outcome else "", picked == "", not item.outcome, True)
    ]
    for outcome in state.plan.outcomes:
        marked = state.outcomes.get(outcome.name)
        for result in outcome.results:
            key = f"{outcome.name}\n{result}"
            now = (item.outcome, item.result) == (outcome.name, result)
            here = marked is None or marked.result == result
            note = "now" if now else "" if here else f"it was {marked.result if marked else ''}"
            rows.append(ChoiceRow(key, f"{outcome.name}: {result}", note, picked == key, now, here))
    return tuple(rows)


def lock_words(item: Item, picked: str | None) -> str:
    if picked is None:
        return "It can be approved meanwhile; nobody can publish it before a producer marks the result."
    if not picked:
        return f"“{item.title}” can go out as soon as it is greenlit, whatever the result."
    outcome, _, result = picked.partition("\n")
    return f"“{item.title}” can go out only when {outcome} is marked {result}. If it is another, it expires."
