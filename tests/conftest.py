"""What every test stands on: a home of its own, no screen, nothing but loopback, and Hypothesis bounded.

Qt draws offscreen with its software renderer at one scale, so pictures are the same on every machine.
"""

from __future__ import annotations

import asyncio
import ipaddress
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpcore._backends.anyio import AnyIOStream
from hypothesis import HealthCheck, settings

from tests.peers import run
from tests.peers.bluesky import Bluesky

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"
os.environ["QT_SCALE_FACTOR"] = "1"
os.environ["QT_FONT_DPI"] = "96"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
for chosen in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "WARROOM_HOME", "QT_STYLE_OVERRIDE", "QT_QUICK_CONTROLS_STYLE"):
    os.environ.pop(chosen, None)

settings.register_profile("here", deadline=None, max_examples=60)
settings.register_profile("ci", deadline=None, max_examples=100, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "here")

_reached_out: list[str] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share the real servers stay in one process where several work (`-n 2 --dist loadgroup`)."""
    for item in items:
        if item.get_closest_marker("peers"):
            item.add_marker(pytest.mark.xdist_group("peers"))


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Everything the program keeps, in a folder of this test's own."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("WARROOM_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def loopback_only() -> Iterator[list[str]]:
    """Whoever tries to reach another machine is refused, and the test fails even where the program takes that in its stride."""
    _reached_out.clear()
    yield _reached_out
    if _reached_out:
        pytest.fail(f"reached out of this machine: {', '.join(_reached_out)}", pytrace=False)


@pytest.fixture(scope="session", autouse=True)
def _handshakes_end() -> Iterator[None]:
    """httpcore leaves a connection whose TLS handshake is cancelled to the collector, which says so in whatever test comes later."""
    start_tls = AnyIOStream.start_tls

    async def closed_if_cancelled(stream: AnyIOStream, *given: Any, **named: Any) -> Any:
        try:
            return await start_tls(stream, *given, **named)
        except asyncio.CancelledError:
            await stream.aclose()
            raise

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AnyIOStream, "start_tls", closed_if_cancelled)
        yield


@pytest.fixture(scope="session")
def bluesky() -> Bluesky:
    """Bluesky's own server and its Jetstream, on this machine."""
    _need("bluesky")
    return Bluesky(pds=run.ADDRESSES["WARROOM_PDS"], jetstream=run.ADDRESSES["WARROOM_JETSTREAM"])


@pytest.fixture(scope="session")
def mastodon() -> str:
    """The base URL of a server that speaks Mastodon's API, on this machine."""
    _need("mastodon")
    return run.ADDRESSES["WARROOM_MASTODON"]


@pytest.fixture(scope="session")
def s3() -> str:
    """The address of an imitation of S3, on this machine."""
    _need("s3")
    return run.ADDRESSES["WARROOM_S3"]


def _need(peer: str) -> None:
    missing = [server.name for server in run.SERVERS if server.peer == peer and not run.ready(server)]
    if missing:
        sentence = f"{', '.join(missing)} not running; `python -m tests.peers.run up {peer}` starts it"
        if os.environ.get("WARROOM_REQUIRE_PEERS") == "1":
            pytest.fail(sentence, pytrace=False)
        pytest.skip(sentence)


def _refuse_other_machines(event: str, args: tuple[object, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = args[0]
    elif event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        sock, address = args[0], args[1]
        if not isinstance(address, tuple) or not isinstance(sock, socket.socket):
            return  # a Unix socket, or one that is connected
        if event == "socket.connect" and sock.type == socket.SOCK_DGRAM:
            return  # only asks the kernel for a route; nothing is sent
        host = address[0]
    else:
        return
    if not _is_here(host):
        _reached_out.append(f"{event} {host!r}")
        raise ConnectionRefusedError(f"tests reach nothing but this machine, not {host!r}")


def _is_here(host: object) -> bool:
    name = host.decode(errors="replace") if isinstance(host, bytes) else host
    if name in {None, "", "localhost", "ip6-localhost"}:
        return True
    try:
        return ipaddress.ip_address(str(name)).is_loopback or ipaddress.ip_address(str(name)).is_unspecified
    except ValueError:
        return False


sys.addaudithook(_refuse_other_machines)
