from __future__ import annotations

import asyncio
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from warroom.intake.memory import Memory
from warroom.intake.secret import secret


def test_where_sources_were_is_known_to_the_next_intake(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "state.json")
    assert memory.cursor("Bluesky") == 0
    assert not memory.history_told
    memory.set_cursor("Bluesky", 7)
    memory.set_place("Social", "somewhere")
    memory.tell_history()
    asyncio.run(memory.flush())
    again = Memory(tmp_path / "state.json")
    assert again.cursor("Bluesky") == 7
    assert (again.place("Social"), again.place("Bluesky")) == ("somewhere", "")
    assert again.history_told


def test_a_spoiled_file_means_from_now_on(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_bytes(b"{")
    assert Memory(tmp_path / "state.json").cursor("Bluesky") == 0


def test_a_disk_that_refuses_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "state.json").mkdir()
    memory = Memory(tmp_path / "state.json")
    memory.set_cursor("Bluesky", 7)
    asyncio.run(memory.flush())
    (tmp_path / "state.json").rmdir()
    asyncio.run(memory.flush())
    assert Memory(tmp_path / "state.json").cursor("Bluesky") == 7


class _Ring(KeyringBackend):
    priority = 1.0

    def get_password(self, service: str, username: str) -> str | None:
        return {("warroom", "social.example"): "s3cret"}.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        raise AssertionError("nothing is written there")


def test_a_secret_comes_from_the_keyring_by_its_name(caplog: pytest.LogCaptureFixture) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(_Ring())
    try:
        assert secret("social.example") == "s3cret"
        assert secret("other.example") is None
    finally:
        keyring.set_keyring(before)
    assert "other.example" in caplog.text
    assert "s3cret" not in caplog.text
