"""One start for `start`: runs the program, says when what is waited for is on the screen, and ends. The clock is monotonic."""

from __future__ import annotations

import sys
import time

BARE = b"import QtQuick\nWindow { visible: true; width: 640; height: 400; Rectangle { anchors.fill: parent } }"


def tell() -> None:
    print(f"there {time.monotonic()}", flush=True)


def bare() -> None:
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtQml import QQmlApplicationEngine
    from PySide6.QtQuick import QQuickWindow

    app = QGuiApplication(sys.argv[:1])
    engine = QQmlApplicationEngine()
    engine.loadData(BARE)
    window = engine.rootObjects()[0]
    assert isinstance(window, QQuickWindow)
    window.frameSwapped.connect(lambda: (tell(), app.quit()))
    app.exec()


def whole(what: str) -> None:
    from PySide6.QtCore import Qt

    from warroom import __main__
    from warroom.desktop import app

    class Watched(app.Desktop):
        told = False

        def _first_frame(self) -> None:
            if what == "first":
                tell()
                self.closed.set()
                return
            super()._first_frame()
            self.shell.changed.connect(self._entered)

        def _entered(self) -> None:
            if self.shell.desk is not None:
                for column in self.shell.desk.feeds.columns:
                    column.posts.countChanged.connect(self._came, Qt.ConnectionType.SingleShotConnection)

        def _came(self) -> None:
            self.window.frameSwapped.connect(self._shown, Qt.ConnectionType.SingleShotConnection)
            self.window.update()

        def _shown(self) -> None:
            if self.told:
                return
            self.told = True
            tell()
            self.tasks.spawn("End", self._end())

        async def _end(self) -> None:
            await self.shell.close(stop=True)
            self.closed.set()

    app.Desktop = Watched
    sys.exit(__main__.main([] if what == "first" else ["rehearse"]))


if __name__ == "__main__":
    bare() if sys.argv[1] == "bare" else whole(sys.argv[1])
