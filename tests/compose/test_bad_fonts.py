"""Any bytes as font: an error at the place that says what to do, or a right card; never a long wait."""

from __future__ import annotations

import errno
import io
import os
import random
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.compose.test_hostile import LAYER, made, write
from warroom import locations
from warroom.compose import font_check, font_copies
from warroom.compose.model import Card
from warroom.compose.template import load_brand
from warroom.errors import TemplateError

FONT = (locations.assets() / "fonts" / "league-gothic" / "LeagueGothic.ttf").read_bytes()
TEXT = LAYER + 'type = "text"\ntext = "Hgjÿ Łódź"\nfont = "display"\ncolour = "#fff"\nfit = { max = 200, min = 40, lines = 2 }\n'


def _with_font(folder: Path, data: bytes) -> Card | str:
    (folder / "f.ttf").write_bytes(data)
    (folder / "brand.toml").write_text('format = 1\nname = "B"\n[fonts]\ndisplay = { file = "f.ttf" }\n', encoding="utf-8")
    try:
        brand = load_brand(folder / "brand.toml")
    except TemplateError as wrong:
        first = wrong.problems[0]
        return f"{first.line} {first.key} {first.problem}"
    return made(write(folder, TEXT), brand)


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=400), start=st.sampled_from([b"", b"\0\1\0\0\0\4", b"OTTO", b"wOF2", b"ttcf", b"true"]))
def test_any_bytes_as_font(data: bytes, start: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    says = "is packed as WOFF2, which is not read." if (start + data)[:4] == b"wOF2" else "is not a font that can be used."
    assert str(_with_font(tmp_path_factory.mktemp("font"), start + data)) == f"4 fonts.display.file f.ttf {says}"


@settings(max_examples=80, deadline=None)
@given(seed=st.integers(0, 10**9), count=st.integers(1, 60), cut=st.sampled_from([0, 0, 0, 7, 2]))
def test_a_damaged_font_is_refused_or_draws(seed: int, count: int, cut: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    chance = random.Random(seed)
    data = bytearray(FONT)
    for _ in range(count):
        data[chance.randrange(len(data) if chance.random() < 0.5 else 400)] = chance.randrange(256)
    began = time.perf_counter()
    _with_font(tmp_path_factory.mktemp("font"), bytes(data[: len(data) // cut] if cut else data))
    assert time.perf_counter() - began < 3


def _many_points(count: int) -> bytes:
    """One of ours with an H of so many points."""
    font = TTFont(io.BytesIO(FONT))
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for at in range(count):
        pen.lineTo((at * 7919 % 1000, at * 104_729 % 1000))
    pen.closePath()
    font["glyf"][font.getBestCmap()[ord("H")]] = pen.glyph()
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def test_a_font_whose_letters_would_take_for_ever_is_refused(tmp_path: Path) -> None:
    assert "4 fonts.display.file f.ttf has letters of so many points" in str(_with_font(tmp_path, _many_points(30_000)))
    assert isinstance(_with_font(tmp_path, _many_points(300)), Card)


def test_a_fallback_that_is_packed_or_too_large_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "f.ttf").write_bytes(FONT)
    (tmp_path / "g.woff2").write_bytes(b"wOF2" + FONT)
    fallback = '[fallback]\nfonts = ["noto-sans", "g.woff2"]\n'
    (tmp_path / "brand.toml").write_text(f'format = 1\nname = "B"\n[fonts]\ndisplay = {{ file = "f.ttf" }}\n{fallback}', encoding="utf-8")
    monkeypatch.setattr(font_check, "MOST_BYTES", 1000)
    with pytest.raises(TemplateError) as caught:
        load_brand(tmp_path / "brand.toml")
    monkeypatch.undo()
    with pytest.raises(TemplateError) as again:
        load_brand(tmp_path / "brand.toml")
    said = [(one.line, one.key, one.problem) for one in (*caught.value.problems, *again.value.problems)]
    assert said == [
        (4, "fonts.display.file", "f.ttf has more than 0 MB."),
        (6, "fallback.fonts[2]", "g.woff2 has more than 0 MB."),
        (6, "fallback.fonts[2]", "g.woff2 is packed as WOFF2, which is not read."),
    ]


def test_a_font_that_has_no_room_for_its_copy_is_not_called_a_bad_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Path.write_bytes

    def half(path: Path, content: bytes) -> int:
        write(path, content[:100])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "copies"))
    (tmp_path / "copies").mkdir()
    monkeypatch.setattr(font_copies, "_folder", lambda: SimpleNamespace(name=str(tmp_path / "copies")))
    (tmp_path / "f.ttf").write_bytes(FONT + b"own")
    (tmp_path / "brand.toml").write_text('format = 1\nname = "B"\n[fonts]\ndisplay = { file = "f.ttf" }\n', encoding="utf-8")
    with monkeypatch.context() as full:
        full.setattr(Path, "write_bytes", half)
        with pytest.raises(TemplateError) as caught:
            load_brand(tmp_path / "brand.toml")
    (problem,) = caught.value.problems
    assert problem.problem == f"f.ttf cannot be copied to {tmp_path / 'copies'}: {os.strerror(errno.ENOSPC)}."
    assert problem.hint == "Free some space there."
    assert not list((tmp_path / "copies").iterdir())
    assert load_brand(tmp_path / "brand.toml").name == "B", "the next look is a new one"


def test_a_weight_or_width_that_changes_nothing_is_told_at_its_line(tmp_path: Path) -> None:
    """Of a font that names weights but has lost the outlines for them, or that varies in another way only."""
    with TTFont(locations.assets() / "fonts" / "archivo" / "Archivo.ttf") as font:
        del font["gvar"]
        font.save(tmp_path / "bare.ttf")
        font["fvar"].axes = [axis for axis in font["fvar"].axes if axis.axisTag == "wght"]
        for instance in font["fvar"].instances:
            instance.coordinates.pop("wdth")
        font.save(tmp_path / "weights.ttf")
    roles = (("a", "bare.ttf", "weight = 800"), ("b", "bare.ttf", "weight = 600"), ("c", "weights.ttf", "width = 112"))
    fonts = "".join(f'{role} = {{ file = "{file}", {chosen} }}\n' for role, file, chosen in roles)
    (tmp_path / "brand.toml").write_text(f'format = 1\nname = "B"\n[fonts]\n{fonts}', encoding="utf-8")
    with pytest.raises(TemplateError) as caught:
        load_brand(tmp_path / "brand.toml")
    assert [(one.line, one.key, one.problem) for one in caught.value.problems] == [
        (4, "fonts.a.weight", "changes nothing: bare.ttf names weights, but holds one form of each letter (no gvar table)."),
        (6, "fonts.c.width", "weights.ttf has only one width."),
    ]
