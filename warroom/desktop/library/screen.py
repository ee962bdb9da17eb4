"""The library's sheet: what the brand may show, found by words, tags and people, and put into the card with one key."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import cast

from PySide6.QtCore import Property, QObject, QUrl, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom import locations
from warroom.client.library import LibraryStore, open_store
from warroom.compose.library import Asset, Kind, Library
from warroom.desktop.composer.picture_gate import PictureGate
from warroom.desktop.composer.screen import ComposerScreen
from warroom.desktop.keys import Keys
from warroom.desktop.library.hand import AtHand
from warroom.desktop.library.rows import KINDS, AssetFacts, AssetRow, asset_row, facts_of, kept_words, problem_words
from warroom.desktop.live import LiveRoom
from warroom.desktop.models import RecordListModel
from warroom.desktop.notices import Notices
from warroom.desktop.tasks import Tasks
from warroom.errors import WarroomError

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

PLACE = "library"
PAGE = 120  # rows shown at first, and added each time the end of them comes near
NEAR_END = 40
AT_ONCE = 4  # small pictures being made


@QmlElement
@QmlUncreatable("The library belongs to the desk.")
class LibraryScreen(QObject):
    """`store` is None where the plan names no library: then it is the pictures that ship, which lie on this machine."""

    changed = Signal()
    chosenChanged = Signal()

    def __init__(
        self, live: LiveRoom, composer: ComposerScreen, gate: PictureGate, tasks: Tasks, notices: Notices, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._live, self._composer, self._gate = live, composer, gate
        self._tasks, self._notices = tasks, notices
        self._rows: RecordListModel[AssetRow] = RecordListModel(AssetRow, "key", self)
        self._facts: RecordListModel[AssetFacts] = RecordListModel(AssetFacts, "label", self)
        self._library: Library | None = None
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._found: tuple[Asset, ...] = ()
        self._most = PAGE
        self._store: LibraryStore | None = None
        self._small: dict[str, str] = {}
        self._coming: set[str] = set()
        self._seen: set[str] = set()  # on the screen now
        self._open = self._loading = False
        self._query, self._kind, self._chosen, self._slot = "", "", "", ""
        self._at_hand = AtHand(composer.shown, tasks, PLACE)
        composer.askedAsset.connect(self.placeIn)

    def add_keys(self, keys: Keys) -> None:
        keys.add("composer", "composer.library", "The library", "K", self.ask, ready=lambda: self._composer.open)

    def load(self) -> None:
        """Read the library anew. Once when the room is joined, so that what is dropped is known, and at each opening."""
        if not self._loading:
            self._loading = True
            self._tasks.spawn("Read the library", self._load(), PLACE)

    def stop(self) -> None:
        """The child that makes pictures small ends with it."""
        self._open = False
        store, self._store = self._store, None
        if store is not None:
            self._tasks.spawn("Close the library", store.close(), PLACE)

    # what is done

    @Slot()
    @Slot(str)
    def ask(self, slot: str = "") -> None:
        """Open it for a slot of the card; without one for the first that takes a picture. The sheet comes first, then what is in it."""
        self._open, self._slot = True, slot
        self._notices.clear(PLACE)
        self.load()
        self.changed.emit()

    @Slot()
    def close(self) -> None:
        self._open, self._most = False, PAGE
        self._rows.show(())
        self.changed.emit()

    @Slot(str)
    def search(self, query: str) -> None:
        if query != self._query:
            self._query, self._chosen, self._most = query, "", PAGE
            self._show()

    @Slot(str)
    def keep(self, kind: str) -> None:
        """Show one kind only; the same again: all."""
        self._kind = "" if kind == self._kind else kind
        self._chosen, self._most = "", PAGE
        self._show()

    @Slot(str)
    def choose(self, key: str) -> None:
        before, self._chosen = self._chosen, key
        for name in (before, key):
            row = self._rows.record(name)
            if row is not None:
                self._rows.replace(replace(row, chosen=name == key))
        self._tell_chosen()

    @Slot(int)
    def step(self, by: int) -> None:
        keys = [row.key for row in self._rows.rows]
        if keys:
            at = keys.index(self._chosen) if self._chosen in keys else 0
            self.choose(keys[max(0, min(len(keys) - 1, at + by))])
            self.seen(at + by)

    @Slot(int)
    def seen(self, row: int) -> None:
        """This row came on screen: where it is one of the last, have more."""
        if row >= self._rows.count - NEAR_END and self._rows.count < len(self._found):
            self._most = self._rows.count + PAGE
            self._rows.append([self._row(asset) for asset in self._found[self._rows.count : self._most]])

    @Slot(str)
    def want(self, key: str) -> None:
        """The row comes on screen: have its small picture."""
        self._seen.add(key)
        asset = self._asset(key)
        if asset is None or self._store is None or key in self._small or key in self._coming:
            return
        self._coming.add(key)
        self._tasks.spawn("Make a picture of the library small", self._make_small(asset), PLACE)

    @Slot(str)
    def leave(self, key: str) -> None:
        """The row is off the screen: its small picture, where it is not being made yet, waits until it is there again."""
        self._seen.discard(key)

    @Slot()
    def place(self) -> None:
        """The chosen one into the card; what may not be used is refused, and says why."""
        self._put(self._asset(self._chosen), self._slot)

    @Slot(str, str)
    def placeIn(self, slot: str, key: str) -> None:
        """This one, which is at hand beside the slot."""
        self._notices.clear(PLACE)
        self._put(self._asset(key), slot)

    def _put(self, asset: Asset | None, slot: str) -> None:
        if asset is None or not self._composer.open:
            return
        why = asset.why_not(self._day())
        if why:
            self._notices.tell(PLACE, f"{asset.title} cannot be placed: {why}.", "Choose another.", "warning", f"{PLACE}:refused")
            return
        self._notices.clear(PLACE)
        self._tasks.spawn("Take a picture of the library", self._place(asset, slot), PLACE)

    # inside

    async def _load(self) -> None:
        where = self._live.state.plan.library
        try:
            if not where:
                self._library, files = self._composer.pictures.shipped()
                self._small = {asset.file: QUrl.fromLocalFile(asset.file).toString() for asset in self._library.assets}
            else:
                self._store = self._store or open_store(where, locations.home() / "library")
                self._library = await self._store.library()
                files = {Path(where) / asset.file: asset for asset in self._library.assets} if not where.startswith("s3://") else {}
            await asyncio.to_thread(self._gate.describe, files)
        finally:
            self._loading = False
            self._show()
            self._hand()

    async def _make_small(self, asset: Asset) -> None:
        try:
            async with self._turns:
                if asset.file not in self._seen or self._store is None:
                    return
                small = await self._store.thumbnail(asset)
        except WarroomError as error:  # said in its own place
            self._small[asset.file] = ""
            row = self._rows.record(asset.file)
            if row is not None:
                self._rows.replace(replace(row, trouble=error.message))
            return
        finally:
            self._coming.discard(asset.file)
        self._small[asset.file] = QUrl.fromLocalFile(str(small)).toString()
        row = self._rows.record(asset.file)
        if row is not None:
            self._rows.replace(replace(row, thumb=self._small[asset.file]))
            if asset.file == self._chosen:
                self._tell_chosen()

    async def _place(self, asset: Asset, slot: str) -> None:
        path = Path(asset.file) if self._store is None else await self._store.file(asset)
        if self._composer.place(slot, path, asset):
            self._at_hand.used(self._live.state.plan.library, asset)
            self._hand()
            self.close()

    def _hand(self) -> None:
        if self._library is not None and self._store is not None:
            self._at_hand.show(self._live.state.plan.library, self._library, self._store, self._day())

    def _asset(self, key: str) -> Asset | None:
        return self._library.asset(key) if self._library is not None and key else None

    def _day(self) -> dt.date:
        """Today; before the event its first day, which is when a card made for it goes out."""
        starts = self._live.state.plan.event.starts
        return max(dt.datetime.fromtimestamp(self._live.event_now() / 1000, starts.tzinfo).date(), starts.date())

    def _show(self) -> None:
        if self._open and self._library is not None:
            kinds = (cast(Kind, self._kind),) if self._kind else ()
            self._found = self._library.found(self._query, kinds, self._day())
            some = self._found[: self._most]
            if some and self._chosen not in {asset.file for asset in some}:
                self._chosen = some[0].file
            self._rows.show([self._row(asset) for asset in some])
        self._tell_chosen()
        self.changed.emit()

    def _row(self, asset: Asset) -> AssetRow:
        return asset_row(asset, self._day(), self._small.get(asset.file, ""), asset.file == self._chosen)

    def _tell_chosen(self) -> None:
        asset = self._asset(self._chosen)
        self._facts.show(facts_of(asset) if asset is not None and self._rows.count else ())
        self.chosenChanged.emit()

    # what is shown

    @Property(RecordListModel, constant=True)
    def rows(self) -> RecordListModel[AssetRow]:
        return self._rows

    @Property(RecordListModel, constant=True)
    def facts(self) -> RecordListModel[AssetFacts]:
        return self._facts

    @Property(Notices, constant=True)
    def notices(self) -> Notices:
        return self._notices

    @Property(bool, notify=changed)
    def open(self) -> bool:
        return self._open

    @Property(bool, notify=changed)
    def loading(self) -> bool:
        return self._loading and not self._rows.count

    @Property(str, notify=changed)
    def query(self) -> str:
        return self._query

    @Property(str, notify=changed)
    def kind(self) -> str:
        return self._kind

    @Property(list, constant=True)
    def kinds(self) -> list[str]:
        return list(KINDS)

    @Property(str, notify=changed)
    def words(self) -> str:
        """`2,000 assets · 12 found`; empty where it could not be read."""
        if self._library is None and not self._loading:
            return ""
        return kept_words(self._library, len(self._found), bool(self._query or self._kind))

    @Property(str, notify=changed)
    def problems(self) -> str:
        """What of the library.toml could not be read, and where."""
        return problem_words(self._library)

    @Property(str, notify=changed)
    def nothing(self) -> str:
        """Why the grid is empty; empty where it is not."""
        if self._loading or self._rows.count:
            return ""
        if self._library is None:
            return "The library could not be read. Opening it again tries once more."
        return "Nothing is found. Try fewer words." if self._query or self._kind else "The library is empty."

    @Property(str, notify=chosenChanged)
    def chosen(self) -> str:
        return self._chosen

    @Property(int, notify=chosenChanged)
    def chosenIndex(self) -> int:
        return self._rows.find(self._chosen)

    @Property(str, notify=chosenChanged)
    def title(self) -> str:
        asset = self._asset(self._chosen)
        return asset.title if asset is not None and self._rows.count else ""

    @Property(str, notify=chosenChanged)
    def thumb(self) -> str:
        return self._small.get(self._chosen, "") if self._rows.count else ""

    @Property(str, notify=chosenChanged)
    def why(self) -> str:
        """Why the chosen one cannot be placed; empty where it can."""
        asset = self._asset(self._chosen)
        why = asset.why_not(self._day()) if asset is not None else ""
        if asset is not None and not why and not self._composer.takesPicture:
            return "This template takes no picture." if self._composer.open else "Nothing is being written that could take it."
        return f"Cannot be placed: {why}." if why else ""

    @Property(bool, notify=chosenChanged)
    def canPlace(self) -> bool:
        return self._asset(self._chosen) is not None and bool(self._rows.count) and not self.why and self._composer.takesPicture
