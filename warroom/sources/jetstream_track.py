"""How far a stream was read, from where on it is asked for again, and what of it is missing.

Places are times in µs, never sequence numbers, which each server counts for itself. Kept by our clock: a server whose own
is wrong is asked by its own.
"""

from __future__ import annotations

REWIND_US = 5_000_000  # the same moment reaches hosts at different times
REPLAY_US = 1_800_000_000  # half an hour: what the pulse shows
SLACK_US = 2_000_000  # so much later than the last one may the first of a quiet stream be, heard by another host
ASTRAY_US = 60_000_000  # a clock so far from ours is wrong

Missing = tuple[int, int]  # from when to when, µs


class Track:
    """Of one source, over its sessions and hosts. `cursor` (µs) is where an earlier run stopped; 0: there was none."""

    def __init__(self, cursor: int) -> None:
        self.cursor = cursor
        self._ahead: dict[str, int] = {}
        self._too_old: set[str] = set()
        self._host = ""
        self._asked = 0
        self._before = 0  # where the session before stopped
        self._first = True
        self.replaying = False

    def ask(self, host: str, now_us: int) -> int:
        """The cursor to connect with, by the clock of `host`; 0: from now on. Begins a session."""
        self._host, self._first = host, True
        if self.cursor > now_us + REWIND_US:
            self.cursor = 0  # kept by a clock that was wrong then, or is now
        self._before = self.cursor
        self._asked = 0
        if self.cursor and host not in self._too_old:
            self._asked = max(self.cursor - REWIND_US, now_us - REPLAY_US)
        self._too_old.discard(host)
        self.replaying = self._asked > 0
        return self._asked + self.ahead_us if self._asked else 0

    def too_old(self, host: str) -> None:
        """`host` keeps nothing so old: it is asked for what comes from now on, next time."""
        self._too_old.add(host)

    @property
    def ahead_us(self) -> int:
        """How far the clock of the present host is ahead of ours; 0 where it is about right."""
        return self._ahead.get(self._host, 0)

    def strayed(self, first_us: int, now_us: int) -> bool:
        """Whether the first message of a session, made at `first_us`, shows that the host's clock is wrong in a way not known yet.

        What it was asked for was the wrong thing then; ask again.
        """
        if not self._first:
            return False
        known = self.ahead_us
        first_us -= known
        of_the_future = first_us > now_us + ASTRAY_US
        of_the_past = first_us < (self._asked or now_us) - ASTRAY_US
        if not of_the_future and not of_the_past:
            return False
        self._ahead[self._host] = known + first_us - now_us
        return self._asked > 0

    def reached(self, first_us: int, last_us: int, now_us: int) -> Missing | None:
        """Messages made from `first_us` to `last_us` were read, in order. What is missing before them, told once a session."""
        missing = None
        if self.ahead_us and abs(last_us - now_us) < ASTRAY_US:
            del self._ahead[self._host]  # it was one message that was wrong, or the clock was set
        first_us, last_us = first_us - self.ahead_us, last_us - self.ahead_us
        if self._first:
            self._first = False
            if self._before and first_us > self._before + SLACK_US:
                missing = self._before, min(first_us, now_us)
        if self.replaying and first_us > self._before + REWIND_US:
            self.replaying = False
        if self.cursor < last_us <= now_us + ASTRAY_US:  # what is dated in the future alone says nothing of how far we are
            self.cursor = last_us
        return missing
