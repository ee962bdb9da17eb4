"""What differs between two texts, word by word, for people to see: runs of words that stayed, went and came. Pure and quick."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Mark = Literal["same", "gone", "new"]
_WORD = re.compile(r"\S+|\s+")
_MOST_COMPARED = 400
"""Words on each side that are compared one by one; a longer change is shown as one."""
_MOST_SHOWN = 80
"""Words and gaps of one run that are shown; of a longer one its two ends."""


@dataclass(frozen=True)
class Run:
    text: str
    mark: Mark


def runs(before: str, after: str) -> tuple[Run, ...]:
    """From `before` to `after`, in reading order; joined without the `new` ones it is `before` where nothing was shortened."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    found = [("same", old[:start]), *_middle(middle_old, middle_new), ("same", old[len(old) - end :] if end else [])]
    return tuple(Run(_short(words), mark) for mark, words in found if words)


def _middle(old: list[str], new: list[str]) -> list[tuple[str, list[str]]]:
    if max(len(old), len(new)) > _MOST_COMPARED:
        return [("gone", old), ("new", new)]
    found: list[tuple[str, list[str]]] = []
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(("same", old[i:j]))
        else:
            found += [("gone", old[i:j]), ("new", new[k:m])]
    return found


def _shared(one: list[str], other: list[str]) -> int:
    """How many words both begin with."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _short(words: list[str]) -> str:
    words = [word if len(word) <= 80 else f"{word[:60]}… " for word in words]
    if len(words) <= _MOST_SHOWN:
        return "".join(words)
    half = _MOST_SHOWN // 2
    return f"{''.join(words[:half])}… {''.join(words[-half:])}"
