from __future__ import annotations

from pathlib import Path

import pytest

from warroom.desktop import device_memory


def test_what_was_kept_comes_back_and_what_cannot_be_read_counts_as_none(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "device" / "one.json"
    assert device_memory.recall(file, dict[str, int], {}) == {}
    device_memory.keep(file, {"a": 1}, "one")
    assert device_memory.recall(file, dict[str, int], {}) == {"a": 1}
    assert [path.name for path in file.parent.iterdir()] == ["one.json"]
    assert not caplog.records
    for spoiled in (b"", b'{"a": "no number"}'):
        file.write_bytes(spoiled)
        assert device_memory.recall(file, dict[str, int], {}) == {}
    assert len(caplog.records) == 2


def test_a_disk_that_refuses_is_logged_and_nothing_else(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "device").write_text("in the way")
    device_memory.keep(tmp_path / "device" / "one.json", {}, "what was noted")
    assert "what was noted cannot be kept" in caplog.text
