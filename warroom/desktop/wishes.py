"""A thread that works wishes off one by one, and lets go of what it kept for that once it rests."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

IDLE_S = 5.0
"""After so long without a wish it rests."""


class Wishes(Generic[T]):
    """Begun by the first wish, ended by `close`. Wishes come from any thread; those that wait may be overtaken or replaced."""

    def __init__(self, name: str, work: Callable[[T], None], rest: Callable[[], None], idle_s: float = IDLE_S) -> None:
        """Both are called on the thread and raise nothing; `rest` once after work: when nothing came for `idle_s`, or nothing is
        wanted any more."""
        self._name, self._work, self._rest, self._idle_s = name, work, rest, idle_s
        self._waiting: list[T] = []
        self._changed = threading.Condition()
        self._enough = self._closing = False
        self._rested = True
        self._thread: threading.Thread | None = None

    @property
    def none(self) -> bool:
        """Whether nothing waits."""
        return not self._waiting

    def replace(self, wishes: list[T]) -> None:
        """These, in this order, instead of what waits; none: it rests at once."""
        with self._changed:
            self._waiting, self._enough = list(wishes), not wishes
            self._called()

    def first(self, wish: T) -> None:
        """This one before all that wait."""
        with self._changed:
            self._waiting, self._enough = [wish, *(other for other in self._waiting if other != wish)], False
            self._called()

    def close(self) -> None:
        """Blocks until what is worked on is done, at most five seconds."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(timeout=5.0)

    def _called(self) -> None:
        if self._thread is None and self._waiting:
            self._thread = threading.Thread(target=self._go_on, name=self._name, daemon=True)
            self._thread.start()
        self._changed.notify()

    def _go_on(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(self._wanted, None if self._rested else self._idle_s)
                if self._closing:
                    return
                wish = self._waiting.pop(0) if self._waiting else None
                self._rested = wish is None
            if wish is None:
                self._rest()
            else:
                self._work(wish)

    def _wanted(self) -> bool:
        return bool(self._waiting) or self._closing or (self._enough and not self._rested)
