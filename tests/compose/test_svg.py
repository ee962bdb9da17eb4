"""Any bytes as drawing: refused where they stand, or drawn; nothing is fetched and nothing hangs."""

from __future__ import annotations

import base64
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.compose.conftest import encoded
from tests.compose.test_hostile import LAYER, OURS, write
from warroom.compose.svg import BadSvg, draw, inspect
from warroom.compose.template import load_template
from warroom.errors import TemplateError

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(inside: str, size: str = 'viewBox="0 0 10 10"') -> bytes:
    return f"<svg {NS} {size}>{inside}</svg>".encode()


def _uses(levels: int) -> str:
    groups = "".join(f'<g id="a{at}">' + f'<use xlink:href="#a{at - 1}"/>' * 10 + "</g>" for at in range(1, levels))
    return f'<defs><rect id="a0" width="1" height="1"/>{groups}</defs><use xlink:href="#a{levels - 1}"/>'


def _filter(inside: str) -> str:
    return f'<filter id="f">{inside}</filter><rect filter="url(#f)" width="10" height="10"/>'


REFUSED = {
    "empty": (b"", "not readable"),
    "text": (b"hello", "not readable"),
    "html": (b"<html/>", "is not an SVG"),
    "no-namespace": (b'<svg viewBox="0 0 1 1"/>', "is not an SVG"),
    "no-size": (f"<svg {NS}/>".encode(), "how large"),
    "endless": (svg("", 'width="1e999" height="1"'), "times as long"),
    "entity": (b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + svg("<text>&b;</text>"), "declares entities"),
    "external-entity": (b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + svg("<text>&a;</text>"), "declares entities"),
    "file": (svg('<image href="/etc/hostname" width="9" height="9"/>'), "points to something outside"),
    "relative": (svg('<image xlink:href="p.png" width="9" height="9"/>'), "points to something outside"),
    "network": (svg('<image href="http://127.0.0.1:9/p.png" width="9" height="9"/>'), "points to something outside"),
    "use-outside": (svg('<use href="other.svg#a"/>'), "points to something outside"),
    "nested-svg": (svg('<image href="data:image/svg+xml;base64,AAAA" width="9" height="9"/>'), "points to something outside"),
    "words": (svg('<g><text x="1" y="9">Hello<tspan> you</tspan></text></g>'), "turn it into paths"),
    "utf-16": (svg("<g/>").decode().encode("utf-16"), "not written in UTF-8"),
    "deep": (svg("<g>" * 900 + "</g>" * 900), "nested"),
    "many": (svg("<path/>" * 21_000), "elements"),
    "thin": (svg("", 'width="1" height="1000000"'), "times as long"),
    "large": (svg(f"<desc>{'x' * 4_000_001}</desc>"), "MB"),
}


@pytest.mark.parametrize("kind", sorted(REFUSED))
def test_drawings_that_reach_out_or_are_too_much_are_refused_where_they_stand(tmp_path: Path, kind: str) -> None:
    data, says = REFUSED[kind]
    layer = LAYER + 'type = "sticker"\nfile = "p.svg"\n'
    with pytest.raises(TemplateError) as caught:
        load_template(write(tmp_path, layer, p_svg=data), OURS)
    assert says in caught.value.problems[0].problem
    assert (caught.value.problems[0].line, caught.value.problems[0].key) == (6, "layer[1].file")


@pytest.mark.parametrize(
    "inside",
    [
        _filter('<feTurbulence baseFrequency="0.5" numOctaves="1000000"/>'),
        _filter('<feMorphology radius="10000" operator="dilate"/>'),
        f'<path d="M0 0{"L1 9L9 1" * 300_000}z"/>',
        _uses(8),
    ],
    ids=["turbulence", "morphology", "path", "uses"],
)
def test_drawings_that_would_take_for_ever_end_in_an_error(inside: str) -> None:
    began = time.perf_counter()
    with pytest.raises(BadSvg, match=r"cannot be drawn|takes too long"):
        draw(svg(inside), 1080)
    assert time.perf_counter() - began < 8


def test_what_a_plain_drawing_is_and_that_any_is_drawn_alike() -> None:
    shapes = '<defs><linearGradient id="g"><stop stop-color="red"/></linearGradient></defs><path fill="url(#g)" d="M0 0h10v5H0z"/>'
    group = svg(f"<g><clipPath id='c'><rect width='10' height='10'/></clipPath><g clip-path='url(#c)'>{shapes}</g></g>")
    assert inspect(svg(shapes)).plain
    assert not inspect(group).plain
    here, there = draw(svg(shapes), 100), draw(group, 100)
    assert here.size == there.size == (100, 100)
    assert here.getpixel((50, 20)) == there.getpixel((50, 20)) == (255, 0, 0, 255)
    assert here.getpixel((50, 80)) == there.getpixel((50, 80)) == (0, 0, 0, 0)


_BOX = '<rect width="9" height="9"/>'


@pytest.mark.parametrize(
    ("inside", "plain"),
    [
        (f"<style>rect {{ filter : blur(300px) }}</style>{_BOX}", False),
        (f"<style>rect{{\\66ilter:blur(300px)}}</style>{_BOX}", False),
        ('<rect style="stroke-dasharray:0.01" width="9" height="9"/>', False),
        (f'<g opacity="0.5">{_BOX}</g>' * 9, False),
        (f'<g style="mix-blend-mode:multiply">{_BOX}</g>' * 9, False),
        (f"<style>g{{opacity:.5}}</style>{f'<g>{_BOX}</g>' * 9}", False),
        (f"<style>{'*{fill:red}' * 1000}</style>{_BOX * 398}", False),
        (f'<g opacity="0.5">{_BOX}</g>' * 8, True),
        ('<path style="opacity:1;fill-opacity:0.5;stroke-dasharray:none;filter:none;clip-rule:evenodd" d="M0 0h9v9z"/>' * 99, True),
        (f"<style>rect{{fill-opacity:.5;opacity:1}}</style>{_BOX * 99}", True),
    ],
)
def test_what_may_take_long_is_drawn_by_the_child_however_it_is_written(inside: str, plain: bool) -> None:
    assert inspect(svg(inside)).plain is plain


def test_scripts_and_links_are_not_followed_and_pictures_inside_are_drawn() -> None:
    png = base64.b64encode(encoded(Image.new("RGB", (4, 4), (0, 0, 255)), "PNG")).decode()
    inside = (
        '<script>while(1){}</script><a href="https://host.example/"><rect width="5" height="10" fill="red"/></a>'
        f'<image x="5" width="5" height="10" preserveAspectRatio="none" href="data:image/png;base64,{png}"/>'
        "<style>@import url(http://127.0.0.1:9/x.css);</style>"
    )
    drawn = draw(svg(inside), 100)
    assert drawn.getpixel((20, 50)) == (255, 0, 0, 255)
    assert drawn.getpixel((80, 50)) == (0, 0, 255, 255)


@pytest.mark.parametrize(
    ("size", "aspect"), [('width="30" height="10"', 3.0), ('width="2cm" height="40mm"', 0.5), ('viewBox="0,0 5 10"', 0.5)]
)
def test_how_wide_a_drawing_is(size: str, aspect: float) -> None:
    assert inspect(svg("", size)).aspect == pytest.approx(aspect)
    drawn = draw(svg("", size), 90)
    assert drawn.width / drawn.height == pytest.approx(aspect, rel=0.02)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300), st.text(max_size=200).map(lambda text: svg(text)), st.text(max_size=30).map(lambda text: svg("", text))
    )
)
def test_any_bytes_as_drawing(data: bytes) -> None:
    """Refused with a sentence, or drawn at the width that was asked for."""
    try:
        came = str(draw(data, 64).width if inspect(data).plain else 64)
    except BadSvg as refused:
        came = f"refused: {refused}"
    assert came == "64" or len(came) > len("refused: ")
