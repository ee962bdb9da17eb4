"""The words by which two posts are compared: English endings taken off, and what is said in several ways brought to one."""

from __future__ import annotations

from functools import lru_cache

from warroom.watch import said_tables

_GLUE = frozenset(said_tables.GLUE.split())
_WEAK = frozenset(said_tables.WEAK.split())
_SHORT = {"can't": "can not", "won't": "will not", "shan't": "shall not", "ain't": "is not", "cannot": "can not", "cant": "can not"}
_SHORT |= {
    f"{word}nt": f"{word} not" for word in ("do", "does", "did", "is", "was", "are", "were", "would", "could", "should", "have", "has")
}
_IRREGULAR = {
    form: word.strip()
    for word, _, forms in (line.partition(":") for line in said_tables.FORMS.replace("\n", " ").split("|"))
    for form in forms.split()
}
_NUMBERS = {word: str(number) for number, word in enumerate(said_tables.COUNTED.split(), start=2)}
_NUMBERS |= {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "hundred": "100"}
_VOWELS = frozenset("aeiouy")


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The word without its English ending; both ends of a comparison are cut alike, so what is left need be no word."""
    word = _IRREGULAR.get(word, word)
    if len(word) <= 3 or not word.isascii():
        return word
    if word.endswith("ies") and len(word) > 4:
        word = f"{word[:-3]}y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed", "ly"):
        base = word[: -len(ending)]
        if word.endswith(ending) and len(base) >= 3 and _VOWELS.intersection(base) and not word.endswith("eed"):
            word = base[:-1] if ending != "ly" and base[-1] == base[-2] and base[-1] not in "lsz" else base
            break
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


@lru_cache(maxsize=1 << 16)
def plain(word: str) -> tuple[str, ...]:
    """What one folded word comes to: nothing for glue, else its stem, with `not` apart."""
    if word.endswith("n't") or word in _SHORT:
        parts = _SHORT.get(word, f"{word[:-3]} not").split()
        return tuple(stem(part) for part in parts if part not in _GLUE)
    word = word.partition("'")[0]
    return () if word in _GLUE or not word else (_NUMBERS.get(word) or stem(word),)


def _phrases() -> tuple[dict[str, str], dict[str, tuple[tuple[tuple[str, ...], str], ...]]]:
    single: dict[str, str] = {}
    longer: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for line in said_tables.SENSES.replace("|\n", "|").strip().splitlines():
        sense, _, ways = line.partition(": ")
        for way in (*(() if sense.startswith("=") else (sense,)), *ways.split("|")):
            words = tuple(part for word in way.split() for part in plain(word))
            if len(words) == 1:
                single.setdefault(words[0], sense_token(sense))
            elif words:
                longer.setdefault(words[0], []).append((words[1:], sense_token(sense)))
    return single, {first: tuple(sorted(rest, key=lambda one: -len(one[0]))) for first, rest in longer.items()}


def sense_token(sense: str) -> str:
    """How a sense is written among the stems: no stem ends so."""
    return f"{sense.removeprefix('=')}00"


SINGLE, LONGER = _phrases()
WEAK = frozenset(stem(word) for word in _WEAK) | _WEAK
NEGATIONS = frozenset(said_tables.NEGATIONS.split())
OPPOSITE = {
    one: other
    for line in said_tables.OPPOSITES.strip().splitlines()
    for left, right in [[sense_token(word) if word[0] == "=" else SINGLE.get(stem(word), stem(word)) for word in line.split()]]
    for one, other in ((left, right), (right, left))
}
