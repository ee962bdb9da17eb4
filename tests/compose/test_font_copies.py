"""A font's copy is one, whoever asks for it, and however many at once."""

from __future__ import annotations

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from warroom.compose import font_copies


def test_threads_that_want_the_same_font_at_once_all_get_its_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    threads = 6
    font = tmp_path / "Loud.ttf"
    font.write_bytes(b"letters " * 1000)
    digest = hashlib.sha256(font.read_bytes()).hexdigest()
    together = threading.Barrier(threads)
    replace = Path.replace

    def slowly(part: Path, copy: Path) -> Path:
        threading.Event().wait(0.02)  # long enough for the others to write theirs
        return replace(part, copy)

    monkeypatch.setattr(Path, "replace", slowly)

    def copied(_: int) -> Path:
        together.wait(5)
        return font_copies.steady(font, digest)

    with ThreadPoolExecutor(threads) as pool:
        copies = set(pool.map(copied, range(threads)))
    (copy,) = copies
    assert copy.read_bytes() == font.read_bytes()
    assert not list(copy.parent.glob("*.part"))
