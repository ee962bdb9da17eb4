"""What folding does to one item, whatever happened to it."""

from __future__ import annotations

from msgspec.structs import replace

from warroom.review.model import Item, State


def with_item(state: State, item: Item) -> State:
    """The state with this item in the place of the one of its id, or as a new one."""
    return replace(state, items={**state.items, item.id: item})


def clock_restarted(item: Item, at: int) -> Item:
    """Its limits begin anew, where people are asked for it."""
    return replace(item, clock_from=at, escalated=()) if item.phase == "in_review" else item
