"""Lines as they come over the wire, brought into the shape in which a log is kept."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import rfc8785

from warroom.review.chain import Sealed, verify
from warroom.review.events import Logged


def sealed(log: Iterable[Logged]) -> tuple[Sealed, ...]:
    """Each with its body written down anew; raises ValueError where canonical JSON cannot carry it."""
    return tuple(Sealed(line, rfc8785.dumps(msgspec.to_builtins(line.body))) for line in log)


def broken(log: Iterable[Logged], *, after: int = 0, head: str = "") -> int | None:
    """Where the chain through these lines is first broken, or None."""
    return verify(sealed(log), after=after, head=head)
