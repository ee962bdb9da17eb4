from __future__ import annotations

import pytest

from warroom.compose.fonts import JAPANESE, KOREAN, SIMPLIFIED, TRADITIONAL, Chain, Face, han_of, installed_cjk
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
