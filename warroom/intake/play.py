"""A rehearsal's night, played by the room's event clock."""

from __future__ import annotations

import msgspec

from warroom.intake.memory import Memory
from warroom.plan.clock import EventClock
from warroom.review import duty
from warroom.review.model import Pace
from warroom.sources.health import SourceHealth
from warroom.sources.rehearsal.play import Rehearsal
from warroom.sources.rehearsal.tick import Tick
from warroom.watch.pipeline import Pipeline

_JUMP_MS = 2_000  # of the event's time: more than two rooms' clocks differ by


class Player:
    """`step` is called ten times a second with the pace the room has at that moment: speed, pause and jumps count at once."""

    def __init__(self, memory: Memory, pipeline: Pipeline) -> None:
        self._night = Rehearsal.shipped()
        self._memory = memory
        self._pipeline = pipeline
        self._clock: EventClock | None = None

    def step(self, pace: Pace, server_ms: int) -> None:
        clock = duty.clock(pace)
        if not self._memory.history_told:
            self._pipeline.play(_past(self._night.history(clock, server_ms)))
            self._memory.tell_history()
        tick = self._night.tick(clock, server_ms)
        self._pipeline.play(_past(tick) if self._jumped(clock, server_ms) else tick)
        self._clock = clock

    def health(self) -> tuple[SourceHealth, ...]:
        return self._night.health()

    def _jumped(self, clock: EventClock, server_ms: int) -> bool:
        before = self._clock
        return before is not None and before != clock and abs(clock.event_time(server_ms) - before.event_time(server_ms)) > _JUMP_MS


def _past(tick: Tick) -> Tick:
    """Its volumes belong to the past half hour, not to how many posts are read this second."""
    return msgspec.structs.replace(tick, total=len(tick.posts), not_sent=0)
