"""An even sample of more than can be sent."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")


class EvenSample(Generic[T]):
    """Keeps every n-th of what it is offered, n doubling whenever more than `size` were kept; so at least `size / 2` of many."""

    def __init__(self, size: int) -> None:
        self._size = max(2, size)
        self._step = 1
        self._offered = 0
        self._kept: list[T] = []

    def offer(self, thing: T, dropped: list[T]) -> bool:
        """Whether it was kept so far. What must give way for that to hold later is added to `dropped`."""
        number = self._offered
        self._offered = number + 1
        if number % self._step:
            return False
        if len(self._kept) >= self._size:
            dropped += self._kept[1::2]
            self._kept = self._kept[::2]
            self._step *= 2
            if number % self._step:
                return False
        self._kept.append(thing)
        return True

    def take(self) -> list[T]:
        kept, self._kept, self._step, self._offered = self._kept, [], 1, 0
        return kept


def shares(wanted: dict[str, int], budget: int) -> dict[str, int]:
    """Divides `budget` so that nobody gets more than wanted, and nobody less than another who wanted more and got less than wanted."""
    granted: dict[str, int] = {}
    left = budget
    for place, (name, want) in enumerate(sorted(wanted.items(), key=lambda pair: pair[1])):
        granted[name] = min(want, left // (len(wanted) - place))
        left -= granted[name]
    return granted


def evenly(things: list[T], count: int) -> tuple[list[T], list[T]]:
    """`count` of `things`, evenly spread, in order; and the rest."""
    total = len(things)
    if count >= total:
        return things, []
    kept: list[T] = []
    rest: list[T] = []
    for number, thing in enumerate(things):
        takes = (number + 1) * count // total > number * count // total
        (kept if takes else rest).append(thing)
    return kept, rest


class FairSample(Generic[T]):
    """An even sample a topic, of one budget: a quiet topic is sent whole while a loud one is thinned."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._samples: dict[str, EvenSample[T]] = {}
        self._offered: dict[str, int] = {}
        self._dropped: list[T] = []

    def offer(self, topics: tuple[str, ...], thing: T) -> bool:
        """Offers it under that of its topics that was offered least so far. Whether it was kept so far."""
        offered = self._offered
        topic = topics[0] if len(topics) == 1 else min(topics, key=lambda name: offered.get(name, 0))
        offered[topic] = offered.get(topic, 0) + 1
        sample = self._samples.get(topic)
        if sample is None:
            sample = self._samples[topic] = EvenSample(self._size)
        return sample.offer(thing, self._dropped)

    def take(self, budget: int) -> tuple[list[T], list[T]]:
        """At most `budget` of what was kept, and what had been kept but was dropped. Starts afresh."""
        kept = {topic: sample.take() for topic, sample in self._samples.items()}
        granted = shares({topic: len(things) for topic, things in kept.items()}, budget)
        dropped, self._dropped = self._dropped, []
        taken: list[T] = []
        for topic, things in kept.items():
            some, rest = evenly(things, granted[topic])
            taken += some
            dropped += rest
        self._offered.clear()
        return taken, dropped
