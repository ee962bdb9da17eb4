"""What the window remembers from one start to the next. Losing it costs nothing, so a file that cannot be read counts as none."""

from __future__ import annotations

import logging

import msgspec

from warroom import locations

log = logging.getLogger(__name__)


class WallMemory(msgspec.Struct, frozen=True):
    """`screen` is how the system calls it; empty: one that the desk is not on. `inches`: its diagonal, 0: as the screen says."""

    open: bool = False
    screen: str = ""
    distance: float = 6.0  # metres
    inches: float = 0.0


class Memory(msgspec.Struct, frozen=True):
    """`splits` are the shares of the desk's panes, left to right; `window` is x, y, width, height, empty for the usual."""

    window: tuple[int, int, int, int] | None = None
    maximised: bool = False
    splits: tuple[float, ...] = ()
    share: bool = True  # a room started here can be joined from other machines
    pointer_holds: bool = True  # feeds pause under the pointer
    sound: bool = False  # on alerts
    feed_pictures: bool = True  # feeds show pictures and faces
    wall: WallMemory = WallMemory()
    bench: str = ""  # the folder that the bench followed last


def recall() -> Memory:
    file = locations.home() / "window.json"
    try:
        return msgspec.json.decode(file.read_bytes(), type=Memory)
    except FileNotFoundError:
        return Memory()
    except (OSError, msgspec.MsgspecError) as error:
        log.warning("%s cannot be read and is made anew: %s", file, error)
        return Memory()


def keep(memory: Memory) -> None:
    file = locations.home() / "window.json"
    beside = file.with_suffix(".new")
    try:
        beside.write_bytes(msgspec.json.encode(memory))
        beside.replace(file)
    except OSError as error:
        log.warning("the window's place cannot be kept: %s", error)
