"""Damaged, hostile and mistaken files: an error that says what to do, nothing written, no hang."""

from __future__ import annotations

import contextlib
import errno
import functools
import io
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from warroom.errors import DesignError, StorageError, TemplateError, WarroomError
from warroom.importing.apart import make_apart
from warroom.importing.command import import_design
from warroom.importing.design import At
from warroom.importing.make import read_design
from warroom.importing.meter import Meter
from warroom.importing.naming import asked

DESIGNS = Path(__file__).parents[1] / "data" / "designs"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="400" height="400">{}</svg>'
SLOT = '<rect id="slot-photo" width="200" height="200" fill="red"/>'


def svg(tmp_path: Path, inside: str, head: str = "") -> Path:
    path = tmp_path / "design.svg"
    path.write_text(head + SVG.format(inside), "utf-8")
    return path


def ora(tmp_path: Path, stack: str, **pictures: bytes) -> Path:
    path = tmp_path / "design.ora"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("stack.xml", stack)
        for name, data in pictures.items():
            archive.writestr(f"data/{name}.png", data)
    return path


def png(width: int = 50, height: int = 50) -> bytes:
    data = io.BytesIO()
    Image.new("RGBA", (width, height), "red").save(data, "PNG")
    return data.getvalue()


@pytest.mark.parametrize(
    ("inside", "head", "said"),
    [
        ("", "", "shows nothing"),
        ('<rect width="9" height="9"/>', "", "No layer is a slot"),
        (SLOT * 2, "", "Two layers are the slot"),
        ('<rect id="slot-photo" width="9" height="9" fill="none"/>', "", "draws nothing"),
        ("&a;", '<!DOCTYPE svg [<!ENTITY a "aaaa">]>', "entities"),
        ("<g>", "", "well-formed"),
        ('<rect id="slot:photo lines=two" width="9" height="9"/>', "", "whole number is meant"),
        ('<rect id="slot_x3A_photo_xD800__xD800__x20_lnes_x3D_2" width="9" height="9"/>', "", "says lnes=2, which is not known"),
        ('<rect id="slot:photo lnes=2" width="9" height="9"/>', "", "not known"),
    ],
)
def test_a_mistaken_svg_says_what_to_do(inside: str, head: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(DesignError, match=said) as wrong:
        import_design(svg(tmp_path, inside, head), tmp_path / "brand")
    assert wrong.value.hint
    assert not (tmp_path / "brand").exists() or not list((tmp_path / "brand").iterdir())


def test_nothing_outside_the_svg_is_read_and_nothing_in_it_acts(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(png())
    inside = f'<image width="400" height="400" xlink:href="{secret.as_uri()}"/><image href="secret.png" width="9" height="9"/>'
    design = read_design(svg(tmp_path, inside + SLOT + "<script>alert(1)</script>"))
    assert [part.name for part in design.parts] == ["photo"]
    assert sum("outside the file" in note for note in design.notes) == 1
    assert any("script" in note for note in design.notes)


def test_a_canvas_beyond_all_measure_is_refused_before_it_is_painted(tmp_path: Path) -> None:
    path = tmp_path / "huge.svg"
    path.write_text(SVG.format(SLOT).replace('"400"', '"400000"'), "utf-8")
    with pytest.raises(DesignError, match="400,000 × 400,000"):
        read_design(path)
    stack = '<image w="90000" h="90000"><stack><layer name="slot:photo" src="data/a.png"/></stack></image>'
    with pytest.raises(DesignError, match="90,000"):
        read_design(ora(tmp_path, stack, a=png()))


@pytest.mark.parametrize(
    ("stack", "said"),
    [
        ("<image", "well-formed"),
        ('<image w="400" h="400"><stack><layer name="slot:photo" src="data/none.png"/></stack></image>', "not an OpenRaster"),
        ('<image w="400" h="400"><stack><layer name="slot:photo" src="data/bad.png"/></stack></image>', "cannot be read"),
        ('<image w="2" h="400"><stack/></image>', "pixels"),
    ],
)
def test_a_damaged_ora_is_refused(stack: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(DesignError, match=said):
        read_design(ora(tmp_path, stack, a=png(), bad=b"\x89PNG no"))


def test_an_ora_paints_groups_offsets_and_opacity(tmp_path: Path) -> None:
    stack = """<image w="400" h="400"><stack>
      <layer name="slot:photo kind=picture" src="data/a.png" x="100" y="40"/>
      <stack name="g" opacity="0.5"><layer name="dot" src="data/a.png" x="10" y="20" composite-op="svg:overlay"/></stack>
      <layer name="off" src="data/a.png" visibility="hidden"/></stack></image>"""
    design = read_design(ora(tmp_path, stack, a=png()))
    assert [(part.name, part.box.left, part.box.top) for part in design.parts] == [("dot", 10, 20), ("photo", 100, 40)]
    assert any("overlay" in note for note in design.notes)
    assert any("taken apart" in note for note in design.notes)


@pytest.mark.parametrize("name", ["photoshop-like.psd", "gimp.psd", "krita.ora", "inkscape.svg"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_spoiled_file_is_read_or_refused_in_words(name: str, data: st.DataObject, tmp_path: Path) -> None:
    whole = bytearray((DESIGNS / name).read_bytes())
    if data.draw(st.booleans()):
        del whole[data.draw(st.integers(0, len(whole) - 1)) :]
    for _ in range(data.draw(st.integers(0, 6))):
        if whole:
            whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / name
    path.write_bytes(whole)
    with contextlib.suppress(WarroomError):
        assert read_design(path).size


def test_other_files_are_refused_by_name(tmp_path: Path) -> None:
    for name in ("card.png", "card.psd", "gone.ora"):
        if name != "gone.ora":
            (tmp_path / name).write_bytes(png())
        with pytest.raises(DesignError):
            read_design(tmp_path / name)


def test_names_of_layers() -> None:
    assert asked("Background") is None
    assert asked("my slot") is None
    found = asked(" Slot: Score-Line lines=2 max=20 required")
    assert found is not None
    assert (found.name, found.lines, found.longest, found.required) == ("score-line", 2, 20, True)
    with pytest.raises(DesignError):
        asked("slot:???")


# ── in a process of its own ────────────────────────────────────────────────────────────────────────────────────────────

BLUR = '<filter id="f"><feGaussianBlur stdDeviation="50"/></filter>' + '<rect id="haze" filter="url(#f)" width="900" height="900"/>' * 5000


def test_what_is_made_apart_is_what_is_made_here_and_errors_come_back_whole(tmp_path: Path) -> None:
    file = svg(tmp_path, SLOT + "<script/>")
    here, apart = import_design(file, tmp_path / "here"), import_design(file, tmp_path / "apart", make_apart)
    assert (apart.slots, apart.notes, apart.brand_made) == (here.slots, here.notes, True)
    assert (apart.template / "template.toml").read_bytes() == (here.template / "template.toml").read_bytes()
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "brand.toml").write_text('format = 1\nname = "B"\nfnts = 1\n', "utf-8")
    with pytest.raises(TemplateError) as wrong:
        import_design(file, tmp_path / "own", make_apart)
    assert (wrong.value.problems[0].file, wrong.value.problems[0].line) == (tmp_path / "own" / "brand.toml", 3)
    assert [path.name for path in (tmp_path / "own").iterdir()] == ["brand.toml"]


def test_a_design_that_takes_for_ever_is_ended_and_names_the_layer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ahead = [0.0]

    def later(at: At) -> None:
        ahead[0] = 121.0 if at.name == "haze to haze" else 0.0

    monkeypatch.setattr("warroom.importing.apart.time", SimpleNamespace(monotonic=lambda: time.monotonic() + ahead[0]))
    with pytest.raises(DesignError, match=r"takes more than 120 s to paint, and was at “haze to haze”") as wrong:
        import_design(svg(tmp_path, BLUR + SLOT), tmp_path / "brand", functools.partial(make_apart, tell=later))
    assert wrong.value.hint
    assert not (tmp_path / "brand").exists()


def test_who_ends_an_import_ends_its_child_and_finds_nothing_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    children: list[subprocess.Popen[bytes]] = []
    begin = subprocess.Popen.__init__

    def watched(self: subprocess.Popen[bytes], *args: Any, **more: Any) -> None:
        children.append(self)
        begin(self, *args, **more)

    def ctrl_c(at: At) -> None:
        if at.of:  # it paints
            raise KeyboardInterrupt

    monkeypatch.setattr(subprocess.Popen, "__init__", watched)
    with pytest.raises(KeyboardInterrupt):
        import_design(svg(tmp_path, BLUR + SLOT), tmp_path / "brand", functools.partial(make_apart, tell=ctrl_c))
    assert [child.returncode for child in children] == [-signal.SIGKILL if sys.platform != "win32" else 1]
    assert not (tmp_path / "brand").exists()


@pytest.mark.parametrize("terminal", [True, False])
def test_what_an_import_is_at_is_told_to_who_waits(terminal: bool) -> None:
    """On a terminal at once, on one line that is gone at the end; elsewhere only of one that takes its time, now and then."""
    out, now = io.StringIO(), [0.0]
    out.isatty = lambda: terminal  # type: ignore[method-assign]
    with Meter("card.psd", out, lambda: now[0]) as meter:
        for seconds, at in (
            (0.0, At()),
            (1.0, At("Sky\x1b", 3, 7)),
            (2.5, At("Sky\x1b", 3, 7)),
            (4.0, At("Sun", 4, 7)),
            (13, At(writing=True)),
        ):
            now[0] = seconds
            meter.tell(at)
    lines = ["reading", "layer 3 of 7, “Sky ”", "layer 3 of 7, “Sky ”", "layer 4 of 7, “Sun”", "writing the template"]
    if terminal:
        assert out.getvalue() == "".join(f"\r\x1b[Kcard.psd: {line} …" for line in lines) + "\r\x1b[K"
    else:
        assert out.getvalue() == "".join(f"card.psd: {line} …\n" for line in (lines[2], lines[4]))


def test_a_design_whose_template_could_not_be_used_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "thin.svg"
    path.write_text(SVG.format(SLOT).replace('width="400" height="400"', 'width="30000" height="16"'), "utf-8")
    with pytest.raises(DesignError, match=r"thin\.svg makes no template that can be used: layer\[1\]"):
        import_design(path, tmp_path / "brand")
    assert not (tmp_path / "brand").exists()


def test_a_drawing_of_more_than_a_template_may_hold_becomes_a_picture(tmp_path: Path) -> None:
    dots = "".join(f'<path d="M{at % 100} {at // 250}h1v1z"/>' for at in range(20_100))
    imported = import_design(svg(tmp_path, f'<g id="dots">{dots}</g>' + SLOT), tmp_path / "brand")
    assert sorted(path.suffix for path in imported.template.iterdir()) == [".png", ".toml"]


@pytest.mark.parametrize("step", ["rename", "write_text", "save"])
def test_a_full_disk_leaves_nothing_and_says_what_to_do(step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether words, a picture or the last step do not fit."""

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    file = svg(tmp_path, '<text x="9" y="300" font-family="Inter">Fixed</text>' + SLOT)
    monkeypatch.setattr(Image.Image if step == "save" else Path, step, full)
    with pytest.raises(StorageError, match="No space left on device") as wrong:
        import_design(file, tmp_path / "brand")
    assert "Free some space" in wrong.value.hint
    assert not (tmp_path / "brand").exists()
