"""The hash chain through the log: nothing in it can be changed, taken out or put in without every later hash changing.

hash_n = SHA-256(hash_(n-1) as 32 bytes ‖ canonical JSON of line n without its `hash`), the hash before the first being empty
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import msgspec

from warroom.review.digest import canonical
from warroom.review.events import Logged


def seal(line: Logged, previous: str) -> Logged:
    """The same line with `previous` and its own `hash` filled in; `previous` is the hash of the line before, "" for the first.

    Raises ValueError for a line that canonical JSON cannot carry.
    """
    return msgspec.structs.replace(line, previous=previous, hash=_hash(line, previous))


def verify(log: Iterable[Logged], *, after: int = 0, head: str = "") -> int | None:
    """The `seq` at which the log is first not what was sealed, or None.

    `after` and `head` are the seq and hash of an older checkpoint from which `log` goes on. A line that is missing is named
    by the seq it should have; lines cut off the end can only be missed by who knows the newest hash.
    """
    for line in log:
        after += 1
        if line.seq != after or line.previous != head:
            return after
        try:
            sealed = _hash(line, head)
        except ValueError:
            return after
        if line.hash != sealed:
            return after
        head = line.hash
    return None


def _hash(line: Logged, previous: str) -> str:
    fields = msgspec.to_builtins(line)
    del fields["hash"]
    fields["previous"] = previous
    return hashlib.sha256(bytes.fromhex(previous) + canonical(fields)).hexdigest()
