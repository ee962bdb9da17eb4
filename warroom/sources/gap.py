"""A stretch of time whose posts were not read and cannot be had any more."""

from __future__ import annotations

import msgspec


class Gap(msgspec.Struct, frozen=True):
    """`since` and `until` in ms of the server's clock; `why` ends the sentence "<source> …": "was out of reach"."""

    source: str
    since: int
    until: int
    why: str
