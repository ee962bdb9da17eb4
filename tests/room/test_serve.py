"""The server as a process: how it starts, what it leaves, how it ends, and what it says when it cannot."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path

import apsw
import httpx
import pytest
import rfc8785

from tests.room.serving import WAIT_S, Served, new_id, serving
from warroom.review.commands import CallMoment, SetDuty, SetPace


def fails(folder: Path, *options: str) -> str:
    """What is said by a server that cannot start."""
    done = subprocess.run(
        [sys.executable, "-m", "warroom", "serve", "--folder", str(folder), *options],
        capture_output=True,
        text=True,
        timeout=WAIT_S,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_room_is_the_same_after_the_server_was_started_again(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        owner = served.owner()
        (bea,) = served.join("Bea")
        id = new_id()
        reply = owner.say(CallMoment("A boat capsized", "The regatta", ()), id)
        before = owner.snapshot()
        epoch, token = served.run.epoch, bea.token
        assert served.stop() == 0
        assert not (served.folder / "run.json").exists()
        served.start()
        assert served.run.epoch == epoch
        owner = served.owner()
        after = owner.snapshot()
        assert (after.seq, after.state) == (before.seq, before.state)
        assert owner.say(CallMoment("A boat capsized", "The regatta", ()), id).seq == reply.seq
        assert served.client(token, "Bea").http.get("snapshot").status_code == 200
        assert owner.snapshot().seq == before.seq


def test_streams_end_and_the_server_with_them(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        owner = served.owner()
        with owner.events() as frames, owner.stream("feed", topics="The regatta") as feed:
            frames.until("beat")
            feed.until("counts")
            began = time.monotonic()
            assert served.stop() == 0
            assert time.monotonic() - began < 2
            while frames.raw():
                pass
            while feed.raw():
                pass
        assert "rror" not in served.said


def test_a_second_server_on_one_folder_is_refused(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        said = fails(served.folder)
        assert "already running" in said
        assert served.owner().http.get("snapshot").status_code == 200


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    assert "--plan" in fails(tmp_path / "none")
    plan = tmp_path / "plan.toml"
    plan.write_text('format = 1\n[event]\nname = "x"\nstarts = 2027-06-05T14:00:00Z\n[[topic]]\nname = 3\n')
    assert f"{plan}:6" in fails(tmp_path / "bad", "--plan", str(plan))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert "cannot listen" in fails(tmp_path / "none", "--port", str(taken.getsockname()[1]))


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "cannot be written" in fails(tmp_path / "file" / "below")
    (tmp_path / "taken" / "room.lock").mkdir(parents=True)
    assert "room.lock cannot be written" in fails(tmp_path / "taken")


def test_only_a_producer_starts_a_room(tmp_path: Path) -> None:
    served = Served(tmp_path)
    assert "not a producer" in fails(tmp_path / "other", "--plan", str(tmp_path / "event.toml"), "--owner", "Bea")
    served.close()


def test_a_log_that_was_changed_by_hand_is_not_opened(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        served.owner().say(SetDuty("Bea", on=True))
        served.stop()
        log = apsw.Connection(str(served.folder / "log.db"))
        log.execute("UPDATE line SET person = 'Cole' WHERE seq = 3")
        log.close()
        assert "event 3" in fails(served.folder)
        (served.folder / "log.db").write_bytes(b"no database at all, but long enough to be one" * 100)
        assert "damaged" in fails(served.folder)


def test_a_log_sealed_before_an_event_had_all_its_fields_is_opened(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        seq = served.owner().say(CallMoment("A boat capsized", "The regatta", ())).seq
        served.stop()
        log = apsw.Connection(str(served.folder / "log.db"))
        at, person, device, command, written, previous = log.execute(
            "SELECT at, person, device, command, body, previous FROM line WHERE seq = ?", (seq,)
        ).get
        body = json.loads(written)
        del body["curve"]
        line = {"seq": seq, "at": at, "person": person, "device": device, "command": command, "body": body, "previous": previous}
        digest = hashlib.sha256(bytes.fromhex(previous) + rfc8785.dumps(line)).hexdigest()
        log.execute("UPDATE line SET body = ?, hash = ? WHERE seq = ?", (rfc8785.dumps(body).decode(), digest, seq))
        log.close()
        served.start()
        assert [moment.curve for moment in served.owner().snapshot().state.moments.values()] == [()]


def test_a_named_owner_a_rehearsal_and_a_given_name(tmp_path: Path) -> None:
    with serving(tmp_path, "--owner", "Paul", "--kind", "rehearsal", "--room", "night-1") as served:
        owner = served.owner()
        snapshot = owner.snapshot()
        assert (owner.person, served.run.room, snapshot.state.kind) == ("Paul", "night-1", "rehearsal")
        assert snapshot.state.pace.event_ms == int(snapshot.state.plan.event.starts.timestamp() * 1000)
        owner.say(SetPace(speed=2.0, paused=False))


def test_an_inherited_socket_is_served(tmp_path: Path) -> None:
    served = Served(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        command = [sys.executable, "-m", "warroom", "serve", "--folder", str(served.folder), "--plan", str(tmp_path / "event.toml")]
        served.process = subprocess.Popen([*command, "--fd", str(listening.fileno())], pass_fds=[listening.fileno()], env=os.environ)
    # the socket listens already, so a request waits for the server and needs no second try
    assert httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=WAIT_S, trust_env=False).json()["ok"] is True
    assert served.run.address == f"http://127.0.0.1:{port}"
    assert served.stop() == 0
    served.close()


def test_others_are_served_by_tls_with_a_certificate_to_pin(tmp_path: Path) -> None:
    with serving(tmp_path, "--host", "0.0.0.0") as served:
        run = served.run
        assert run.address.startswith("https://127.0.0.1:")
        port = int(run.address.rsplit(":", 1)[1])
        pem = ssl.get_server_certificate(("127.0.0.1", port), timeout=WAIT_S)
        assert hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest() == run.fingerprint
        context = ssl.create_default_context(cadata=pem)
        token = json.loads((served.folder / "owner.json").read_bytes())["token"]
        with httpx.Client(verify=context, trust_env=False, timeout=WAIT_S, headers={"authorization": f"Bearer {token}"}) as owner:
            code = owner.post(f"{served.base}/codes", json={"person": "Bea"}).json()
        assert code["address"].startswith("https://")
        assert code["invitation"].endswith(f"/{run.room}?code={code['code']}&fp={run.fingerprint}")
        assert served.stop() == 0
        served.start()
        assert served.run.fingerprint == run.fingerprint


def test_a_reader_that_does_not_read_is_let_go(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        owner = served.owner()
        with owner.events() as frames:
            frames.until("presence")
            call = CallMoment("x" * 300, "The regatta", tuple(long_post(number) for number in range(100)))
            for _ in range(30):
                owner.say(call)
            seen = 0
            try:
                while frame := frames.raw():
                    seen += frame.startswith(b"id: ")
            except httpx.RemoteProtocolError:
                pass  # cut in the middle of a line
        assert 0 < seen < 30
        assert owner.http.get("snapshot").status_code == 200
        with owner.events(after=owner.snapshot().seq - 1) as frames:
            assert frames.until("logged")["seq"] == owner.snapshot().seq


def long_post(number: int) -> object:
    from warroom.sources.post import Post

    return Post(id=str(number), source="s", network="feed", author="a", text="t" * 8_000, at=0, seen=0)


@pytest.mark.parametrize("name", ["serve", "serve --help"])
def test_starting_wrongly_is_no_traceback(name: str) -> None:
    done = subprocess.run([sys.executable, "-m", "warroom", *name.split()], capture_output=True, text=True, timeout=WAIT_S, check=False)
    assert "Traceback" not in done.stderr
    assert "--folder" in done.stderr + done.stdout
