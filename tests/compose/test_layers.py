"""What layers can do: shapes with strokes, text strokes, blend modes, masks, turning, stickers, colours from slots."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from tests.compose.conftest import photo
from warroom.compose.layer import Rect
from warroom.compose.model import Card, SlotValues
from warroom.compose.render import CardRenderer
from warroom.compose.sheet import bounds
from warroom.compose.template import load_brand, load_template
from warroom.errors import TemplateError

SLOTS = """
[[slot]]
name = "words"
kind = "text"
[[slot]]
name = "tint"
kind = "colour"
options = ["ink", "brand"]
[[slot]]
name = "mood"
kind = "choice"
options = ["", "🔥", "🍪"]
[[slot]]
name = "on"
kind = "switch"
[[slot]]
name = "photo"
kind = "picture"
"""
TEXT = """
type = "text"
slot = "words"
font = "display"
colour = "#000"
fit = { max = 120, min = 60 }
box = { left = 200, width = 600, top = 450, height = 100 }
align = ["centre", "middle"]
"""


def write(folder: Path, layers: str, ground: str = "#ffffff", cut: str = "size = [1000, 1000]") -> Path:
    place = folder / "own"
    place.mkdir(exist_ok=True)
    parts = "".join(f'[[layer]]\nid = "l{at}"\n{layer}\n' for at, layer in enumerate(layers.split("---")))
    (place / "template.toml").write_text(
        f'format = 1\nname = "Own"\nground = "{ground}"\n{SLOTS}\n{parts}\n[cut."1x1"]\n{cut}\n', encoding="utf-8"
    )
    return place


def render(folder: Path, layers: str, slots: SlotValues | None = None, ground: str = "#ffffff", cut: str = "size = [1000, 1000]") -> Card:
    template = load_template(write(folder, layers, ground, cut), load_brand(folder / "brand.toml"))
    return CardRenderer(template).render(slots or SlotValues(), "1x1")


def problem(folder: Path, layers: str) -> tuple[str, str]:
    with pytest.raises(TemplateError) as caught:
        load_template(write(folder, layers), load_brand(folder / "brand.toml"))
    return caught.value.problems[0].key, f"{caught.value.problems[0].problem} {caught.value.problems[0].hint}"


def pixels(card: Card) -> npt.NDArray[np.int16]:
    return np.asarray(card.image, dtype=np.int16)


BOX = "box = { left = 200, width = 400, top = 300, height = 200 }\n"


def test_a_stroke_stands_inside_a_shapes_edge_and_needs_no_fill(brand_folder: Path) -> None:
    card = pixels(render(brand_folder, f'type = "shape"\nstroke = {{ width = 20, colour = "#f00" }}\n{BOX}'))
    assert card[310, 400].tolist() == [255, 0, 0]
    assert card[340, 400].tolist() == [255, 255, 255]
    assert card[298, 400].tolist() == [255, 255, 255]
    both = pixels(render(brand_folder, f'type = "shape"\ncolour = "#00f"\noutline = {{ width = 20, colour = "#f00" }}\n{BOX}'))
    assert both[310, 400].tolist() == [255, 0, 0]
    assert both[400, 400].tolist() == [0, 0, 255]
    glass = pixels(render(brand_folder, f'type = "shape"\ncolour = "#00f/50"\nstroke = {{ width = 20, colour = "#f00" }}\n{BOX}'))
    assert abs(glass[400, 400] - [127, 127, 255]).max() <= 1


@pytest.mark.parametrize(("shape", "corner"), [("rectangle", 0), ("rounded", 255), ("ellipse", 255)])
def test_shapes_differ_in_their_corners(brand_folder: Path, shape: str, corner: int) -> None:
    card = pixels(render(brand_folder, f'type = "shape"\nshape = "{shape}"\ncolour = "#000"\n{BOX}'))
    assert card[301, 201, 0] == corner
    assert card[400, 400, 0] == 0


def test_a_line_runs_from_corner_to_corner(brand_folder: Path) -> None:
    layer = 'type = "shape"\nshape = "line"\nstroke = { width = 10, colour = "#000" }\n'
    falling, rising = pixels(render(brand_folder, layer + BOX)), pixels(render(brand_folder, f"{layer}rising = true\n{BOX}"))
    for card, points in ((falling, ((300, 200), (400, 400), (500, 600))), (rising, ((500, 200), (400, 400), (300, 600)))):
        assert all(card[point][0] == 0 for point in points)
        assert card[310, 400, 0] == 255
    level = pixels(render(brand_folder, layer + "box = { left = 100, width = 500, top = 300, height = 0 }"))
    assert [int(level[at, 300, 0]) for at in (294, 296, 304, 306)] == [255, 0, 0, 255]


def test_letters_get_a_stroke_that_keeps_inside_the_box(brand_folder: Path) -> None:
    stroke = 'stroke = { width = 12, colour = "#f00" }\n'
    slots = SlotValues(texts={"words": "HELLO"})
    plain, card = render(brand_folder, TEXT, slots), render(brand_folder, TEXT + stroke, slots)
    red = np.argwhere(pixels(card)[..., 1] < 128)
    ink = card.texts[0].ink
    assert np.abs(np.array([ink.top, ink.left, ink.bottom - 1, ink.right - 1]) - [*red.min(0), *red.max(0)]).max() <= 5
    assert Rect(int(red.min(0)[1]), int(red.min(0)[0]), int(red.max(0)[1]) + 1, int(red.max(0)[0]) + 1).inside(ink)
    assert ink.inside(card.texts[0].box)
    assert card.texts[0].size < plain.texts[0].size
    assert (pixels(card)[..., 0] > 250).sum() > (pixels(plain)[..., 0] < 5).sum()


def test_a_wide_stroke_is_what_letters_are_read_against(brand_folder: Path) -> None:
    white = TEXT.replace("#000", "#fff")
    slots = SlotValues(texts={"words": "HELLO"})
    assert render(brand_folder, white, slots).texts[0].contrast < 1.1
    assert render(brand_folder, white + 'stroke = { width = 8, colour = "#000" }', slots).texts[0].contrast > 20
    assert render(brand_folder, white + 'stroke = { width = 0.5, colour = "#000" }', slots).texts[0].contrast < 1.1


@pytest.mark.parametrize(("blend", "expected"), [("normal", (200, 100, 50)), ("multiply", (100, 39, 10)), ("screen", (228, 161, 90))])
def test_blend_modes_are_those_of_the_compositing_rules(brand_folder: Path, blend: str, expected: tuple[int, int, int]) -> None:
    card = render(brand_folder, f'type = "flat"\ncolour = "rgb"\nblend = "{blend}"\n{BOX}'.replace("rgb", "#c86432"), ground="#806432")
    assert abs(pixels(card)[400, 400] - expected).max() <= 1
    half = render(brand_folder, f'type = "flat"\ncolour = "#c86432"\nopacity = 0.5\nblend = "{blend}"\n{BOX}', ground="#806432")
    assert abs(pixels(half)[400, 400] - (np.array(expected) + np.array((128, 100, 50))) / 2).max() <= 1.5


def test_a_mask_shows_part_of_a_layer(brand_folder: Path) -> None:
    card = pixels(render(brand_folder, f'type = "flat"\ncolour = "#000"\nmask = {{ shape = "ellipse" }}\n{BOX}'))
    assert (card[301, 201, 0], card[400, 400, 0]) == (255, 0)
    own = brand_folder / "own"
    own.mkdir(exist_ok=True)
    Image.linear_gradient("L").save(own / "fade.png")
    card = pixels(render(brand_folder, f'type = "flat"\ncolour = "#000"\nmask = {{ file = "fade.png" }}\n{BOX}'))
    assert card[301, 400, 0] > 250
    assert abs(int(card[400, 400, 0]) - 127) < 4
    assert card[498, 400, 0] < 5


def test_a_layer_turns_clockwise_about_its_middle(brand_folder: Path) -> None:
    card = render(brand_folder, f'type = "flat"\ncolour = "#000"\nrotation = 90\n{BOX}')
    dark = np.argwhere(pixels(card)[..., 0] < 128)
    assert (dark.min(0).tolist(), dark.max(0).tolist()) == ([200, 300], [599, 499])
    assert card.boxes[0].box == Rect(300, 200, 500, 600)
    layer = 'type = "shape"\nshape = "line"\nrotation = 30\nstroke = { width = 10, colour = "#000" }\n'
    line = pixels(render(brand_folder, layer + "box = { left = 200, width = 400, top = 400, height = 0 }"))
    assert line[400 + 75, 400 + 130, 0] == 0  # right of the middle it points down
    assert line[400 - 75, 400 + 130, 0] == 255


def test_turned_text_is_measured_where_it_lies(brand_folder: Path) -> None:
    slots = SlotValues(texts={"words": "HELLO"})
    straight, card = render(brand_folder, TEXT, slots), render(brand_folder, f"{TEXT}rotation = 90\n", slots)
    dark = np.argwhere(pixels(card)[..., 0] < 128)
    ink = card.texts[0].ink
    assert np.abs(np.array([ink.top, ink.left, ink.bottom - 1, ink.right - 1]) - [*dark.min(0), *dark.max(0)]).max() <= 1
    assert abs(ink.height - straight.texts[0].ink.width) <= 8
    assert card.texts[0].size == straight.texts[0].size
    assert card.texts[0].contrast == pytest.approx(straight.texts[0].contrast)
    assert ink.inside(card.texts[0].box)
    below = 'type = "flat"\ncolour = "#111"\nbox = { left = 0, width = 480, top = 0, height = 1000 }\n---'
    assert render(brand_folder, f"{below}{TEXT}rotation = 90\n", slots).texts[0].contrast < 2  # half of it stands on black


def test_text_turned_out_of_the_cut_does_not_fit(brand_folder: Path) -> None:
    slots = SlotValues(texts={"words": "HELLO HELLO HELLO"})
    text = TEXT.replace("left = 200, width = 600, top = 450", "left = 0, width = 1000, top = 30").replace("max = 120", "max = 300")
    assert render(brand_folder, text, slots).fits
    card = render(brand_folder, f"{text}rotation = 45\n", slots)
    assert "outside the cut" in card.texts[0].over
    assert any(finding.check == "overflow" and not finding.ok for finding in card.findings)


def test_text_that_a_mask_cuts_is_called_cut(brand_folder: Path) -> None:
    slots = SlotValues(texts={"words": "HELLO HELLO"})
    assert render(brand_folder, f'{TEXT}mask = {{ shape = "ellipse" }}\n', slots).texts[0].clipped
    assert not render(brand_folder, f'{TEXT}mask = {{ shape = "rectangle" }}\n', slots).texts[0].clipped


def test_turned_text_has_its_plate_and_shadow_with_it(brand_folder: Path) -> None:
    slots = SlotValues(texts={"words": "HELLO"})
    extra = 'rotation = -8\nplate = { colour = "amber", pad = [20, 14] }\nshadow = { dx = 0, dy = 30, blur = 4, colour = "#00f" }\n'
    (brand_folder / "brand.toml").write_text(
        (brand_folder / "brand.toml").read_text(encoding="utf-8").replace("[palette]", '[palette]\namber = "#FFB454"'), encoding="utf-8"
    )
    card = render(brand_folder, TEXT + extra, slots)
    assert card.texts[0].contrast > 10
    ink = card.texts[0].ink
    assert ink.height > 80 + 0.1 * ink.width  # the plate, turned
    blue = pixels(card)
    assert ((blue[..., 2] > 200) & (blue[..., 0] < 90)).sum() > 1000


def test_a_template_may_name_the_place_that_a_crop_keeps(brand_folder: Path, tmp_path: Path) -> None:
    wide = SlotValues(pictures={"photo": photo(tmp_path / "p.png", (200, 0, 0), (2000, 500))})
    for said, focal in (('"top left"', (0.0, 0.0)), ('"right"', (1.0, 0.5)), ("[0.25, 1.0]", (0.25, 1.0))):
        card = render(brand_folder, f'type = "picture"\nslot = "photo"\nfocal = {said}\n{BOX}', wide)
        assert card.pictures[0].focal == focal


def test_the_corners_of_a_picture_are_round_wherever_it_ends_in_its_box(brand_folder: Path, tmp_path: Path) -> None:
    wide = SlotValues(pictures={"photo": photo(tmp_path / "p.png", (200, 0, 0), (2000, 500))})
    for fit, top, bottom in (("cover", 300, 499), ("contain", 350, 449)):
        red = pixels(render(brand_folder, f'type = "picture"\nslot = "photo"\nfit = "{fit}"\nradius = 40\n{BOX}', wide))[..., 1] < 128
        assert [red[at, 400] for at in (top - 1, top, bottom, bottom + 1)] == [False, True, True, False]
        assert not red[top, 200]
        assert not red[bottom, 599]


def test_stickers_are_shown_whole(brand_folder: Path, tmp_path: Path) -> None:
    wide = photo(tmp_path / "p.png", (200, 0, 0), (2000, 500))
    card = render(brand_folder, f'type = "sticker"\nslot = "photo"\n{BOX}', SlotValues(pictures={"photo": wide}))
    red = np.argwhere(pixels(card)[..., 1] < 128)
    assert (red.min(0).tolist(), red.max(0).tolist()) == ([350, 200], [449, 599])
    assert card.pictures[0].slot == "photo"
    fire = pixels(render(brand_folder, f'type = "sticker"\nemoji = "🔥"\n{BOX}'))
    drawn = np.argwhere(fire[..., 2] < 200)
    assert 290 < drawn.min(0)[1] < drawn.max(0)[1] < 510
    assert (drawn.max(0) - drawn.min(0)).min() > 120
    chosen = f'type = "sticker"\nemoji = "slot:mood"\n{BOX}'
    assert pixels(render(brand_folder, chosen)).min() == 255
    assert (pixels(render(brand_folder, chosen, SlotValues(choices={"mood": "🔥"}))) == fire).all()
    (brand_folder / "own" / "s.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 20"><path d="M0 0h10v20H0z"/></svg>'
    )
    drawn = np.argwhere(pixels(render(brand_folder, f'type = "sticker"\nfile = "s.svg"\n{BOX}'))[..., 0] < 128)
    assert (drawn.min(0).tolist(), drawn.max(0).tolist()) == ([300, 350], [499, 449])


def test_colour_slots_reach_everything_that_has_a_colour(brand_folder: Path) -> None:
    layers = (
        'type = "gradient"\nstops = [[0.0, "slot:tint"], [1.0, "slot:tint/0"]]\nbox = { left = 0, width = 400, top = 0, height = 400 }\n---'
        'type = "shape"\nstroke = { width = 10, colour = "slot:tint" }\nbox = { left = 500, width = 100, top = 0, height = 100 }\n---'
        + TEXT
        + 'shadow = { dx = 0, dy = 200, blur = 0, colour = "slot:tint" }\nstroke = { width = 6, colour = "slot:tint" }\n'
    )
    slots = SlotValues(texts={"words": "HELLO"})
    template = load_template(write(brand_folder, layers, "slot:tint/100"), load_brand(brand_folder / "brand.toml"))
    renderer = CardRenderer(template)
    for name, colour in (("ink", (11, 11, 15)), ("brand", (200, 116, 43)), ("ink", (11, 11, 15))):
        card = pixels(renderer.render(slots.with_colour("tint", name), "1x1"))
        assert tuple(card[990, 5]) == colour


def test_layers_show_by_what_slots_hold(brand_folder: Path) -> None:
    def shown(when: str, slots: SlotValues) -> bool:
        return bool(render(brand_folder, f'type = "flat"\ncolour = "#000"\nwhen = "{when}"\n{BOX}', slots).boxes)

    assert shown("on", SlotValues(switches={"on": True}))
    assert not shown("!on", SlotValues(switches={"on": True}))
    assert shown("on=off", SlotValues())
    assert shown("mood=🔥", SlotValues(choices={"mood": "🔥"}))
    assert not shown("mood=🔥", SlotValues(choices={"mood": "🍪"}))
    assert shown("!mood", SlotValues())
    assert shown("tint=ink", SlotValues())
    assert not shown("tint=brand", SlotValues())
    assert not shown("photo", SlotValues())


@pytest.mark.parametrize(
    ("layer", "key", "says"),
    [
        ('type = "flat"\ncolour = "#000"\nblend = "multipy"', "layer[1].blend", 'Did you mean "multiply"?'),
        ('type = "flat"\ncolour = "slot:tnit"', "layer[1].colour", 'Did you mean "tint"?'),
        ('type = "flat"\ncolour = "ink/150"', "layer[1].colour", '"ink/60" for 60 %'),
        ('type = "flat"\ncolour = "ink"\nwhen = "mood=x"', "layer[1].when", "not an option"),
        ('type = "flat"\ncolour = "ink"\nwhen = "tint"', "layer[1].when", "always has one"),
        ('type = "flat"\ncolour = "ink"\nwhen = "words=a"', "layer[1].when", "filled or not"),
        ('type = "flat"\ncolour = "ink"\nwhen = "on=yes"', "layer[1].when", "Write on or off"),
        ('type = "flat"\ncolour = "ink"\nwhen = "!"', "layer[1].when", "names no slot"),
        ('type = "flat"\ncolour = "ink"\nrotation = 361', "layer[1].rotation", "outside -360 to 360"),
        ('type = "flat"\ncolour = "ink"\nmask = { }', "layer[1].mask", "says nothing"),
        ('type = "flat"\ncolour = "ink"\nmask = { shape = "ellipse", file = "x.png" }', "layer[1].mask.file", "is not there"),
        ('type = "sticker"', "layer[1].slot", "Name a picture slot"),
        ('type = "sticker"\nemoji = "ab"', "layer[1].emoji", "is not one emoji"),
        ('type = "sticker"\nemoji = "slot:words"', "layer[1].emoji", "is not a choice slot"),
        ('type = "sticker"\nemoji = "🔥"\nslot = "photo"', "layer[1].emoji", "one or the other"),
        ('type = "shape"\nshape = "line"', "layer[1].stroke", "is missing"),
        ('type = "shape"', "layer[1].colour", "Give a colour, a stroke"),
        (
            'type = "gradient"\nstops = [[0, "#000"], [1, "#0000"]]\nauto_darken = true\nrotation = 9',
            "layer[1].rotation",
            "does not go with auto_darken",
        ),
        ('type = "flat"\ncolour = "ink"\nbox = { left = 0, width = 4100, top = 0, height = 10 }', "layer[1].box", "times as large"),
    ],
)
def test_what_cannot_be_is_said_where_it_stands(brand_folder: Path, layer: str, key: str, says: str) -> None:
    found = problem(brand_folder, layer)
    assert found[0] == key
    assert says in found[1]


def test_typing_turned_text_gives_the_same_pixels_as_starting_anew(brand_folder: Path) -> None:
    layers = f'{TEXT}rotation = -8\nblend = "multiply"\n---type = "sticker"\nemoji = "🔥"\nrotation = 20\n{BOX}'
    template = load_template(write(brand_folder, layers), load_brand(brand_folder / "brand.toml"))
    typing = CardRenderer(template)
    for end in range(1, 12):
        slots = SlotValues(texts={"words": "HELLO THERE"[:end]})
        assert typing.render(slots, "1x1").image.tobytes() == CardRenderer(template).render(slots, "1x1").image.tobytes()


def test_bounds_of_a_turned_box() -> None:
    box = Rect(0, 0, 100, 50)
    assert bounds(box, box, 0) == box
    assert bounds(box, box, 90) == Rect(25, -25, 75, 75)
    assert bounds(box, box, 180) == box
    assert bounds(box, box, 45).width == 108


def test_a_short_text_gets_its_authored_size_back(brand_folder: Path) -> None:
    template = load_template(write(brand_folder, TEXT.replace("height = 100", "height = 200")), load_brand(brand_folder / "brand.toml"))
    renderer = CardRenderer(template)
    sizes = [renderer.render(SlotValues(texts={"words": words}), "1x1").texts[0].size for words in ("HI", "HELLO HELLO HELLO", "HI")]
    assert sizes[0] == sizes[2] == 120
    assert sizes[1] < 120
