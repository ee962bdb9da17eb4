from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.targets.made import cut, item, picture, texts
from warroom.errors import StorageError, WarroomError
from warroom.review.model import Item
from warroom.targets.folder import MANIFEST, HandOffFolder, Manifest, folder_name, intact, write_folder


def _write(parent: Path, blobs: Path, one: Item) -> HandOffFolder:
    assert one.current is not None
    files = {cut.blob: blobs / f"{cut.name}.blob" for cut in one.current.content.cuts}
    return write_folder(parent, one, one.current, files)


@pytest.fixture
def card(tmp_path: Path) -> Item:
    cuts = tuple(cut(name, picture(tmp_path, name)) for name in ("1x1", "16x9"))
    return item("i1", "Lights? What lights?", cuts, texts(("bluesky", "crumb.example"), ("instagram", "crumb")))


def test_the_files_are_the_approved_bytes_and_the_words_as_written(tmp_path: Path, card: Item) -> None:
    made = _write(tmp_path / "out", tmp_path, card)
    assert made.path.name == "lights-what-lights-v2-d1d1d1d1"
    manifest = msgspec.json.decode((made.path / MANIFEST).read_bytes(), type=Manifest)
    assert manifest == made.manifest
    for handed, approved in zip(manifest.cuts, card.versions[0].content.cuts, strict=True):
        assert hashlib.sha256((made.path / handed.file).read_bytes()).hexdigest() == approved.blob == handed.sha256
    assert (made.path / "1-bluesky-crumb.example" / "caption.txt").read_text("utf-8") == "Caption for bluesky ✓"
    assert (made.path / "2-instagram-crumb" / "alt.txt").read_text("utf-8") == "Alt for instagram"
    assert made.picture("16x9").name == "lights-what-lights-16x9.png"
    assert intact(made.path)


def test_the_same_version_again_is_the_same_folder(tmp_path: Path, card: Item) -> None:
    first, second = _write(tmp_path / "out", tmp_path, card), _write(tmp_path / "out", tmp_path, card)
    assert first.path == second.path
    assert [path.name for path in (tmp_path / "out").iterdir()] == [first.path.name]


def test_a_folder_that_somebody_changed_is_left_alone_and_not_used(tmp_path: Path, card: Item) -> None:
    first = _write(tmp_path / "out", tmp_path, card)
    changed = first.picture("1x1")
    changed.write_bytes(b"retouched")
    assert not intact(first.path)
    second = _write(tmp_path / "out", tmp_path, card)
    assert second.path.name == f"{first.path.name}-2"
    assert changed.read_bytes() == b"retouched"


def test_another_item_of_the_same_name_gets_its_own(tmp_path: Path, card: Item) -> None:
    first = _write(tmp_path / "out", tmp_path, card)
    twin = msgspec.structs.replace(card, id="i2")
    second = _write(tmp_path / "out", tmp_path, twin)
    assert second.path != first.path
    assert first.manifest.item == "i1"
    assert msgspec.json.decode((first.path / MANIFEST).read_bytes(), type=Manifest).item == "i1"


def test_wrong_bytes_are_not_handed_over(tmp_path: Path, card: Item) -> None:
    (tmp_path / "16x9.blob").write_bytes(b"something else")
    with pytest.raises(WarroomError, match="not the one that was approved"):
        _write(tmp_path / "out", tmp_path, card)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path, card: Item, monkeypatch: pytest.MonkeyPatch) -> None:
    out, make = tmp_path / "out", Path.mkdir
    out.mkdir(mode=0o500)

    def as_others(path: Path, *given: Any, **named: Any) -> None:
        if path.parent == out:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        make(path, *given, **named)

    if os.geteuid() == 0:  # whom the system lets write anywhere
        monkeypatch.setattr(Path, "mkdir", as_others)
    with pytest.raises(StorageError, match=r"cannot be written in .*out: Permission denied"):
        _write(out, tmp_path, card)
    assert list(out.iterdir()) == []


def test_a_file_where_the_folder_should_be_is_named(tmp_path: Path, card: Item) -> None:
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(StorageError, match="cannot be written"):
        _write(tmp_path / "out", tmp_path, card)


@given(st.text(max_size=200))
def test_any_title_makes_a_name_that_stays_in_the_folder(title: str) -> None:
    one = item("i1", title, (), ())
    assert one.current is not None
    name = folder_name(one, one.current)
    assert Path(name).name == name
    assert not name.startswith(".")
    assert len(name.encode()) < 255
