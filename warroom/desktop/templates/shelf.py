"""The templates that can be used here: known by name at once, each read when it is first wanted, the others little by little.

Reading one takes about five milliseconds, so two hundred of them would keep a composer from opening for a second. A file that
is changed on disk, or a newer one that is published, comes as another `Entry` of the same key (`put`); what is drawn already
stays as it is until it is ordered again.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from warroom import locations
from warroom.compose.model import Template
from warroom.compose.template import load_brand, load_template
from warroom.errors import Problem, TemplateError
from warroom.plan.model import Plan

_NAME = re.compile(r'^name\s*=\s*"([^"\\]+)"\s*(#.*)?$', re.MULTILINE)
_LEAST_REST_S = 0.004
"""Between two templates that are read ahead: what is typed meanwhile goes first."""


@dataclass(frozen=True)
class Entry:
    """One template by its key. `read` raises TemplateError; it is called on any thread, once."""

    key: str
    name: str
    read: Callable[[], Template]


class TemplateShelf(QObject):
    """`changed` when an entry came, went or was read; `failed(TemplateError)` for each that cannot be. Signals come on the GUI thread."""

    changed = Signal()
    failed = Signal(object)
    _read = Signal(str, object)

    def __init__(self, entries: Iterable[Entry], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries = {entry.key: entry for entry in entries}
        self._templates: dict[str, Template] = {}
        self._failed: dict[str, TemplateError] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closing = threading.Event()
        self._read.connect(self._on_read, Qt.ConnectionType.QueuedConnection)

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(self._entries.values())

    def get(self, key: str) -> Template | None:
        """The template, read now where it was not yet; None where there is none of that key or it cannot be read."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        if key not in self._templates and key not in self._failed:
            self._take(entry)
        return self._templates.get(key)

    def known(self, key: str) -> Template | None:
        """The template if it was read already."""
        return self._templates.get(key)

    def name(self, key: str) -> str:
        """What it is called; the key itself where it is not here."""
        template, entry = self._templates.get(key), self._entries.get(key)
        return template.name if template is not None else entry.name if entry is not None else key

    def problem(self, key: str) -> str:
        """Why it cannot be read; empty where it can, or was not tried."""
        failed = self._failed.get(key)
        return str(failed.problems[0]) if failed is not None else ""

    def put(self, entries: Iterable[Entry]) -> None:
        """These instead of those of the same keys, and those that are new; they are read ahead too."""
        for entry in entries:
            self._entries[entry.key] = entry
            self._templates.pop(entry.key, None)
            self._failed.pop(entry.key, None)
        self.changed.emit()
        if self._thread is not None:
            self.read_ahead()

    def drop(self, keys: Iterable[str]) -> None:
        for key in keys:
            self._entries.pop(key, None)
            self._templates.pop(key, None)
            self._failed.pop(key, None)
        self.changed.emit()

    def read_ahead(self) -> None:
        """Read those that nobody asked for yet, on a thread of its own, slowly."""
        if self._thread is not None and self._thread.is_alive():
            return
        self._thread = threading.Thread(target=self._go_on, name="templates", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        if self._thread is not None:
            self._thread.join(timeout=5.0)

    def _go_on(self) -> None:
        while not self._closing.is_set():
            entry = next((one for one in self.entries if one.key not in self._templates and one.key not in self._failed), None)
            if entry is None:
                return
            began = time.monotonic()
            result = _result(entry)
            with self._lock:
                self._keep(entry, result)
            self._read.emit(entry.key, result)
            self._closing.wait(max(_LEAST_REST_S, time.monotonic() - began))

    def _take(self, entry: Entry) -> None:
        result = _result(entry)
        with self._lock:
            self._keep(entry, result)
        self._read.emit(entry.key, result)

    def _keep(self, entry: Entry, result: Template | TemplateError) -> None:
        if self._entries.get(entry.key) is not entry:
            return  # another of that key came meanwhile
        if isinstance(result, TemplateError):
            self._failed[entry.key] = result
        else:
            self._templates[entry.key] = result

    def _on_read(self, _key: str, result: object) -> None:
        if isinstance(result, TemplateError):
            self.failed.emit(result)
        self.changed.emit()


def _result(entry: Entry) -> Template | TemplateError:
    try:
        return entry.read()
    except TemplateError as error:
        return error
    except OSError as error:
        return TemplateError((Problem(Path(entry.key), 0, "", f"cannot be read ({error.strerror or error})."),))


def planned_entries(plan: Plan) -> tuple[Entry, ...]:
    """Those of the plan's brand where that is on this machine, else ours. Raises TemplateError where the brand cannot be read."""
    own = Path(plan.brand) if plan.brand else None
    path = own if own is not None and own.is_file() else locations.assets() / "templates" / "brand.toml"
    brand = load_brand(path)
    folders = [found.parent for found in sorted(path.parent.glob("*/template.toml"))]
    if not folders:
        raise TemplateError((Problem(path, 0, "", "has no template beside it.", "Put a folder with a template.toml there."),))
    return tuple(Entry(folder.name, name_in(folder), lambda folder=folder: load_template(folder, brand)) for folder in folders)


def name_in(folder: Path) -> str:
    """What the template calls itself, without reading all of it; the folder's name where that cannot be seen."""
    try:
        with (folder / "template.toml").open(encoding="utf-8", errors="replace") as file:
            found = _NAME.search(file.read(4_000))
    except OSError:
        found = None
    return found.group(1) if found is not None else folder.name
