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
    import asyncio

    from warroom import __main__
    from warroom.desktop import app

    class Watched(app.Desktop):
        def _first_frame(self) -> None:
            if what == "first":
                tell()
                self.closed.set()
                return
            super()._first_frame()
            self.tasks.spawn("Wait for posts", self._wait())

        async def _wait(self) -> None:
            while self.shell.desk is None or not any(column.posts.count for column in self.shell.desk.feeds.columns):
                await asyncio.sleep(0.005)
            self.window.frameSwapped.connect(self._posts_shown)
            self.window.update()

        def _posts_shown(self) -> None:
            self.window.frameSwapped.disconnect(self._posts_shown)
            tell()
            self.tasks.spawn("End", self._end())

        async def _end(self) -> None:
            await self.shell.close(stop=True)
            self.closed.set()

    app.Desktop = Watched
    sys.exit(__main__.main([] if what == "first" else ["rehearse"]))


if __name__ == "__main__":
    bare() if sys.argv[1] == "bare" else whole(sys.argv[1])
