"""What a stream tells besides posts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """`error` is the name of the error that the server ends the stream with, `notices` names of what it wants known."""

    deleted: tuple[str, ...] = ()  # ids of posts
    gone: tuple[str, ...] = ()  # DIDs of authors whose accounts are no longer active
    notices: tuple[str, ...] = ()
    error: str = ""
