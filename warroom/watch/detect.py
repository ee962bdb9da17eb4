"""Spikes of one topic, second by second: a lagged robust baseline, a score of steady variance, two rules, hysteresis.

The counts of windows of several lengths, each ending now, are compared with what the seconds before them lead to expect.
Square roots of counts (Anscombe, 1948) have nearly the same spread at any volume; what real streams spread more than that
is measured on the topic itself. Rule "baseline" asks for a rise above both the last half hour and the last minutes; rule
"raised" above the last minutes alone, where something louder lies less than half an hour back.
"""

from __future__ import annotations

from collections import deque
from math import inf, log, sqrt

import msgspec

from warroom.plan.model import Sensitivity
from warroom.watch.baseline import BLOCK_S, Baseline, weight

WINDOWS = (3, 6, 12, 30, 75, 180, 400)  # seconds
KEPT_S = 1_024  # whole seconds in which late posts are still counted; a power of two
_FEW = 400  # posts; where a window usually has more, a longer one adds nothing but drift
_ACTIVE_S = 900  # after so long, a raised level is the usual one
_OFF = 0.5  # of the way from the baseline to the ratio that is asked for: below it, the spike is over
_OFF_S = 30
_LOUDER = 2.0  # times the peak of the last spike: told even during the cool-down
_LATEST = 3  # the part of a window at whose authors it is looked twice
_TELLING = 8  # posts there
_CROWD = 60  # authors
_DOUBT_S = (2, 6)  # how long a rise by fewer is doubted, at least, and until when it must have come again
_WARM_S = 120


class Level(msgspec.Struct, frozen=True):
    """What a rise must have to be told."""

    sure: float  # standard deviations above the half hour and the last minutes
    ratio: float
    sure_raised: float  # above the last minutes alone
    ratio_raised: float
    posts: int  # in the window that decides
    authors: int  # different ones in it
    cool_s: int  # from one spike of a topic to the next


LEVELS: dict[Sensitivity, Level] = {
    "fewer": Level(6.5, 1.8, 8.0, 2.2, 16, 12, 300),
    "balanced": Level(4.7, 1.35, 5.8, 1.5, 10, 7, 120),
    "more": Level(3.9, 1.25, 4.7, 1.4, 6, 4, 60),
}


class Rise(msgspec.Struct, frozen=True):
    """Seconds of the event's clock; rates in posts a second."""

    since: int
    spotted: int
    window: int
    per_s: float
    baseline: float
    score: float
    authors: int
    rule: str
    over: float = 0.0  # the peak of the spike whose place it takes, where there is one


class Fall(msgspec.Struct, frozen=True):
    """The rise before is over."""

    at: int
    peak: float


class Standing(msgspec.Struct, frozen=True):
    """How much a spike is now: rates in posts a second, over the window that decided; authors in it."""

    per_s: float
    peak: float
    authors: int


class _Active:
    """A spike that is on; `outer`: the one upon whose level it rose."""

    __slots__ = ("baseline", "outer", "peak", "peaks", "spotted", "window")

    def __init__(self, rise: Rise, outer: _Active | None, settled_s: int) -> None:
        self.spotted = rise.spotted
        self.baseline = rise.baseline
        self.window = rise.window
        self.outer = outer
        self.peak = rise.per_s
        self.peaks: deque[float] = deque([rise.per_s], maxlen=settled_s)  # of means, up to each of the last seconds


class Detector:
    """Of one topic. Seconds are whole ones of the event's clock, counted in seconds."""

    def __init__(self, sensitivity: Sensitivity = "balanced") -> None:
        self.level = LEVELS[sensitivity]
        self._baseline = Baseline(WINDOWS)
        self._begin()

    def restart(self) -> None:
        """Nothing is known: the clock has leapt."""
        self._begin()

    def _begin(self) -> None:
        self._posts = [0] * KEPT_S
        self._seen = [0] * KEPT_S  # posts whose authors were looked at
        self._new = [0] * KEPT_S  # and whose authors had not been heard shortly before
        self._sums = [0] * len(WINDOWS)
        self._off_sum = 0
        self._closed = 0
        self._first = 0
        self._limits = [(inf, inf)] * len(WINDOWS)  # counts at which either rule may hold
        self._active: _Active | None = None
        self._last_spotted = -(10**9)
        self._parting = 0  # no window reaches back over it: what was told before does not count again
        self._last_peak = 0.0
        self._doubted = 0
        self._baseline.clear()

    @property
    def active(self) -> bool:
        return self._active is not None

    def standing(self) -> Standing | None:
        """Of the spike that is on, by the last second that was closed; None where none is."""
        active = self._active
        if active is None:
            return None
        count = self._sums[WINDOWS.index(active.window)]
        seen, new = self._people(self._closed, active.window)
        return Standing(count / active.window, active.peak, round(new * max(1.0, count / seen)) if seen else count)

    def expect(self, sensitivity: Sensitivity) -> None:
        """Another sensitivity from now on; what is known of the topic's baseline stays."""
        self.level = LEVELS[sensitivity]

    def add(self, second: int, posts: int) -> None:
        """More posts of a second, closed already or not; at most a few minutes ahead of what is closed."""
        if second <= self._closed - KEPT_S // 2:
            return
        self._posts[second % KEPT_S] += posts
        late = self._closed - second
        if late >= 0:
            for place, window in enumerate(WINDOWS):
                if late < window:
                    self._sums[place] += posts
            if late < _OFF_S:
                self._off_sum += posts
            self._baseline.late(second, posts)

    def add_authors(self, second: int, seen: int, new: int) -> None:
        """Of how many posts the authors were looked at, and how many of them had not written on this topic shortly before."""
        if second > self._closed - KEPT_S // 2:
            self._seen[second % KEPT_S] += seen
            self._new[second % KEPT_S] += new

    def close(self, second: int) -> Rise | Fall | None:
        """The second is over. To be called for each, in order."""
        if not self._first:
            self._first, self._closed = second, second - 1
        self._slide(second)
        if self._active is not None:
            over = self._still(second)
            if over is not None:
                return over
        return self._rise(second)

    def _slide(self, second: int) -> None:
        posts, sums = self._posts, self._sums
        fresh = posts[second % KEPT_S]
        for place, window in enumerate(WINDOWS):
            sums[place] += fresh - posts[(second - window) % KEPT_S]
        self._off_sum += fresh - posts[(second - _OFF_S) % KEPT_S]
        self._closed = second
        ahead = (second + KEPT_S // 2) % KEPT_S
        posts[ahead] = self._seen[ahead] = self._new[ahead] = 0
        if (second + 1) % BLOCK_S == 0:
            self._close_block(second)

    def _close_block(self, second: int) -> None:
        places = [at % KEPT_S for at in range(second - BLOCK_S + 1, second + 1)]
        count = sum(self._posts[place] for place in places)
        seen, new = sum(self._seen[place] for place in places), sum(self._new[place] for place in places)
        self._baseline.close(second // BLOCK_S, count, seen, new, raised=self._active is not None)
        if second - self._first + 1 < _WARM_S:
            return
        level = self.level
        for place, window in enumerate(WINDOWS):
            expected = self._baseline.expected(place)
            if expected is None or (expected.recent * window > _FEW and window > 30):
                self._limits[place] = (inf, inf)
                continue
            usual = max(expected.recent, expected.half_hour) * window
            recent = expected.recent * window
            noise = expected.noise
            self._limits[place] = (
                max(level.posts, usual * level.ratio, _above(usual, level.sure * noise)),
                max(level.posts, recent * level.ratio_raised, _above(recent, level.sure_raised * noise)),
            )

    def _still(self, second: int) -> Fall | None:
        """Follows the spike that is on. Where it rose upon another's level, that other is on again after it, and not told anew."""
        active = self._active
        assert active is not None
        place = WINDOWS.index(active.window)
        active.peak = max(active.peak, self._sums[place] / active.window)
        active.peaks.append(max(active.peaks[-1], self._off_sum / _OFF_S))
        if second - active.spotted >= _ACTIVE_S:
            self._over(second, None)
            self._baseline.settle()
        elif second - active.spotted >= _OFF_S // 2 and self._is_off(active):
            outer = active.outer
            while outer is not None and self._is_off(outer):
                outer = outer.outer
            self._over(second, outer)
        else:
            return None
        return Fall(second + 1, active.peak)

    def _is_off(self, active: _Active) -> bool:
        span = max(active.window, _OFF_S)
        count = self._sums[WINDOWS.index(active.window)] if active.window >= _OFF_S else self._off_sum
        return count < active.baseline * (1.0 + _OFF * (self.level.ratio - 1.0)) * span

    def _over(self, second: int, outer: _Active | None) -> None:
        assert self._active is not None
        self._last_peak = self._active.peak
        self._parting = second
        self._active = outer

    def _rise(self, second: int) -> Rise | None:
        best: Rise | None = None
        for place, (usual, recent) in enumerate(self._limits):
            count = self._sums[place]
            if (count >= usual or count >= recent) and second - WINDOWS[place] >= self._parting:
                rise = self._judge(second, place)
                if rise is not None and (best is None or rise.score > best.score):
                    best = rise
        if best is None or not self._may(best) or not self._stays(best):
            return None
        if self._active is not None:
            best = msgspec.structs.replace(best, over=self._active.peaks[0])
        self._active = _Active(best, self._active, self.level.cool_s * 3 // 4)
        self._baseline.began(best.since // BLOCK_S)
        self._parting = self._last_spotted = second
        self._last_peak = best.per_s
        return best

    def _stays(self, rise: Rise) -> bool:
        """Few people are looked at again a little later: a handful of accounts would have shown by then that they are one."""
        if rise.authors >= _CROWD or not self._people(rise.spotted, rise.window)[0]:
            return True
        if rise.spotted - self._doubted > _DOUBT_S[1]:
            self._doubted = rise.spotted
        return rise.spotted - self._doubted >= _DOUBT_S[0]

    def _may(self, rise: Rise) -> bool:
        """Whether it is news. During a spike only a rise above its own level counts, soon after one only what is far louder."""
        active = self._active
        passed = rise.spotted - self._last_spotted
        if active is None:
            return passed >= self.level.cool_s or rise.per_s >= _LOUDER * self._last_peak
        place = WINDOWS.index(rise.window)
        risen = self._sums[place] >= max(self._limits[place][1], active.peaks[0] * self.level.ratio * rise.window)
        return risen and passed >= 1.5 * self.level.cool_s

    def _judge(self, second: int, place: int) -> Rise | None:
        """The rise of this window with its posts weighed by who wrote them; None where that is not enough."""
        expected = self._baseline.expected(place)
        if expected is None:
            return None
        window, count = WINDOWS[place], self._sums[place]
        seen, new = self._people(second, window)
        weighed, authors = float(count), count
        if seen:
            share = new / seen
            lately, fresh = self._people(second, max(1, window // _LATEST))
            if lately >= _TELLING:  # a few accounts are all new at first, and none of them is a second later
                share = min(share, fresh / lately)
            weighed = count * weight(share, self._baseline.new_share)
            authors = round(new * max(1.0, count / seen))
        if authors < self.level.authors:
            return None
        usual, recent = self._limits[place]
        if weighed >= usual:
            rule, base = "baseline", max(expected.recent, expected.half_hour)
        elif weighed >= recent:
            rule, base = "raised", expected.recent
        else:
            return None
        score = 2.0 * (sqrt(weighed + 0.375) - sqrt(base * window + 0.375)) / expected.noise
        since = self._since(second, base, count / window)
        return Rise(since, second, window, count / window, base, score, authors, rule)

    def _people(self, second: int, window: int) -> tuple[int, int]:
        places = [at % KEPT_S for at in range(second - window + 1, second + 1)]
        return sum(self._seen[place] for place in places), sum(self._new[place] for place in places)

    def _since(self, second: int, base: float, per_s: float) -> int:
        """The second from which on a raised volume is likelier than the baseline by most: a change point of Poisson counts."""
        base = max(base, 0.01)
        raised = max(per_s, base * 1.2)
        gain, cost = log(raised / base), raised - base
        likelier, best, since = 0.0, 0.0, second
        for at in range(second, second - min(KEPT_S // 2, max(120, WINDOWS[-1])), -1):
            likelier += self._posts[at % KEPT_S] * gain - cost
            if likelier >= best:
                best, since = likelier, at
        return since


def _above(expected: float, steps: float) -> float:
    """The count that lies so many steps of 1 above `expected` once both are made roots."""
    root = sqrt(expected + 0.375) + steps / 2.0
    return root * root - 0.375
