"""What a tour leaves as data: `tour.json`."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec


class CutProof(msgspec.Struct, frozen=True):
    """The digest that was approved for a cut, and that of the file that was handed over."""

    cut: str
    approved: str
    handed_off: str
    same: bool


class DesignProof(msgspec.Struct, frozen=True):
    """A template that a designer edited and published; `same`: the second desktop draws the same pixels from what came to it."""

    template: str
    version: int
    manifest: str
    saved_to_shown_ms: float  # from the file's event until every cut stood there with its sample words
    published_s: float  # from the key to the room's answer
    same: bool


class Counts(msgspec.Struct, frozen=True):
    posts_counted: int  # matched posts of all topics, with the half hour before the lights went out
    posts_on_desk: int  # in the columns at its end
    sign_offs: int
    sign_offs_void: int  # given on bytes that were changed since, or taken back
    versions: int
    targets_posted: int
    pictures: int


class Tour(msgspec.Struct, frozen=True):
    """`stages` are seconds of this machine's clock, in the order they were gone through; `total` is their sum."""

    event: str
    kind: str
    stages: dict[str, float]
    total: float
    cuts: tuple[CutProof, ...]
    counts: Counts
    design: DesignProof
    pictures: tuple[str, ...]


class Stages:
    """Times one stage after the other; what is spent on taking pictures is left out."""

    def __init__(self) -> None:
        self._since = time.monotonic()
        self.seconds: dict[str, float] = {}

    @contextmanager
    def aside(self) -> Iterator[None]:
        """May stand within another: the time is left out once."""
        began, since = time.monotonic(), self._since
        try:
            yield
        finally:
            self._since = since + time.monotonic() - began

    def done(self, stage: str) -> None:
        now = time.monotonic()
        self.seconds[stage] = round(now - self._since, 3)
        self._since = now


def digest_of(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def write(folder: Path, tour: Tour) -> Path:
    file = folder / "tour.json"
    file.write_bytes(msgspec.json.format(msgspec.json.encode(tour), indent=2))
    return file
