"""What the log's file keeps beside the lines themselves, and one unit of writing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from warroom.review.chain import Sealed


@dataclass(frozen=True, slots=True)
class Obeyed:
    """A command that was obeyed: `digest` of who asked what, and the reply it got."""

    id: str
    digest: str
    seq: int
    at: int


@dataclass(frozen=True, slots=True)
class TokenRow:
    """`hash` is the SHA-256 of the token; an intake's token belongs to no person."""

    hash: str
    kind: Literal["device", "intake"]
    device: str
    person: str


@dataclass(frozen=True, slots=True)
class CodeRow:
    """`hash` is the SHA-256 of the code; times in milliseconds, `used` 0 while it is not."""

    hash: str
    person: str
    expires: int
    used: int = 0


@dataclass(frozen=True, slots=True)
class Write:
    """All of it is on disk, or none. A write stands on the one before it: when one fails, all of its `generation` do."""

    generation: int
    lines: tuple[Sealed, ...] = ()
    obeyed: Obeyed | None = None
    token: TokenRow | None = None
    code: CodeRow | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything a room needs from its file to go on."""

    epoch: str
    lines: tuple[Sealed, ...]
    obeyed: tuple[Obeyed, ...]
    tokens: tuple[TokenRow, ...]
    codes: tuple[CodeRow, ...]
