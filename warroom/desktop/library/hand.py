"""A few of the library's pictures at hand beside the card's slots for them: those used last, then as the library has them.

So many pictures, and as many stickers and logos, which stand only where the template sticks one on.
"""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QUrl

from warroom.client.library import LibraryStore
from warroom.compose.library import Asset, Kind, Library
from warroom.desktop.composer.shown import FEW, ComposerShown, LibraryRow
from warroom.desktop.library import memory as library_memory
from warroom.desktop.tasks import Tasks
from warroom.errors import WarroomError


class AtHand:
    """For a library of the plan; where it names none, the pictures that ship stay at hand."""

    def __init__(self, shown: ComposerShown, tasks: Tasks, place: str) -> None:
        self._shown, self._tasks, self._place = shown, tasks, place
        self._memory = library_memory.recall()
        self._small: dict[str, str] = {}  # empty: it cannot be seen; the library says why
        self._making: set[str] = set()

    def used(self, where: str, asset: Asset) -> None:
        """This one was put into a card."""
        self._memory = self._memory.used(where, asset.file)
        library_memory.keep(self._memory)

    def show(self, where: str, library: Library, store: LibraryStore, day: dt.date) -> None:
        """Have those that may be used on that day beside the slots, with their small pictures as these are made."""
        assets = self._few(where, library, day)
        if assets:
            self._shown.hand(LibraryRow(asset.file, "", asset.title, self._small.get(asset.file, ""), _stuck(asset)) for asset in assets)
        missing = [asset for asset in assets if asset.file not in self._small and asset.file not in self._making]
        if missing:
            self._making.update(asset.file for asset in missing)
            self._tasks.spawn("Make pictures of the library small", self._make(missing, where, library, store, day), self._place)

    async def _make(self, assets: list[Asset], where: str, library: Library, store: LibraryStore, day: dt.date) -> None:
        for asset in assets:
            try:
                self._small[asset.file] = QUrl.fromLocalFile(str(await store.thumbnail(asset))).toString()
            except WarroomError:
                self._small[asset.file] = ""
            finally:
                self._making.discard(asset.file)
        self.show(where, library, store, day)

    def _few(self, where: str, library: Library, day: dt.date) -> list[Asset]:
        recent = (library.asset(file) for file in self._memory.of(where))
        kinds: tuple[tuple[Kind, ...], ...] = (("picture",), ("sticker", "logo"))
        some = (asset for kind in kinds for asset in library.found("", kind, day)[: 2 * FEW])
        every = dict.fromkeys(asset for asset in (*recent, *some) if asset is not None)
        usable = [asset for asset in every if self._small.get(asset.file, "?") and not asset.why_not(day)]
        return [asset for stuck in (False, True) for asset in [one for one in usable if _stuck(one) == stuck][:FEW]]


def _stuck(asset: Asset) -> bool:
    return asset.kind != "picture"
