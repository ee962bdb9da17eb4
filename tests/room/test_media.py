"""Small pictures: whose they may be, where they may come from, and what they become."""

from __future__ import annotations

import asyncio
import io
import ipaddress
import os
import random
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest
from PIL import Image

from tests.plan_text import table
from tests.room.serving import PLAN, Client, Served, serving
from tests.room.web import Web, web
from warroom.compose.likeness import covered
from warroom.errors import PictureError
from warroom.room.media import shipped
from warroom.room.outward import MOST_BYTES, Outward, public
from warroom.room.shelf import Shelf
from warroom.room.thumbnails import Thumbnailer
from warroom.sources.post import Picture, Post
from warroom.wire import FeedBatch


def drawn(width: int, height: int, form: str = "JPEG", mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), 60).convert(mode).save(out, form)
    return out.getvalue()


@pytest.fixture(scope="module")
def net() -> Iterator[Web]:
    with web() as served:
        yield served


@pytest.fixture(scope="module")
def near_room(tmp_path_factory: pytest.TempPathFactory, net: Web) -> Iterator[Served]:
    """A room whose plan has a source on this machine, so that pictures of this machine's may be fetched."""
    source = table("source", kind="feed", name="Wire", url=f"{net.base}/feed")
    with serving(tmp_path_factory.mktemp("near"), plan=PLAN + source) as served:
        yield served


def kept(room: Served, *urls: str, avatar: str = "") -> Client:
    now = time.time_ns() // 1_000_000
    pictures = tuple(Picture(url, "") for url in urls)
    id = f"m{random.getrandbits(60)}"
    post = Post(id, "s", "feed", "a", "Ahoy", now, now, topics=("The regatta",), pictures=pictures, avatar=avatar)
    assert room.intake().http.post("feed", content=msgspec.json.encode(FeedBatch((post,)))).status_code == 204
    return room.owner()


def asked(client: Client, url: str, size: str = "small") -> httpx.Response:
    return client.http.get("media", params={"url": url, "size": size}, timeout=60.0)


def test_a_picture_of_a_kept_post_is_covered_and_asked_for_once(near_room: Served, net: Web) -> None:
    url, face = f"{net.base}/a.png", f"{net.base}/face.webp"
    net.pages |= {"/a.png": (200, {}, drawn(1600, 1600, "PNG", "RGBA")), "/face.webp": (200, {}, drawn(300, 200, "WEBP"))}
    owner = kept(near_room, url, avatar=face)
    for wanted, size, pixels in ((url, "small", (480, 270)), (face, "avatar", (96, 96)), (face, "small", (300, 169))):
        for _ in range(2):
            answer = asked(owner, wanted, size)
            assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg"), answer.text
            with Image.open(io.BytesIO(answer.content)) as picture:
                assert (picture.format, picture.size) == ("JPEG", pixels)
    assert [path for path in net.asked if path in ("/a.png", "/face.webp")] == ["/a.png", "/face.webp", "/face.webp"]


def test_what_stands_in_no_post_is_never_asked_for(near_room: Served, net: Web) -> None:
    for url in (f"{net.base}/unseen.png", "", "x" * 5_000, "file:///etc/passwd"):
        answer = asked(near_room.owner(), url)
        assert (answer.status_code, answer.json()["error"]) == (404, "not_found")
    assert "/unseen.png" not in net.asked
    assert asked(near_room.owner(), f"{net.base}/a.png", "huge").status_code == 400


def test_what_is_no_picture_or_cannot_be_had_is_said_and_not_tried_again_at_once(near_room: Served, net: Web) -> None:
    png = drawn(64, 64, "PNG")
    bomb = png[:16] + (60_000).to_bytes(4, "big") + (60_000).to_bytes(4, "big") + png[24:]
    net.pages |= {
        "/text": (200, {"content-type": "image/png"}, b"<html>not at all</html>"),
        "/bomb": (200, {}, bomb),
        "/cut": (200, {}, drawn(900, 900)[:9_000]),
        "/svg": (200, {}, b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        "/large": (200, {"content-length": str(MOST_BYTES + 1)}, b"x"),
        "/loop": (302, {"location": "/loop"}, b""),
        "/packed": (200, {"content-encoding": "gzip"}, b"x"),
        "/file": (302, {"location": "file:///etc/passwd"}, b""),
        "/private": (302, {"location": "http://10.0.0.1/a.png"}, b""),
        "/metadata": (302, {"location": "http://169.254.169.254/latest"}, b""),
        "/empty": (200, {}, b""),
    }
    paths = [*net.pages.keys() - {"/a.png", "/face.webp"}, "/missing"]
    owner = kept(near_room, *(net.base + path for path in paths))
    for path in paths:
        before = len(net.asked)
        answer = asked(owner, net.base + path)
        assert (answer.status_code, answer.json()["error"]) == (404, "not_found"), path
        assert answer.json()["message"]
        assert len(net.asked) > before, path
        before = len(net.asked)
        assert asked(owner, net.base + path).json() == answer.json()
        assert len(net.asked) == before, "asked again"


def test_a_redirect_is_followed(near_room: Served, net: Web) -> None:
    net.pages |= {"/moved": (301, {"location": "/there.jpg"}, b""), "/there.jpg": (200, {}, drawn(640, 360))}
    assert asked(kept(near_room, f"{net.base}/moved"), f"{net.base}/moved").status_code == 200


def test_this_machine_is_not_asked_where_no_source_of_the_plan_is_on_it(room: Served, net: Web) -> None:
    net.pages["/inside"] = (200, {}, drawn(64, 64))
    urls = [f"http://{host}:{net.port}/inside" for host in ("127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]", "0x7f.1")]
    owner = kept(room, *urls)
    for url in urls:
        assert asked(owner, url).status_code == 404
    assert "/inside" not in net.asked


def test_a_rehearsal_fetches_nothing_but_shows_what_ships(tmp_path: Path, net: Web) -> None:
    net.pages["/live"] = (200, {}, drawn(64, 64))
    source = table("source", kind="feed", name="Wire", url=f"{net.base}/feed")
    with serving(tmp_path, "--kind", "rehearsal", plan=PLAN + source) as room:
        ours, odd = "rehearsal:dark-stadium.jpg", "rehearsal:../samples.json"
        owner = kept(room, ours, odd, "rehearsal:nothing.jpg", f"{net.base}/live")
        answer = asked(owner, ours)
        assert answer.status_code == 200
        with Image.open(io.BytesIO(answer.content)) as picture:
            assert picture.size == (480, 270)
        for url in (odd, "rehearsal:nothing.jpg", f"{net.base}/live"):
            assert asked(owner, url).status_code == 404
    assert "/live" not in net.asked


PRIVATE = """127.0.0.1 10.0.0.1 172.16.3.4 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 224.0.1.1 255.255.255.255 240.0.0.1
    192.0.2.1 ::1 :: fe80::1 fc00::1 fd12::1 ff02::1 ::ffff:10.0.0.1 ::ffff:127.0.0.1 64:ff9b::7f00:1 64:ff9b::808:808 2002:7f00:1::1
    2001:0:1:2::3 2001:db8::1 ::7f00:1"""


@pytest.mark.parametrize("address", PRIVATE.split())
def test_addresses_that_are_not_of_the_public_net(address: str) -> None:
    assert not public(ipaddress.ip_address(address))


def test_addresses_of_the_public_net() -> None:
    for address in ("93.184.216.34", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8"):
        assert public(ipaddress.ip_address(address))


def test_a_name_with_any_private_address_is_refused_and_the_connection_goes_to_what_was_looked_at(
    net: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {"both.example": ["93.184.216.34", "10.0.0.7"], "here.example": ["127.0.0.1"], "none.example": []}
    net.pages["/pinned"] = (200, {}, b"bytes")

    async def main() -> None:
        loop = asyncio.get_running_loop()
        looked_up: list[str] = []

        async def getaddrinfo(host: object, port: int, **_: object) -> list[object]:
            name = str(host)
            looked_up.append(name)
            addresses = found.get(name, [name])
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

        monkeypatch.setattr(loop, "getaddrinfo", getaddrinfo)
        allowed = True
        outward = Outward(lambda: allowed)
        assert await outward.get(f"http://here.example:{net.port}/pinned") == b"bytes"
        assert looked_up[0] == "here.example"
        assert set(looked_up[1:]) <= {"127.0.0.1"}, "a name is resolved once"
        for host in ("both.example", "none.example"):
            with pytest.raises(PictureError, match="public"):
                await outward.get(f"http://{host}:{net.port}/pinned")
        allowed = False
        with pytest.raises(PictureError, match="public"):
            await outward.get(f"http://here.example:{net.port}/pinned")
        for odd in ("ftp://here.example/a", "http://user:word@here.example/a", "http://", "nonsense", "http://[::1", "rehearsal:a.jpg"):
            with pytest.raises(PictureError):
                await outward.get(odd)
        await outward.close()

    asyncio.run(main())


def test_a_server_that_says_nothing_is_left_in_time() -> None:
    async def main() -> None:
        outward = Outward(lambda: True, timeout_s=0.2)
        with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(PictureError, match="in time"):
            await outward.get(f"http://127.0.0.1:{silent.getsockname()[1]}/a")
        await outward.close()

    asyncio.run(main())


def test_a_decoder_that_hangs_or_dies_is_replaced(tmp_path: Path) -> None:
    good, out = tmp_path / "good.jpg", tmp_path / "out.jpg"
    good.write_bytes(drawn(64, 36))

    async def main() -> None:
        hasty = Thumbnailer(timeout_s=0.0)
        with pytest.raises(PictureError):
            await hasty.make(good, out, 48, 27)
        thumbnailer = Thumbnailer()
        await thumbnailer.make(good, out, 48, 27)
        assert thumbnailer._child is not None
        thumbnailer._child.kill()
        await thumbnailer._child.wait()
        await thumbnailer.make(good, out, 48, 27)
        with pytest.raises(PictureError, match="not a picture"):
            await thumbnailer.make(Path(__file__), out, 48, 27)
        await thumbnailer.make(good, out, 48, 27)
        await thumbnailer.close()
        await hasty.close()

    asyncio.run(main())
    with Image.open(out) as picture:
        assert picture.size == (48, 27)


def test_pictures_are_never_made_larger() -> None:
    for size, expected in (((960, 540), (480, 270)), ((100, 400), (100, 56)), ((1, 1), (1, 1)), ((4_000, 20), (36, 20))):
        assert covered(Image.new("RGB", size), 480, 270).size == expected


def test_a_full_shelf_lets_the_longest_unused_go(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, 1_000, ".jpg")
    for number in range(12):
        path = shelf.path("x", str(number))
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"-" * 100)
        os.utime(path, (number, number))
        if number == 9:
            assert shelf.find("x", "0")
        shelf.grew(100)
    assert shelf.find("x", "0"), "used since"
    assert shelf.find("x", "1") is None
    assert shelf.find("x", "11")
    assert len(list(tmp_path.glob("??/*.jpg"))) <= 10


def test_what_ships_is_there() -> None:
    assert shipped("dark-stadium.jpg").is_file()
