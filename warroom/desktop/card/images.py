"""The pictures of cards that are shown now, by name; made on threads, drawn by `composer/card_view.py`."""

from __future__ import annotations

import threading

from PySide6.QtGui import QImage


class CardImages:
    """The newest picture of each name: a cut's, or `stage` for the large one. Any thread."""

    def __init__(self) -> None:
        self._images: dict[str, QImage] = {}
        self._lock = threading.Lock()

    def keep(self, name: str, image: QImage) -> None:
        with self._lock:
            self._images[name] = image

    def get(self, name: str) -> QImage | None:
        with self._lock:
            return self._images.get(name)

    def forget(self, begins: str) -> None:
        """Those whose names begin so."""
        with self._lock:
            self._images = {name: image for name, image in self._images.items() if not name.startswith(begins)}


def template_image(key: str) -> str:
    """The name of a template's own small picture."""
    return f"template {key}"


def variation_image(key: str) -> str:
    """The name of the picture of what is written, in another template."""
    return f"variation {key}"
