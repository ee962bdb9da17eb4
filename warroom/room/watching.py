"""What intake spotted becomes lines of the log, written by the room itself: each thing once, nothing that cannot be so, and no more
than a log can bear. On the event loop's thread.

Deletions are never held back: each post of a moment's evidence is taken back once at most. All else has an allowance, so that an
intake gone mad cannot fill the log.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Iterable
from typing import Any, TypeVar

from msgspec.structs import replace

from warroom.errors import RoomError
from warroom.review.events import EvidenceChanged, Happening, MomentTurned, SpikeOver, SpikeRefined, SpikeSpotted
from warroom.review.watched import Told, watched
from warroom.room.authority import Authority
from warroom.room.clock import Clock
from warroom.wire import FeedBatch

MINUTE_MS, HOUR_MS = 60_000, 3_600_000
SPIKES = ((12, MINUTE_MS), (120, HOUR_MS))
TURNS = ((12, MINUTE_MS), (120, HOUR_MS))
EDITS = ((60, MINUTE_MS), (600, HOUR_MS))
MOST_LEFT = 500  # of each kind, while the disk refuses
AFTER_FAILURE_S = 5.0
LOG_EVERY_MS = 10_000

_T = TypeVar("_T")
_log = logging.getLogger(__name__)


class Allowance:
    """So many in so long, for each of the given pairs; times in ms, never running back."""

    def __init__(self, limits: Iterable[tuple[int, int]]) -> None:
        self._limits = tuple(limits)
        self._taken: deque[int] = deque(maxlen=max(count for count, _ in self._limits))

    def take(self, now: int) -> bool:
        if any(len(self._taken) >= count and self._taken[-count] > now - span for count, span in self._limits):
            return False
        self._taken.append(now)
        return True


class Watching:
    def __init__(self, authority: Authority, clock: Clock) -> None:
        self._authority, self._clock = authority, clock
        self._spikes, self._turns, self._edits = Allowance(SPIKES), Allowance(TURNS), Allowance(EDITS)
        self._left = Told()  # told and not written down yet
        self._not_before = 0.0
        self._logged_at = self._unsaid = 0

    def take(self, batch: FeedBatch) -> None:
        """Never raises for what is in the batch: what cannot be kept is left out, with a line in the room's own log file."""
        edited = tuple(post for post in batch.posts if post.edited)
        told = _together(self._left, Told(batch.spikes, batch.ended, batch.turns, batch.deleted, edited))
        if told == Told():
            return
        self._left = Told()
        if asyncio.get_running_loop().time() < self._not_before:
            self._left = _bounded(told)
            return
        seen = watched(self._authority.pending, told)
        for why in seen.dropped:
            self._say(f"left out of the log: {why}")
        for body in seen.happened:
            self._write(body)

    def _write(self, body: Happening) -> None:
        allowed = self._allowed(body)
        if allowed is None:
            return
        try:
            answer = self._authority.note(allowed)
        except RoomError as error:
            self._say(f"left out of the log: {error.message}")
            return
        answer.add_done_callback(lambda done: self._written(allowed, done))

    def _allowed(self, body: Happening) -> Happening | None:
        """What of it may be written now; edits wait for their turn, all else that is too much is dropped."""
        now = self._clock.now()
        match body:
            case SpikeSpotted():
                if not self._spikes.take(now):
                    self._say("left out of the log: more spikes than anybody could look at")
                    return None
            case SpikeRefined(spike=spike):  # twice a spike at most, so those need no allowance of their own
                return body if spike.id in self._authority.pending.spikes else None
            case SpikeOver(end=end):
                return body if end.spike in self._authority.pending.spikes else None
            case MomentTurned():
                if not self._turns.take(now):
                    self._say("left out of the log: more turns than anybody could look at")
                    return None
            case EvidenceChanged(edited=edited) if edited and not self._edits.take(now):
                self._left = _bounded(_together(self._left, Told(posts=edited)))
                return replace(body, edited=()) if body.deleted else None
        return body

    def _written(self, body: Happening, done: asyncio.Future[Any]) -> None:
        """What the disk refused is told again later."""
        if done.cancelled() or done.exception() is None:
            return
        self._not_before = asyncio.get_running_loop().time() + AFTER_FAILURE_S
        match body:
            case SpikeSpotted(spike=spike) | SpikeRefined(spike=spike):
                again = Told(spikes=(spike,))
            case SpikeOver(end=end):
                again = Told(ended=(end,))
            case MomentTurned(turn=turn):
                again = Told(turns=(turn,))
            case EvidenceChanged(deleted=deleted, edited=edited):
                again = Told(deleted=deleted, posts=edited)
            case _:
                return
        self._left = _bounded(_together(self._left, again))

    def _say(self, words: str) -> None:
        """At most one line in ten seconds, with how many were not said."""
        now = self._clock.now()
        if self._logged_at and now - self._logged_at < LOG_EVERY_MS:
            self._unsaid += 1
            return
        _log.warning("%s%s", words, f" ({self._unsaid} more such lines before)" if self._unsaid else "")
        self._logged_at, self._unsaid = now, 0


def _together(one: Told, other: Told) -> Told:
    return Told(
        (*one.spikes, *other.spikes),
        (*one.ended, *other.ended),
        (*one.turns, *other.turns),
        (*one.deleted, *other.deleted),
        (*one.posts, *other.posts),
    )


def _bounded(told: Told) -> Told:
    return Told(_last(told.spikes), _last(told.ended), _last(told.turns), _last(told.deleted), _last(told.posts))


def _last(of: tuple[_T, ...]) -> tuple[_T, ...]:
    return of[-MOST_LEFT:]
