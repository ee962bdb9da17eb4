"""The wire to the byte, against a real server process."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import msgspec
import pytest

from tests.room.pictures import content, put_picture, sending
from tests.room.serving import Client, Served, new_id
from warroom.review.commands import AddComment, CallMoment, ClaimTarget, CreateItem, DecideMoment, SaveVersion, SetDuty, SignOffItem
from warroom.review.events import Logged
from warroom.review.fold import fold_all
from warroom.review.model import State
from warroom.wire import HEARTBEAT_S, PROTOCOL

CALL = CallMoment(title="A boat capsized", topic="The regatta", evidence=())


@pytest.fixture
def owner(room: Served) -> Client:
    return room.owner()


def refusal(response: httpx.Response) -> tuple[int, str]:
    """The status and the code, of an answer in the one error shape."""
    said = response.json()
    assert set(said) == {"error", "message", "detail"}
    assert said["message"].endswith(".")
    assert response.headers["content-type"] == "application/json"
    return response.status_code, said["error"]


def an_item(client: Client) -> str:
    moment, item = new_id(), new_id()
    client.say(CALL, moment)
    client.say(DecideMoment(moment, "go"))
    client.say(CreateItem(moment, "Man overboard"), item)
    return item


def test_a_snapshot_names_its_seq_and_is_not_sent_twice(owner: Client) -> None:
    first = owner.http.get("snapshot")
    snapshot = owner.snapshot()
    assert first.headers["etag"] == f'"{snapshot.epoch}-{snapshot.seq}"'
    again = owner.http.get("snapshot", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    owner.say(CALL)
    assert owner.http.get("snapshot", headers={"if-none-match": first.headers["etag"]}).status_code == 200
    assert abs(owner.snapshot().server_time - time.time() * 1000) < 5_000


def test_the_stream_begins_with_hello_and_goes_on_with_the_log(owner: Client) -> None:
    owner.say(CALL)
    snapshot = owner.snapshot()
    with owner.events(after=snapshot.seq - 1) as frames:
        head = frames.response.headers
        assert head["content-type"] == "text/event-stream"
        assert head["x-accel-buffering"] == "no"
        assert head["cache-control"] == "no-store, no-transform"
        assert "content-length" not in head
        hello = rb'event: hello\ndata: {"epoch":"%b","seq":%d,"server_time":\d+,"protocol":%d}\n\n'
        assert re.fullmatch(hello % (snapshot.epoch.encode(), snapshot.seq, PROTOCOL), frames.raw())
        assert frames.raw().startswith(b'event: presence\ndata: {"present":[{"device":"')
        logged = frames.raw()
        assert logged.startswith(f'id: {snapshot.epoch}.{snapshot.seq}\nevent: logged\ndata: {{"seq":{snapshot.seq},'.encode())
        assert logged.count(b"\n") == 4
        seq = owner.say(CALL).seq
        while (name := frames.next())[1] != "logged":
            pass
        assert name[0] == f"{snapshot.epoch}.{seq}"


def test_an_idle_stream_says_something_every_two_seconds(owner: Client) -> None:
    with owner.events(after=owner.snapshot().seq) as frames:
        first = frames.until("beat")
        second = frames.until("beat")
    assert set(first) == {"seq", "server_time"}
    assert second["server_time"] - first["server_time"] < HEARTBEAT_S * 1000 + 700


def test_the_whole_log_folds_to_the_snapshot(owner: Client) -> None:
    owner.say(SetDuty("Cole", on=False))
    snapshot = owner.snapshot()
    with owner.events(after=0) as frames:
        lines = [msgspec.convert(frames.until("logged"), Logged) for _ in range(snapshot.seq)]
    assert [line.seq for line in lines] == list(range(1, snapshot.seq + 1))
    assert fold_all(None, lines) == snapshot.state
    state: State = fold_all(None, lines[:3])
    assert fold_all(state, lines[3:]) == snapshot.state


def test_a_long_poll_waits_for_the_next_line(owner: Client) -> None:
    snapshot = owner.snapshot()
    asked = {"epoch": snapshot.epoch, "after": snapshot.seq, "wait": 1}
    assert owner.http.get("events", params=asked).json()["events"] == []
    assert owner.http.get("events", params=asked).json()["head"] == snapshot.seq
    seq = owner.say(CALL).seq
    tail = owner.http.get("events", params={**asked, "wait": 25}).json()
    assert [line["seq"] for line in tail["events"]] == [seq]
    assert tail["epoch"] == snapshot.epoch


def test_an_idle_poll_ends_with_nothing_new(owner: Client) -> None:
    snapshot = owner.snapshot()
    asked = {"epoch": snapshot.epoch, "after": snapshot.seq, "wait": 1}
    with owner.events(after=snapshot.seq) as frames:  # so that the polls make nobody come or go
        frames.until("beat")
        owner.http.get("events", params=asked)
        began = time.monotonic()
        assert owner.http.get("events", params=asked).json()["events"] == []
        assert time.monotonic() - began > 0.8


@pytest.mark.parametrize(("epoch", "after"), [("another", 1), ("", 1), (None, 10_000)])
def test_a_log_that_does_not_go_on_from_there_is_gone(owner: Client, epoch: str | None, after: int) -> None:
    snapshot = owner.snapshot()
    asked = {"epoch": snapshot.epoch if epoch is None else epoch, "after": after}
    for more in ({}, {"wait": 1}):
        response = owner.http.get("events", params={**asked, **more})
        assert refusal(response) == (410, "gone")
        assert response.json()["detail"] == {"epoch": snapshot.epoch, "seq": snapshot.seq}


def test_a_command_is_obeyed_once_however_often_it_is_sent(owner: Client) -> None:
    id = new_id()
    before = owner.snapshot().seq
    replies = [owner.say(SetDuty("Bea", on=True), id) for _ in range(3)]
    assert {reply.seq for reply in replies} == {before + 1}
    assert owner.snapshot().seq == before + 1
    assert refusal(owner.ask(SetDuty("Bea", on=False), id)) == (422, "id_reused")
    assert owner.snapshot().seq == before + 1


def at_once(count: int, what: Callable[[], httpx.Response]) -> list[httpx.Response]:
    with ThreadPoolExecutor(count) as threads:
        return [one.result() for one in [threads.submit(what) for _ in range(count)]]


def test_a_command_sent_many_times_at_once_is_obeyed_once(owner: Client) -> None:
    id, before = new_id(), owner.snapshot().seq
    answers = at_once(16, lambda: owner.ask(CALL, id))
    assert {(answer.status_code, answer.json()["seq"]) for answer in answers} == {(200, before + 1)}
    assert owner.snapshot().seq == before + 1


def test_one_code_and_many_devices_at_once_is_one_device(room: Served, owner: Client) -> None:
    code = owner.http.post("codes", json={"person": "Cole"}).json()["code"]
    answers = at_once(6, lambda: owner.http.post("join", json={"code": code, "device": "x"}))
    assert sorted(answer.status_code for answer in answers) == [201, *[403] * 5]


def test_two_who_claim_one_target_at_once_are_one(room: Served, owner: Client) -> None:
    will, bea, cole = room.join("Will", "Bea", "Cole")
    item = an_item(owner)
    will.say(sending(item, 0, put_picture(will, "claimed")))
    digest = owner.snapshot().state.items[item].versions[-1].digest
    bea.say(SignOffItem(item, "brand", digest))
    assert refusal(will.ask(ClaimTarget(item, 0, digest))) == (409, "not_greenlit")
    cole.say(SignOffItem(item, "legal", digest))
    claims = iter((owner, will) * 4)
    answers = at_once(8, lambda: next(claims).ask(ClaimTarget(item, 0, digest)))
    assert sorted(answer.status_code for answer in answers) == [200, *[409] * 7]


def test_another_persons_command_of_the_same_id_is_another_command(room: Served, owner: Client) -> None:
    id = new_id()
    owner.say(CALL, id)
    (will,) = room.join("Will")
    assert refusal(will.ask(CALL, id)) == (422, "id_reused")


def test_what_is_stale_is_refused(room: Served, owner: Client) -> None:
    will, bea = room.join("Will", "Bea")
    item = an_item(owner)
    missing = will.ask(SaveVersion(item, 0, content("0" * 64)))
    assert refusal(missing) == (409, "blob_missing")
    blob = put_picture(will, "stale")
    will.say(SaveVersion(item, 0, content(blob)))
    stale = will.ask(SaveVersion(item, 0, content(blob, "Too late")))
    assert refusal(stale) == (412, "stale_version")
    assert stale.json()["detail"]["current"] == 1
    assert refusal(bea.ask(SignOffItem(item, "brand", "0" * 64)))[0] == 409


def test_time_that_passes_is_logged_by_the_room_itself(room: Served, owner: Client) -> None:
    (will,) = room.join("Will")
    moment, item = new_id(), new_id()
    owner.say(CALL, moment)
    owner.say(DecideMoment(moment, "go"))
    will.say(CreateItem(moment, "Quick", "quick"), item)
    sent = will.say(sending(item, 0, put_picture(will, "Quick"))).seq
    with owner.events(after=sent) as frames:
        line = frames.until("logged")
    assert (line["body"]["type"], line["body"]["item"], line["person"]) == ("item_expired", item, "room")
    assert refusal(owner.ask(AddComment(item, "")))[0] == 400


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "nothing", (404, "not_found")),
        ("DELETE", "snapshot", (405, "method_not_allowed")),
        ("GET", "commands", (405, "method_not_allowed")),
        ("HEAD", "events", None),
        ("GET", "events", (400, "bad_request")),
        ("GET", "events?epoch=x&after=-1", (400, "bad_request")),
        ("GET", "events?epoch=x&after=one", (400, "bad_request")),
        ("GET", "feed?topics=Nothing", (404, "not_found")),
        ("GET", "feed?topics=The+regatta&rate=0", (400, "bad_request")),
        ("GET", "blobs/no-digest", (400, "bad_request")),
        ("GET", "blobs/" + "0" * 64, (404, "not_found")),
        ("GET", "../nowhere/snapshot", (404, "not_found")),
    ],
)
def test_every_refusal_has_one_shape(owner: Client, method: str, path: str, expected: tuple[int, str] | None) -> None:
    response = owner.http.request(method, path)
    if expected is None:
        assert response.status_code == 405
    else:
        assert refusal(response) == expected
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", ""),
        (b"{", ""),
        (b"[" * 50_000, ""),
        (b"\xff\xfe", ""),
        (b"null", ""),
        (b'{"command":{"type":"resume_room"}}', "id"),
        (b'{"id":7,"command":{"type":"resume_room"}}', "id"),
        (b'{"id":"7","command":{"type":"resume_room"}}', "id"),
        (b'{"id":"x","command":{}}', "command.type"),
        (b'{"id":"x","command":{"type":"no_such"}}', "command.type"),
        (b'{"id":"x","command":{"type":"set_duty","person":1,"on":true}}', "command.person"),
    ],
)
def test_a_malformed_body_is_refused_naming_the_field(owner: Client, body: bytes, field: str) -> None:
    response = owner.http.post("commands", content=body)
    assert refusal(response) == (400, "bad_request")
    assert response.json()["detail"]["field"] == field
    assert field in response.json()["message"]


def test_a_number_that_json_does_not_carry_safely_is_refused(room: Served, owner: Client) -> None:
    body = b'{"id":"%b","command":{"type":"save_version","item":"x","base":%d,"content":{}}}' % (new_id().encode(), 10**40)
    assert owner.http.post("commands", content=body).status_code in (400, 404)


def test_bodies_have_a_limit_and_are_not_packed(owner: Client) -> None:
    assert refusal(owner.http.post("commands", content=b" " * 1_000_001)) == (413, "too_large")
    assert refusal(owner.http.post("commands", content=iter([b" " * 600_000] * 2))) == (413, "too_large")
    assert refusal(owner.http.post("commands", content=b"{}", headers={"content-encoding": "gzip"})) == (415, "bad_request")


def test_nobody_gets_in_without_a_token(room: Served, owner: Client) -> None:
    for authorization in ("", "Bearer", "Bearer wrong", "Basic eDp5", f"Token {owner.token}"):
        for method, path in (("GET", "snapshot"), ("GET", "events"), ("POST", "commands"), ("GET", "posts"), ("GET", "blobs/" + "0" * 64)):
            response = owner.http.request(method, path, headers={"authorization": authorization})
            assert refusal(response) == (401, "unauthorised")
            assert response.headers["www-authenticate"] == "Bearer"


def test_pages_of_other_sites_are_refused(owner: Client) -> None:
    address = owner.http.base_url
    for headers in ({"host": "evil.example"}, {"host": "evil.example:80"}, {"origin": "https://evil.example"}, {"origin": "null"}):
        assert refusal(owner.http.get("snapshot", headers=headers)) == (403, "not_allowed")
    for headers in ({"host": f"localhost:{address.port}"}, {"origin": f"http://127.0.0.1:{address.port}"}):
        assert owner.http.get("snapshot", headers=headers).status_code == 200


def test_a_card_of_the_room_needs_no_token(room: Served) -> None:
    run = room.run
    cards = httpx.get(f"{run.address}/v1/rooms", trust_env=False).json()
    assert cards == [{"room": run.room, "name": "Harbour regatta", "kind": "live", "protocol": PROTOCOL}]
    assert httpx.get(f"{run.address}/healthz", trust_env=False).json()["ok"] is True


def test_who_is_here_is_told_on_the_stream(room: Served, owner: Client) -> None:
    (bea,) = room.join("Bea")
    with owner.events(after=owner.snapshot().seq) as watching, bea.events(after=0) as frames:
        frames.until("presence")
        beat = bea.http.post("presence", json={"busy_with": "item-1", "activity": "reviewing"}).json()
        assert beat["seq"] == owner.snapshot().seq
        while not any(one["person"] == "Bea" and one["busy_with"] == "item-1" for one in watching.until("presence")["present"]):
            pass
    assert owner.http.get("me").json()["person"] == "Pia"
