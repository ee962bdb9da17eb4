"""What the QML items that draw cards have in common: whose pictures they show, and under which name."""

from __future__ import annotations

import weakref
from typing import Any

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem


class FramedItem(QQuickPaintedItem):
    """Drawn anew when there is another picture called `name`. Who builds on it says whose pictures they are, and paints."""

    nameChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._held: weakref.ref[QObject] | None = None
        self._name = ""
        self.setOpaquePainting(False)

    @property
    def _maker(self) -> Any:
        """Not kept by this item: Python's part of it outlives what QML took down, and would keep every picture of a closed desk."""
        return self._held() if self._held is not None else None

    def _follow(self, maker: QObject | None) -> bool:
        """Draw what this one makes, told by its `framed(name)`; whether it is another than before."""
        before = self._maker
        if maker is before:
            return False
        if before is not None:
            before.framed.disconnect(self._on_frame)
        self._held = weakref.ref(maker) if maker is not None else None
        if maker is not None:
            maker.framed.connect(self._on_frame)
        self.update()
        return True

    def _get_name(self) -> str:
        return self._name

    def _set_name(self, name: str) -> None:
        if name != self._name:
            self._name = name
            self.nameChanged.emit()
            self.update()

    name = Property(str, _get_name, _set_name, notify=nameChanged)

    def _on_frame(self, name: str) -> None:
        if name == self._name:
            self.update()
