"""The checks that look at one rendered cut: fit, glyphs, contrast, safe area, logo, pictures.

Levels are set by `checks.py` from the plan's guardrails; here `ALWAYS` block whatever the plan says.
"""

from __future__ import annotations

from warroom.compose.fonts import CJK
from warroom.compose.job import Job, filled
from warroom.compose.layer import AssetLayer, Rect
from warroom.compose.model import Card, Finding, Level, PictureResult, Safe, Slot, TextResult
from warroom.compose.plain import blank
from warroom.compose.text import graphemes

ALWAYS = frozenset({"overflow", "required", "missing_glyph", "layout", "rights"})
LARGE_CONTRAST = 3.0
_SOFT = 0.999
# For who writes at night: what to do now, then what whoever looks after the machine does. `warroom doctor` has the command.
_NO_CJK = "Use other words, or write on a machine that has Noto Sans CJK. Who looks after this one installs it, as warroom doctor says."
_UNSHAPED = (
    "Use other words, or write on another machine. FriBiDi is missing: who looks after this one installs it, as warroom doctor says."
)


def level(check: str) -> Level:
    return "block" if check in ALWAYS else "advise"


def card_findings(card: Card, work: Job) -> tuple[Finding, ...]:
    """What the checks say of one cut, in the order a person should read them."""
    found: list[Finding] = []
    for slot in work.template.slots:
        found += _required(slot, work)
    for text in card.texts:
        name = _name(work, text.slot or text.layer)
        found += [*_overflow(text, name, card.cut), *_letters(text, name, card.cut), *_contrast(text, name, work, card.cut)]
        found += _too_long(text, name, work)
    found += _safe(card, work)
    found += _logo(card, work)
    for picture in card.pictures:
        found += _picture(picture, work, card.cut)
    found += _emoji(card, work)
    return tuple(found)


def _finding(check: str, ok: bool, text: str, hint: str = "", cut: str = "") -> Finding:
    return Finding(check, ok, level(check), text, hint, cut)


def _name(work: Job, slot: str) -> str:
    found = work.template.slot(slot)
    words = (found.label or found.name if found else slot).replace("_", " ")
    return words[:1].upper() + words[1:]  # the rest as the designer wrote it: "Answer A"


def _required(slot: Slot, work: Job) -> list[Finding]:
    if not slot.required:
        return []
    there = slot.name in work.slots.pictures if slot.kind == "picture" else not blank(filled(work.template, work.slots, slot.name))
    what = "Pick a picture" if slot.kind == "picture" else "Write one"
    name = _name(work, slot.name)
    return [] if there else [_finding("required", False, f"{name} is missing", f"{what}: this template needs it.")]


def _overflow(text: TextResult, name: str, cut: str) -> list[Finding]:
    if text.over:
        return [_finding("overflow", False, f"{name} does not fit", f"{text.over[:1].upper()}{text.over[1:]}. Shorten it.", cut)]
    found = [_finding("clipped", False, f"{name} is cut off", "The end does not show. Shorten it.", cut)] if text.clipped else []
    lines = len(text.lines)
    return (
        [*found, _finding("overflow", True, f"{name} fits", f"{lines} line{'s' if lines != 1 else ''}, {text.size} px", cut)]
        if lines
        else found
    )


def _too_long(text: TextResult, name: str, work: Job) -> list[Finding]:
    slot = work.template.slot(text.slot)
    if slot is None or not slot.max_graphemes:
        return []
    surplus = len(graphemes(filled(work.template, work.slots, slot.name))) - slot.max_graphemes
    if surplus <= 0:
        return []
    return [
        _finding("overflow", False, f"{name} is {surplus} over {slot.max_graphemes} letters", "Shorten it: the template allows no more.")
    ]


def _letters(text: TextResult, name: str, cut: str) -> list[Finding]:
    if text.unshaped:
        return [_finding("layout", False, f"{name}: this machine cannot set this script", _UNSHAPED, cut)]
    if not text.missing:
        return []
    shown = " ".join(text.missing[:6]) + (" …" if len(text.missing) > 6 else "")
    wants_cjk = any(CJK.search(letter) for letter in text.missing)
    hint = _NO_CJK if wants_cjk else "Leave it out, or write it another way."
    return [_finding("missing_glyph", False, f"No font here has {shown}", hint, cut)]


def _contrast(text: TextResult, name: str, work: Job, cut: str) -> list[Finding]:
    if not text.contrast or text.ink.width <= 0:
        return []
    rules = work.template.brand.rules
    least = min(rules.min_contrast, LARGE_CONTRAST) if text.large else rules.min_contrast
    shown = f"{name}: contrast {text.contrast:.1f} : 1"
    if text.contrast >= least * _SOFT:
        return [_finding("contrast", True, shown, "5th percentile under the letters", cut)]
    return [_finding("contrast", False, shown, f"At least {least:g} : 1 is needed: another picture, or its focal point elsewhere.", cut)]


def _safe(card: Card, work: Job) -> list[Finding]:
    if work.cut.safe == Safe():
        return []
    found = [_finding("safe_area", True, "Inside the safe area", "", card.cut)]
    for text in card.texts:
        name = _name(work, text.slot or text.layer)
        out = _outside(text.ink, card.safe)
        if text.lines and out:
            found.append(
                _finding(
                    "safe_area",
                    False,
                    f"{name} is {out} px outside the safe area",
                    "The network's own buttons may cover it. Shorten it, or choose another template.",
                    card.cut,
                )
            )
    for box, layer in zip(work.bounds, work.layers, strict=True):
        if isinstance(layer, AssetLayer) and layer.logo and (out := _outside(box, card.safe)):
            found.append(
                _finding(
                    "safe_area", False, f"{layer.id.capitalize()} is {out} px outside the safe area", "Move it in the template.", card.cut
                )
            )
    return found[1:] if len(found) > 1 else found


def _outside(box: Rect, safe: Rect) -> int:
    """By how many pixels a box leaves the safe area; 0 when it does not."""
    return max(0, safe.left - box.left, safe.top - box.top, box.right - safe.right, box.bottom - safe.bottom)


def _logo(card: Card, work: Job) -> list[Finding]:
    logo = work.template.brand.logo
    boxes = [box for box, layer in zip(work.bounds, work.layers, strict=True) if isinstance(layer, AssetLayer) and layer.logo]
    if logo is None or not boxes:
        return []
    clear = [box.grown(round(logo.clear * work.cut.unit)) for box in boxes]
    for text in card.texts:
        if text.lines and any(text.ink.meets(space) for space in clear):
            name = _name(work, text.slot or text.layer)
            return [
                _finding("logo_clear", False, f"{name} comes too close to the logo", "Shorten it, or move it in the template.", card.cut)
            ]
    return []


def _picture(picture: PictureResult, work: Job, cut: str) -> list[Finding]:
    asset = work.slots.pictures.get(picture.slot)
    if asset is None:
        return []
    found, name = [], _name(work, picture.slot)
    if not asset.own and (blank(asset.source) or blank(asset.rights)):
        found.append(_finding("rights", False, f"{name}: name its source and rights", "A picture from outside the library needs both."))
    slot = work.template.slot(picture.slot)
    least = slot.min_px if slot else (0, 0)
    if asset.width < least[0] or asset.height < least[1]:
        small = f"{asset.width} × {asset.height} px, {least[0]} × {least[1]} are asked for"
        found.append(_finding("upscaled", False, f"{name} is small", f"{small}. Find a larger one."))
    elif picture.scale < 0.95:
        found.append(
            _finding("upscaled", False, f"{name} is enlarged {1 / picture.scale:.1f} times", "It will look soft. Find a larger one.", cut)
        )
    return found


def _emoji(card: Card, work: Job) -> list[Finding]:
    most, count = work.template.brand.rules.max_emoji, sum(text.emoji for text in card.texts)
    if count <= most:
        return []
    return [_finding("emoji", False, f"{count} emoji", f"The brand allows {most or 'none'}. Take {count - most} out.", card.cut)]
