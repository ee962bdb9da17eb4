"""Messages of a Jetstream sorted: posts to be matched, what else is told, and what had been read before."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any, Protocol

import msgspec

from warroom.errors import SourceGarbled
from warroom.sources.jetstream_told import Told
from warroom.sources.patience import garbled

LARGEST = 1_000_000  # bytes; a post's record is far smaller
_BROKEN_AT_ONCE = 3  # unreadable messages in a row that end a session
_LATELY = 6_000  # posts: more than the network has in the seconds that are replayed
_A_SECOND = 1_000  # posts whose keys are kept: above that rate telling them apart is left to the pipeline
_NOTHING = Told()


class Codec(Protocol):
    """One of the two protocols: `jetstream_frames.Frames` or `jetstream_events.Events`."""

    version: int

    def many(self, messages: Sequence[bytes], /) -> list[Any]: ...
    def one(self, message: bytes, /) -> Any: ...
    def posts(self, items: Sequence[Any], /) -> list[Any]: ...
    def told(self, items: Sequence[Any], /) -> Told: ...
    def time_us(self, item: Any, /) -> int: ...


class Intake:
    """Of one source, over its sessions."""

    def __init__(self) -> None:
        self.read = 0  # messages read
        self.unread = 0  # messages that could not be read
        self.first_us = 0  # when the first and the last of the messages last read were made, by the server's clock; 0: none has a time
        self.last_us = 0
        self._row = 0
        self._lately: deque[list[tuple[str, str, str]]] = deque()
        self._lately_count = 0
        self._second = 0
        self._room = _A_SECOND
        self._again: frozenset[tuple[str, str, str]] = frozenset()

    def begin(self) -> None:
        """Another session: what it replays of what was read lately is left out."""
        self._row = 0
        self._again = frozenset(key for keys in self._lately for key in keys)

    def caught_up(self) -> None:
        """The session has come to what was not read before."""
        self._again = frozenset()

    def sort(self, messages: Sequence[bytes], codec: Codec, reader: Any, now: int = 0) -> tuple[list[Any], Told]:
        """Posts, and what else is told. `now` in ms. Raises SourceGarbled when message after message is unreadable."""
        items = self._decode(messages, codec)
        posts = codec.posts(items)
        told = _NOTHING if len(posts) == len(items) else codec.told(items)
        self.read += len(items)
        self.first_us = self.last_us = 0
        if items:
            self.first_us, self.last_us = codec.time_us(items[0]), codec.time_us(items[-1])
            if not self.first_us or not self.last_us:
                times = [time for time in map(codec.time_us, items) if time]
                self.first_us, self.last_us = (times[0], times[-1]) if times else (0, 0)
        if now // 1_000 != self._second:
            self._second, self._room = now // 1_000, _A_SECOND
        if self._again or (posts and self._room > 0):
            posts = self._new(posts, reader)
        return posts, told

    def _new(self, posts: list[Any], reader: Any) -> list[Any]:
        keys = [reader.key(post) for post in posts]
        if self._room > 0:
            self._room -= len(keys)
            self._remember(keys)
        if not self._again:
            return posts
        return [post for post, key in zip(posts, keys, strict=True) if key not in self._again]

    def _remember(self, keys: list[tuple[str, str, str]]) -> None:
        self._lately.append(keys)
        self._lately_count += len(keys)
        while self._lately_count > _LATELY:
            self._lately_count -= len(self._lately.popleft())

    def _decode(self, messages: Sequence[bytes], codec: Codec) -> list[Any]:
        try:
            items = codec.many(messages)
            if len(items) == len(messages):
                self._row = 0
                return items
        except (msgspec.DecodeError, UnicodeDecodeError):
            pass  # one of them is unusual: they are read one by one, and that one is told
        return [item for message in messages if (item := self._decode_one(message, codec)) is not None]

    def _decode_one(self, message: bytes, codec: Codec) -> Any:
        try:
            item = codec.one(message)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            self.unreadable(garbled(error))
            return None
        except RecursionError:
            self.unreadable(SourceGarbled("sent JSON without end"))
            return None
        if item is None:
            self.unreadable(SourceGarbled("sent something that is not a Jetstream event"))
            return None
        self._row = 0
        return item

    def too_large(self) -> None:
        """A message of more than `LARGEST` bytes came and was left out."""
        self.unreadable(SourceGarbled(f"sent messages of more than {LARGEST // 1_000_000} MB"))

    def unreadable(self, error: SourceGarbled) -> None:
        """A message was left out; raises `error` where it was one of many in a row."""
        self.unread += 1
        self._row += 1
        if self._row >= _BROKEN_AT_ONCE:
            raise error
