"""What is taken out of an SVG, and what is refused, before anything of it is painted."""

from __future__ import annotations

import base64
import binascii
import io
import warnings
from xml.etree.ElementTree import Element

from PIL import Image

from warroom.errors import DesignError
from warroom.importing.design import MOST_PIXELS, Notes
from warroom.importing.svg_style import LABEL, local

DEEPEST = 200  # what is nested deeper ends the painter
HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
_NEVER = frozenset(("script", "foreignObject", "iframe", "audio", "video", "animate", "animateMotion", "animateTransform", "set"))


def check_depth(name: str, root: Element) -> None:
    """Without walking into it, which is what cannot be done with one that is too deep. Raises DesignError."""
    level, deep = [root], 0
    while level:
        deep += 1
        if deep > DEEPEST:
            raise DesignError(f"{name} is nested more than {DEEPEST} deep.", "Ungroup what needs no group, and save it again.")
        level = [child for element in level for child in element]


def clean(root: Element, notes: Notes) -> None:
    """Take out what acts, and what would be read from elsewhere."""
    for parent in list(root.iter()):
        for child in list(parent):
            name = local(child.tag)
            if name in _NEVER:
                parent.remove(child)
                notes.say(f"<{name}> is left out: a card is a picture.")
            elif (target := next((href for key in HREFS if _elsewhere(href := child.get(key) or "#")), "")) and name != "a":
                parent.remove(child)
                called = child.get(LABEL) or child.get("id") or f"<{name}>"
                advice = "Embed it (in Inkscape: Extensions › Images › Embed Images), save, and import again."
                notes.say(f"“{called[:60]}” is left out: it shows something outside the file, {_short(target)}. {advice}")
            elif name == "image":
                for href in HREFS:
                    _check_picture(child.get(LABEL) or child.get("id") or name, child.get(href) or "")


def _check_picture(name: str, href: str) -> None:
    """Raises DesignError for one within the file that unpacks to more than can be held; what is none is not painted either way."""
    head, _, data = href.partition(",")
    if not head.startswith("data:image/") or not head.endswith(";base64"):
        return
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(base64.b64decode(data))) as picture:
            many = picture.width * picture.height > MOST_PIXELS
    except Image.DecompressionBombError:
        many = True
    except (OSError, SyntaxError, ValueError, binascii.Error):
        return
    if many:
        most = f"At most {MOST_PIXELS // 1_000_000} million are read: make it smaller."
        raise DesignError(f"The picture in “{name}” has far too many pixels.", most)


def _elsewhere(href: str) -> bool:
    return not href.startswith(("#", "data:"))


def _short(href: str) -> str:
    """As a person calls it: a file by its name."""
    return "".join(letter for letter in href.rstrip("/").rpartition("/")[2] if letter.isprintable())[:60] or "elsewhere"
