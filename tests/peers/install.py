"""Install the real servers that tests talk to, from public package registries, each version pinned."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "warroom-peers"
SCRIPTS = Path(__file__).resolve().parents[2].parent / "shared" / "peers"

NODE = "node@22.23.3"  # the servers abort on 24
BLUESKY = ("@atproto/dev-env@0.6.7", "@atproto/sync@0.4.11", "@did-plc/server@0.0.1", "ws@8")
MASTODON = ("mastodon-mock==0.6.1",)
S3 = ("moto[server]==5.2.5",)  # an imitation of S3, not S3 itself

_NODE_BIN = CACHE / "node" / "node_modules" / "node" / "bin" / "node"
_INSTALL_WITHIN = 900.0  # seconds; a database driver is compiled on the way


class NotInstallable(Exception):
    """Why a peer cannot be installed here, as a sentence."""


def peer(name: str) -> None:
    """See to it that this peer is installed; quick when it is."""
    if name == "bluesky":
        _bluesky()
    else:
        _python(name, {"mastodon": MASTODON, "s3": S3}[name])


def command(server: str) -> list[str]:
    """The command line of one server, once its peer is installed."""
    if server == "mastodon":
        return [str(CACHE / "mastodon" / "bin" / "mastodon_mock"), "serve", "--in-memory", "--host", "127.0.0.1", "--port", "3900"]
    if server == "s3":
        return [str(CACHE / "s3" / "bin" / "moto_server"), "-H", "127.0.0.1", "-p", "3901"]
    script = {"pds": "atproto_dev.mjs", "jetstream": "jetstream_bridge.mjs"}[server]
    return [str(_NODE_BIN), script]


def _bluesky() -> None:
    folder = CACHE / "bluesky"
    if not SCRIPTS.is_dir():
        raise NotInstallable(f"the start scripts are not at {SCRIPTS}")
    if _outdated(CACHE / "node", (NODE,)):
        _npm(CACHE / "node", (NODE,), {})
    if _outdated(folder, BLUESKY):
        home = next((CACHE / "node").rglob("include/node/node.h"), None)
        headers = {"npm_config_nodedir": str(home.parents[2])} if home else {}
        _npm(folder, BLUESKY, {"PATH": f"{_NODE_BIN.parent}{os.pathsep}{os.environ.get('PATH', '')}", **headers})
    for script in SCRIPTS.glob("*.mjs"):  # Node looks for packages beside the script
        (folder / script.name).write_bytes(script.read_bytes())


def _python(name: str, packages: tuple[str, ...]) -> None:
    folder = CACHE / name
    if not _outdated(folder, packages):
        return
    uv = shutil.which("uv")
    if uv is None:
        raise NotInstallable("uv is not on PATH")
    _run([uv, "venv", "--quiet", "--clear", str(folder)], {})
    _run([uv, "pip", "install", "--quiet", "--python", str(folder / "bin" / "python"), *packages], {})
    _done(folder, packages)


def _npm(folder: Path, packages: tuple[str, ...], environment: dict[str, str]) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise NotInstallable("npm is not on PATH (Debian: apt install npm)")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "package.json").write_text('{"private": true}\n')
    _run([npm, "install", "--no-fund", "--no-audit", "--loglevel=error", "--prefix", str(folder), *packages], environment)
    _done(folder, packages)


def _run(command: list[str], environment: dict[str, str]) -> None:
    print(f"installing: {' '.join(command)}", file=sys.stderr, flush=True)
    try:
        subprocess.run(
            command, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=sys.stderr, timeout=_INSTALL_WITHIN, check=True
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired, OSError) as wrong:
        raise NotInstallable(f"{command[0]} did not install it ({wrong})") from wrong


def _outdated(folder: Path, packages: tuple[str, ...]) -> bool:
    try:
        return (folder / ".installed").read_text().split() != list(packages)
    except OSError:
        return True


def _done(folder: Path, packages: tuple[str, ...]) -> None:
    (folder / ".installed").write_text(" ".join(packages))
