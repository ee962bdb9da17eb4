"""Writes the rules of an SVG's style sheets into the elements they are meant for, as Illustrator and Figma export looks.

Rules for an element's name, class or id are read; those of more than one part are left to the painter, which knows them all.
https://www.w3.org/TR/SVG2/styling.html
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from warroom.importing.svg_style import local

_SIMPLE = re.compile(r"[.#]?[\w-]+")
_MOST = 200_000  # characters of rules

Rules = dict[str, list[tuple[int, str]]]


def write_in(root: Element) -> None:
    """What an element says itself counts most, then a rule for its id, for its class, for its name; of two of these the later."""
    rules = _rules("\n".join("".join(sheet.itertext()) for sheet in root.iter() if local(sheet.tag) == "style")[:_MOST])
    if not rules:
        return
    for element in root.iter():
        name, names = local(element.tag), element.get("class", "").split()
        found = sorted(rules[name]) if name in rules else []
        found += sorted(rule for one in names for rule in rules.get(f".{one}", ()))
        found += sorted(rules.get(f"#{element.get('id')}", ()))
        if found:
            said = dict(part for _, text in found for part in _parts(text)) | dict(_parts(element.get("style", "")))
            element.set("style", ";".join(f"{key}:{value}" for key, value in said.items()))


def _rules(text: str) -> Rules:
    """By selector, each with its place in the sheet."""
    rules: Rules = defaultdict(list)
    plain = " ".join(part if place == 0 else part.partition("*/")[2] for place, part in enumerate(text.split("/*")))
    for place, rule in enumerate(plain.split("}")):
        heads, _, inside = rule.partition("{")
        for head in heads.split(","):
            if _SIMPLE.fullmatch(head.strip()):
                rules[head.strip()].append((place, inside))
    return dict(rules)


def _parts(text: str) -> Iterator[tuple[str, str]]:
    for part in text.split(";"):
        key, colon, value = part.partition(":")
        if colon and key.strip():
            yield key.strip(), value.replace("!important", "").strip()
