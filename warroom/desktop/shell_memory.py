"""What the window remembers from one start to the next."""

from __future__ import annotations

from pathlib import Path

import msgspec

from warroom import locations
from warroom.desktop import device_memory


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
    return device_memory.recall(_file(), Memory, Memory())


def keep(memory: Memory) -> None:
    device_memory.keep(_file(), memory, "the window's place")


def _file() -> Path:
    return locations.home() / "window.json"
