"""`python -m warroom.desktop.gallery`: every component in each of its states in a window; with a file's name, into that picture."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtQuick import QQuickView
from PySide6.QtWidgets import QApplication

from warroom import locations
from warroom.desktop.app import prepare
from warroom.desktop.notices import Notices
from warroom.desktop.people import QrCode
from warroom.desktop.pulse import PulseCurve

PARTS = (QrCode, PulseCurve)  # what the page draws with, known to QML once imported


def show() -> QQuickView:
    """The page, shown; the caller keeps it."""
    view = QQuickView()
    notices = Notices(view)
    notices.tell("gallery", "Three people of the roster have not joined yet.", key="told")
    notices.tell("gallery", "The wire has been silent for 3 min.", "It is tried again by itself.", "warning", "warned")
    notices.tell("gallery", "The code is used already.", "Ask the producer for a new one.", "error", "wrong", "Try again", lambda: None)
    view.engine().addImportPath(str(locations.ui().parent))
    view.setInitialProperties({"notices": notices})
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
