"""`python -m warroom.desktop.gallery`: every component in each of its states in a window; with a file's name, into that picture."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtQuick import QQuickView
from PySide6.QtWidgets import QApplication

from warroom import locations
from warroom.desktop.app import prepare
from warroom.desktop.notices import Notices
from warroom.desktop.pulse.screen import PulseCurve, PulseTopic
from warroom.desktop.window.people import QrCode
from warroom.review.model import SpikeSeen
from warroom.watch.spike import Spike

PARTS = (QrCode, PulseCurve)  # what the page draws with, known to QML once imported


NOW = 1_790_000_000_000


def topics(parent: QObject) -> list[PulseTopic]:
    """A pulse card each: as usual, with a spike, with one that rose from nothing, silent."""
    levels = {"As usual": (40, 40), "A spike": (40, 400), "From nothing": (0, 40), "Silent": (0, 0)}
    made = []
    for place, (name, (before, after)) in enumerate(levels.items()):
        topic = PulseTopic(name, place, parent)
        for back in range(1_800, 0, -1):
            level = after if back <= 120 else before
            topic.series.add(NOW - 1_000 * back, level + back * 7 % 5 if level else 0)
        seen = None
        if after > before:
            spike = Spike("", name, name, NOW - 120_000, NOW - 119_000, float(after), float(before), 9.0, 99)
            seen = SpikeSeen(spike, NOW)
        topic.look(NOW, 1.0)
        topic.renew(NOW, 1.0, seen, dt.UTC)
        made.append(topic)
    return made


def show() -> QQuickView:
    """The page, shown; the caller keeps it."""
    view = QQuickView()
    notices = Notices(view)
    notices.tell("gallery", "Three people of the roster have not joined yet.", key="told")
    notices.tell("gallery", "The wire has been silent for 3 min.", "It is tried again by itself.", "warning", "warned")
    notices.tell("gallery", "The code is used already.", "Ask the producer for a new one.", "error", "wrong", "Try again", lambda: None)
    view.engine().addImportPath(str(locations.ui().parent))
    view.setInitialProperties({"notices": notices, "topics": topics(view)})
    view.setSource(QUrl.fromLocalFile(str(locations.ui() / "gallery" / "Gallery.qml")))
    view.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
    view.show()
    return view


def main() -> int:
    app = prepare(QApplication(sys.argv[:1]))
    view = show()
    if len(sys.argv) > 1:
        app.processEvents()
        return 0 if view.grabWindow().save(str(Path(sys.argv[1]))) else 1
    app.setQuitOnLastWindowClosed(True)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
