"""Files of real tools become templates that load, look as drawn and say what was lost."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from warroom.compose.layer import PictureLayer, Rect, TextLayer
from warroom.compose.model import PictureAsset, SlotValues, Template
from warroom.compose.render import CardRenderer
from warroom.compose.template import load_brand, load_template
from warroom.errors import DesignError
from warroom.importing.command import Imported, import_design
from warroom.importing.design import TextSlot
from warroom.importing.flatten import apart
from warroom.importing.make import read_design

DESIGNS = Path(__file__).parents[1] / "data" / "designs"


def taken(name: str, folder: Path) -> tuple[Imported, Template]:
    imported = import_design(DESIGNS / name, folder)
    return imported, load_template(imported.template, load_brand(imported.brand))


def text(template: Template, slot: str, cut: str = "1x1") -> TextLayer:
    return next(layer for layer in template.cut(cut).layers if isinstance(layer, TextLayer) and layer.slot == slot)


@pytest.mark.parametrize("name", ["photoshop-like.psd", "gimp.psd", "krita.ora", "inkscape.svg"])
def test_what_real_tools_wrote_becomes_a_template_that_paints_every_cut(name: str, tmp_path: Path) -> None:
    imported, template = taken(name, tmp_path)
    assert {"photo", "headline"} <= {slot.name for slot in template.slots}
    assert {cut.name for cut in template.cuts} == {"1x1", "4x5", "16x9", "9x16"}
    photo = tmp_path / "photo.png"
    Image.new("RGB", (1200, 1200), "#305080").save(photo)
    values = SlotValues(
        texts={"headline": "Lights out, spirits up", "tag": "LIVE"},
        pictures={"photo": PictureAsset("d", str(photo), 1200, 1200, "ours", "ours", True)},
    )
    renderer = CardRenderer(template)
    for cut in renderer.cuts:
        card = renderer.render(values, cut)
        assert card.fits
        assert next(found for found in card.texts if found.slot == "headline").lines
        assert not [finding for finding in card.findings if not finding.ok and finding.check in ("overflow", "safe_area", "missing_glyph")]
    assert any("follow from where things stand" in note for note in imported.notes)


def test_words_of_a_psd_keep_font_size_colour_alignment_stroke_and_shadow(tmp_path: Path) -> None:
    imported, template = taken("photoshop-like.psd", tmp_path)
    headline, tag = text(template, "headline"), text(template, "tag")
    unit = 1080 / 1000
    assert template.brand.font(headline.font).file.path.name == "Anton.ttf"
    assert headline.fit.max == pytest.approx(96 / unit, abs=0.1)
    assert (headline.fit.lines, headline.leading, headline.tracking) == (2, 1.08, 10)
    assert headline.paint.colour == (255, 255, 255, 255)
    assert headline.box.on((1080, 1080)).left == 100
    assert headline.box.on((1080, 1080)).right == 1000
    assert headline.stroke is not None
    assert headline.stroke.width == pytest.approx(3 / unit, abs=0.1)
    assert headline.shadow is not None
    assert (headline.shadow.dx, headline.shadow.dy) == (pytest.approx(4 / unit, abs=0.1), pytest.approx(6.93 / unit, abs=0.1))
    assert tag.align[0] == "centre"
    assert tag.fit.max == pytest.approx(45 / unit, abs=0.1), "its own size times its transform"
    assert tag.paint.colour == (200, 116, 43, 255)
    slot = template.slot("headline")
    assert slot is not None
    assert (slot.sample, slot.max_graphemes) == ("Some things taste better in the dark.", 60)
    told = " ".join(imported.notes)
    assert "outer glow could not be carried" in told
    assert "Futura-Bold" in told
    assert "drop shadow" not in told
    assert "hidden" not in (imported.template / "template.toml").read_text("utf-8")


def test_what_multiplies_and_what_is_half_there_stays_so(tmp_path: Path) -> None:
    _, template = taken("photoshop-like.psd", tmp_path)
    scrim = next(layer for layer in template.cut("1x1").layers if layer.id == "scrim")
    assert (scrim.blend, scrim.opacity) == ("multiply", pytest.approx(0.9, abs=0.01))
    order = [layer.id for layer in template.cut("1x1").layers]
    assert order.index("ground") < order.index("photo") < order.index("scrim") < order.index("headline") < order.index("mark")


def test_a_drawing_stays_a_drawing_where_it_holds_no_words(tmp_path: Path) -> None:
    imported, template = taken("inkscape.svg", tmp_path)
    headline = text(template, "headline", "4x5")
    assert template.brand.font(headline.font).file.path.name == "Anton.ttf"
    assert headline.fit.max == pytest.approx(110 / 1.08, abs=0.1)
    assert text(template, "tag", "4x5").tracking == pytest.approx(2 / 54 * 1000, abs=0.1)
    photo = next(layer for layer in template.cut("4x5").layers if isinstance(layer, PictureLayer) and layer.slot == "photo")
    assert photo.box.on((1080, 1350)) == photo.box.on((1080, 1350)).within(1080, 1350)
    assert photo.box.on((1080, 1350)).left == 90
    marks = [path for path in imported.template.iterdir() if path.suffix == ".png"]
    with Image.open(max(marks, key=lambda path: path.stat().st_size)) as picture:
        assert min(picture.size) >= 2000, "pictures of words are painted for twice the size"


def test_the_own_cut_looks_as_it_was_drawn(tmp_path: Path) -> None:
    """Against the picture of the whole that Krita put into its file."""
    with zipfile.ZipFile(DESIGNS / "krita.ora") as archive, Image.open(io.BytesIO(archive.read("mergedimage.png"))) as whole:
        drawn = whole.convert("RGB")
    _, template = taken("krita.ora", tmp_path)
    grey = tmp_path / "grey.png"
    Image.new("RGB", (1080, 1080), (136, 136, 136)).save(grey)
    values = SlotValues(pictures={"photo": PictureAsset("d", str(grey), 1080, 1080, "ours", "ours", True)})
    card = CardRenderer(template).render(values, "1x1").image
    without_words = [(0, 0, 1080, 735), (0, 965, 1080, 1080)]
    for part in without_words:
        difference = ImageStat.Stat(ImageChops.difference(card.crop(part), drawn.crop(part)))
        assert max(difference.mean) < 1.5


def test_the_brand_that_is_there_is_used_and_what_it_lacks_is_told(tmp_path: Path) -> None:
    (tmp_path / "brand.toml").write_text(
        'format = 1\nname = "Ours"\n[fonts]\nhead = { file = "assets:fonts/anton/Anton.ttf" }\n[palette]\nink = "#000"\n', "utf-8"
    )
    imported, template = taken("photoshop-like.psd", tmp_path)
    assert not imported.brand_made
    assert (text(template, "headline").font, text(template, "tag").font) == ("head", "head")
    assert any("“head” stands in" in note for note in imported.notes)


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    imported, _ = taken("krita.ora", tmp_path)
    before = {path: path.read_bytes() for path in imported.template.iterdir()}
    with pytest.raises(DesignError, match="is there already"):
        import_design(DESIGNS / "krita.ora", tmp_path)
    assert {path: path.read_bytes() for path in imported.template.iterdir()} == before
    assert {path.name for path in tmp_path.iterdir()} == {"brand.toml", "krita"}


def test_what_an_svg_has_that_a_slot_has_not_is_told(tmp_path: Path) -> None:
    words = '<text inkscape:label="slot:{}" x="{}" y="{}" font-size="60" fill="#fff" {}>{}</text>'
    file = tmp_path / "all.svg"
    file.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" width="1080" height="1080">'
        '<filter id="f"><feGaussianBlur stdDeviation="2"/></filter><rect width="1080" height="1080" fill="#123"/>'
        + words.format("lost", 100, 300, 'font-family="No Such Sans"', "Some words")
        + words.format("turned", 300, 500, 'font-family="Inter" transform="rotate(10)" filter="url(#f)"', "Turned")
        + words.format("rtl", 900, 700, 'font-family="Inter" direction="rtl"', "abc")
        + '<text x="100" y="900" font-size="40" font-family="No Such Sans">Fixed words</text></svg>',
        "utf-8",
    )
    imported = import_design(file, tmp_path / "brand")
    told = " ".join(imported.notes)
    for part in (
        "The font of “slot:lost” is not on this machine: its place is measured with Inter.",
        "The font No Such Sans of “lost” does not ship",
        "“slot:turned” is turned or sheared",
        "The filter of “slot:turned” is not carried",
        "The words “Fixed words” are painted with Inter",
    ):
        assert part in told, told
    template = load_template(imported.template, load_brand(imported.brand))
    assert text(template, "lost").box.on((1080, 1080)).left == pytest.approx(100, abs=8)
    assert text(template, "rtl").align[0] == "right"
    assert text(template, "rtl").box.on((1080, 1080)).right == pytest.approx(900, abs=8)


def test_a_drawing_in_millimetres_as_inkscape_begins_one_has_its_size_and_boxes(tmp_path: Path) -> None:
    file = tmp_path / "mm.svg"
    file.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="10cm" viewBox="0 0 100 100">'
        '<rect width="100mm" height="100"/><rect id="slot-photo" x="10" y="10" width="50" height="50"/></svg>',
        "utf-8",
    )
    design = read_design(file)
    assert design.size == (378, 378)
    assert [part.name for part in design.parts][1:] == ["photo"]
    assert [part.box for part in design.parts] == [Rect(0, 0, 378, 378), Rect(37, 37, 227, 227)]


def test_words_that_flow_keep_their_box_and_marks_stay_at_their_edges(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warroom.importing.svg._CRISP", 360)  # it is about places
    imported, template = taken("inkscape-flow.svg", tmp_path)
    headline = text(template, "headline").box.on((1080, 1080))
    assert [headline.left, headline.right, headline.height] == pytest.approx([94, 1021, 227], abs=4), (
        "the shape it flows in, moved with its layer"
    )
    layers = {layer.id: layer for layer in template.cut("16x9").layers}
    star, photo = layers["star"], layers["photo"].box.on((1600, 900))
    assert (star.blend, star.box.right, star.box.bottom) == ("multiply", pytest.approx(54.6, abs=4), pytest.approx(54.6, abs=4)), (
        "by itself, though its neighbours are at the left"
    )
    assert photo.left + photo.right == pytest.approx(1600, abs=6), "what is in the middle is there in every cut"
    told = " ".join(imported.notes)
    assert "“Sponsor” is left out: it shows something outside the file, sponsor.png. Embed it" in told
    assert "The clip-path of the group around “slot:photo min=800 required” is not carried to the slot. Give it that shape" in told
    assert "“slot:headline lines=2 max=60” has no box" not in told
    assert "The font of “slot:kicker" not in told, "the one that ships is found by its family"


def test_what_stands_apart_is_a_piece_of_its_own() -> None:
    left, near, far, bridge = Rect(0, 0, 100, 100), Rect(120, 0, 200, 100), Rect(900, 900, 1000, 1000), Rect(150, 50, 950, 950)
    size = (1000, 1000)
    assert apart([("left", left), ("far", far), ("near", near)], size) == [(["left", "near"], Rect(0, 0, 200, 100)), (["far"], far)]
    assert apart([("left", left), ("far", far), ("bridge", bridge), ("near", near)], size) == [
        (["left", "far", "bridge", "near"], Rect(0, 0, 1000, 1000))
    ]


def test_looks_in_a_style_sheet_and_names_in_escapes_are_read_as_illustrator_writes_them(tmp_path: Path) -> None:
    file = tmp_path / "sheet.svg"
    file.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400"><defs><style>/* looks */ text { fill: #123; font-size: 9px }'
        " .a, .b { fill: #fff; font-family: Anton-Regular, Anton } .b { font-size: 40px; letter-spacing: .02em }"
        " @media print { .b { fill: red } } #slot-one { text-anchor: middle }</style></defs>"
        '<text id="slot-one" class="a b" x="200" y="200" style="fill:#0f0">One</text>'
        '<text id="slot_x3A_two" data-name="slot:two max=20" class="b" x="40" y="300">Two</text></svg>',
        "utf-8",
    )
    one, two = read_design(file).parts
    assert isinstance(one, TextSlot)
    assert isinstance(two, TextSlot)
    assert (one.font, one.size, one.colour, one.across, one.tracking) == ("Anton-Regular", 40, (0, 255, 0, 255), "centre", 20)
    assert (two.name, two.longest, two.colour, two.across) == ("two", 20, (255, 255, 255, 255), "left")
