"""The bench: a designer's screen. It follows a brand's folder while templates are edited in whatever editor, and shows every save."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Property, QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtQml import QmlElement, QmlUncreatable

from warroom.compose.contact import Cell
from warroom.compose.model import Template
from warroom.designing.new import new_brand
from warroom.designing.place import BRAND, TEMPLATE, Place, folders_of, place_of
from warroom.desktop.bench import rows
from warroom.desktop.bench.large import BenchLarge
from warroom.desktop.bench.publish import BenchPublish
from warroom.desktop.bench.sheet import BenchCells
from warroom.desktop.bench.watch import FolderWatch
from warroom.desktop.bench.worker import BenchWorker, Save, image_of
from warroom.desktop.keys import Keys
from warroom.desktop.live import LiveRoom
from warroom.desktop.models import RecordListModel
from warroom.desktop.notices import Notices
from warroom.desktop.tasks import Tasks
from warroom.errors import Problem, TemplateError, WarroomError

QML_IMPORT_NAME = "warroom.desktop"
QML_IMPORT_MAJOR_VERSION = 1

PLACE = "bench"
SETTLE_MS = 150
"""An error is shown when nothing was saved for so long: what is half written is written whole by then."""


@QmlElement
@QmlUncreatable("The bench belongs to the shell.")
class Bench(QObject):
    """Everything on the GUI's thread, but the rendering. `framed(name)` when there is a new picture of that name."""

    changed = Signal()
    framed = Signal(str)
    kept = Signal(str)  # a folder to remember
    askedBack = Signal()
    askedFolder = Signal()  # the system's dialog

    def __init__(self, tasks: Tasks, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices = notices
        self._publish = BenchPublish(tasks, self)
        self._publish.wrong.connect(lambda error: self._show_problems(error.problems))
        self._worker = BenchWorker()
        self._worker.framed.connect(self.framed)
        self._worker.read.connect(self._on_read)
        self._worker.drafted.connect(self._on_drafted)
        self._worker.packed.connect(self._on_packed)  # by a lambda the worker would hold the bench that holds it
        self._worker.checked.connect(self._on_checked)
        self._worker.finished.connect(self._on_finished)
        self._worker.failed.connect(self._on_failed)
        self._templates = RecordListModel(rows.TemplateRow, "key", self)
        self._problems = RecordListModel(rows.ProblemRow, "id", self)
        self._sheet = BenchCells(self)
        self._sheet.sized.connect(self._on_sized)
        self._large = BenchLarge(self._worker, self._sheet.cells, lambda: self._template, self)
        self._watch: FolderWatch | None = None
        self._place: Place | None = None
        self._open, self._followed = False, Path()
        self._key = ""
        self._template: Template | None = None  # the last that could be read
        self._checked: dict[str, Cell] = {}
        self._seen: dict[str, tuple[str, str]] = {}
        self._serial, self._at = 0, 0.0
        self._saved: tuple[str, ...] = ()
        self._said, self._mode, self._busy = "", "empty", False
        self._error: tuple[int, TemplateError] | None = None
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLE_MS)
        self._settling.timeout.connect(self._on_settled)
        self.naming: Callable[[Path], str] = str
        self.clock: Callable[[], dt.datetime] = dt.datetime.now
        self.stopwatch: Callable[[float, float], float] = lambda begun, done: (done - begun) * 1000

    def add_keys(self, keys: Keys) -> None:
        shown = lambda: self._mode == "shown"  # noqa: E731
        keys.add("bench", "bench.next", "Next template", "J", lambda: self._turn(1), ready=shown, repeats=True)
        keys.add("bench", "bench.previous", "Previous template", "K", lambda: self._turn(-1), ready=shown, repeats=True)
        self._large.add_keys(keys, shown)
        keys.add("bench", "bench.folder", "Another folder…", "O", self.askedFolder.emit)
        keys.add("bench", "bench.new", "Start a brand here", "N", self.begin, ready=lambda: self._mode == "bare")
        keys.add("bench", "bench.keys", "List of keys", "?", lambda: keys.run("desk.keys" if self._publish.inRoom else "first.keys"))
        keys.add("bench", "bench.back", "Back", "Esc", self.back)
        publish = self._publish
        ready = lambda: self.open and publish.inRoom  # noqa: E731
        keys.add("anywhere", "bench.publish", "Publish this template to the room", "Ctrl+Shift+P", publish.publish, ready=ready)
        retirable = lambda: self.open and publish.canRetire  # noqa: E731
        keys.add("bench", "bench.retire", "Retire this template", "Shift+R", publish.askRetire, ready=retirable)
        keys.add("bench", "bench.publishAll", "Publish all that changed", "Shift+A", publish.publishAll, ready=ready)

    # --- coming and going

    def enter(self, live: LiveRoom | None) -> None:
        """The room that was joined; None when it is left."""
        self._publish.enter(live)

    @Property(bool, notify=changed)
    def open(self) -> bool:
        return self._open

    def come(self, folder: Path | None) -> None:
        """Onto the screen; with a folder that is another, that is followed from now on."""
        self._open = True
        if folder is not None and (self._watch is None or folder != self._followed):
            self.follow(folder)
        self.changed.emit()

    def go(self) -> None:
        """Off the screen. The folder is followed on: what is seen at coming back is what was saved last."""
        self._open = False
        self.changed.emit()

    def stop(self) -> None:
        if self._watch is not None:
            self._watch.stop()
        self._settling.stop()
        self._worker.close()

    def follow(self, folder: Path) -> None:
        """Watch this folder: a template's, a brand's, or one that may become one."""
        self._followed = folder.absolute()
        self._template, self._checked, self._seen, self._key = None, {}, {}, ""
        self._large.clear()
        self._said = ""
        home = self._followed
        if (home / TEMPLATE).is_file() or home.is_file():
            home = home.parent
        if self._watch is not None:
            self._watch.stop()
            self._watch.deleteLater()
        self._watch = FolderWatch(home, self)
        self._watch.saved.connect(self._on_saved)
        self._watch.gone.connect(self._look)
        self._watch.back.connect(self._look)
        self._look()
        if self._mode == "shown":
            self.kept.emit(str(self._followed))

    @Slot(QUrl)
    def openFolder(self, folder: QUrl) -> None:
        """From the dialog or dropped; a file stands for its folder."""
        path = Path(folder.toLocalFile())
        if not folder.isLocalFile():
            self._notices.tell(PLACE, "Only a folder of this machine can be followed.", "", "warning")
        else:
            self.follow(path if path.is_dir() else path.parent)

    @Slot()
    def begin(self) -> None:
        """A brand with one template in the empty folder that is followed."""
        try:
            new_brand(self._followed)
        except WarroomError as error:
            self._notices.report(PLACE, error)
        self._look()

    # --- what is saved

    def _on_saved(self, names: tuple[str, ...], at: float) -> None:
        self._saved, self._at = names, at
        folders = {name.partition("/")[0] for name in names if "/" in name}
        place = self._place
        if place is not None and len(folders) == 1 and BRAND not in names:
            (only,) = folders
            if only != self._key and any(folder.name == only for folder in folders_of(place.home)) and self._large.shown is None:
                self._key = only  # the one that is being worked on is the one to look at
                self._template, self._checked = None, {}
        if any("/" not in name for name in names):
            self._seen = {}
        self._look()

    def _look(self) -> None:
        """See what stands there now, and order it."""
        watch = self._watch
        assert watch is not None
        self._serial += 1
        self._error = None
        try:
            self._place = place_of(self._followed if self._followed.exists() else watch.home)
        except WarroomError:
            self._place = None
            self._mode = "gone" if not watch.home.is_dir() else "bare"
            self._key = ""
            self._templates.show(())
            self._publish.read("", True)
            self.changed.emit()
            return
        folders = folders_of(self._place.home)
        keys = [folder.name for folder in folders]
        if self._key not in keys:
            self._key = self._place.chosen if self._place.chosen in keys else keys[0] if keys else ""
            self._template, self._checked = None, {}
        self._mode = "shown" if keys else "bare"
        self._refresh_templates(folders)
        if keys:
            self._order()
        self.changed.emit()

    def _order(self) -> None:
        assert self._place is not None
        self._busy = True
        folder = self._place.home / self._key
        shown = self._large.shown
        self._publish.show(folder, self._key)
        self._worker.want(Save(self._serial, folder, self._sheet.side, shown.cut if shown else ""), shown)

    def _on_read(self, serial: int, template: Template) -> None:
        if serial != self._serial:
            return
        self._settling.stop()
        if self._template is None or template.key != self._template.key:
            self._checked = {}
        self._template = template
        self._checked = {}
        self._show_problems(())
        self._publish.read("", False)
        self._large.keep(template)
        self._refresh()

    def _on_drafted(self, serial: int, done: float) -> None:
        if serial != self._serial:
            return
        if self._saved:
            self._said = rows.saved_words(self._saved, self.clock(), f"{self.stopwatch(self._at, done):.0f} ms")
            self._saved = ()
        self.changed.emit()

    def _on_packed(self, serial: int, pack: str) -> None:
        if serial == self._serial:
            self._publish.read(pack, False)

    def _on_checked(self, serial: int, cell: Cell) -> None:
        if serial == self._serial:
            self._checked[image_of(cell.cut, cell.stress.key)] = cell
            self._refresh()

    def _on_finished(self, serial: int) -> None:
        if serial != self._serial:
            return
        self._busy = False
        wrong = sum(not cell.ok for cell in self._checked.values())
        words = f"{wrong} of {len(self._checked)} to look at" if wrong else "all cards fit"
        self._seen[self._key] = (words, rows.tone_of(list(self._checked.values())))
        self._refresh_templates()
        self.changed.emit()

    def _on_failed(self, serial: int, error: Exception) -> None:
        if serial != self._serial:
            return
        if isinstance(error, TemplateError):
            self._error = (serial, error)
            self._settling.start()
        else:
            self._busy = False
            self._notices.crash("Rendering", error)

    def _on_settled(self) -> None:
        """Nothing was saved since: it is meant so, or a mistake."""
        if self._error is None or self._error[0] != self._serial:
            return
        error, self._error, self._busy = self._error[1], None, False
        if self._saved:
            self._said = rows.saved_words(self._saved, self.clock(), "cannot be read")
            self._saved = ()
        self._seen[self._key] = (rows.problems_words(len(error.problems)), "red")
        self._publish.read("", True)
        self._show_problems(error.problems)
        self._refresh_templates()

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        self._problems.show(rows.problem_rows(problems, self._place.home if self._place is not None else Path()))
        self.changed.emit()

    # --- what is shown

    def image(self, name: str) -> QImage | None:
        """None also for a card of another template than the one shown."""
        return self._worker.images.get(name) if self._template is not None else None

    def _refresh(self) -> None:
        if self._template is not None:
            self._sheet.show(self._template, self._checked)
            self.changed.emit()

    def _refresh_templates(self, folders: tuple[Path, ...] | None = None) -> None:
        if self._place is not None:
            self._templates.show(rows.template_rows(folders or folders_of(self._place.home), self._key, self._seen))

    @Property(RecordListModel, constant=True)
    def templates(self) -> RecordListModel[rows.TemplateRow]:
        return self._templates

    @Property(RecordListModel, constant=True)
    def problems(self) -> RecordListModel[rows.ProblemRow]:
        return self._problems

    @Property(BenchCells, constant=True)
    def sheet(self) -> BenchCells:
        return self._sheet

    @Property(BenchPublish, constant=True)
    def publishing(self) -> BenchPublish:
        return self._publish

    @Property(Notices, constant=True)
    def notices(self) -> Notices:
        return self._notices

    @Property(str, notify=changed)
    def mode(self) -> str:
        """empty: no folder yet · bare: it has no template · gone: it is not there · shown."""
        return self._mode

    @Property(str, notify=changed)
    def folder(self) -> str:
        return self.naming(self._place.home if self._place is not None else self._followed) if self._watch is not None else ""

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._template.name if self._template is not None else rows.name_of(self._place.home / self._key) if self._place else ""

    @Property(bool, notify=changed)
    def stale(self) -> bool:
        """The cards are of the last save that could be read."""
        return self._problems.count > 0 and self._template is not None

    @Property(int, notify=changed)
    def place(self) -> int:
        """Of the template in hand, in the list; -1 where there is none."""
        return self._templates.find(self._key)

    @Property(str, notify=changed)
    def said(self) -> str:
        """What was saved last, when, and how long it took until every cut was there: `saved 20:41:07 · quote/template.toml · 31 ms`."""
        return self._said

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        return self._busy

    @Property(str, notify=changed)
    def state(self) -> str:
        """Of the whole sheet."""
        if self._problems.count:
            return rows.problems_words(self._problems.count)
        if self._busy:
            return f"{len(self._checked)} of {self._sheet.cells.count} checked"
        return self._seen.get(self._key, ("", ""))[0]

    @Property(str, notify=changed)
    def stateTone(self) -> str:
        return "red" if self._problems.count else "second" if self._busy else self._seen.get(self._key, ("", "second"))[1]

    def _on_sized(self) -> None:
        if self._mode == "shown":
            self._serial += 1
            self._order()

    # --- one of them

    @Slot(str)
    def choose(self, key: str) -> None:
        if self._place is not None and key != self._key and any(row.key == key for row in self._templates.rows):
            self._key = key
            self._template, self._checked = None, {}
            self._problems.show(())
            self._sheet.clear()
            self._large.clear()
            self._saved = ()
            self._serial += 1
            self._refresh_templates()
            self._order()
            self.changed.emit()

    def _turn(self, by: int) -> None:
        keys = [row.key for row in self._templates.rows]
        self.choose(keys[(keys.index(self._key) + by) % len(keys)])

    @Property(BenchLarge, constant=True)
    def large(self) -> BenchLarge:
        return self._large

    @Slot()
    def back(self) -> None:
        """From the card to the sheet, from the sheet to where one came from."""
        if self._large.shown is not None:
            self._large.clear()
        else:
            self.askedBack.emit()
