from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from warroom.compose.fonts import JAPANESE, KOREAN, SIMPLIFIED, TRADITIONAL, Chain, Face, FontBook, han_of, installed_cjk
from warroom.compose.pack import pack_of
from warroom.compose.template import load_brand, load_template
from warroom.errors import TemplateError
from warroom.locations import assets


@pytest.mark.parametrize(
    ("text", "han"),
    [
        ("直す", JAPANESE),
        ("直 불", KOREAN),
        ("灯灭了", SIMPLIFIED),
        ("燈滅了", TRADITIONAL),
        ("ㄅ直", TRADITIONAL),
        ("Some things", SIMPLIFIED),
        ("", SIMPLIFIED),
    ],
)
def test_han_letters_look_as_their_text_writes_them(text: str, han: int) -> None:
    assert han_of(text) == han


@pytest.mark.skipif(not any(face.path.name.startswith("Noto") for face in installed_cjk(True, 0)), reason="Noto Sans CJK is not installed")
def test_one_letter_has_the_form_of_its_language() -> None:
    chain = Chain((Face(assets() / "fonts" / "anton" / "Anton.ttf"),), True, True)
    forms = []
    for han in (JAPANESE, SIMPLIFIED):
        face = chain.of(han).face("直")
        assert face is not None
        forms.append(face.drawn("直", 200, "ltr", 0)[0].tobytes())
    assert forms[0] != forms[1]


@pytest.mark.parametrize(("shift", "stroke"), [(0, 0.0), (23, 0.0), (64, 0.0), (41, 3.5)])
@pytest.mark.parametrize("word", ["fjord", "Ångström ", "…", " ", "\u200b"])
def test_a_word_that_is_kept_has_the_pixels_that_pillow_draws(word: str, shift: int, stroke: float) -> None:
    face = Face(assets() / "fonts" / "anton" / "Anton.ttf")
    ours, theirs = Image.new("L", (360, 160)), Image.new("L", (360, 160))
    mask, left, top = face.drawn(word, 70, None, shift, stroke)
    ours.paste(mask, (30 + left, 100 + top))
    ImageDraw.Draw(theirs).text((30 + shift / 64, 100), word, 255, face.at(70), "ls", stroke_width=stroke)
    assert ours.tobytes() == theirs.tobytes()
    assert (ours.getbbox() is not None) == bool(word.strip(" \u200b"))


def test_a_fallback_that_the_brand_names_as_a_file_is_used_and_travels(brand_folder: Path) -> None:
    shutil.copy(assets() / "fonts" / "noto-thai" / "NotoSansThai-Bold.ttf", brand_folder / "fonts" / "Own.ttf")
    file = brand_folder / "brand.toml"
    before, written = load_brand(file), file.read_text("utf-8")
    file.write_text(written.replace("noto-thai", "fonts/Own.ttf"), "utf-8")
    brand = load_brand(file)
    assert brand.digest != before.digest
    face = FontBook(brand).chain("display").face("ก")
    assert face is not None
    assert face.digest == brand.fallback_files[0].digest
    assert "fonts/Own.ttf" in pack_of(load_template(brand_folder / "reaction-on-photo", brand)).files
    file.write_text(written.replace("noto-thai", "fonts/Onw.ttf"), "utf-8")
    with pytest.raises(TemplateError, match=r'is not there\. Did you mean "fonts/Own\.ttf"\?'):
        load_brand(file)


def test_a_font_that_is_cut_short_while_it_is_in_use_ends_nothing(tmp_path: Path) -> None:
    """In a process of its own: reading a mapped file that became shorter ends it."""
    shutil.copy(assets() / "fonts" / "anton" / "Anton.ttf", tmp_path / "Display.ttf")
    (tmp_path / "brand.toml").write_text('format = 1\nname = "Tern"\n[fonts]\ndisplay = { file = "Display.ttf" }\n')
    script = (
        "from pathlib import Path\n"
        "from warroom.compose.fonts import FontBook\n"
        "from warroom.compose.template import load_brand\n"
        f"folder = Path({str(tmp_path)!r})\n"
        "face = FontBook(load_brand(folder / 'brand.toml')).chain('display').first\n"
        "face.at(40)\n"
        "(folder / 'Display.ttf').open('wb').close()\n"
        "print(face.at(40).getlength('Lights out.'), face.at(77).getlength('Snacks on.'))\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, f"it ended with {ran.returncode}\n{ran.stderr}"


@pytest.mark.parametrize("kept", [0, 3, 12, 400, 20_000])
def test_a_font_that_is_cut_short_is_an_error_of_the_template_where_it_is_first_read(tmp_path: Path, kept: int) -> None:
    cut = tmp_path / "Display.ttf"
    cut.write_bytes((assets() / "fonts" / "anton" / "Anton.ttf").read_bytes()[:kept])
    with pytest.raises(TemplateError) as refused:
        Face(cut).covers("Lights out.")
    assert refused.value.problems[0].file == cut
