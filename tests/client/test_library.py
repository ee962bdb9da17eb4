"""The library's files: from a folder, and from a bucket of an imitation of S3."""

from __future__ import annotations

import asyncio
import dataclasses
import secrets
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import httpx
import pytest
from PIL import Image

from warroom.client.library import Found, LibraryStore, _refused, open_store
from warroom.errors import PictureError, StorageError, TemplateError, Unreachable

T = TypeVar("T")
TOML = """
[[asset]]
file = "players/ann.png"
title = "Ann"
source = "Own photographer"
rights = "ours"
[[asset]]
file = "gone.png"
title = "Gone"
source = "Own photographer"
rights = "ours"
"""


def made(folder: Path) -> Path:
    (folder / "players").mkdir(parents=True)
    (folder / "library.toml").write_text(TOML)
    Image.new("RGBA", (1200, 400), (255, 120, 0, 255)).save(folder / "players" / "ann.png")
    return folder


def ask(where: str, cache: Path, todo: Callable[[LibraryStore], Awaitable[T]]) -> T:
    async def run() -> T:
        store = open_store(where, cache)
        try:
            return await todo(store)
        finally:
            await store.close()

    return asyncio.run(asyncio.wait_for(run(), 90))


async def look(store: LibraryStore) -> tuple[tuple[int, int], bytes]:
    """Read the library, make a picture small and fetch it whole; then see that what is missing says so."""
    library = await store.library()
    assert [asset.file for asset in library.assets] == ["players/ann.png", "gone.png"]
    ann, gone = library.assets
    small = await store.thumbnail(ann)
    assert await store.thumbnail(ann) == small
    with pytest.raises(PictureError, match=r"gone\.png"):
        await store.thumbnail(gone)
    with Image.open(small) as picture:
        size = picture.size
    return size, (await store.file(ann)).read_bytes()


def test_a_folder_is_read_where_it_is(tmp_path: Path) -> None:
    folder = made(tmp_path / "library")
    size, whole = ask(str(folder), tmp_path / "cache", look)
    assert size == (240, 80), "made small, and nothing cut off"
    assert whole == (folder / "players" / "ann.png").read_bytes()


def test_a_folder_that_is_on_another_machine_is_said_not_to_be_here(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "elsewhere"), tmp_path / "cache")
    with pytest.raises(PictureError, match="is not on this machine") as caught:
        asyncio.run(store.library())
    assert "s3://" in caught.value.hint


def test_a_picture_that_changed_is_made_small_anew(tmp_path: Path) -> None:
    folder = made(tmp_path / "library")
    cache = tmp_path / "cache"

    async def small(store: LibraryStore) -> Path:
        return await store.thumbnail((await store.library()).assets[0])

    before = ask(str(folder), cache, small)
    Image.new("RGB", (400, 800)).save(folder / "players" / "ann.png")
    after = ask(str(folder), cache, small)
    assert before != after
    with Image.open(after) as picture:
        assert picture.size == (90, 180)


def test_a_file_that_is_no_picture_says_so(tmp_path: Path) -> None:
    folder = made(tmp_path / "library")
    (folder / "players" / "ann.png").write_bytes(b"<html>")

    async def small(store: LibraryStore) -> Path:
        return await store.thumbnail((await store.library()).assets[0])

    with pytest.raises(PictureError):
        ask(str(folder), tmp_path / "cache", small)


def test_s3_without_its_package_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "obstore.store", None)
    with pytest.raises(StorageError) as caught:
        open_store("s3://crumb/night", tmp_path)
    assert "uv sync --extra s3" in caught.value.hint


@pytest.mark.parametrize(
    ("kind", "said", "words", "advice"),
    [
        (
            "PermissionDeniedError",
            "lacked the privileges in 2ms - Server returned non-2xx status code: 403 Forbidden: ",
            "refuses these",
            "AWS_",
        ),
        ("GenericError", "Generic S3 error: PUT http://169.254.169.254/latest/api/token - HTTP error", "needs credentials", "AWS_"),
        ("GenericError", "Generic S3 error: in 1ms  - HTTP error: error sending request\n\nDebug source:", "cannot be reached", "endpoint"),
        (
            "GenericError",
            "Generic S3 error: in 1ms  - Server returned non-2xx status code: 503 Busy: ",
            "has trouble of its own",
            "in a minute",
        ),
        ("GenericError", "", "does not answer as S3 does", "AWS_"),
    ],
)
def test_what_a_bucket_does_not_give_is_said_in_our_words_first(kind: str, said: str, words: str, advice: str) -> None:
    message, hint = _refused("crumb", kind, said)
    assert words in message
    assert not any(theirs in message + hint for theirs in ("S3 error", "in 1ms", "Debug"))
    assert advice in hint.partition(" (In its own words: ")[0]
    assert hint.endswith(".)")


def test_a_bucket_that_nobody_serves_is_said_to_be_out_of_reach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("obstore")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "made-up")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "made-up")
    store = open_store("s3://crumb/night?endpoint=http://127.0.0.1:9", tmp_path)
    with pytest.raises(Unreachable, match="The bucket crumb cannot be reached") as caught:
        asyncio.run(store.library())
    assert "HTTP error" in caught.value.hint


@pytest.mark.peers
def test_a_bucket_is_read_and_its_copy_serves_when_it_is_gone(s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "made-up")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "made-up")
    folder, bucket, cache = made(tmp_path / "library"), f"crumb-{secrets.token_hex(4)}", tmp_path / "cache"
    httpx.put(f"{s3}/{bucket}", timeout=20).raise_for_status()
    for file in ("library.toml", "players/ann.png"):
        httpx.put(f"{s3}/{bucket}/night/{file}", content=(folder / file).read_bytes(), timeout=20).raise_for_status()
    size, whole = ask(f"s3://{bucket}/night?endpoint={s3}", cache, look)
    assert size == (240, 80)
    assert whole == (folder / "players" / "ann.png").read_bytes()

    async def read(store: LibraryStore) -> int:
        return len((await store.library()).assets)

    nobody = "http://127.0.0.1:9"
    with pytest.raises(Unreachable):
        ask(f"s3://{bucket}/night?endpoint={nobody}", cache, read)
    kept = open_store(f"s3://{bucket}/night?endpoint={nobody}", cache)
    kept._cache = open_store(f"s3://{bucket}/night?endpoint={s3}", cache)._cache
    assert asyncio.run(read(kept)) == 2


@dataclasses.dataclass
class Far:
    """A place whose files must be fetched, as from a bucket."""

    text: str
    gone: bool = False

    async def find(self, file: str) -> Found:
        if self.gone:
            raise Unreachable("The bucket does not answer.", "Look at the network.")
        return Found(None, len(self.text), self.text)

    async def fetch(self, file: str, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.text, "utf-8")


def test_a_file_with_a_mistake_does_not_take_the_place_of_the_last_that_could_be_read(tmp_path: Path) -> None:
    good = TOML
    far = Far(good)
    store = LibraryStore("s3://crumb/night", far, tmp_path / "cache")

    async def play() -> None:
        names = [asset.file for asset in (await store.library()).assets]
        assert names
        far.text = good + "\n[[asset"
        with pytest.raises(TemplateError):
            await store.library()
        far.gone = True
        again = LibraryStore("s3://crumb/night", far, tmp_path / "cache")
        assert [asset.file for asset in (await again.library()).assets] == names
        await again.close()

    asyncio.run(play())


def test_a_library_that_did_not_change_is_not_read_again(tmp_path: Path) -> None:
    async def run() -> None:
        folder = tmp_path / "library"
        folder.mkdir()
        entry = '[[asset]]\nfile = "{}.png"\ntitle = "One"\nsource = "Own studio"\nrights = "ours"\n'
        (folder / "library.toml").write_text(entry.format("one"))
        store = open_store(str(folder), tmp_path / "cache")
        first = await store.library()
        assert await store.library() is first
        (folder / "library.toml").write_text(entry.format("another"))
        assert [asset.file for asset in (await store.library()).assets] == ["another.png"]
        await store.close()

    asyncio.run(run())
