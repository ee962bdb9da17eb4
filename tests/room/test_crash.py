"""What is acknowledged stays, whatever happens to the process or the disk."""

from __future__ import annotations

import random
import resource
import threading
from pathlib import Path

import apsw
import httpx
import msgspec
import pytest

from tests.room.pictures import digest, picture
from tests.room.serving import Client, Served, new_id, serving
from tests.room.test_wire import refusal
from warroom.review.chain import verify
from warroom.review.commands import CallMoment, SetDuty
from warroom.room.store.sqlite import SqliteLog
from warroom.wire import CommandReply

KILLS = 20
needs_prlimit = pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux sets another process's limits")


class Talker(threading.Thread):
    """Sends commands until the server is gone; `acknowledged` holds what was answered."""

    def __init__(self, client: Client) -> None:
        super().__init__()
        self.client = client
        self.acknowledged: dict[str, int] = {}

    def run(self) -> None:
        while True:
            id = new_id()
            body = msgspec.json.encode({"id": id, "command": CallMoment("Hello", "The regatta", ())})
            try:
                response = self.client.http.post("commands", content=body)
            except httpx.TransportError:
                return
            self.acknowledged[id] = msgspec.json.decode(response.content, type=CommandReply).seq


@pytest.mark.slow
def test_no_acknowledged_command_is_lost_when_the_server_is_killed(tmp_path: Path) -> None:
    seed = random.randrange(1 << 32)
    chance = random.Random(seed)
    acknowledged: dict[str, int] = {}
    with serving(tmp_path) as served:
        for kill in range(KILLS):
            talkers = [Talker(served.owner()) for _ in range(4)]
            for talker in talkers:
                talker.start()
            after = chance.randint(1, 60)
            while sum(len(talker.acknowledged) for talker in talkers) < after:
                assert any(talker.is_alive() for talker in talkers)
            served.kill()
            for talker in talkers:
                talker.join(10)
                acknowledged |= talker.acknowledged
            check(served.folder, acknowledged, f"seed {seed}, kill {kill}")
            served.start()
        owner = served.owner()
        again = random.Random(seed).sample(sorted(acknowledged), 20)
        assert all(owner.say(CallMoment("Hello", "The regatta", ()), id).seq == acknowledged[id] for id in again)


def check(folder: Path, acknowledged: dict[str, int], when: str) -> None:
    log = SqliteLog(folder / "log.db")
    kept = log.kept().lines
    log.close()
    assert verify(kept) is None, when
    lines = [line for line, _ in kept]
    assert [line.seq for line in lines] == list(range(1, len(lines) + 1)), when
    asked = [line for line in lines if line.command]
    where = {line.command: line.seq for line in asked}
    assert len(where) == len(asked), f"{when}: a command is there twice"
    assert {id: where.get(id) for id in acknowledged} == acknowledged, when
    connection = apsw.Connection(str(folder / "log.db"))
    assert connection.pragma("integrity_check") == "ok", when
    connection.close()


def limit_files(served: Served, size: int) -> None:
    """Nothing the server writes may grow beyond `size` bytes: to it, the disk is full."""
    assert served.process is not None
    resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@needs_prlimit
def test_a_full_disk_is_said_and_the_room_goes_on_when_there_is_space(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        owner = served.owner()
        first = owner.say(CallMoment("Before", "The regatta", ()))
        with owner.events(after=first.seq) as frames:
            limit_files(served, (served.folder / "log.db-wal").stat().st_size)
            refused = [owner.ask(CallMoment("Meanwhile", "The regatta", ())) for _ in range(3)]
            assert {refusal(response) for response in refused} == {(507, "disk_full")}
            assert "Free some space" in refused[0].json()["message"]
            assert str(served.folder) not in refused[0].text
            again = new_id()
            assert owner.ask(SetDuty("Bea", on=True), again).status_code == 507
            assert owner.http.post("codes", json={"person": "Bea"}).status_code == 507
            content = picture("too much", size=(400, 400), kind="JPEG") + b"\0" * 100_000
            assert refusal(owner.http.put(f"blobs/{digest(content)}", content=content)) == (507, "disk_full")
            assert owner.snapshot().seq == first.seq
            limit_files(served, resource.RLIM_INFINITY)
            reply = owner.say(SetDuty("Bea", on=True), again)
            assert reply.seq == first.seq + 1
            assert frames.until("logged")["seq"] == reply.seq, "what was refused was told to nobody"
        served.kill()
        check(served.folder, {again: reply.seq}, "after the full disk")


@needs_prlimit
def test_a_join_code_is_not_used_up_by_a_full_disk(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        owner = served.owner()
        asked = {"code": owner.http.post("codes", json={"person": "Bea"}).json()["code"], "device": "laptop"}
        limit_files(served, (served.folder / "log.db-wal").stat().st_size)
        assert refusal(owner.http.post("join", json=asked)) == (507, "disk_full")
        limit_files(served, resource.RLIM_INFINITY)
        assert owner.http.post("join", json=asked).status_code == 201
