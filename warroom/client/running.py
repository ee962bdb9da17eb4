"""Rooms of this machine that are up, found by what their servers wrote into their folders."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

import httpx
import msgspec

from warroom import locations
from warroom.client.address import Address, parse_address
from warroom.client.children import alive
from warroom.errors import StorageError
from warroom.room.folder import OwnerFile
from warroom.room.folder import RunningRoom as RunFile

log = logging.getLogger(__name__)

T = TypeVar("T")

_TIMEOUT_S = 1.0


class HostFile(msgspec.Struct, frozen=True):
    """`host.json`: how a room was started here, so that another window can go on hosting it."""

    name: str
    kind: Literal["live", "rehearsal"]
    share: bool = False
    port: int = 0  # kept, so that others find the room again where it was
    colleagues: tuple[str, ...] = ()
    patience: float | None = None  # seconds the colleagues think; None: as they like


@dataclass(frozen=True)
class RunningRoom:
    """A room whose server answers now. `address` is for this machine."""

    folder: Path
    room: str
    name: str
    kind: str
    address: str
    fingerprint: str
    started: int


def read_run(folder: Path) -> RunFile | None:
    return _read(folder / "run.json", RunFile)


def read_owner(folder: Path) -> OwnerFile:
    """Raises StorageError where it is missing or spoiled."""
    owner = _read(folder / "owner.json", OwnerFile)
    if owner is None:
        raise StorageError(f"{folder / 'owner.json'} is missing or cannot be read.", "The room can still be joined with a code.")
    return owner


def read_host(folder: Path) -> HostFile | None:
    return _read(folder / "host.json", HostFile)


def local_address(run: RunFile) -> Address:
    """How this machine reaches its own room, whatever networks come and go."""
    written = parse_address(run.address)
    return Address(written.scheme, "127.0.0.1", written.port, run.room, fingerprint=run.fingerprint)


def answers(run: RunFile) -> bool:
    """Whether its server is up. Blocks for up to a second."""
    if not alive(run.pid):
        return False
    base = local_address(run).base
    try:
        return httpx.get(f"{base}/healthz", verify=False, trust_env=False, timeout=_TIMEOUT_S).status_code == 200
    except httpx.TransportError:
        return False


def find_running() -> tuple[RunningRoom, ...]:
    """Latest first. Blocks for up to a second for each room that hangs."""
    found = []
    for folder in locations.rooms().iterdir():
        run = read_run(folder)
        if run is not None and answers(run):
            host = read_host(folder) or HostFile(name=run.room, kind="live")
            where = local_address(run)
            found.append(RunningRoom(folder, run.room, host.name, host.kind, str(where), run.fingerprint, run.started))
    return tuple(sorted(found, key=lambda room: room.started, reverse=True))


def _read(file: Path, kind: type[T]) -> T | None:
    try:
        return msgspec.json.decode(file.read_bytes(), type=kind)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, msgspec.MsgspecError) as error:
        log.warning("%s cannot be read: %s", file, error)
        return None
