"""Layers' names: `slot:headline lines=2 max=60 required` makes a layer a slot.

In an SVG, where an id may hold no colon or space, `slot-headline` is the same, and Inkscape's label of a layer may say all of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeGuard, get_args

from warroom.errors import DesignError

_SLOT = re.compile(r"^\s*slot\s*[:\-_]\s*(?P<name>[^\s=]+)(?P<rest>.*)$", re.IGNORECASE | re.DOTALL)
_PLAIN = re.compile(r"[^a-z0-9]+")
_PICTURES = re.compile(r"photo|picture|image|img|pic|bild|foto|sticker|background", re.IGNORECASE)
_KNOWN = ("kind", "lines", "max", "min", "required")

Kind = Literal["text", "picture", ""]


@dataclass(frozen=True)
class Asked:
    """`kind` empty: it depends on what the layer is."""

    name: str
    kind: Kind = ""
    lines: int = 0
    longest: int = 0
    least: int = 0
    required: bool = False


def asked(name: str) -> Asked | None:
    """What a layer's name asks for; None where it is no slot. Raises DesignError where it asks for what there is not."""
    found = _SLOT.match(name)
    if found is None:
        return None
    slot = plain(found["name"])
    if not slot:
        raise DesignError(f"The layer “{name[:80]}” names no slot.", "For example slot:headline, slot:photo.")
    options = dict(_option(word, name) for word in found["rest"].split())
    kind = options.get("kind", "")
    if not _is_kind(kind):
        raise DesignError(f"The layer “{name[:80]}” asks for kind={kind[:20]}.", "kind=text and kind=picture are known.")
    number = {key: _number(key, options.get(key, "0"), name) for key in ("lines", "max", "min")}
    return Asked(slot, kind, number["lines"], number["max"], number["min"], "required" in options)


def _is_kind(word: str) -> TypeGuard[Kind]:
    return word in get_args(Kind)


def looks_like_picture(slot: str) -> bool:
    return _PICTURES.search(slot) is not None


def plain(name: str) -> str:
    """As it can stand in a file's name and in TOML: `Bottom bar 2` is `bottom-bar-2`."""
    return _PLAIN.sub("-", name.casefold()).strip("-")[:40]


def named(path: Path) -> str:
    """What the template of a file is called."""
    return plain(path.stem) or "template"


def _option(word: str, name: str) -> tuple[str, str]:
    key, _, value = word.partition("=")
    if key not in _KNOWN:
        raise DesignError(f"The layer “{name[:80]}” says {word[:40]}, which is not known.", f"Known are {', '.join(_KNOWN)}.")
    return key, value


def _number(key: str, value: str, name: str) -> int:
    if not value.isascii() or not value.isdigit() or int(value) > 10_000:
        raise DesignError(f"The layer “{name[:80]}” says {key}={value[:20]}.", f"A whole number is meant: {key}=2.")
    return int(value)
