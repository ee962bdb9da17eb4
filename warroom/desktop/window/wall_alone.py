"""A device that shows the wall and nothing else: into its room by itself, and again after every start, whenever the room answers."""

from __future__ import annotations

import asyncio
import platform
from typing import TYPE_CHECKING

from warroom.desktop.naming import WALL
from warroom.desktop.wall.place import WallPlace
from warroom.desktop.window.home import Home
from warroom.errors import Unreachable, WarroomError
from warroom.options import DesktopOptions

if TYPE_CHECKING:
    from warroom.client.remembered import Remembered

PAUSE_S = 3.0


async def come_in(home: Home, place: WallPlace, options: DesktopOptions) -> None:
    """Tried until the room answers. Where a person is needed (no code, a wrong one) the first screen comes forward; raises why."""
    while True:
        known = _known(options.address)
        if known is None and not options.code and "code=" not in options.address:
            place.give_up_alone()
            home.offer(options.address, "")
            return
        try:
            await home.bring_in(known, options.address, options.code, f"{platform.node() or 'This screen'}{WALL}")
            return
        except (Unreachable, TimeoutError) as error:
            why = error.message if isinstance(error, WarroomError) else "The room does not answer."
            place.wait_for(f"{known.name if known else options.address}\n{why} Trying again.")
        except WarroomError:
            place.give_up_alone()
            home.offer(options.address, "")
            raise
        await asyncio.sleep(PAUSE_S)


def _known(address: str) -> Remembered | None:
    """The room there that this device has been let into; without an address, the one it was in last. Not one it has itself."""
    from warroom.client.address import parse_address
    from warroom.client.remembered import remembered

    rooms = [room for room in remembered() if not room.folder]
    if not address:
        return next(iter(rooms), None)
    wanted = parse_address(address)
    for room in rooms:
        there = parse_address(room.address)
        if (there.host, there.port) == (wanted.host, wanted.port) and wanted.room in ("", there.room):
            return room
    return None
