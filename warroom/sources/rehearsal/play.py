"""Plays a night: whole counts from its curve, and as many posts of our own writing as a stream can carry."""

from __future__ import annotations

from pathlib import Path

from warroom.locations import assets
from warroom.plan.clock import EventClock
from warroom.sources.count import TopicCount
from warroom.sources.health import SourceHealth
from warroom.sources.monitor import RATE_OVER_S, Monitor
from warroom.sources.post import Picture, Post
from warroom.sources.rehearsal import besides
from warroom.sources.rehearsal.besides import Besides, Chosen
from warroom.sources.rehearsal.curve import Curve
from warroom.sources.rehearsal.night import MINUTE_MS, Night, read_night
from warroom.sources.rehearsal.script import Script, Writer, Written, read_script
from warroom.sources.rehearsal.tick import Aside, Tick

RATE = 50.0  # posts a second of the server's clock
_HISTORY_MS = 30 * MINUTE_MS
_LEAP_MS = 2 * MINUTE_MS  # of the event's clock, in one tick
_COUNTED_MS = RATE_OVER_S * 1_000  # what is read in a tick that took longer is no rate
_SLACK_MS = 2_000  # of the event's clock, by which a tick may run ahead: more was leapt over, not read
_OPENING_POSTS = 60  # written for the half minute before the start
_OPENING_MS = 30_000
_LOUDNESS = 0.4  # a topic's part of the posts grows with its volume to this power, so that quiet topics are seen too


def folder(name: str = "super-bowl-xlvii") -> Path:
    """Holds the rehearsal's `event.toml`."""
    return assets() / "rehearsals" / name


class Rehearsal:
    """A night being played. `tick` is to be called by one loop, about ten times a second, with the room's event clock."""

    def __init__(self, night: Night, script: Script, rate: float = RATE, seed: int = 47) -> None:
        self.night = night
        self.curve = Curve(night)
        self._writer = Writer(script, seed)
        self._besides = Besides(night, script.beside)
        self._beside_writer = Writer(script, seed + 1)  # of its own, so that it changes no other post
        self._rate = rate
        self._mark: int | None = None  # event time up to which it was played
        self._now = 0
        self._credit: dict[str, float] = {}
        self._written = 0
        self._prefix = ""
        self._shares = {source.name: source.share for source in script.source}
        self._owed = dict.fromkeys(self._shares, 0.0)
        self._monitors = {name: Monitor(name, "rehearsal", lambda: self._now) for name in self._shares}

    @classmethod
    def shipped(cls, name: str = "super-bowl-xlvii", rate: float = RATE, seed: int = 47) -> Rehearsal:
        place = folder(name)
        return cls(read_night(place.with_name(place.name + ".toml")), read_script(place / "posts.toml"), rate, seed)

    def history(self, clock: EventClock, server_ms: int) -> Tick:
        """The half hour of the event before now: its counts whole, and some posts of its last half minute, dated before `server_ms`.

        For the first start of a room; asked again for a room that has them, its counts would be added twice.
        """
        self._begin(server_ms)
        event_ms = clock.event_time(server_ms)
        counts = self.curve.counts(event_ms - _HISTORY_MS, event_ms)
        late = [count for count in counts if count.second >= event_ms - _OPENING_MS]
        self._credit.clear()
        posts = self._write(late, float(_OPENING_POSTS), event_ms, server_ms - _OPENING_MS, server_ms)
        total = sum(count.count for count in counts)
        before = self._asides_before(event_ms - _HISTORY_MS, event_ms, server_ms)
        return Tick(posts, counts, total, total - len(posts), asides_before=before)

    def tick(self, clock: EventClock, server_ms: int) -> Tick:
        """What came since the last tick; the first only marks where the play begins. Nothing while the clock is paused."""
        self._begin(server_ms)
        passed = max(0, server_ms - self._now)
        since, self._now = self._now, max(self._now, server_ms)
        event_ms = clock.event_time(server_ms)
        self._tell(clock.paused, event_ms >= self.night.last)
        if self._mark is None or event_ms <= self._mark:
            back = self._mark is not None and self._mark - event_ms > _LEAP_MS
            self._mark = event_ms
            return Tick(asides_before=self._asides_before(event_ms - _HISTORY_MS, event_ms, server_ms) if back else ())
        leapt = event_ms - self._mark > min(passed, _COUNTED_MS) * clock.speed + _SLACK_MS
        counts = self.curve.counts(max(self._mark, event_ms - _HISTORY_MS), event_ms)
        asides, before = self._asides(event_ms, passed, since, server_ms)
        self._mark = event_ms
        posts = self._write(counts, self._rate * min(passed, 1_000) / 1_000, event_ms, since, server_ms)
        total = sum(count.count for count in counts)
        if not leapt:
            self._heard(total + sum(aside.of for aside in asides))
        return Tick(posts, counts, total, total - len(posts), asides, before)

    def _asides(self, event_ms: int, passed: int, since: int, until: int) -> tuple[tuple[Aside, ...], tuple[Aside, ...]]:
        """What is said besides since the last tick, and, where the clock leapt ahead, what was said before."""
        assert self._mark is not None
        if event_ms - self._mark > _LEAP_MS:
            return (), self._asides_before(max(self._mark, event_ms - _HISTORY_MS), event_ms, until)
        chosen = self._besides.choose(self._mark, event_ms, besides.RATE * min(passed, 1_000) / 1_000)
        step = (until - since) / max(1, len(chosen))
        return tuple(self._aside(one, since + round((turn + 1) * step), until) for turn, one in enumerate(chosen)), ()

    def _asides_before(self, begin: int, end: int, seen: int) -> tuple[Aside, ...]:
        return tuple(self._aside(one, seen, seen) for one in self._besides.history(begin, end))

    def _aside(self, chosen: Chosen, at: int, seen: int) -> Aside:
        return Aside(self._made(self._beside_writer.write_beside(chosen.beside), at, seen), chosen.at, chosen.of)

    def health(self) -> tuple[SourceHealth, ...]:
        return tuple(monitor.health() for monitor in self._monitors.values())

    def _begin(self, server_ms: int) -> None:
        if not self._prefix:
            self._prefix = f"rehearsal:{server_ms:x}"
            self._now = server_ms

    def _tell(self, paused: bool, over: bool) -> None:
        for monitor in self._monitors.values():
            if over:
                monitor.ended("the night is over")
            elif paused:
                monitor.waiting("paused with the rehearsal")
            else:
                monitor.live()

    def _heard(self, total: int) -> None:
        for name, share in self._shares.items():
            owed = self._owed[name] + total * share
            self._monitors[name].heard(int(owed))
            self._owed[name] = owed - int(owed)

    def _write(
        self, counts: list[TopicCount] | tuple[TopicCount, ...], budget: float, event_ms: int, since: int, until: int
    ) -> tuple[Post, ...]:
        """At most `budget` posts and never more of a topic than its count, dated evenly over `(since, until]`."""
        volumes: dict[str, int] = {}
        for count in counts:
            volumes[count.topic] = volumes.get(count.topic, 0) + count.count
        loudness = {topic: volume**_LOUDNESS for topic, volume in volumes.items()}
        chosen: list[str] = []
        for topic, volume in volumes.items():
            credit = self._credit.get(topic, 0.0) + budget * loudness[topic] / sum(loudness.values())
            number = min(int(credit), volume)
            self._credit[topic] = min(credit - number, 1.0)
            chosen += [topic] * number
        phase = self.night.phase(event_ms)
        step = (until - since) / max(1, len(chosen))
        order = sorted(range(len(chosen)), key=lambda place: (place * 0.618_034) % 1.0)  # topics take turns
        return tuple(self._post(chosen[place], phase, since + round((turn + 1) * step), until) for turn, place in enumerate(order))

    def _post(self, topic: str, phase: str, at: int, seen: int) -> Post:
        return self._made(self._writer.write(topic, phase), at, seen)

    def _made(self, written: Written, at: int, seen: int) -> Post:
        self._written += 1
        return Post(
            id=f"{self._prefix}:{self._written}",
            source=written.source,
            network="rehearsal",
            author=written.author,
            author_name=written.author_name,
            text=written.text,
            at=at,
            seen=seen,
            languages=("en",),
            tags=written.tags,
            pictures=(Picture(f"rehearsal:{written.picture.name}", written.picture.alt),) if written.picture is not None else (),
            in_rehearsal=True,
        )
