"""Setting a rehearsal's pace: one wish at a time, so that keys pressed faster than the room answers add up and keep their order."""

from __future__ import annotations

import asyncio

from warroom.client.courier import Sent
from warroom.desktop.live import LiveRoom
from warroom.review.commands import SetPace


class Pacer:
    """`speed` and `paused` are what was asked last, or the room's own where nothing is on its way."""

    def __init__(self, live: LiveRoom, place: str) -> None:
        """A refusal stands as a notice at `place`."""
        self._live, self._place = live, place
        self._wish: SetPace | None = None  # the newest, on its way or behind the one that is
        self._asked: SetPace | None = None  # on its way

    @property
    def speed(self) -> float:
        return self._wish.speed if self._wish is not None else self._live.state.pace.speed

    @property
    def paused(self) -> bool:
        return self._wish.paused if self._wish is not None else self._live.state.pace.paused

    def want(self, speed: float, paused: bool, event_ms: int | None = None) -> None:
        """Sent at once, or when the wish before it was answered; then the newest only, with a jump that was to be sent before it."""
        before = self._wish if self._wish is not self._asked else None
        if event_ms is None and before is not None:
            event_ms = before.event_ms
        self._wish = SetPace(speed, paused, event_ms)
        if self._asked is None:
            self._ask(self._wish)

    def _ask(self, wish: SetPace) -> None:
        self._asked = wish
        self._live.ask("Set the pace", wish, self._place).add_done_callback(self._answered)

    def _answered(self, task: asyncio.Task[Sent]) -> None:
        asked, self._asked = self._asked, None
        if self._wish is asked or self._wish is None or task.cancelled():
            self._wish = None
        else:
            self._ask(self._wish)
