"""Packs: the same files give the same pack everywhere, a pack gives the same pixels, and nothing wrong is taken for one."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from warroom.compose import pack as packing
from warroom.compose.model import SlotValues, Template
from warroom.compose.pack import MOST_FILES, Manifest, Pack, PackFile, left_out, pack_of, read_manifest, written
from warroom.compose.packs import FILES, PackShelf, tried
from warroom.compose.render import CardRenderer
from warroom.compose.template import load_brand, load_template, shipped_templates
from warroom.errors import PackError

WORDS = SlotValues(texts={"headline": "Some things taste better in the dark."})


def blobs(pack: Pack) -> Callable[[str], Path]:
    by_digest = {file.sha256: pack.files[file.path] for file in pack.manifest.files}
    return lambda digest: by_digest[digest]


def kept(pack: Pack, folder: Path) -> PackShelf:
    shelf = PackShelf(folder)
    shelf.keep(pack.digest, pack.content, blobs(pack))
    return shelf


def pixels(template: Template) -> list[bytes]:
    renderer = CardRenderer(template)
    return [renderer.render(WORDS, cut).image.tobytes() for cut in renderer.cuts]


# ── the same on every machine ──────────────────────────────────────────────────────────────────────────────────────────


def test_two_copies_of_a_folder_make_one_pack(brand_folder: Path, example: Template, tmp_path: Path) -> None:
    first = pack_of(example)
    elsewhere = tmp_path / "another machine" / "brand"
    shutil.copytree(brand_folder, elsewhere)
    for path in elsewhere.rglob("*"):
        os.utime(path, (0, 0))
        path.chmod(0o700)
    second = pack_of(load_template(elsewhere / example.key, load_brand(elsewhere / "brand.toml")))
    assert (second.digest, second.content) == (first.digest, first.content)
    assert [file.path for file in first.manifest.files] == [
        *("brand.toml", "fonts/Anton.ttf", "fonts/Archivo.ttf", "logo.svg", "reaction-on-photo/template.toml")
    ]


def test_every_changed_byte_makes_another_pack(brand_folder: Path, example: Template) -> None:
    before = {pack_of(example).digest}
    for name in ("logo.svg", "brand.toml", "reaction-on-photo/template.toml"):
        (brand_folder / name).write_bytes((brand_folder / name).read_bytes() + b"\n")
        before.add(pack_of(example).digest)
    assert len(before) == 4


def test_what_designers_leave_lying_about_does_not_travel(brand_folder: Path, example: Template) -> None:
    clean = pack_of(example).digest
    folder = brand_folder / example.key
    for name in (".DS_Store", "card.psd", "template.toml~", ".template.toml.swp"):
        (folder / name).write_bytes(b"x")
    (folder / "linked.png").symlink_to("/dev/null")
    assert pack_of(example).digest == clean
    assert left_out(example) == ("card.psd",)


@pytest.mark.parametrize("key", [template.key for template in shipped_templates()][:3])
def test_what_ships_with_the_program_travels_too_so_that_a_newer_program_draws_the_same(key: str, tmp_path: Path) -> None:
    ours = next(template for template in shipped_templates() if template.key == key)
    before, pack = pixels(ours), pack_of(ours)
    shelf = kept(pack, tmp_path / "packs")
    assert any(file.path.startswith("@assets/fonts/") for file in pack.manifest.files)
    again = shelf.load(pack.digest)
    assert all(shelf.folder(pack.digest) in path.parents for path in packing._used(again))
    assert pixels(again) == before
    assert (again.digest, again.brand.digest) == (ours.digest, ours.brand.digest)


# ── the same pixels ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_old_version_is_drawn_as_it_was_after_everything_changed(brand_folder: Path, example: Template, tmp_path: Path) -> None:
    before, pack = pixels(example), pack_of(example)
    shelf = kept(pack, tmp_path / "packs")
    brand = brand_folder / "brand.toml"
    brand.write_text(brand.read_text().replace("#FFFFFF", "#FFEE00").replace("fonts/Anton.ttf", "fonts/Archivo.ttf"))
    (brand_folder / "fonts" / "Anton.ttf").unlink()
    assert pixels(load_template(brand_folder / example.key, load_brand(brand))) != before
    assert pixels(shelf.load(pack.digest)) == before


# ── damaged, hostile, newer ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_damaged_pack_is_noticed_thrown_away_and_can_be_kept_anew(example: Template, tmp_path: Path) -> None:
    pack = pack_of(example)
    shelf = kept(pack, tmp_path)
    for name in ("logo.svg", "fonts/Anton.ttf", "reaction-on-photo/template.toml"):
        path = shelf.folder(pack.digest) / FILES / name
        path.write_bytes(path.read_bytes()[:-1] + b"?")
        with pytest.raises(PackError) as caught:
            shelf.load(pack.digest)
        assert caught.value.code == "damaged"
        assert not shelf.has(pack.digest)
        shelf.keep(pack.digest, pack.content, blobs(pack))
        assert shelf.load(pack.digest).digest == example.digest


def test_what_many_packs_have_stands_on_the_disk_once(brand_folder: Path, example: Template, tmp_path: Path) -> None:
    toml, cache = brand_folder / example.key / "template.toml", tmp_path / "cache"
    cache.mkdir()
    shelf, packs = PackShelf(tmp_path / "packs"), []
    for leading in ("1.05", "1.1"):
        toml.write_text(toml.read_text("utf-8").replace("leading = 1.05", f"leading = {leading}"), "utf-8")
        packs.append(pack := pack_of(load_template(toml.parent, example.brand)))
        for file in pack.manifest.files:
            shutil.copyfile(pack.files[file.path], cache / file.sha256)
        shelf.keep(pack.digest, pack.content, cache.joinpath, share=True)
        assert shelf.load(pack.digest).digest
    fonts = {(shelf.folder(pack.digest) / FILES / "fonts" / "Anton.ttf").stat().st_ino for pack in packs}
    assert fonts == {(cache / packs[0].manifest.files[1].sha256).stat().st_ino}


def test_a_pack_stands_whole_or_not_at_all(example: Template, tmp_path: Path) -> None:
    pack = pack_of(example)
    shelf = PackShelf(tmp_path)
    wrong = tmp_path / "wrong"
    wrong.write_bytes(b"other bytes")

    def one_is_tampered(digest: str) -> Path:
        return wrong if digest == pack.manifest.files[-1].sha256 else blobs(pack)(digest)

    with pytest.raises(PackError, match="not as it was published"):
        shelf.keep(pack.digest, pack.content, one_is_tampered)
    with pytest.raises(PackError, match="damaged"):
        shelf.keep(pack.digest, pack.content + b" ", blobs(pack))
    assert not shelf.has(pack.digest)
    assert {path.name for path in tmp_path.iterdir()} == {"brand", "wrong"}, "nothing half written is left"


def test_a_pack_that_cannot_be_used_here_says_why(brand_folder: Path, example: Template, tmp_path: Path) -> None:
    toml = brand_folder / example.key / "template.toml"
    toml.write_text(toml.read_text().replace('kind = "text"', 'kind = "hologram"', 1))
    pack = pack_of(example)
    shelf = kept(pack, tmp_path / "packs")
    with pytest.raises(PackError, match=r"cannot be used here\. template\.toml:\d+") as caught:
        shelf.load(pack.digest)
    assert str(tmp_path) not in str(caught.value)
    assert shelf.has(pack.digest), "a newer program may read it"


def test_a_font_that_is_none_cannot_be_tried(example: Template) -> None:
    tried(example)
    font = example.brand.fonts[0].file.path
    font.write_bytes(font.read_bytes()[:20_000])
    with pytest.raises(PackError, match="cannot be drawn"):
        tried(example)


def entry(path: str, size: int = 1) -> PackFile:
    return PackFile(path, hashlib.sha256(path.encode()).hexdigest(), size)


def manifest(*more: str, **changes: object) -> Manifest:
    files = tuple(sorted((entry(path) for path in ("brand.toml", "quote/template.toml", *more)), key=lambda file: file.path))
    return msgspec.structs.replace(Manifest(1, "quote", "Quote", "brand.toml", files), **changes)


@pytest.mark.parametrize(
    "path",
    [
        *("../evil.png", "/etc/evil.png", "quote/../../evil.png", "quote//a.png", "./a.png", "C:/evil.png", "quote\\evil.png", "a\0b.png"),
        *(".ssh/a.png", "quote/.hidden.png", "nul.png", "Com1.toml", "quote/aux/a.png", "quote/a.png ", "quote./a.png", "a\u202egnp.png"),
        *("run.sh", "quote/a.exe", "quote/noending", "a" * 200 + ".png", "Brand.TOML", "QUOTE/Template.toml", "quote/template.toml/a.png"),
    ],
)  # fmt: skip
def test_no_file_of_a_pack_can_leave_its_folder_or_be_what_it_should_not(path: str) -> None:
    assert read_manifest(written(manifest())) == manifest()
    with pytest.raises(PackError):
        read_manifest(written(manifest(path)))


@pytest.mark.parametrize(
    "wrong",
    [
        manifest(format=0),
        manifest(format=2),
        manifest(key="../quote"),
        manifest(key="@assets"),
        manifest(key="other"),
        manifest(brand="fonts/brand.toml"),
        manifest(name=" "),
        manifest(name="two\nlines"),
        manifest(files=()),
        manifest(files=tuple(reversed(manifest().files))),
        manifest(files=(*manifest().files, manifest().files[-1])),
        manifest(*(f"quote/{number:03}.png" for number in range(MOST_FILES))),
        manifest(files=(entry("brand.toml", 25_000_001), entry("quote/template.toml"))),
        manifest(files=(entry("brand.toml", -1), entry("quote/template.toml"))),
        manifest(files=(*(entry(f"{name}.png", 20_000_000) for name in "abcd"), *manifest().files)),
        manifest(files=(PackFile("brand.toml", "A" * 64, 1), entry("quote/template.toml"))),
    ],
)
def test_a_manifest_that_is_wrong_is_refused(wrong: Manifest) -> None:
    with pytest.raises(PackError):
        read_manifest(written(wrong))


def test_a_manifest_is_written_in_one_way_only() -> None:
    right = written(manifest())
    for other in (right + b"\n", b" " + right, msgspec.json.encode(manifest()), right.replace(b'"format":1', b'"format":1.0')):
        with pytest.raises(PackError):
            read_manifest(other)
    with pytest.raises(PackError, match="format 7"):
        read_manifest(b'{"format":7,"shape":"nobody knows yet"}')


NAMES = st.sampled_from(Manifest.__struct_fields__) | st.text(max_size=5)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=12,
)


@given(st.binary(max_size=300) | JSON.map(lambda value: msgspec.json.encode(value)))
@settings(max_examples=400, deadline=None)
def test_any_bytes_are_a_manifest_or_refused_in_words(content: bytes) -> None:
    try:
        found = read_manifest(content)
    except PackError:
        return
    assert written(found) == content


@given(st.integers(0, 600), st.binary(min_size=1, max_size=3))
@settings(max_examples=300, deadline=None)
def test_a_manifest_with_some_bytes_changed_is_another_one_or_refused(place: int, by: bytes) -> None:
    right = written(manifest("quote/photo.png"))
    place %= len(right)
    changed = right[:place] + by + right[place + len(by) :]
    try:
        found = read_manifest(changed)
    except PackError:
        return
    assert written(found) == changed
    assert changed == right or found != manifest("quote/photo.png")


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=5))
@settings(max_examples=300, deadline=None)
def test_whatever_paths_are_taken_stay_inside(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    home = Path("home")
    try:
        found = read_manifest(rfc8785.dumps(msgspec.to_builtins(manifest(*(f"{name}.png" for name in names)))))
    except (PackError, ValueError):
        return
    for file in found.files:
        assert Path(os.path.normpath(home / file.path)) == home / file.path
        assert (home / file.path).is_relative_to(home)
