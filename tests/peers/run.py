"""Start, end and look at the real servers that tests marked `peers` talk to; all listen on loopback only.

    python -m tests.peers.run up [bluesky] [mastodon] [s3]     install what is missing, start, wait until ready
    python -m tests.peers.run status
    python -m tests.peers.run down

They are installed once into a cache folder of the user's (`$XDG_CACHE_HOME/warroom-peers`), never into the checkout.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import select
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from tests.peers import install

CACHE = install.CACHE
START_WITHIN = 120.0  # seconds for one server; the slowest takes ten on an idle machine
END_WITHIN = 10.0


@dataclass(frozen=True)
class Server:
    """One process. It is ready when `probe` answers at all, whatever the status."""

    name: str
    peer: str
    probe: str


PDS = Server("pds", "bluesky", "http://127.0.0.1:2583/xrpc/com.atproto.server.describeServer")
JETSTREAM = Server("jetstream", "bluesky", "http://127.0.0.1:6008/")
MASTODON = Server("mastodon", "mastodon", "http://127.0.0.1:3900/api/v1/instance")
S3 = Server("s3", "s3", "http://127.0.0.1:3901/moto-api/")
SERVERS = (PDS, JETSTREAM, MASTODON, S3)
PEERS = tuple(dict.fromkeys(server.peer for server in SERVERS))

ADDRESSES = {
    "WARROOM_PDS": "http://127.0.0.1:2583",
    "WARROOM_JETSTREAM": "ws://127.0.0.1:6008",
    "WARROOM_MASTODON": "http://127.0.0.1:3900",
    "WARROOM_S3": "http://127.0.0.1:3901",
}
"""Where the peers are, as `env` in the cache folder says it to a shell too."""


def ready(server: Server) -> bool:
    request = urllib.request.Request(server.probe, headers={"connection": "close"})
    try:
        with urllib.request.urlopen(request, timeout=2):
            return True
    except urllib.error.HTTPError as answered:
        with answered:
            return True
    except OSError:
        return False


def up(peers: tuple[str, ...]) -> int:
    """Install and start these peers; 1 when one of them could not be, after saying why."""
    wrong = 0
    for peer in peers:
        try:
            install.peer(peer)
            for server in SERVERS:
                if server.peer == peer and not ready(server):
                    _start(server)
        except (install.NotInstallable, OSError) as reason:
            print(f"{peer}: {reason}", file=sys.stderr)
            wrong = 1
    (CACHE / "env").write_text("".join(f"{name}={value}\n" for name, value in ADDRESSES.items()))
    return max(wrong, status(peers))


def down() -> int:
    """End the servers that `up` started, and no others."""
    for server in reversed(SERVERS):
        file = _pid_file(server)
        if file.is_file():
            pid, began = file.read_text().split()
            if _began(int(pid)) == began:
                _end(int(pid))
                print(f"{server.name}: ended")
            file.unlink()
    return 0


def status(peers: tuple[str, ...]) -> int:
    wrong = 0
    for server in SERVERS:
        if server.peer in peers:
            here = ready(server)
            print(f"{server.name}: {'ready' if here else 'not running'} ({server.probe})")
            wrong = wrong if here else 1
    return wrong


def _start(server: Server) -> None:
    log = CACHE / f"{server.name}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(  # it outlives this command; `down` ends it by its process group
            install.command(server.name),
            cwd=CACHE / server.peer,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    _pid_file(server).write_text(f"{process.pid} {_began(process.pid)}")
    until = time.monotonic() + START_WITHIN
    while not ready(server):
        if process.poll() is not None or time.monotonic() > until:
            last = "\n".join(log.read_text(errors="replace").splitlines()[-5:])
            raise TimeoutError(f"{server.name} is not ready; the end of {log}:\n{last}")
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.2)


def _end(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        handle = os.pidfd_open(pid)
        try:
            os.killpg(pid, signal.SIGTERM)
            select.select([handle], [], [], END_WITHIN)
            os.killpg(pid, signal.SIGKILL)
        finally:
            os.close(handle)


def _pid_file(server: Server) -> Path:
    return CACHE / f"{server.name}.pid"


def _began(pid: int) -> str:
    """When this process began, in the kernel's ticks, so that a number used again is not mistaken for ours; empty when it is gone."""
    try:
        state, *fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if state == "Z" else fields[18]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.peers.run", description="The real servers that some tests talk to.")
    parser.add_argument("what", choices=("up", "down", "status"))
    parser.add_argument("peers", nargs="*", choices=(*PEERS, []), help="all when none is named")
    options = parser.parse_args()
    CACHE.mkdir(parents=True, exist_ok=True)
    peers = tuple(options.peers) or PEERS
    if options.what == "down":
        return down()
    return up(peers) if options.what == "up" else status(peers)


if __name__ == "__main__":
    sys.exit(main())
