"""Reads the slots and cuts of `template.toml`; `layers.py` reads the layers."""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec

from warroom.compose import keys
from warroom.compose.layer import AnyLayer
from warroom.compose.layers import LayerReader
from warroom.compose.model import Brand, Cut, Safe, Slot, SlotKind
from warroom.compose.pack import LONGEST_NAME
from warroom.compose.parts import Finder
from warroom.compose.read import Table, kind, merged
from warroom.plan.toml_lines import hint, suggest

T = TypeVar("T")
MOST_SLOTS, MOST_LAYERS, MOST_CUTS = 64, 200, 24
CUT_NAME = "[A-Za-z0-9_.-]{1,40}"
"""Files are named by it, and what a network gets (`16x9@threads`)."""
MOST_PAINTED = 200_000_000
"""Pixels that the layers of one cut may paint together: a hundred times the largest cut that a network shows."""
SLOT_KINDS: tuple[SlotKind, ...] = ("text", "picture", "choice", "colour", "switch")


ANY_SLOT_KEY = tuple(dict.fromkeys(name.rpartition(".")[2] for name in keys.SLOT))


def read_name(top: Table) -> str:
    """What people call a template or a brand: one line, as it is published."""
    name = top.text("name")
    if len(name) > LONGEST_NAME or not name.isprintable():
        top.wrong("name", f"must be one line of at most {LONGEST_NAME} letters.", "Line ends and invisible signs are none.")
    return name


def read_slots(top: Table, brand: Brand, find: Finder) -> tuple[tuple[Slot, ...], bool]:
    """Those whose name and kind can be read, and whether these are all."""
    slots: list[Slot] = []
    every = not _misspelt(top, "slot")
    for table in _few(top, "slot", top.tables("slot"), MOST_SLOTS):
        slot = read_slot(table, brand, find)
        if slot.name in {other.name for other in slots}:
            table.wrong("name", f'"{slot.name}" is there twice.', "Give each slot a name of its own.")
        if slot.name and table.values.get("kind") in SLOT_KINDS:
            slots.append(slot)
        else:
            every = False
    return tuple(slots), every


def read_slot(table: Table, brand: Brand, find: Finder) -> Slot:
    slot = Slot(
        name=table.text("name"),
        kind=table.one_of("kind", SLOT_KINDS),
        label=table.text("label", ""),
        required=table.flag("required"),
    )
    changes: dict[str, Any] = {}
    if table.values.get("kind") not in SLOT_KINDS:
        table.end(ANY_SLOT_KEY)
        return slot
    if slot.kind == "text":
        changes = {"sample": table.text("sample", ""), "max_graphemes": table.whole("max_graphemes", 0, 0, 10_000)}
    elif slot.kind == "picture":
        low = table.pair("min_px", (0.0, 0.0))
        changes = {"min_px": (int(low[0]), int(low[1])), "sample_file": find(table, "sample") if table.has("sample") else None}
    elif slot.kind == "switch":
        changes = {"default": "on" if table.flag("default") else "off"}
    else:
        changes = _options(table, slot.kind, brand)
    table.end()
    return msgspec.structs.replace(slot, **changes)


def _options(table: Table, which: str, brand: Brand) -> dict[str, Any]:
    options = table.texts("options")
    if not options:
        table.raw("default")
        table.wrong("options", "names no option.", 'For example options = ["", "LIVE"].' if which == "choice" else "Name palette colours.")
        return {}
    for index, option in enumerate(options):
        if which == "colour" and option not in brand.palette:
            table.wrong(("options", index), f'"{option}" is not in the palette.', hint(option, brand.palette))
    return {"options": options, "default": table.one_of("default", options, options[0])}


def read_cuts(top: Table, reader: LayerReader) -> tuple[Cut, ...]:
    layers = _few(top, "layer", top.tables("layer"), MOST_LAYERS)
    ids = tuple(str(table.values.get("id", "")) for table in layers)
    every = "" not in ids and not _misspelt(top, "layer")
    for table in layers:
        if ids.count(str(table.values.get("id"))) > 1:
            table.wrong("id", f'"{table.values.get("id")}" is there twice.', "Give each layer an id of its own.")
    cuts = []
    named = _few(top, "cut", top.named("cut"), MOST_CUTS)
    if not named:
        top.wrong("cut", "names no cut.", 'Add [cut."1x1"] with size = [1080, 1080].')
        for table in layers:
            reader.layer(table, (1080, 1080))
    for name, table in named:
        if not re.fullmatch(CUT_NAME, name):
            top.wrong(("cut", name), f'"{name[:60]}" is no name for a cut.', "Up to 40 of a to z, A to Z, 0 to 9, . _ and - make one.")
        size = read_size(table, _misspelt(top, "cut"))
        if "size" not in table.values and len(named) > 1:
            table.end(("layer", "safe"))
            continue  # no box can be judged; the other cuts tell what is wrong with the layers
        own = table.table("layer")
        changes = own.values if own else {}
        _check_changes(table, changes, ids, every)
        read = tuple(reader.layer(_changed(layer, table, changes), size) for layer in layers)
        cut = Cut(name, size, read_safe(table), tuple(layer for layer in read if layer is not None))
        if sum(_area(layer, size) for layer in cut.layers) > MOST_PAINTED:
            table.wrong("size", "is so large that its layers paint over 200 million pixels.", "Make it smaller, or the layers fewer.")
        cuts.append(cut)
        table.end(("layer",))
    return tuple(cuts)


def _few(top: Table, key: str, found: tuple[T, ...], most: int) -> tuple[T, ...]:
    if len(found) > most:
        top.wrong(key, f"is there {len(found)} times.", f"At most {most} are read.")
    return found[:most]


def _misspelt(top: Table, key: str) -> bool:
    """Whether one of these tables stands under a name that is not known: what others name may be in it."""
    return any(suggest(other, keys.TEMPLATE) == key for other in top.values if other not in keys.TEMPLATE)


def _check_changes(cut: Table, changes: dict[str, Any], ids: tuple[str, ...], every: bool) -> None:
    """Note changes to what is not there, or that are none. `every`: the template has no other layers than these."""
    for name, own in changes.items():
        if name not in ids and not every:
            continue
        if name not in ids:
            cut.wrong(("layer", name), "is not a layer of this template.", hint(name, ids))
        elif not isinstance(own, dict):
            cut.wrong(("layer", name), f"must be a table, not {kind(own)}.", f'Write [cut."{cut.path[-1]}".layer.{name}].')
        else:
            for key in {"id", "type"} & own.keys():
                cut.wrong(("layer", name, key), "cannot be another in one cut.", "Leave it out, or make a layer of its own for this cut.")


def _area(layer: AnyLayer, size: tuple[int, int]) -> int:
    rect = layer.box.on(size, 1.0)
    return rect.width * rect.height


def _changed(layer: Table, cut: Table, changes: dict[str, Any]) -> Table:
    """The layer's table as it is in this cut; its keys know which of the two places they stand in."""
    name = str(layer.values.get("id", ""))
    own = changes.get(name)
    if not isinstance(own, dict):
        return Table(layer.file, layer.values, layer.path, layer.problems)
    table = Table(layer.file, merged(layer.values, own), layer.path, layer.problems)
    table.override = (own, (*cut.path, "layer", name))
    return table


def read_size(table: Table, elsewhere: bool = False) -> tuple[int, int]:
    """`elsewhere`: it may stand where it cannot be read."""
    wide, high = table.pair("size", (1080.0, 1080.0), 16, 4096)
    if not table.has("size") and not elsewhere:
        table.wrong("size", "is missing.", "For example size = [1080, 1080], in pixels.")
    return (int(wide), int(high))


def read_safe(table: Table) -> Safe:
    part = table.table("safe")
    if part is None:
        return Safe()
    safe = Safe(*(part.number(edge, 0.0, 0.0, 500.0) for edge in ("top", "bottom", "left", "right")))
    part.end()
    return safe
