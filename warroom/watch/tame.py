"""What strangers wrote, made safe to show beside what we write: it says the same, and stays within its own lines.

Pure. Nothing is made up or translated; real right-to-left text, emoji and stacked scripts stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

TEXT_MOST = 1_200  # characters of a post on a card; the longest note of a large Mastodon server has 5,000
OPENED_MOST = 6_000
NAME_MOST = 64
MARKS_MOST = 3  # that stack on one base: Vietnamese needs two, pointed Hebrew three
JOINED_MOST = 8  # marks that do not stack: a Tibetan syllable, an emoji's variation
ELLIPSIS = "…"

_PLAIN = re.compile(r"[ -~\n]*\Z")
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
# Overrides, embeddings and isolates reach past the text they stand in; the marks U+200E, U+200F and U+061C do not, and stay.
_REACHING = "\u202a-\u202e\u2066-\u2069"
_UNSEEN = "\u200b\u00ad\u180e\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0001"
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x9f"
_GONE = re.compile(f"[{_REACHING}{_UNSEEN}{_CONTROLS}]|[\ufdd0-\ufdef]|[\ufffe\uffff]")
_ALONE = re.compile("[\ud800-\udfff]")  # half a character
_TAGS = re.compile("(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0020-\U000e007f]+")  # a flag's letters, with no flag before them
_JOINERS = re.compile("([\u200c\u200d])[\u200c\u200d]+")
_JOINED = re.compile("[\u200c\u200d\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")  # joiners, colours of skin, letters of flags
_PHRASES = re.compile("[\ufdf0-\ufdfd]")  # a whole sentence in one character, wider than any card
_BASMALA = "بسم الله الرحمن الرحيم"  # U+FDFD, which Unicode does not take apart


def tame(text: str, most: int = TEXT_MOST) -> str:
    """Text of several lines, at most `most` characters; at most one blank line together, none at either end."""
    if len(text) > 4 * most:
        text = text[: 4 * most]  # nothing beyond would be shown, and what is done below is not free
        cut = True
    else:
        cut = False
    if not _PLAIN.match(text):
        text = _tamed(text)
    text = _BLANK_LINES.sub("\n\n", text).strip()
    return _shortened(text, most, cut)


def tame_line(text: str, most: int = NAME_MOST) -> str:
    """The same on one line: a name, a title, a word of a sentence."""
    return _shortened(" ".join(tame(text, 4 * most).split()), most, False)


def quoted(text: str, most: int = NAME_MOST) -> str:
    """One line to stand within a sentence of ours, isolated, so that its direction does not turn our own words."""
    return f"\u2068{tame_line(text, most)}\u2069"


def _tamed(text: str) -> str:
    text = _ALONE.sub("\ufffd", text)
    text = _BREAKS.sub("\n", text).replace("\t", " ")
    text = _GONE.sub("", text)
    text = _TAGS.sub("", text)
    text = _PHRASES.sub(lambda found: _BASMALA if found[0] == "\ufdfd" else unicodedata.normalize("NFKC", found[0]), text)
    text = _JOINERS.sub(r"\1", text)
    return _unstacked(text)


def _unstacked(text: str) -> str:
    """At most a few combining marks on each base; those on white space or on nothing at all go."""
    if not any(_mark(char) for char in text):
        return text
    kept: list[str] = []
    stacked, joined = MARKS_MOST, JOINED_MOST
    for char in text:
        kind = _mark(char)
        if not kind:
            stacked, joined = (MARKS_MOST, JOINED_MOST) if char.isspace() else (0, 0)
        elif kind == 2:
            stacked += 1
            if stacked > MARKS_MOST:
                continue
        else:
            joined += 1
            if joined > JOINED_MOST:
                continue
        kept.append(char)
    return "".join(kept)


@lru_cache(maxsize=8192)
def _mark(char: str) -> int:
    """2: a mark that stacks above or below its base; 1: one that does not; 0: no mark."""
    if unicodedata.category(char) not in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.combining(char) else 1


def _shortened(text: str, most: int, cut: bool) -> str:
    """Ends with an ellipsis where it was cut; never between a base and what is joined to it."""
    if len(text) <= most and not cut:
        return text
    end = min(len(text), most - 1)
    while end > 0 and end < len(text) and (_joins(text[end]) or text[end - 1] == "\u200d"):
        end -= 1
    return text[: end or most - 1].rstrip() + ELLIPSIS


def _joins(char: str) -> bool:
    """Whether it belongs to what stands before it."""
    return unicodedata.category(char)[0] == "M" or _JOINED.match(char) is not None
