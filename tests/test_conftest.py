"""The walls around every test are there."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from warroom import locations


def test_each_test_has_a_home_of_its_own(home: Path) -> None:
    assert locations.home() == home
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "social.example"])
def test_another_machine_is_refused_and_remembered(loopback_only: list[str], host: str) -> None:
    with pytest.raises(ConnectionRefusedError, match="nothing but this machine"):
        socket.create_connection((host, 9), timeout=1)
    assert loopback_only
    loopback_only.clear()  # or this very test would fail, as it should


def test_loopback_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), timeout=5) as client:
        assert client.getpeername() == server.getsockname()


def test_nothing_is_drawn_on_a_screen() -> None:
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
    assert "DISPLAY" not in os.environ
