from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.waiting import BLINK_S
from warroom.compose.admitting import Admitter, Glance
from warroom.compose.pictures import admit
from warroom.errors import PictureError


@pytest.fixture
def admitter() -> Iterator[Admitter]:
    made = Admitter()
    yield made
    made.close()


def photo(path: Path, size: tuple[int, int] = (1600, 1200), orientation: int = 1) -> Path:
    """The left half red, the right half blue, as the sensor lay."""
    picture = Image.new("RGB", size, (0, 0, 255))
    picture.paste((255, 0, 0), (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture.save(path, exif=exif, quality=95)
    return path


def test_a_first_look_comes_before_the_answer_small_and_upright(admitter: Admitter, tmp_path: Path) -> None:
    looks: list[Glance] = []
    sizes: list[tuple[int, int]] = []

    def seen(glance: Glance) -> None:
        looks.append(glance)
        with Image.open(glance.glance) as picture:
            sizes.append(picture.size)
            assert picture.convert("RGB").getpixel((picture.width // 2, 3)) == pytest.approx((255, 0, 0), abs=6), "turned to the right"

    admitted = admitter.admit(photo(tmp_path / "p.jpg", orientation=6), tmp_path / "out", "p.jpg", (300, 400), seen)
    (glance,) = looks
    assert (glance.width, glance.height) == (admitted.width, admitted.height) == (1200, 1600)
    assert sizes == [(300, 400)]


def test_the_answer_is_the_one_that_a_child_of_its_own_gives(admitter: Admitter, tmp_path: Path) -> None:
    path = photo(tmp_path / "p.jpg", orientation=3)
    ours = admitter.admit(path, tmp_path / "one", "p.jpg", (300, 300))
    alone = admit(path, tmp_path / "two", "p.jpg")
    assert (ours.digest, ours.width, ours.height, ours.format, ours.original) == (
        alone.digest,
        alone.width,
        alone.height,
        alone.format,
        alone.original,
    )


def test_bad_pictures_are_refused_one_after_the_other_and_the_next_good_one_is_taken(admitter: Admitter, tmp_path: Path) -> None:
    good = photo(tmp_path / "good.jpg")
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(good.read_bytes()[:2_000])
    empty = tmp_path / "empty.png"
    empty.touch()
    text = tmp_path / "text.jpg"
    text.write_text("no picture")
    polyglot = tmp_path / "page.png"
    polyglot.write_bytes(b"<html>" + good.read_bytes())
    bomb = tmp_path / "bomb.png"
    Image.new("1", (30_000, 30_000)).save(bomb)
    long = tmp_path / "long.jpg"
    Image.new("RGB", (1, 40_000)).save(long)
    for path, words in (
        (cut, "damaged or cut off"),
        (empty, "is empty"),
        (text, "is not a picture"),
        (polyglot, "is not a picture"),
        (bomb, "million pixels"),
    ):
        with pytest.raises(PictureError, match=words):
            admitter.admit(path, tmp_path / "out", path.name, (500, 500))
    assert admitter.admit(long, tmp_path / "out", long.name, (500, 500)).original == (1, 40_000)
    assert admitter.admit(good, tmp_path / "out", good.name, (500, 500)).width == 1600
    assert admitter.admit(good.read_bytes(), tmp_path / "out").width == 1600


def test_a_child_that_is_ended_is_started_again(admitter: Admitter, tmp_path: Path) -> None:
    path = photo(tmp_path / "p.jpg")
    first = admitter.admit(path, tmp_path / "out").digest
    child = admitter._child
    assert child is not None
    child.kill()
    child.wait()
    assert admitter.admit(path, tmp_path / "out").digest == first


def test_one_that_takes_too_long_is_refused_and_its_child_ended(tmp_path: Path) -> None:
    slow = Admitter(timeout=BLINK_S)
    try:
        with pytest.raises(PictureError, match="took too long"):
            slow.admit(photo(tmp_path / "p.jpg", (6_000, 5_000)), tmp_path / "out")
        assert slow._child is None
    finally:
        slow.close()


def test_closing_ends_the_child_in_the_middle_of_a_picture(tmp_path: Path) -> None:
    admitter = Admitter()
    path = photo(tmp_path / "p.jpg", (6_000, 5_000))
    refused: list[Exception] = []
    began = threading.Event()

    def work() -> None:
        try:
            admitter.admit(path, tmp_path / "out", "p.jpg", (500, 500), lambda _glance: began.set())
        except PictureError as error:
            refused.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    assert began.wait(30)
    admitter.close()
    thread.join(30)
    assert not thread.is_alive()
    assert admitter._child is None
    assert not list((tmp_path / "out").glob("glance-*"))
