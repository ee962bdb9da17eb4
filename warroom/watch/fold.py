"""Exact duplicates folded into the first of them, and what was read before told from what is new; both in bounded memory."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

import xxhash

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_TELLING = 20  # characters; a shorter text alone ("wow") does not make two posts the same


def fingerprint(words: str) -> int:
    """Equal for posts that say the same. `words` is folded, its fields parted by NUL, the post's own text first.

    A telling text decides alone, so that one story with two different cards or teasers is still one story.
    """
    text = words.partition("\0")[0]
    return xxhash.xxh3_64_intdigest((text if len(text) >= _TELLING else words).encode("utf-8", "surrogatepass"))


class Recent(Generic[K, V]):
    """A dictionary of the last `size` to `2 * size` keys: two generations, the older one let go when the younger is full."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._young: dict[K, V] = {}
        self._old: dict[K, V] = {}

    def get(self, key: K) -> V | None:
        value = self._young.get(key)
        if value is None and (value := self._old.get(key)) is not None:
            self.put(key, value)
        return value

    def put(self, key: K, value: V) -> None:
        if len(self._young) >= self._size:
            self._old, self._young = self._young, {}
        self._young[key] = value

    def drop(self, key: K) -> V | None:
        young, old = self._young.pop(key, None), self._old.pop(key, None)
        return young if young is not None else old

    def __contains__(self, key: K) -> bool:
        return key in self._young or key in self._old

    def __len__(self) -> int:
        return len(self._young.keys() | self._old.keys())
