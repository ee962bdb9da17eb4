"""The rooms that this user has joined or started, so that they are found again. Tokens are in it: readable by the user only."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import msgspec

from warroom import locations
from warroom.client.outbox import write_private

log = logging.getLogger(__name__)

_KEPT = 30


class Remembered(msgspec.Struct, frozen=True):
    """One room. `folder` is set where this machine hosts it. `last_seen` is this machine's clock, in ms."""

    room: str
    name: str
    kind: str
    address: str
    token: str
    person: str
    device: str
    fingerprint: str = ""
    folder: str = ""
    last_seen: int = 0


def _file() -> Path:
    return locations.home() / "remembered.json"


def remembered() -> tuple[Remembered, ...]:
    """Latest first. What cannot be read is logged and counts as nothing."""
    try:
        rooms = msgspec.json.decode(_file().read_bytes(), type=list[Remembered])
    except FileNotFoundError:
        return ()
    except (OSError, msgspec.MsgspecError) as error:
        log.warning("%s cannot be read: %s", _file(), error)
        return ()
    return tuple(sorted(rooms, key=lambda room: room.last_seen, reverse=True))


def remember(room: Remembered) -> None:
    """Keep or renew one room's entry, as seen now. Raises StorageError."""
    now = msgspec.structs.replace(room, last_seen=time.time_ns() // 1_000_000)
    others = [other for other in remembered() if other.room != room.room]
    _keep([now, *others][:_KEPT])


def forget(room: str) -> None:
    _keep([other for other in remembered() if other.room != room])


def _keep(rooms: list[Remembered]) -> None:
    write_private(_file(), msgspec.json.encode(rooms))
