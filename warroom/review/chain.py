"""The hash chain through the log: nothing in it can be changed, taken out or put in without every later hash changing.

hash_n = SHA-256(hash_(n-1) as 32 bytes ‖ canonical JSON of line n without its `hash`), the hash before the first being empty

A log that is kept is verified over the canonical bytes of each body as they were sealed, never over what reading and
writing them again would make of them: an event that has one more field today was sealed without it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from warroom.review.digest import canonical
from warroom.review.events import Logged


class Sealed(NamedTuple):
    """A line with its `previous` and `hash`, and the canonical JSON of its body that the hash is over."""

    line: Logged
    body: bytes


def seal(line: Logged, previous: str) -> Sealed:
    """The same line with `previous` and its own `hash` filled in; `previous` is the hash of the line before, "" for the first.

    Raises ValueError for a line that canonical JSON cannot carry.
    """
    body = canonical(line.body)
    return Sealed(msgspec.structs.replace(line, previous=previous, hash=_hash(line, body, previous)), body)


def verify(log: Iterable[Sealed], *, after: int = 0, head: str = "") -> int | None:
    """The `seq` at which the log is first not what was sealed, or None.

    `after` and `head` are the seq and hash of an older checkpoint from which `log` goes on. A line that is missing is named
    by the seq it should have; lines cut off the end can only be missed by who knows the newest hash.
    """
    for line, body in log:
        after += 1
        if line.seq != after or line.previous != head:
            return after
        try:
            sealed = _hash(line, body, head)
        except ValueError:
            return after
        if line.hash != sealed:
            return after
        head = line.hash
    return None


def _hash(line: Logged, body: bytes, previous: str) -> str:
    """Of the line with `body` in its place among the keys, which canonical JSON has in the order of the alphabet."""
    rest = {"command": line.command, "device": line.device, "person": line.person, "previous": previous, "seq": line.seq}
    written = b'{"at":%b,"body":%b,%b' % (canonical(line.at), body, canonical(rest)[1:])
    return hashlib.sha256(bytes.fromhex(previous) + written).hexdigest()
