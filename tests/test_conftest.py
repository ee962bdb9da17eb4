"""The walls around every test are there."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import socket
from pathlib import Path

import httpx
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


def test_a_cancelled_handshake_leaves_no_connection() -> None:
    """Left to the collector it would be a warning, in whatever test comes later."""

    async def whole() -> None:
        came, left = asyncio.Event(), asyncio.Event()

        async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            came.set()
            with contextlib.suppress(ConnectionError):
                await reader.read()
            writer.close()
            left.set()

        async with await asyncio.start_server(silent, "127.0.0.1", 0) as server, httpx.AsyncClient(verify=False, trust_env=False) as http:
            port = server.sockets[0].getsockname()[1]
            asking = asyncio.create_task(http.get(f"https://127.0.0.1:{port}/"))
            await asyncio.wait_for(came.wait(), 40)
            asking.cancel()
            await asyncio.wait([asking], timeout=40)
            assert asking.cancelled()
            await asyncio.wait_for(left.wait(), 40)

    asyncio.run(whole())
    gc.collect()
