"""Codes, tokens and tries."""

from __future__ import annotations

import json
import stat

import pytest

from tests.room.serving import Served
from tests.room.test_wire import refusal
from warroom.errors import RoomError
from warroom.room.access import ALPHABET, CODE_LIVES_MS, TRIES, TRIES_WITHIN_MS, Access, hashed_code, new_code
from warroom.room.store.rows import CodeRow


def row(code: str, expires: int = CODE_LIVES_MS) -> CodeRow:
    return CodeRow(hashed_code(code), "Bea", expires)


def refused(access: Access, typed: str, now: int = 0, address: str = "10.0.0.1") -> str:
    with pytest.raises(RoomError) as caught:
        access.take(typed, address, now)
    return caught.value.code


def test_a_code_is_read_however_it_is_typed() -> None:
    for typed in ("0A1B-2C3D", "0a1b2c3d", " 0A1B 2C3D ", "oAiB-2C3D", "OALB–2C3D"):
        access = Access((), (row("0A1B-2C3D"),))
        assert access.take(typed, "10.0.0.1", 5).used == 5
    assert {letter for _ in range(200) for letter in new_code()} <= set(ALPHABET) | {"-"}


def test_wrong_used_and_expired_are_three_answers() -> None:
    access = Access((), (row("AAAA-AAAA"), row("BBBB-BBBB", expires=1_000)))
    assert refused(access, "AAAA-AAAB") == "code_wrong"
    assert refused(access, "BBBB-BBBB", now=1_000) == "code_expired"
    access.take("AAAA-AAAA", "10.0.0.1", 1)
    assert refused(access, "AAAA-AAAA", now=2) == "code_used"


def test_an_address_may_try_ten_times_a_minute() -> None:
    access = Access((), (row("AAAA-AAAA"),))
    assert {refused(access, "ZZZZ-ZZZZ", at) for at in range(TRIES)} == {"code_wrong"}
    assert refused(access, "AAAA-AAAA", 10) == "too_many"
    assert refused(access, "ZZZZ-ZZZZ", 10, address="10.0.0.2") == "code_wrong"
    assert access.take("AAAA-AAAA", "10.0.0.1", TRIES_WITHIN_MS).person == "Bea"


def test_the_right_code_is_no_guess() -> None:
    codes = [new_code() for _ in range(3 * TRIES)]
    access = Access((), tuple(row(code) for code in codes))
    assert {access.take(code, "10.0.0.1", 1).person for code in codes} == {"Bea"}


def test_one_code_lets_one_device_in(room: Served) -> None:
    owner = room.owner()
    issued = owner.http.post("codes", json={"person": "Cole"}).json()
    assert issued["invitation"] == f"warroom://{issued['address'].split('://')[1]}/{room.run.room}?code={issued['code']}"
    asked = {"code": issued["code"], "device": "  Cole's \n phone "}
    joined = owner.http.post("join", json=asked, headers={"authorization": ""})
    assert joined.status_code == 201
    assert (joined.json()["person"], joined.json()["roles"]) == ("Cole", ["legal"])
    assert refusal(owner.http.post("join", json=asked)) == (403, "code_used")
    assert owner.snapshot().state.devices[joined.json()["device"]].name == "Cole's phone"
    cole = room.client(joined.json()["token"], "Cole")
    assert cole.http.get("me").json() == {"device": joined.json()["device"], "person": "Cole"}
    assert refusal(cole.http.post("codes", json={"person": "Bea"})) == (403, "not_allowed")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"code": "ZZZZ-ZZZZ", "device": "x"}, (403, "code_wrong")),
        ({"code": "ZZZZ-ZZZZ", "device": " "}, (400, "bad_request")),
        ({"code": "ZZZZ-ZZZZ", "device": "x" * 101}, (400, "bad_request")),
        ({"code": "ZZZZ-ZZZZ", "device": "x", "protocol": 99}, (400, "protocol")),
        ({"code": "ZZZZ-ZZZZ"}, (400, "bad_request")),
    ],
)
def test_joining_wrongly_says_how(room: Served, asked: dict[str, object], expected: tuple[int, str]) -> None:
    assert refusal(room.owner().http.post("join", json=asked)) == expected


def test_nobody_outside_the_plan_gets_a_code(room: Served) -> None:
    assert refusal(room.owner().http.post("codes", json={"person": "Nobody"})) == (404, "not_found")


def test_secrets_are_kept_hashed_and_from_other_users(room: Served) -> None:
    owner = room.owner()
    code = owner.http.post("codes", json={"person": "Bea"}).json()["code"]
    kept = b"".join(path.read_bytes() for path in room.folder.glob("log.db*"))
    assert owner.token.encode() not in kept
    assert code.encode() not in kept
    assert code.replace("-", "").encode() not in kept
    for path in room.folder.iterdir():
        assert not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO) or path.is_dir(), path
    assert not room.folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    assert json.loads((room.folder / "owner.json").read_bytes())["person"] == "Pia"


def test_intake_reads_and_sends_posts_and_no_more(room: Served) -> None:
    intake = room.intake()
    assert intake.http.get("snapshot").status_code == 200
    assert intake.http.get("me").json()["person"] == ""
    assert intake.http.post("feed", json={}).status_code == 204
    for path in ("commands", "codes", "presence"):
        assert refusal(intake.http.post(path, json={})) == (403, "not_allowed")
    assert refusal(room.owner().http.post("feed", json={})) == (403, "not_allowed")


def test_too_many_tries_say_when_to_come_back(room: Served) -> None:
    owner = room.owner()
    for _ in range(TRIES + 1):
        response = owner.http.post("join", json={"code": "ZZZZ-ZZZZ", "device": "x"})
    assert refusal(response) == (429, "too_many")
    assert 0 < int(response.headers["retry-after"]) <= 60
