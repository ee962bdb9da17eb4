"""The event clock: how the event's own time runs against the room's. Pure; all times are milliseconds of Unix time.

In a live room both are the same. In a rehearsal the event's time is that of the night being played: it starts where it
is told to, may run faster, and may be paused.
"""

from __future__ import annotations

import msgspec


class EventClock(msgspec.Struct, frozen=True):
    """At `anchor_server_ms` on the server's clock it was `anchor_event_ms` at the event."""

    anchor_event_ms: int
    anchor_server_ms: int
    speed: float = 1.0  # event seconds in one server second
    paused: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.speed < float("inf"):
            raise ValueError(f"an event clock runs forward, at a speed above 0, not {self.speed}")

    @classmethod
    def live(cls, server_ms: int) -> EventClock:
        """The clock of a live room: event time is server time."""
        return cls(anchor_event_ms=server_ms, anchor_server_ms=server_ms)

    def event_time(self, server_ms: int) -> int:
        if self.paused:
            return self.anchor_event_ms
        return self.anchor_event_ms + int((server_ms - self.anchor_server_ms) * self.speed)

    def server_time(self, event_ms: int) -> int:
        """When the server's clock showed, or will show, this event time at the present pace; while paused, the anchor's."""
        if self.paused:
            return self.anchor_server_ms
        return self.anchor_server_ms + int((event_ms - self.anchor_event_ms) / self.speed)

    def at_pace(self, server_ms: int, speed: float, paused: bool) -> EventClock:
        """The same clock from `server_ms` on at another pace; event time neither jumps nor goes back."""
        return EventClock(self.event_time(server_ms), server_ms, speed, paused)
