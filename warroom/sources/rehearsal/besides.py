"""What people talk about in a rehearsal besides the night's topics: words, volumes and times are all of our own writing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from warroom.sources.rehearsal.curve import between
from warroom.sources.rehearsal.night import MINUTE_MS, Night
from warroom.sources.rehearsal.script import Beside

RATE = 30.0  # posts a second of the server's clock
_HISTORY = 600  # posts that stand for the half hour before the play begins
_STEP_MS = 3_000


class Chosen(msgspec.Struct, frozen=True):
    """A post to be written: about what, when on the event's clock, and how many posts it stands for."""

    beside: Beside
    at: int
    of: int


class Besides:
    """Volumes of the event's clock; asked for one stretch after the other."""

    def __init__(self, night: Night, besides: Sequence[Beside]) -> None:
        self._night = night
        self._besides = tuple(besides)
        self._knots = [tuple((night.midnight + _ms(at), level) for at, level in beside.per_minute) for beside in besides]
        self._owed = [0.0] * len(besides)  # posts of the last stretch that were not whole
        self._credit = [0.0] * len(besides)
        self._untold = [0] * len(besides)

    def per_minute(self, event_ms: int) -> list[float]:
        """Of each, now; 0 outside the night."""
        if not self._night.first <= event_ms < self._night.last:
            return [0.0] * len(self._besides)
        return [between(knots, event_ms) for knots in self._knots]

    def history(self, since: int, until: int) -> list[Chosen]:
        """Posts that stand evenly for all that was said in `[since, until)`."""
        chosen: list[Chosen] = []
        steps = max(1, (until - since) // _STEP_MS)
        for number in range(steps):
            begin, end = (since + (until - since) * part // steps for part in (number, number + 1))
            chosen += self.choose(begin, end, _HISTORY / steps)
        return chosen

    def choose(self, since: int, until: int, budget: float) -> list[Chosen]:
        """At most about `budget` posts for all that is said in `[since, until)`; none is said before it."""
        for place, per_minute in enumerate(self.per_minute((since + until) // 2)):
            self._owed[place] += per_minute * (until - since) / MINUTE_MS
        volumes = [int(owed) for owed in self._owed]
        self._owed = [owed - volume for owed, volume in zip(self._owed, volumes, strict=True)]
        share = min(1.0, budget / max(1, sum(volumes)))
        chosen: list[Chosen] = []
        for place, volume in enumerate(volumes):
            self._untold[place] += volume
            self._credit[place] = min(self._credit[place] + volume * share, self._untold[place])
            number = int(self._credit[place])
            self._credit[place] -= number
            stands = [self._untold[place] * (each + 1) // number - self._untold[place] * each // number for each in range(number)]
            chosen += [Chosen(self._besides[place], max(since, until - 1), of) for of in stands]
            self._untold[place] = 0 if number else self._untold[place]
        return chosen


def _ms(time: dt.time) -> int:
    return ((time.hour * 60 + time.minute) * 60 + time.second) * 1_000
