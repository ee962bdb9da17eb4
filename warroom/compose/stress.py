"""What a template must bear: words for each of its slots, from its own sample to the longest it allows, in other scripts too."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import regex
from PIL import Image

from warroom.compose.fonts import cjk_hint, installed_cjk
from warroom.compose.model import PictureAsset, Slot, SlotValues, Template
from warroom.compose.pictures import sample_pictures
from warroom.compose.text import graphemes


@dataclass(frozen=True)
class Stress:
    """One way to fill a template; `title` is what a person reads."""

    key: str
    title: str


SAMPLE = Stress("sample", "Sample")
STRESSES = (
    SAMPLE,
    Stress("empty", "Empty"),
    Stress("word", "One word"),
    Stress("longest", "Longest"),
    Stress("cjk", "Chinese, Japanese"),
    Stress("arabic", "Arabic with Latin and emoji"),
)
UNLIMITED = 120
"""Letters that the longest text has in a slot without a limit of its own."""

_LONG = (
    "Nobody asked, but the whole house went dark and someone still opened the biscuits before the second half began, "
    "which is exactly the sort of teamwork we have been training for all year round. "
)
_CJK = "停電でも大丈夫、暗闇の中でもまだ食べられる。灯りが戻るまであと少し、みんなで待とう。最後の一枚は誰のものか、それが問題だ。"
_ARABIC = "انقطعت الأضواء، لكن CRUMB ما زال هنا معكم حتى نهاية المباراة والليل طويل جدا يا أصدقاء. "
_NUMBER = regex.compile(r"[\d:.]+")
_NUMBERS = {"word": "7", "longest": "108", "cjk": "34", "arabic": "٣٤"}


def stresses() -> tuple[Stress, ...]:
    """Those that can be shown here: Chinese and Japanese only where a font for them is installed."""
    return tuple(stress for stress in STRESSES if stress.key != "cjk" or installed_cjk(True, 0))


def untried() -> str:
    """Which stress text cannot be shown here, and what to do; empty for none."""
    if len(stresses()) == len(STRESSES):
        return ""
    return f"Chinese and Japanese were not tried: no font on this machine has their letters. {cjk_hint()}"


def stressed(template: Template, stress: Stress, pictures: dict[str, PictureAsset] | None = None) -> SlotValues:
    """Every slot filled. `pictures`, by slot, stand in for the slots' own samples."""
    values, first = SlotValues(), True
    for slot in template.slots:
        if slot.kind == "text":
            values = values.with_text(slot.name, words(slot, stress, first))
            first = first and bool(_NUMBER.fullmatch(slot.sample))
        elif slot.kind == "picture":
            values = values.with_picture(slot.name, (pictures or {}).get(slot.name) or sample_picture(slot))
        elif slot.kind == "choice":
            values = values.with_choice(slot.name, _option(slot, stress))
    return values


def words(slot: Slot, stress: Stress, first: bool = True) -> str:
    """What a text slot holds; a number's slot gets numbers. Emoji only in the `first` text of a card: a brand allows few."""
    most = slot.max_graphemes or UNLIMITED
    if stress.key in {"sample", "empty"}:
        return slot.sample if stress.key == "sample" else ""
    if _NUMBER.fullmatch(slot.sample):
        return _NUMBERS[stress.key][:most]
    if stress.key == "word":
        return "Crumbs!"[:most]
    whole = {"longest": _LONG, "cjk": _CJK, "arabic": _ARABIC}[stress.key]
    end = " 🏈🍪" if stress.key == "arabic" and first and most > 6 else ""
    room = max(1, most // 2) if stress.key == "cjk" else most  # a letter is two wide, and says a word
    letters = graphemes(whole * (room // len(whole) + 2))[: room - len(graphemes(end))]
    kept = "".join(letters).rstrip(" ،,") + end
    return kept + "s" * (room - len(graphemes(kept))) if stress.key == "longest" else kept


def _option(slot: Slot, stress: Stress) -> str:
    if stress.key == "empty":
        return "" if "" in slot.options else slot.default
    return max(slot.options, key=len) if stress.key == "longest" else next((option for option in slot.options if option), "")


def sample_picture(slot: Slot) -> PictureAsset | None:
    """The slot's own sample, else one that ships and is large enough; None when there is neither.

    A sample whose size cannot be read has none; rendering it says what is wrong with it.
    """
    file = slot.sample_file
    if file is None:
        fitting = (asset for asset in _shipped() if asset.width >= slot.min_px[0] and asset.height >= slot.min_px[1])
        return next(fitting, None)
    wide, high = _size(str(file.path), file.digest)
    return PictureAsset(file.digest, str(file.path), wide, high, own=True)


@functools.cache
def _shipped() -> tuple[PictureAsset, ...]:
    return tuple(picture.asset for picture in sample_pictures())


@functools.lru_cache(256)
def _size(path: str, _digest: str) -> tuple[int, int]:
    try:
        with Image.open(path) as picture:
            return picture.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return (0, 0)
