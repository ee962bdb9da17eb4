"""A real room server in a process of its own, and clients that speak its wire by hand."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import msgspec

from tests.plan_text import event, rule, table
from tests.waiting import WITHIN_S, until
from warroom.review.commands import Command
from warroom.room.folder import IntakeFile, OwnerFile, RunningRoom
from warroom.wire import CommandReply, Snapshot

PLAN = (
    event(
        "Harbour regatta",
        "2027-06-05T14:00:00+02:00",
        topics={"The regatta": ["regatta"], "Us, and ours": ["tern biscuits"]},
        people={
            "Pia": ["producer"],
            "Paul": ["producer"],
            "Will": ["writer"],
            "Wanda": ["writer", "brand"],
            "Bea": ["brand"],
            "Cole": ["legal"],
        },
    )
    + table("lane", name="full")
    + rule("brand", not_author=True, within="5m", then="escalate")
    + rule("legal", within="5m", then="expire")
    + table("lane", name="quick")
    + rule("brand", within="1s", then="expire")
    + table("target", network="bluesky", account="tern.example")
)
WAIT_S = WITHIN_S


class Served:
    """`start` and `kill` as often as wanted, on the same folder."""

    def __init__(self, folder: Path, *options: str, plan: str = PLAN) -> None:
        self.folder = folder / "room"
        self._options = options
        self._plan = folder / "event.toml"
        self._plan.write_text(plan, encoding="utf-8")
        self._log = (folder / "server.log").open("ab")
        self.process: subprocess.Popen[bytes] | None = None
        self._clients: list[Client] = []

    @property
    def said(self) -> str:
        return Path(self._log.name).read_text(encoding="utf-8")

    @property
    def run(self) -> RunningRoom:
        return msgspec.json.decode((self.folder / "run.json").read_bytes(), type=RunningRoom)

    @property
    def base(self) -> str:
        return f"{self.run.address}/v1/rooms/{self.run.room}"

    def start(self) -> Served:
        (self.folder / "run.json").unlink(missing_ok=True)
        command = [sys.executable, "-m", "warroom", "serve", "--folder", str(self.folder), "--plan", str(self._plan), *self._options]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log, env=os.environ)
        until(lambda: self._ended() or (self.folder / "run.json").exists(), "the room")
        assert not self._ended(), self.said
        return self

    def _ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(WAIT_S)

    def stop(self) -> int:
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(WAIT_S)

    def close(self) -> None:
        for client in self._clients:
            client.http.close()
        if not self._ended():
            self.kill()
        self._log.close()

    def owner(self) -> Client:
        file = msgspec.json.decode((self.folder / "owner.json").read_bytes(), type=OwnerFile)
        return self.client(file.token, file.person)

    def intake(self) -> Client:
        return self.client(msgspec.json.decode((self.folder / "intake.json").read_bytes(), type=IntakeFile).token, "")

    def client(self, token: str, person: str) -> Client:
        """Closed together with the server."""
        client = Client(self.base, token, person)
        self._clients.append(client)
        return client

    def join(self, *people: str) -> list[Client]:
        """A device for each, let in by codes the owner issues."""
        owner = self.owner()
        joined = []
        for person in people:
            code = owner.http.post("codes", json={"person": person}).json()["code"]
            reply = owner.http.post("join", json={"code": code, "device": f"{person}'s laptop"})
            assert reply.status_code == 201, reply.text
            joined.append(self.client(reply.json()["token"], person))
        return joined


@contextmanager
def serving(folder: Path, *options: str, plan: str = PLAN) -> Iterator[Served]:
    served = Served(folder, *options, plan=plan)
    try:
        yield served.start()
    finally:
        served.close()


@dataclass
class Client:
    """One device. `http` knows the room's address and this device's token."""

    base: str
    token: str
    person: str
    http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.http = httpx.Client(
            base_url=f"{self.base}/", headers={"authorization": f"Bearer {self.token}"}, timeout=WAIT_S, trust_env=False
        )

    def ask(self, command: Command, id: str = "") -> httpx.Response:
        body = msgspec.json.encode({"id": id or new_id(), "command": command})
        return self.http.post("commands", content=body)

    def say(self, command: Command, id: str = "") -> CommandReply:
        """A command that must be obeyed."""
        response = self.ask(command, id)
        assert response.status_code == 200, response.text
        return msgspec.json.decode(response.content, type=CommandReply)

    def snapshot(self) -> Snapshot:
        return msgspec.json.decode(self.http.get("snapshot").content, type=Snapshot)

    @contextmanager
    def stream(self, path: str, **params: Any) -> Iterator[Frames]:
        with self.http.stream("GET", path, params=params) as response:
            assert response.status_code == 200, response.read().decode()
            yield Frames(response)

    def events(self, after: int = 0) -> Any:
        return self.stream("events", epoch=self.snapshot().epoch, after=after)


class Frames:
    """Server-sent events, to the byte: `next` gives (id, event, data)."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._chunks = response.iter_raw()
        self._waiting = b""

    def raw(self) -> bytes:
        """The next frame with the empty line that ends it; empty where the stream ended."""
        while b"\n\n" not in self._waiting:
            chunk = next(self._chunks, None)
            if chunk is None:
                assert not self._waiting
                return b""
            self._waiting += chunk
        frame, _, self._waiting = self._waiting.partition(b"\n\n")
        return frame + b"\n\n"

    def next(self) -> tuple[str, str, Any]:
        lines = dict(line.split(": ", 1) for line in self.raw().decode().splitlines() if line)
        return lines.get("id", ""), lines["event"], json.loads(lines["data"])

    def until(self, event: str) -> Any:
        """The data of the next frame of this kind."""
        while True:
            _, kind, data = self.next()
            if kind == event:
                return data


def new_id() -> str:
    return str(uuid.uuid4())
