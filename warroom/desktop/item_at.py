"""The one item a screen is on, as its room has it now. What the screens that look at one item have in common."""

from __future__ import annotations

from warroom.desktop.clock import stopwatch
from warroom.desktop.live import LiveRoom
from warroom.review.model import Item, Moment
from warroom.review.standing import Standing, standing


class ItemAt:
    """`id` says which item; empty for none. Everything else is asked of the room each time, and is None where it is gone."""

    def __init__(self, live: LiveRoom) -> None:
        self._live = live
        self.id = ""

    @property
    def item(self) -> Item | None:
        return self._live.state.items.get(self.id)

    @property
    def stands(self) -> Standing | None:
        item = self.item
        return standing(self._live.state, item) if item is not None else None

    @property
    def moment(self) -> Moment | None:
        item = self.item
        return self._live.state.moments.get(item.moment) if item is not None else None

    @property
    def since_moment(self) -> str:
        """The stopwatch since its moment was called; it stands still where the item has ended."""
        item, moment = self.item, self.moment
        if item is None or moment is None:
            return "00:00"
        return stopwatch((item.ended_at or self._live.now()) - moment.called_at)
