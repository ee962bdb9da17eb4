"""Neighbouring layers that are no slots become one picture, cut to what is drawn in it."""

from __future__ import annotations

from PIL import Image, ImageChops

from warroom.compose.layer import Rect
from warroom.importing.design import Blend, Flat, Notes
from warroom.importing.naming import plain

BLENDS: dict[str, Blend] = {"normal": "normal", "multiply": "multiply", "screen": "screen"}


class Run:
    """Layers drawn one over the other since the last slot.

    A layer that multiplies or screens what lies below its run stays one by itself.
    """

    def __init__(self, size: tuple[int, int], notes: Notes) -> None:
        self._size = size
        self._notes = notes
        self._canvas: Image.Image | None = None
        self._names: list[str] = []
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
        self._names.append(name)
        layer = Image.new("RGBA", self._size)
        layer.paste(picture, at)
        faded = layer.getchannel("A").point([round(value * opacity) for value in range(256)])
        if blend != "normal":
            layer = _blended(canvas, layer, blend)
        layer.putalpha(faded)
        canvas.alpha_composite(layer)

    def end(self) -> tuple[Flat, ...]:
        """What was drawn, in order; a slot follows."""
        self._end()
        self.over_slot = True
        done, self._done = self._done, []
        return tuple(done)

    def _end(self) -> None:
        if self._canvas is not None:
            name = self._names[0] if len(self._names) == 1 else f"{self._names[0]} to {self._names[-1]}"
            if flat := cut_out(name, self._canvas, (0, 0), self._size):
                self._done.append(flat)
        self._canvas, self._names = None, []


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
