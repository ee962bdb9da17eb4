"""Handles and pictures for DIDs: asked for politely, remembered, and never for what the room does not keep."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from tests.plan_text import table
from tests.room.serving import PLAN, Served, serving
from tests.room.web import Answer, Web, web
from warroom.plan.model import Event, Plan, Source
from warroom.review.model import Pace, State
from warroom.room.profiles import APPVIEW, DIRECTORY, Profiles, Where, where_of
from warroom.sources.post import Post
from warroom.wire import FeedBatch

GET_PROFILES = "/xrpc/app.bsky.actor.getProfiles"


def did(number: int) -> str:
    return "did:plc:" + "".join("abcdefghijklmnopqrstuvwxyz234567"[number // 32**place % 32] for place in range(24))


def appview(path: str) -> Answer:
    """Knows everybody whose number is even."""
    known = {did(number): number for number in range(0, 200, 2)}
    asked = parse_qs(urlsplit(path).query).get("actors", [])
    profiles = [
        {"did": id, "handle": f"ann{known[id]}.example", "displayName": "Ann", "avatar": f"https://cdn.example/{known[id]}"}
        for id in asked
        if id in known
    ]
    return 200, {}, json.dumps({"profiles": profiles}).encode()


@pytest.fixture
def net() -> Iterator[Web]:
    with web() as served:
        served.pages[GET_PROFILES] = appview
        yield served


def state(net: Web, kind: str = "live") -> State:
    source = Source("jetstream", "Bluesky", appview=net.base, directory=net.base)
    plan = Plan(Event("x", None), sources=(source,))
    return State(room="x", kind=kind, plan=plan, started_at=0, pace=Pace(0, 0))


async def everybody(_: str) -> bool:
    return True


def profiles(net: Web, folder: Path, kind: str = "live") -> Profiles:
    here = state(net, kind)
    return Profiles(folder / "profiles.json", lambda: here, everybody, every_s=0.01)


def test_who_writes_kept_posts_is_found_through_the_room(tmp_path: Path, net: Web) -> None:
    net.pages[f"/{did(1)}"] = (200, {}, json.dumps({"alsoKnownAs": ["at://bob.example"]}).encode())
    source = table("source", kind="jetstream", server="ws://127.0.0.1:9", appview=net.base, directory=net.base)
    with serving(tmp_path, plan=PLAN + source) as room:
        assert isinstance(room, Served)
        now = time.time_ns() // 1_000_000
        posts = tuple(Post(f"p{number}", "s", "bluesky", did(number), "Ahoy", now, now, topics=("The regatta",)) for number in (0, 1))
        room.intake().http.post("feed", content=msgspec.json.encode(FeedBatch(posts)))
        ids = ",".join((did(0), did(1), did(2), "nobody", "did:plc:UPPER"))
        found = room.owner().http.get("profiles", params={"ids": ids}, timeout=20.0).json()["found"]
        assert found == [
            {"id": did(0), "handle": "ann0.example", "name": "Ann", "avatar": "https://cdn.example/0"},
            {"id": did(1), "handle": "bob.example", "name": "", "avatar": ""},
        ]
        assert not any(did(2) in path for path in net.asked), "of whom no post is kept"
        assert room.owner().http.get("profiles", params={"ids": ",".join(["x"] * 101)}).status_code == 400
        again = room.owner().http.get("profiles", params={"ids": did(0)}).json()["found"]
        assert again == found[:1]
        assert sum(GET_PROFILES in path for path in net.asked) == 1


def test_twenty_five_are_asked_for_at_once_and_remembered_on_disk(tmp_path: Path, net: Web) -> None:
    ids = [did(number) for number in range(0, 120, 2)]

    async def ask() -> list[str]:
        some = profiles(net, tmp_path)
        found = await some.find(ids)
        assert some.has_picture("https://cdn.example/0")
        await some.close()
        return [profile.id for profile in found]

    assert asyncio.run(ask()) == ids
    sizes = [len(parse_qs(urlsplit(path).query)["actors"]) for path in net.asked]
    assert sizes == [25, 25, 10]
    assert asyncio.run(ask()) == ids
    assert len(net.asked) == 3


def test_nobody_is_asked_again_at_once_for_whom_nobody_knows(tmp_path: Path, net: Web) -> None:
    async def main() -> None:
        some = profiles(net, tmp_path)
        assert await some.find([did(1)]) == ()
        before = list(net.asked)
        assert [path.split("?")[0] for path in before] == [GET_PROFILES, f"/{did(1)}"]
        assert await some.find([did(1)]) == ()
        assert net.asked == before
        await some.close()

    asyncio.run(main())


@pytest.mark.parametrize(
    "answer",
    [
        (500, {}, b""),
        (200, {}, b"<html>"),
        (200, {}, b'{"profiles": 3}'),
        (302, {"location": "/elsewhere"}, b""),
        (200, {}, b" " * 1_100_000),
        (200, {"content-length": "500"}, b"cut"),
    ],
)
def test_where_the_appview_fails_the_directory_tells_the_handle(tmp_path: Path, net: Web, answer: Answer) -> None:
    net.pages[GET_PROFILES] = answer
    net.pages[f"/{did(4)}"] = (200, {}, b'{"alsoKnownAs": ["https://x.example", "at://dee.example"]}')

    async def main() -> None:
        some = profiles(net, tmp_path)
        assert [profile.handle for profile in await some.find([did(4)])] == ["dee.example"]
        await some.close()

    asyncio.run(main())


def test_a_server_that_asks_for_rest_gets_it(tmp_path: Path, net: Web) -> None:
    answers = iter([(429, {"retry-after": "1"}, b""), None])

    def busy(path: str) -> Answer:
        return next(answers) or appview(path)

    net.pages[GET_PROFILES] = busy

    async def main() -> None:
        some = profiles(net, tmp_path)
        began = time.monotonic()
        assert len(await some.find([did(0)])) == 1
        assert time.monotonic() - began >= 0.9
        await some.close()

    asyncio.run(main())


def test_somebody_else_in_the_answer_is_not_taken(tmp_path: Path, net: Web) -> None:
    net.pages[GET_PROFILES] = (200, {}, json.dumps({"profiles": [{"did": did(8), "handle": "eve.example"}]}).encode())

    async def main() -> None:
        some = profiles(net, tmp_path)
        assert await some.find([did(6)]) == ()
        assert await some.find([did(8)]) != ()
        await some.close()

    asyncio.run(main())


def test_a_rehearsal_asks_nobody(tmp_path: Path, net: Web) -> None:
    async def main() -> None:
        some = profiles(net, tmp_path, "rehearsal")
        assert await some.find([did(0)]) == ()
        await some.close()

    asyncio.run(main())
    assert net.asked == []


def test_a_damaged_memory_is_begun_anew(tmp_path: Path, net: Web) -> None:
    (tmp_path / "profiles.json").write_bytes(b"[{")

    async def main() -> None:
        some = profiles(net, tmp_path)
        assert len(await some.find([did(0)])) == 1
        await some.close()

    asyncio.run(main())


def test_whom_to_ask_is_as_the_plan_says() -> None:
    def of(*sources: Source) -> Where:
        return where_of(Plan(Event("x", None), sources=sources))

    assert of() == of(Source("feed", "f", url="https://f.example")) == Where()
    assert of(Source("jetstream", "j")) == of(Source("jetstream", "j", server="wss://j.example")) == Where(APPVIEW, DIRECTORY)
    assert of(Source("jetstream", "j", server="ws://127.0.0.1:6008")) == Where()
    assert of(Source("jetstream", "j", server="ws://localhost", appview="http://127.0.0.1:1")) == Where("http://127.0.0.1:1", "")
