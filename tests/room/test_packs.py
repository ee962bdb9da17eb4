"""Publishing over the wire of a real server: what is no pack is refused, and what is one outlives a restart."""

from __future__ import annotations

import hashlib

import msgspec
import pytest

from tests.room.pictures import picture
from tests.room.serving import Client, Served
from warroom.compose.pack import Manifest, PackFile, written
from warroom.review.commands import Offered, PublishTemplates

BRAND, TEMPLATE, PHOTO = b"format = 1\n", b'format = 1\nname = "Quote"\n', picture("night", "PNG")


def put(owner: Client, content: bytes) -> str:
    name = hashlib.sha256(content).hexdigest()
    assert owner.http.put(f"blobs/{name}", content=content).status_code in (200, 201)
    return name


def entry(path: str, content: bytes) -> PackFile:
    return PackFile(path, hashlib.sha256(content).hexdigest(), len(content))


def manifest(key: str = "quote", photo: PackFile | None = None) -> Manifest:
    files = (entry("brand.toml", BRAND), photo or entry(f"{key}/photo.png", PHOTO), entry(f"{key}/template.toml", TEMPLATE))
    return Manifest(1, key, "Quote", "brand.toml", files)


@pytest.fixture
def owner(room: Served) -> Client:
    owner = room.owner()
    for content in (BRAND, TEMPLATE, PHOTO):
        put(owner, content)
    return owner


def refused(owner: Client, key: str, content: bytes) -> tuple[int, str, str]:
    response = owner.ask(PublishTemplates((Offered(key, put(owner, content)),)))
    return response.status_code, response.json()["error"], response.json()["message"]


def test_a_manifest_is_taken_only_with_all_its_files_as_large_as_it_says(owner: Client) -> None:
    lacking = entry("quote/photo.png", picture("nobody sent this", "PNG"))
    assert refused(owner, "quote", written(manifest(photo=lacking)))[:2] == (409, "blob_missing")
    larger = msgspec.structs.replace(entry("quote/photo.png", PHOTO), size=len(PHOTO) + 1)
    status, code, says = refused(owner, "quote", written(manifest(photo=larger)))
    assert (status, code) == (422, "bad_pack")
    assert "quote/photo.png" in says
    assert refused(owner, "other", written(manifest()))[:2] == (422, "bad_pack")
    assert not owner.snapshot().state.templates


@pytest.mark.parametrize("content", [b"{}", b"not json", PHOTO, b'{"format":2,"new":[]}', written(manifest()) + b"\n"])
def test_what_is_no_manifest_is_refused(owner: Client, content: bytes) -> None:
    assert refused(owner, "quote", content)[:2] == (422, "bad_pack")


def test_a_manifest_that_never_arrived_is_refused(owner: Client) -> None:
    for name in ("0" * 64, "../../log.db", ""):
        response = owner.ask(PublishTemplates((Offered("quote", name),)))
        assert (response.status_code, response.json()["error"]) == (409, "blob_missing")


def test_published_versions_and_their_files_are_there_after_a_crash(room: Served, owner: Client) -> None:
    name = put(owner, written(manifest("kept")))
    owner.say(PublishTemplates((Offered("kept", name),)))
    room.kill()
    room.start()
    again = room.owner()
    (kept,) = again.snapshot().state.templates["kept"]
    assert (kept.version, kept.name, kept.manifest) == (1, "Quote", name)
    for file in (name, *(file.sha256 for file in manifest("kept").files)):
        assert hashlib.sha256(again.http.get(f"blobs/{file}").content).hexdigest() == file
