"""The sheet of sources: how each is doing in full, and the place where its token is entered, tested and kept."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.desktop.feeds.sources_sheet_rows import Look, SourceLine, secret_of, source_lines
from warroom.desktop.feeds.stream import FeedStream
from warroom.desktop.keys import Keys
from warroom.desktop.live import LiveRoom
from warroom.desktop.models import RecordListModel
from warroom.desktop.notices import Notices
from warroom.desktop.tasks import Tasks
from warroom.errors import WarroomError
from warroom.intake import secret
from warroom.intake.nudge import nudge
from warroom.intake.secret import Where
from warroom.plan import model as plan
from warroom.sources.health import SourceHealth
from warroom.sources.mastodon_token import token_account
from warroom.sources.open import new_client
from warroom.watch.tame import tame_line
from warroom.wire import FeedHistory, FeedSources

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

PLACE = "sources"
_KEYRING_S = 20.0  # a locked keyring asks the person first


@QmlElement
@QmlUncreatable("The sheet of sources belongs to the desk.")
class RoomSources(QObject):
    """`folder` is that of the room where this machine hosts it, else None: then tokens are entered elsewhere.

    A token passes through `save` and is held nowhere here.
    """

    changed = Signal()
    kept = Signal()  # the token that was entered is good and kept

    def __init__(self, live: LiveRoom, stream: FeedStream, tasks: Tasks, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._tasks, self._notices = live, tasks, notices
        self.folder: Path | None = None
        self._health: dict[str, SourceHealth] = {}
        self._kept: dict[str, Where] = {}
        self._place: Where = ""
        self._chosen = ""
        self._entering = self._busy = self._open = False
        self._outcome, self._outcome_tone = "", "second"
        self._rows = RecordListModel(SourceLine, "name", self)
        stream.history.connect(self._on_history)
        stream.sources.connect(self._on_sources)
        live.ticked.connect(self._show)
        self._show()

    def add_keys(self, keys: Keys) -> None:
        keys.add(PLACE, "sources.next", "Next source", "J Down", lambda: self.step(1), repeats=True)
        keys.add(PLACE, "sources.previous", "Previous source", "K Up", lambda: self.step(-1), repeats=True)
        keys.add(PLACE, "sources.token", "Enter its token", "E Enter", self.enter, ready=lambda: self.mayEnter)
        keys.add(PLACE, "sources.again", "Try it again now", "R", self.again, ready=lambda: self.hosted)

    # what is done

    @Slot()
    def opened(self) -> None:
        self._open, self._entering = True, False
        self._outcome = ""
        if self._chosen not in {row.name for row in self._rows.rows}:
            self._chosen = self._rows.rows[0].name if self._rows.rows else ""
        self._show()
        if self.hosted and self._secrets():
            self._tasks.spawn("Look for the tokens", self._look(), PLACE)

    @Slot()
    def closed(self) -> None:
        self._open = self._entering = False
        self.changed.emit()

    @Slot(str)
    def choose(self, name: str) -> None:
        if name != self._chosen:
            self._chosen, self._entering, self._outcome = name, False, ""
            self._show()

    @Slot(int)
    def step(self, by: int) -> None:
        names = [row.name for row in self._rows.rows]
        if names:
            place = names.index(self._chosen) if self._chosen in names else 0
            self.choose(names[max(0, min(len(names) - 1, place + by))])

    @Slot()
    def enter(self) -> None:
        """Open the field for the chosen source's token."""
        if self.mayEnter:
            self._entering, self._outcome = True, ""
            self.changed.emit()

    @Slot()
    def leave(self) -> None:
        """Close the field again; what was typed is gone."""
        self._entering = False
        self.changed.emit()

    @Slot(str)
    def save(self, token: str) -> None:
        """Test the token against its server; where it is good, keep it and let intake go on with it."""
        source = self._source()
        if source is None or not self.mayEnter or self._busy or not token.strip():
            return
        self._busy = True
        self._tell(f"Asking {source.name} about the token…", "second")
        self._tasks.spawn("Test the token", self._save(source, token.strip()), PLACE)

    @Slot()
    def again(self) -> None:
        """Let intake try the chosen source again at once."""
        folder, source = self.folder, self._source()
        if folder is not None and source is not None:
            self._tell(f"{source.name} is tried again.", "second")
            self._tasks.spawn("Try a source again", asyncio.to_thread(nudge, folder, source.name), PLACE)

    async def _save(self, source: plan.Source, token: str) -> None:
        name = secret_of(source)
        try:
            async with new_client() as client:
                account = await token_account(source.server, token, client)
            async with asyncio.timeout(_KEYRING_S):
                where = await asyncio.to_thread(lambda: secret.keep(name, token))  # no argument: the loop may log those
            if self.folder is not None:
                await asyncio.to_thread(nudge, self.folder, source.name)
        except WarroomError as wrong:
            self._tell(" ".join(part for part in (wrong.message, wrong.hint) if part), "red")
        except TimeoutError:
            self._tell("The keyring did not answer. Unlock it and try again.", "red")
        else:
            self._kept[name] = where
            self._entering = False
            whose = f"The token of {tame_line(account, 120)} works." if account else "The token works; it may not tell its account."
            self._tell(f"{whose} {secret.said(where)} {source.name} goes on with it now.", "green")
            self.kept.emit()
        finally:
            self._busy = False
            self._show()

    async def _look(self) -> None:
        """Which tokens are there, and where the next would be kept; a keyring may take its time."""
        try:
            async with asyncio.timeout(_KEYRING_S):
                self._place = await asyncio.to_thread(secret.place)
                for name in self._secrets():
                    self._kept[name] = await asyncio.to_thread(secret.where, name)
        except TimeoutError:
            self._tell("The keyring does not answer. It may have to be unlocked.", "amber")
        self._show()

    # what is shown

    def _secrets(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, map(secret_of, self._live.state.plan.sources))))

    def _source(self) -> plan.Source | None:
        return next((source for source in self._live.state.plan.sources if source.name == self._chosen), None)

    def _tell(self, words: str, tone: str) -> None:
        self._outcome, self._outcome_tone = words, tone
        self.changed.emit()

    def _on_history(self, word: FeedHistory) -> None:
        self._health = {source.name: source for source in word.sources}
        self._show()

    def _on_sources(self, word: FeedSources) -> None:
        self._health |= {source.name: source for source in word.sources}
        if self._open:
            self._show()

    def _show(self) -> None:
        live = self._live
        look = Look(self._chosen, live.heard(), live.clock_at, live.state.pace.speed, live.heard_at())
        self._rows.show(source_lines(live.state.plan.sources, self._health, self._kept, look))
        self.changed.emit()

    @Property(RecordListModel, constant=True)
    def rows(self) -> RecordListModel[SourceLine]:
        return self._rows

    @Property(Notices, constant=True)
    def notices(self) -> Notices:
        return self._notices

    @Property(int, notify=changed)
    def row(self) -> int:
        return next((place for place, row in enumerate(self._rows.rows) if row.chosen), -1)

    @Property(bool, notify=changed)
    def hosted(self) -> bool:
        return self.folder is not None

    @Property(str, notify=changed)
    def words(self) -> str:
        """What can be done here, and where where not."""
        if not self._live.state.plan.sources:
            return "The event plan names no source."
        if not self.hosted:
            address = str(getattr(self._live.session, "address", "")).partition("//")[2].partition("/")[0]
            where = f" ({address})" if address else ""
            return f"They are read by the computer that hosts this room{where}. Tokens are entered there, and sources tried again."
        return "They are read by this computer, for everybody in the room."

    @Property(bool, notify=changed)
    def mayEnter(self) -> bool:
        """Whether the chosen source wants a token, and this is the machine to enter it on."""
        source = self._source()
        return self.hosted and source is not None and source.kind == "mastodon" and bool(secret_of(source))

    @Property(bool, notify=changed)
    def entering(self) -> bool:
        return self._entering

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        return self._busy

    @Property(str, notify=changed)
    def keeping(self) -> str:
        """Where the token will be kept, said before it is entered."""
        return "It will be tested first. " + secret.said(self._place or "keyring")

    @Property(str, notify=changed)
    def outcome(self) -> str:
        return self._outcome

    @Property(str, notify=changed)
    def outcomeTone(self) -> str:
        return self._outcome_tone
