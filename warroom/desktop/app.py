"""The desktop's start and end: Qt, the loop, the fonts, the window; and one place for errors nobody foresaw."""

from __future__ import annotations

import asyncio
import gc
import logging
import logging.handlers
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

import PySide6.QtQuick  # noqa: F401 - the root would be a bare QWindow without it
from PySide6.QtCore import QMessageLogContext, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow
from PySide6.QtWidgets import QApplication

from warroom import allocator, locations
from warroom.desktop.event_loop import event_loop
from warroom.desktop.images import Pictures
from warroom.desktop.notices import Notices
from warroom.desktop.tasks import Tasks
from warroom.desktop.window.shell import Shell
from warroom.errors import MissingPart, StorageError
from warroom.options import DesktopOptions

log = logging.getLogger("warroom.desktop")

# Families of the interface, and those its texts fall back to in other scripts; those of cards are opened by whoever renders.
READING = ("inter", "jetbrains-mono", "noto-arabic", "noto-hebrew", "noto-devanagari", "noto-thai", "noto-emoji")
EMOJI = "Noto Emoji"  # of one colour: colour on the desk is a signal


class Desktop:
    """One window and everything behind it. Made on the GUI thread with a running qasync loop; ended by `close`."""

    def __init__(self, options: DesktopOptions) -> None:
        self.engine = QQmlApplicationEngine()
        self.notices = Notices(self.engine)
        self.tasks = Tasks(self.notices)
        self.shell = Shell(self.tasks, self.notices, Pictures(self.engine, asyncio.get_running_loop()), self.engine)
        self.closed = asyncio.Event()
        self.shell.quitting.connect(self.closed.set)
        self._options = options
        self.engine.addImportPath(str(locations.ui().parent))
        self.engine.setInitialProperties({"shell": self.shell})
        self.engine.loadFromModule("ui", "Main")
        if not self.engine.rootObjects():
            raise MissingPart("The window cannot be opened.", "`warroom doctor` looks for what is missing.")
        self.window: QQuickWindow = self.engine.rootObjects()[0]
        self.window.frameSwapped.connect(self._first_frame, Qt.ConnectionType.SingleShotConnection)

    def _first_frame(self) -> None:
        """The rest waits for the first frame, which is to come within a second."""
        QTimer.singleShot(0, lambda: self.shell.begin(self._options))

    async def close(self) -> None:
        """End every task and take the window down; a hosted room goes on."""
        await self.shell.close(stop=False)
        self.shell.bench.stop()
        await self.tasks.close()
        self.window.close()
        self.engine.clearComponentCache()
        for child in self.engine.rootObjects():
            child.deleteLater()
        self.engine.deleteLater()


def main(options: DesktopOptions) -> int:
    """Run the desktop until its window is closed; the exit code."""
    write_log()
    app = prepare(QApplication(sys.argv[:1]))
    loop = event_loop(app)
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(_run(options, loop))
    finally:
        loop.close()
    return 0


def prepare(app: QApplication) -> QApplication:
    """Names, fonts and the palette that parts drawn by Qt itself (file dialogs) use."""
    # Qt waits 5 ms before each frame where no screen sets the beat, to gather changes; a key's own card is worth a frame sooner.
    os.environ.setdefault("QT_QPA_UPDATE_IDLE_TIME", "1")
    sys.setswitchinterval(0.0005)  # the thread that draws cards may not keep the window waiting for Python's lock
    allocator.give_back()
    app.setApplicationName("warroom")
    app.setApplicationDisplayName("warroom")
    app.setDesktopFileName("warroom")
    app.setQuitOnLastWindowClosed(False)
    for family in READING:
        for file in sorted((locations.assets() / "fonts" / family).glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(file))
    if EMOJI not in QFontDatabase.applicationEmojiFontFamilies():
        QFontDatabase.addApplicationEmojiFontFamily(EMOJI)
    QGuiApplication.styleHints().setColorScheme(Qt.ColorScheme.Dark)
    palette = app.palette()
    palette.setColor(QPalette.ColorRole.Window, QColor("#11141B"))
    app.setPalette(palette)
    app.setWindowIcon(_icon())
    if app.platformName() == "offscreen" and QQuickWindow.sceneGraphBackend() != "software":
        QQuickWindow.setSceneGraphBackend("software")
    return app


def _icon() -> QIcon:
    """The live light on the night's ground."""
    picture = QPixmap(128, 128)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#11141B"))
    painter.drawRoundedRect(4, 4, 120, 120, 28, 28)
    painter.setBrush(QColor("#FF5A52"))
    painter.drawEllipse(38, 38, 52, 52)
    painter.end()
    return QIcon(picture)


def spare_collector(shell: Shell) -> None:
    """With a desk, let Python's collector pass over all there is by now: going through it stops every thread for 50 ms, even a key's."""
    if shell.desk is not None:
        gc.freeze()
    else:
        gc.unfreeze()


async def _run(options: DesktopOptions, loop: asyncio.AbstractEventLoop) -> None:
    desktop = Desktop(options)
    desktop.shell.changed.connect(lambda: spare_collector(desktop.shell))
    with catching(desktop.notices, loop):
        await desktop.closed.wait()
        await desktop.close()


@contextmanager
def catching(notices: Notices, loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """Whatever escapes anywhere becomes one crash notice and a line in the log."""

    def escaped(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            notices.crash("The desktop", error)

    def in_loop(_loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        error = context.get("exception")
        if isinstance(error, BaseException):
            notices.crash(str(context.get("message") or "A task"), error)
        else:
            log.error("%s", context.get("message"))

    def in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            loop.call_soon_threadsafe(notices.crash, f"Thread {args.thread.name if args.thread else ''}", args.exc_value)

    before = sys.excepthook, threading.excepthook
    sys.excepthook, threading.excepthook = escaped, in_thread
    loop.set_exception_handler(in_loop)
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = before
        loop.set_exception_handler(None)


class Log(logging.handlers.RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:
        """The disk is full: what needs space says so where it is shown, a traceback for each line of the log helps nobody."""


def write_log() -> None:
    """Ours and Qt's words to a file of their own, two kept; never to a terminal nobody looks at. Raises StorageError."""
    file = locations.logs() / "desktop.log"
    try:
        handler = Log(file, maxBytes=2_000_000, backupCount=1, encoding="utf-8")
    except OSError as wrong:
        raise StorageError(f"{file} cannot be written: {wrong.strerror or wrong}.", locations.ELSEWHERE) from wrong
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.INFO)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    qInstallMessageHandler(_qt_said)


def _qt_said(kind: QtMsgType, _where: QMessageLogContext, words: str) -> None:
    levels = {QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO, QtMsgType.QtWarningMsg: logging.WARNING}
    logging.getLogger("warroom.qt").log(levels.get(kind, logging.ERROR), "%s", words)
    if kind == QtMsgType.QtFatalMsg:
        print(f"Qt cannot go on: {words}", file=sys.stderr)
