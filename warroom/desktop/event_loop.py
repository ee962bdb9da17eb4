"""Qt's own event loop as asyncio's, and threads for what would keep the window waiting."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import qasync
from PySide6.QtWidgets import QApplication

THREADS = 10


def event_loop(app: QApplication) -> asyncio.AbstractEventLoop:
    """On the GUI thread, to be run and closed there; closing waits for what its threads work on.

    `asyncio.to_thread` uses Python's own threads, begun as they are needed: qasync would begin ten QThreads, whose Python state comes
    and goes with Qt's.
    """
    loop = qasync.QEventLoop(app)
    loop.set_default_executor(ThreadPoolExecutor(THREADS, "aside"))
    return loop
