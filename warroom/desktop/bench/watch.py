"""Hears of everything that is saved in a brand's folder, however an editor saves it.

Editors write in place (truncate, then write), write beside and rename over (vim, VS Code, Krita), or change many files at once
(a checkout). Qt's watcher forgets a file that was replaced, and hears nothing on some network drives: so folders and files are
both watched, added again after each change, and looked at once a second whatever was heard.
"""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from warroom.designing.reading import Files

AGAIN_MS = 1_000
MOST_WATCHED = 1_000  # files; the rest is seen by the look once a second


class FolderWatch(QObject):
    """`saved(names, at)`: what changed, by paths from the folder, and when that was heard (`time.perf_counter`). GUI thread.

    `gone` when the folder is no longer there, `back` when it is again.
    """

    saved = Signal(tuple, float)
    gone = Signal()
    back = Signal()

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._files = Files(home)
        self._there = self._files.there
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._on_file)
        self._watcher.directoryChanged.connect(self._on_folder)
        self._timer = QTimer(self)
        self._timer.setInterval(AGAIN_MS)
        self._timer.timeout.connect(lambda: self._look(time.perf_counter()))
        self._timer.start()
        self._watch()

    @property
    def home(self) -> Path:
        return self._files.home

    def stop(self) -> None:
        self._timer.stop()
        watched = [*self._watcher.files(), *self._watcher.directories()]
        if watched:
            self._watcher.removePaths(watched)

    def _on_file(self, path: str) -> None:
        # Written twice within one tick of the disk's clock it looks the same: what is heard of a file always counts.
        self._look(time.perf_counter(), Path(path))

    def _on_folder(self, _path: str) -> None:
        self._look(time.perf_counter())

    def _look(self, at: float, heard: Path | None = None) -> None:
        names = self._files.look()
        if self._files.there != self._there:
            self._there = self._files.there
            (self.back if self._there else self.gone).emit()
        self._watch()
        if heard is not None and not names and heard.is_file():
            names = (heard.relative_to(self.home).as_posix(),)
        if names and self._there:
            self.saved.emit(names, at)

    def _watch(self) -> None:
        """Whatever is there and not watched."""
        known = {*self._watcher.files(), *self._watcher.directories()}
        there = [str(path) for path in (*self._files.folders, *self._files.files[:MOST_WATCHED])]
        if self.home.parent.is_dir():
            there.append(str(self.home.parent))  # so that a folder that comes back is seen at once
        wanted = [path for path in there if path not in known]
        if wanted:
            self._watcher.addPaths(wanted)
