"""Neighbouring layers that are no slots become one picture, cut to what is drawn in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from PIL import Image, ImageChops

from warroom.compose.layer import Rect
from warroom.importing.design import Blend, Flat, Notes
from warroom.importing.naming import plain

Item = TypeVar("Item")
_NEAR = 0.05  # of the short side: what is no further away belongs to it, as a word to its mark
BLENDS: dict[str, Blend] = {"normal": "normal", "multiply": "multiply", "screen": "screen"}


class Run:
    """Layers drawn one over the other since the last slot.

    A layer that multiplies or screens what lies below its run stays one by itself.
    """

    def __init__(self, size: tuple[int, int], notes: Notes) -> None:
        self._size = size
        self._notes = notes
        self._canvas: Image.Image | None = None
        self._drawn: list[tuple[str, Rect]] = []
        self._done: list[Flat] = []
        self.over_slot = False  # something that is not in this run lies below

    def add(self, name: str, picture: Image.Image, at: tuple[int, int], opacity: float = 1.0, blend: Blend = "normal") -> None:
        """Draw `picture` (RGBA) with its corner `at`."""
        if blend != "normal" and (self.over_slot or self._canvas is None):
            self._end()
            if flat := cut_out(name, picture, at, self._size, opacity, blend):
                self._done.append(flat)
            self.over_slot = True  # what follows must lie over it
            return
        canvas = self._canvas = self._canvas or Image.new("RGBA", self._size)
        layer = Image.new("RGBA", self._size)
        layer.paste(picture, at)
        faded = layer.getchannel("A").point([round(value * opacity) for value in range(256)])
        if blend != "normal":
            layer = _blended(canvas, layer, blend)
        layer.putalpha(faded)
        if drawn := faded.getbbox():
            self._drawn.append((name, Rect(*drawn)))
        canvas.alpha_composite(layer)

    def end(self) -> tuple[Flat, ...]:
        """What was drawn, in order; a slot follows."""
        self._end()
        self.over_slot = True
        done, self._done = self._done, []
        return tuple(done)

    def _end(self) -> None:
        if self._canvas is not None:
            for names, box in apart(self._drawn, self._size):
                name = names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"
                if flat := cut_out(name, self._canvas.crop((box.left, box.top, box.right, box.bottom)), (box.left, box.top), self._size):
                    self._done.append(flat)
        self._canvas, self._drawn = None, []


def apart(drawn: Iterable[tuple[Item, Rect]], size: tuple[int, int]) -> list[tuple[list[Item], Rect]]:
    """What stands by itself, by itself, so that each piece can stay at its own edge in a cut of another shape; in the order given."""
    near = round(min(size) * _NEAR)
    groups: list[tuple[list[tuple[int, Item]], Rect]] = []
    for place, (item, box) in enumerate(drawn):
        items = [(place, item)]
        while met := next((group for group in groups if group[1].meets(box.grown(near))), None):  # the box grows with each
            groups.remove(met)
            items += met[0]
            box = box.joined(met[1])
        groups.append((sorted(items, key=lambda one: one[0]), box))
    return [([item for _, item in items], box) for items, box in sorted(groups, key=lambda group: group[0][0][0])]


def cut_out(
    name: str, picture: Image.Image, at: tuple[int, int], size: tuple[int, int], opacity: float = 1.0, blend: Blend = "normal"
) -> Flat | None:
    """The part of it that shows on a canvas of that size; None when nothing does."""
    canvas = Image.new("RGBA", size)
    canvas.paste(picture, at)
    drawn = canvas.getchannel("A").getbbox()
    if drawn is None:
        return None
    return Flat(plain(name) or "picture", Rect(*drawn), canvas.crop(drawn), opacity, blend)


def _blended(below: Image.Image, layer: Image.Image, blend: Blend) -> Image.Image:
    """The layer's colours as they come out over what lies below, where that is opaque."""
    mix = ImageChops.multiply if blend == "multiply" else ImageChops.screen
    mixed = mix(below.convert("RGB"), layer.convert("RGB"))
    return Image.composite(mixed, layer.convert("RGB"), below.getchannel("A")).convert("RGBA")
