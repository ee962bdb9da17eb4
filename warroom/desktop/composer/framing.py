"""How a picture stands in its box on a card, and how a hand moves it there. Pure; parts of the card are 0..1 from its top left.

A picture covers its box: as much of it is shown as has the box's proportions, divided by the zoom, around its focal point. The
renderer keeps the shown part inside the picture, so a focal point near an edge is not in the middle; here too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec

from warroom.compose.layer import PictureLayer
from warroom.compose.model import Card, PictureAsset, Template
from warroom.review.model import Filled, Framing

MOST_ZOOM = 8.0
MIDDLE = (0.5, 0.5)
_FINE = 4  # digits of a focal point that are kept: a tenth of a pixel of the largest cut


@dataclass(frozen=True)
class Stand:
    """A picture on a cut. The box in parts of the card, `aspect` its width by height in pixels, `picture` that of the picture."""

    slot: str
    left: float
    top: float
    width: float
    height: float
    aspect: float
    picture: float
    focal: tuple[float, float]
    zoom: float = 1.0

    @property
    def shown(self) -> tuple[float, float]:
        """How much of the picture is shown, across and down, in parts of it."""
        return min(1.0, self.aspect / self.picture) / self.zoom, min(1.0, self.picture / self.aspect) / self.zoom

    @property
    def centre(self) -> tuple[float, float]:
        """The point of the picture in the middle of the box."""
        across, down = self.shown
        return _held(self.focal[0], across), _held(self.focal[1], down)

    @property
    def mark(self) -> tuple[float, float]:
        """Where the focal point is on the card."""
        (across, down), (x, y) = self.shown, self.centre
        at = (self.focal[0] - x) / across + 0.5, (self.focal[1] - y) / down + 0.5
        return self.left + min(max(at[0], 0.0), 1.0) * self.width, self.top + min(max(at[1], 0.0), 1.0) * self.height

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.left + self.width and self.top <= y <= self.top + self.height

    def moved(self, dx: float, dy: float) -> Stand:
        """The picture taken along by so much of the card; along a side that shows all of it, it stays."""
        (across, down), (x, y) = self.shown, self.centre
        to = x - dx / self.width * across, y - dy / self.height * down
        return replace(
            self,
            focal=(
                _round(_held(to[0], across)) if across < 0.9995 else self.focal[0],
                _round(_held(to[1], down)) if down < 0.9995 else self.focal[1],
            ),
        )

    def zoomed(self, factor: float, at: tuple[float, float] | None = None) -> Stand:
        """Closer or farther; what is under the point `at` of the card stays under it, else the focal point stays what it is."""
        zoom = round(min(max(self.zoom * factor, 1.0), MOST_ZOOM), 3)
        closer = replace(self, zoom=zoom)
        if at is None or zoom == self.zoom:
            return closer
        part = (at[0] - self.left) / self.width - 0.5, (at[1] - self.top) / self.height - 0.5
        (was_across, was_down), (across, down) = self.shown, closer.shown
        x, y = self.centre[0] + part[0] * (was_across - across), self.centre[1] + part[1] * (was_down - down)
        return replace(closer, focal=(_round(_held(x, across)), _round(_held(y, down))))


def _held(centre: float, shown: float) -> float:
    """The nearest centre at which the shown part stays inside the picture."""
    return min(max(centre, shown / 2), 1 - shown / 2)


def _round(value: float) -> float:
    return round(value, _FINE)


def stands(template: Template, cut: str, pictures: dict[str, PictureAsset], cards: tuple[Card, ...]) -> tuple[Stand, ...]:
    """Every picture of a slot that covers its box on this cut, from the bottom up. `cards` tell the focal points that were found."""
    chosen = template.cut(cut)
    found = {result.layer: result for card in cards if card.cut == cut for result in card.pictures}
    out = []
    for layer in chosen.layers:
        asset = pictures.get(layer.slot) if isinstance(layer, PictureLayer) and layer.fit == "cover" else None
        if asset is None or not isinstance(layer, PictureLayer) or min(asset.width, asset.height) <= 0:
            continue
        box, (wide, high) = layer.box.on(chosen.size), chosen.size
        if box.width <= 0 or box.height <= 0:
            continue
        result = found.get(layer.id)
        focal = asset.focal(cut) or layer.focal or (result.focal if result is not None else MIDDLE)
        out.append(
            Stand(
                slot=layer.slot,
                left=box.left / wide,
                top=box.top / high,
                width=box.width / wide,
                height=box.height / high,
                aspect=box.width / box.height,
                picture=asset.width / asset.height,
                focal=focal,
                zoom=min(max(asset.zoom(cut), 1.0), MOST_ZOOM),
            )
        )
    return tuple(out)


def slot_at(template: Template, cut: str, x: float, y: float) -> str:
    """The picture slot that lies at this part of the card, the topmost; empty where none does."""
    chosen = next((one for one in template.cuts if one.name == cut), template.cuts[0])
    for layer in reversed(chosen.layers):
        slot = template.slot(getattr(layer, "slot", ""))
        if slot is not None and slot.kind == "picture":
            box = layer.box.on(chosen.size)
            if box.left <= x * chosen.size[0] <= box.right and box.top <= y * chosen.size[1] <= box.bottom:
                return slot.name
    return ""


def framed(filled: Filled, framing: Framing) -> Filled:
    """With this framing instead of the cut's own; one for every cut ("") instead of all there were."""
    kept = tuple(one for one in _framings(filled) if framing.cut and one.cut != framing.cut)
    return msgspec.structs.replace(filled, focal=None, framings=(*kept, framing))


def unframed(filled: Filled, cut: str) -> Filled:
    """As found in the picture again: this cut, or with "" every cut. A cut alone follows what holds for every cut, if that was set."""
    kept = tuple(one for one in _framings(filled) if cut and one.cut != cut)
    return msgspec.structs.replace(filled, focal=None, framings=kept)


def _framings(filled: Filled) -> tuple[Framing, ...]:
    """Those kept by cut, and the one from before they were."""
    older = (Framing("", filled.focal),) if filled.focal is not None and not any(not one.cut for one in filled.framings) else ()
    return (*older, *filled.framings)


def with_framings(asset: PictureAsset, filled: Filled | None) -> PictureAsset:
    """The picture as a person framed it, over what its library says. What the wire brings is brought within bounds."""
    framings = _framings(filled) if filled is not None else ()
    focals = {one.cut: (_within(one.focal[0]), _within(one.focal[1])) for one in framings if one.focal is not None}
    zooms = {one.cut: min(max(one.zoom, 1.0), MOST_ZOOM) for one in framings if one.zoom != 1.0 or one.cut}
    return msgspec.structs.replace(asset, focals={**asset.focals, **focals}, zooms=zooms)


def _within(part: float) -> float:
    return min(max(part, 0.0), 1.0)
