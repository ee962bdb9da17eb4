"""What each key of `template.toml` and `brand.toml` means, with an example: for the schema, and for the reference that is made of it.

A key is named by the table it stands in: `layer` for what every layer has, `layer.text` and so on for what only that type has.
"""

from __future__ import annotations

from typing import NamedTuple


class Key(NamedTuple):
    about: str
    example: str


TEMPLATE = {
    "format": Key("The format's version. A newer one needs a newer warroom.", "format = 1"),
    "name": Key("What people call the template.", 'name = "Reaction on photo"'),
    "ground": Key("The colour below all layers. Black when left out.", 'ground = "ink"'),
    "slot": Key("What the on-duty team may change. Whatever names no slot is locked.", "[[slot]]"),
    "layer": Key("What is painted, in this order, from the bottom up.", "[[layer]]"),
    "cut": Key("One aspect ratio. The networks use 1x1, 4x5, 16x9 and 9x16; others may be there too.", '[cut."1x1"]'),
}
SLOT = {
    "slot.name": Key("What layers call the slot. Texts typed stay with it when another template is chosen.", 'name = "headline"'),
    "slot.kind": Key("What fills the slot.", 'kind = "text"'),
    "slot.label": Key("What the composer calls it; the name when left out.", 'label = "line"'),
    "slot.required": Key("Nothing is sent while it is empty.", "required = true"),
    "slot.text.sample": Key("Shown in an empty field and on the template's thumbnail.", 'sample = "Lights out. Snacks on."'),
    "slot.text.max_graphemes": Key("How many letters a person may write; 0 for no limit but the box.", "max_graphemes = 60"),
    "slot.picture.min_px": Key("The least width and height of a picture, in its own pixels.", "min_px = [1080, 1080]"),
    "slot.picture.sample": Key("A picture for the template's thumbnail.", 'sample = "sample.jpg"'),
    "slot.choice.options": Key("The texts to choose from; an empty one is nothing.", 'options = ["", "LIVE", "FINAL"]'),
    "slot.choice.default": Key("The option at first; the first one when left out.", 'default = "LIVE"'),
    "slot.colour.options": Key("The palette's colours to choose from.", 'options = ["brand", "cream"]'),
    "slot.colour.default": Key("The colour at first; the first option when left out.", 'default = "cream"'),
    "slot.switch.default": Key("Whether it is on at first.", "default = true"),
}
LAYER = {
    "layer.id": Key("What cuts call the layer; each has one of its own.", 'id = "headline"'),
    "layer.type": Key("What the layer is.", 'type = "text"'),
    "layer.box": Key("Where it lies; the whole cut when left out.", "box = { left = 74, right = 74, bottom = 93, height = 259 }"),
    "layer.when": Key(
        'Shows only while a slot is filled or on: "slot"; while it holds just this: "slot=value"; or while that does not hold: "!slot".',
        'when = "tag=LIVE"',
    ),
    "layer.opacity": Key("From 0, not to be seen, to 1.", "opacity = 0.8"),
    "layer.blend": Key("How its colours mix with what is below.", 'blend = "multiply"'),
    "layer.rotation": Key("Degrees clockwise about the box's middle, from -360 to 360.", "rotation = -8"),
    "layer.mask": Key("What of its box shows.", 'mask = { shape = "ellipse" }'),
    "layer.picture.slot": Key("The picture slot that fills it.", 'slot = "photo"'),
    "layer.picture.file": Key("A picture of the template: shown always, or while the slot is empty.", 'file = "night.jpg"'),
    "layer.picture.fit": Key("cover fills the box and crops; contain shows all of the picture.", 'fit = "cover"'),
    "layer.picture.focal": Key(
        "What a crop keeps in the middle: auto finds it; [x, y] from 0 to 1; or a place by name. A person's drag wins.",
        'focal = "top left"',
    ),
    "layer.picture.radius": Key("Of the corners, in thousandths.", "radius = 24"),
    "layer.text.slot": Key("The text or choice slot with its words.", 'slot = "headline"'),
    "layer.text.text": Key("Fixed words, where no slot is named.", 'text = "FULL TIME"'),
    "layer.text.font": Key("A font role of the brand.", 'font = "display"'),
    "layer.text.colour": Key("Of the letters.", 'colour = "paper"'),
    "layer.text.fit": Key("How the text takes its box.", 'fit = { mode = "shrink", max = 130, min = 44, lines = 2, balance = true }'),
    "layer.text.leading": Key("From one baseline to the next, in sizes of the text.", "leading = 1.05"),
    "layer.text.align": Key(
        "Across and down. start and end are the reader's: a line in Arabic starts at the right.", 'align = ["left", "bottom"]'
    ),
    "layer.text.tracking": Key("Added between letters, in thousandths of the size.", "tracking = 40"),
    "layer.text.case": Key("upper sets all of it in capitals.", 'case = "upper"'),
    "layer.text.stroke": Key(
        "A line around the letters, inside the box. Wide enough, it is what they are read against.",
        'stroke = { width = 6, colour = "ink" }',
    ),
    "layer.text.shadow": Key("Below letters and stroke.", 'shadow = { dx = 0, dy = 4, blur = 12, colour = "#0008" }'),
    "layer.text.plate": Key(
        "A flat ground behind the text, as large as the text needs.", 'plate = { colour = "amber", pad = [20, 15], radius = 100 }'
    ),
    "layer.gradient.stops": Key("Places from 0 to 1, each with a colour; 2 to 64 of them.", 'stops = [[0.0, "#0000"], [1.0, "ink/80"]]'),
    "layer.gradient.shape": Key("linear runs across the box, radial from a middle outwards.", 'shape = "radial"'),
    "layer.gradient.angle": Key("Of a linear one, in degrees clockwise; at 0 it runs from top to bottom.", "angle = 90"),
    "layer.gradient.centre": Key("Of a radial one, in parts of the box.", "centre = [0.5, 0.0]"),
    "layer.gradient.auto_darken": Key("Strengthened until the texts on it reach the brand's contrast.", "auto_darken = true"),
    "layer.flat.colour": Key("All over the box.", 'colour = "slot:tint"'),
    "layer.shape.shape": Key("line runs from the box's top left to its bottom right.", 'shape = "rounded"'),
    "layer.shape.colour": Key("Inside; may be left out beside a stroke.", 'colour = "amber"'),
    "layer.shape.radius": Key("Of the corners, in thousandths; a rounded shape has 40 when it is left out.", "radius = 24"),
    "layer.shape.stroke": Key(
        "A line along the inside of the edge; of a line, the line itself.", 'stroke = { width = 6, colour = "paper" }'
    ),
    "layer.shape.outline": Key("What stroke was called at first.", 'outline = { width = 6, colour = "paper" }'),
    "layer.shape.rising": Key("The line runs from bottom left to top right.", "rising = true"),
    "layer.asset.file": Key('PNG, SVG or another picture, as wide as the box; "brand:logo" is the brand\'s.', 'file = "brand:logo"'),
    "layer.asset.logo": Key(
        "A form of the brand's logo: its clear space and the safe area are kept. brand:logo is one by itself.", "logo = true"
    ),
    "layer.sticker.slot": Key("The picture slot that fills it: shown whole, never cropped.", 'slot = "sticker"'),
    "layer.sticker.file": Key("PNG or SVG, shown always, or while the slot is empty.", 'file = "star.svg"'),
    "layer.sticker.emoji": Key("An emoji, or the choice slot whose options are emoji.", 'emoji = "🔥"'),
}
PARTS = {
    "box.left": Key("From the cut's left edge. Give two of left, right, width.", "left = 74"),
    "box.right": Key("From the cut's right edge.", "right = 74"),
    "box.width": Key("In thousandths of the cut's short side, as all lengths.", "width = 400"),
    "box.top": Key("From the cut's top edge. Give two of top, bottom, height; an asset needs only one.", "top = 56"),
    "box.bottom": Key("From the cut's bottom edge.", "bottom = 93"),
    "box.height": Key("In thousandths of the cut's short side.", "height = 259"),
    "fit.mode": Key(
        "shrink: the largest size from max to min that fits. grow: the same, max may be left out. clip: always max, cut with an ellipsis.",
        'mode = "shrink"',
    ),
    "fit.max": Key("The largest size, in thousandths. It is the size as designed: a short text always gets it back.", "max = 130"),
    "fit.min": Key("The smallest size; a text that does not fit at it is refused.", "min = 44"),
    "fit.lines": Key("At most so many lines.", "lines = 2"),
    "fit.balance": Key("Lines as equal in length as they can be.", "balance = true"),
    "stroke.width": Key("In thousandths.", "width = 6"),
    "stroke.colour": Key("Of the line.", 'colour = "ink"'),
    "shadow.dx": Key("To the right, in thousandths.", "dx = 4"),
    "shadow.dy": Key("Down, in thousandths.", "dy = 6"),
    "shadow.blur": Key("How soft, in thousandths.", "blur = 8"),
    "shadow.colour": Key("With its alpha.", 'colour = "#000D"'),
    "plate.colour": Key("Of the ground.", 'colour = "amber"'),
    "plate.pad": Key("Around the text, across and down.", "pad = [20, 15]"),
    "plate.radius": Key("Of the corners.", "radius = 100"),
    "mask.shape": Key("A rectangle with round corners, or an ellipse, over the whole box.", 'shape = "ellipse"'),
    "mask.radius": Key("Of a rectangle's corners.", "radius = 40"),
    "mask.file": Key("A picture stretched over the box: its alpha, or its brightness where it has none.", 'file = "mask.png"'),
}
CUT = {
    "cut.size": Key("Width and height in pixels, 16 to 4096.", "size = [1080, 1350]"),
    "cut.safe": Key("What the network's own buttons may cover, from each edge, in thousandths.", "safe = { top = 235, bottom = 320 }"),
    "cut.layer": Key("Changes to layers in this cut, by id: only what differs.", '[cut."4x5".layer.headline]'),
    "safe.top": Key("From the top.", "top = 235"),
    "safe.bottom": Key("From the bottom.", "bottom = 320"),
    "safe.left": Key("From the left.", "left = 60"),
    "safe.right": Key("From the right.", "right = 60"),
}
BRAND = {
    "format": Key("The format's version. A newer one needs a newer warroom.", "format = 1"),
    "name": Key("The brand's name.", 'name = "Crumb"'),
    "words": Key("Names and spellings of the brand's own, which are never misspelt.", 'words = ["Crumb", "crumbtastic"]'),
    "fonts": Key("A role and its font.", 'display = { file = "fonts/Anton.ttf" }'),
    "fonts.file": Key("TTF, OTF or WOFF (not WOFF2), beside this file.", 'file = "fonts/Archivo.ttf"'),
    "fonts.weight": Key("Of a variable font.", "weight = 600"),
    "fonts.width": Key("Of a variable font, in per cent.", "width = 112"),
    "fallback": Key("What draws the letters that a role's own font lacks.", "[fallback]"),
    "fallback.fonts": Key(
        "Tried in this order, run by run. noto-cjk is a font that each machine must have installed; a font's file beside this one travels.",
        'fonts = ["noto-sans", "noto-arabic", "fonts/NotoSansCJK-Bold.ttc", "noto-cjk"]',
    ),
    "fallback.emoji": Key("Empty for none.", 'emoji = "twemoji"'),
    "palette": Key("Colours by name: letters, digits, _ and -.", 'amber = "#FFB454"'),
    "rules": Key("What checks ask of every card.", "[rules]"),
    "rules.min_contrast": Key("Of texts against what they stand on, as WCAG has it; 3.0 is enough for large ones.", "min_contrast = 4.5"),
    "rules.max_emoji": Key("On one card.", "max_emoji = 3"),
    "logo": Key("The brand's logo, for brand:logo.", "[logo]"),
    "logo.file": Key("SVG or PNG.", 'file = "logo.svg"'),
    "logo.clear": Key("Thousandths of the short side around it that no text may enter.", "clear = 20"),
}
ALL = TEMPLATE | SLOT | LAYER | PARTS | CUT
