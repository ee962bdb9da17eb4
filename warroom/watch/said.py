"""Whether two texts say nearly the same. Compares words, not meanings.

Each text is read into tokens: folded, English endings taken off, words that hold sentences together left out, and words of our table
(`said_words`) replaced by their sense. Shared tokens count by how rare they are (`Commonness`), a mistyped one nearly as much; the
score is the shared weight as a share of what is asked for and of what is found. It goes down where numbers differ, where one text
denies what the other says, where opposites stand, and where the same words come in another order.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import xxhash
from rapidfuzz.distance import OSA, Indel

from warroom.watch.said_words import LONGER, NEGATIONS, OPPOSITE, SINGLE, WEAK, plain
from warroom.watch.words import folded, is_unspaced

_MOST_WORDS = 1 << 16
MOST_TOKENS = 40  # of one text; an idea stands in its beginning
SAME = 0.53  # from this score on two texts say nearly the same
LEAST_ASKED = 0.4  # of the asked words' weight; a text that has less of it says only a part

# Chosen on the choosing half of the pairs in tests/data/already_said, never on the judging half.
_ASKED = 0.62  # how much finding all that is asked for weighs against nothing else being found with it
_SENTENCE = 0.55  # of all words in common, from which on it is the same sentence
_OTHER_NUMBER = 0.6
_DENIED, _DENIED_OTHERWISE = 0.5, 0.9
_OPPOSED = 0.5
_EXCHANGED = 0.65  # the same sentence with another word in it
_TURNED_FROM, _TURNED, _TURNED_OTHERWISE = 0.75, 0.5, 0.9
_MISTYPED = 0.9
_SPELT = 0.8
_PART = 0.9 * SAME  # at most, for a part, or for one word of several

_LINK = re.compile(r"https?://\S+|www\.\S+|\b[\w-]+\.(?:com|org|net|co|tv|social|example)/\S+", re.IGNORECASE)
_ACCENT = re.compile(r"[\u0300-\u036f]")
_HANDLE = re.compile(r"(?<!\w)@[\w.@-]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)")
_HASHTAG = re.compile(r"#\w+")
_BETWEEN = re.compile(r"[^0-9]")  # 28-6 and 28:6 are 28x6, one word to every index
_WORD = re.compile(r"\d+(?:[-–:.,]\d+)*|[^\W_]+(?:'[^\W_]+)*")

_TELLING = frozenset((*LONGER, *SINGLE, *NEGATIONS, *WEAK))  # words that are not simply compared

Weight = Callable[[str], float]
Verdict = Literal["fresh", "crowded", "done", "unclear"]
CROWDED_FROM = 3  # one or two may be chance
DONE_FROM = 1_000
DONE_SHARE, DONE_SHARE_FROM = 0.01, 50  # in a quiet room: one post in a hundred, and no fewer than fifty


@dataclass(frozen=True, slots=True)
class Reading:
    """`tokens` in their order. `marks` are weak words kept for their opposites only."""

    tokens: tuple[str, ...]
    numbers: frozenset[str]
    marks: frozenset[str]
    denies: bool
    frame: tuple[str, ...]  # every word, what holds the sentence together with it

    @property
    def print(self) -> int:
        """Equal for texts that read alike; fits a signed 64-bit column."""
        return _print(self.tokens, self.marks, self.denies)


class Told(NamedTuple):
    """What is compared of a text; of texts that read alike, the same."""

    tokens: list[str]
    marks: set[str]
    denies: bool

    @property
    def print(self) -> int:
        """The same as of the `Reading`."""
        return _print(self.tokens, self.marks, self.denies)


def _print(tokens: Iterable[str], marks: Iterable[str], denies: bool) -> int:
    said = "\0".join((*tokens, *sorted(marks), "not" if denies else ""))
    return xxhash.xxh3_64_intdigest(said.encode("utf-8", "surrogatepass")) - (1 << 63)


def told(text: str) -> Told:
    """As in its `Reading`, and quicker to have."""
    return _told(_frame(text))


def read(text: str) -> Reading:
    """Links and handles are left out; a hashtag is read as its words, #LightsOut as lights out."""
    frame = _frame(text)
    tokens, marks, denies = _told(frame)
    numbers = frozenset([token for token in tokens if token[0].isdigit()])
    return Reading(tuple(tokens), numbers, frozenset(marks), denies, tuple(frame))


def _told(frame: Sequence[str]) -> Told:
    words: list[str] = []
    for word in frame:
        words += _PARTS[word]
    tokens: list[str] = []
    marks: set[str] = set()
    denials = going_on = 0
    for place, word in enumerate(words):
        if place < going_on:
            continue
        if len(tokens) == MOST_TOKENS:
            break
        if word not in _TELLING:
            tokens.append(word)
            continue
        length, sense = _sense(words, place)
        going_on = place + length
        if sense:
            tokens.append(sense)
        elif word in NEGATIONS:
            denials += 1
        elif word in WEAK:
            if word in OPPOSITE:
                marks.add(word)
        else:
            tokens.append(word)
    if not tokens:  # nothing but weak words: then they are what is said
        tokens = words[:MOST_TOKENS]
    return Told(tokens, marks, denials % 2 == 1)


def _frame(text: str) -> list[str]:
    """Its words, folded."""
    if "#" in text:
        text = _HASHTAG.sub(lambda tag: _HUMP.sub(" ", tag.group()[1:]), text)
    if "/" in text or "www" in text:
        text = _LINK.sub(" ", text)
    if "@" in text:
        text = _HANDLE.sub(" ", text)
    text = folded(text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _ACCENT.sub("", unicodedata.normalize("NFD", text)))
    return _WORD.findall(text)[: 2 * MOST_TOKENS]


class _Parts(dict[str, tuple[str, ...]]):
    """What each word comes to; of so many words at a time. Only looked up in and added to, so any thread may."""

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) >= _MOST_WORDS:
            self.clear()
        parts = self[word] = _parts(word)
        return parts


def _parts(word: str) -> tuple[str, ...]:
    if is_unspaced(word[0]):  # no spaces between words there: every two neighbouring characters
        return tuple(word[at : at + 2] for at in range(max(1, len(word) - 1)))
    if word[0].isdigit():
        return (_BETWEEN.sub("x", word.replace(",", "")),)
    return plain(word)


_PARTS = _Parts()


def _sense(words: Sequence[str], place: int) -> tuple[int, str]:
    """How many words from `place` on make one sense, and its token; one word and no token where they make none."""
    word = words[place]
    if word in LONGER and place + 1 < len(words):
        following = words[place + 1]
        for rest, sense in LONGER[word]:
            if rest[0] == following and (len(rest) == 1 or tuple(words[place + 1 : place + 1 + len(rest)]) == rest):
                return 1 + len(rest), sense
    return 1, SINGLE.get(word, "")


def alike(asked: Reading, found: Reading, weight: Weight) -> float:
    """0 to 1: how nearly `found` says what is asked for. Not symmetric: a post may say more than that."""
    ours = {token: weight(token) for token in asked.tokens}
    theirs = {token: weight(token) for token in found.tokens}
    if not ours or not theirs:
        return 0.0
    shared = ours.keys() & theirs.keys()
    mistyped = _mistyped(ours.keys() - shared, theirs.keys() - shared)
    both = sum(ours[token] for token in shared) + _MISTYPED * sum(ours[token] for token in mistyped)
    asked_part, found_part = min(both / sum(ours.values()), 1.0), min(both / sum(theirs.values()), 1.0)
    score = _ASKED * asked_part + (1 - _ASKED) * found_part
    if asked_part < LEAST_ASKED or len(shared) + len(mistyped) < min(2, len(ours)):
        score = min(score, _PART)
    if score < SAME / 3:
        return score
    same = _same_sentence(asked.frame, found.frame)
    respelt = same and _respelt(asked.frame, found.frame)
    left = _against(asked, found, mistyped, same, respelt)
    return (max(score, _MISTYPED) if respelt else score) * left


def _against(asked: Reading, found: Reading, mistyped: dict[str, str], same: bool, respelt: bool) -> float:
    """What is left of a score when the texts differ in something that turns the idea. In the same sentence any difference does."""
    tokens = [mistyped.get(token, token) for token in asked.tokens]
    shared = {*tokens} & {*found.tokens}
    order = Indel.normalized_similarity([one for one in tokens if one in shared], [one for one in found.tokens if one in shared])
    left = 1.0
    if asked.numbers and found.numbers and not asked.numbers & found.numbers:
        left *= _OTHER_NUMBER
    if asked.denies != found.denies:
        left *= _DENIED if same else _DENIED_OTHERWISE
    ours, theirs = {*tokens, *asked.marks}, {*found.tokens, *found.marks}
    if any(OPPOSITE.get(token) in theirs - ours for token in ours - theirs):
        left *= _OPPOSED
    elif same and not respelt and {*tokens} - shared and {*found.tokens} - shared:
        left *= _EXCHANGED
    if order < _TURNED_FROM:
        left *= _TURNED if same else _TURNED_OTHERWISE
    return left


def _same_sentence(asked: Sequence[str], found: Sequence[str]) -> bool:
    """Whether two texts have most of their words in common, those that hold them together included, in whatever order."""
    ours, theirs = Counter(asked), Counter(found)
    return 2 * (ours & theirs).total() >= _SENTENCE * (ours.total() + theirs.total())


def _respelt(asked: Sequence[str], found: Sequence[str]) -> bool:
    """Whether what one has and the other has not is nearly the same letters, as with post code and postcode; never digits."""
    ours, theirs = "".join(_without(asked, found)), "".join(_without(found, asked))
    if not ours or not theirs or not (ours + theirs).isalpha():
        return False
    return Indel.normalized_similarity(ours, theirs) >= _SPELT


def _without(words: Sequence[str], others: Sequence[str]) -> list[str]:
    left = Counter(words) - Counter(others)
    return [word for word in words if word in left]


def _mistyped(ours: set[str], theirs: set[str]) -> dict[str, str]:
    """Which of our tokens stand there with one letter wrong, or two in a long word, and how."""
    found = {}
    for token in ours:
        most = 0 if len(token) < 4 or token[-1].isdigit() else 1 if len(token) < 8 else 2
        for other in theirs if most else ():
            if len(other) >= 4 and abs(len(other) - len(token)) <= most and OSA.distance(token, other, score_cutoff=most) <= most:
                found[token] = other
                break
    return found


def rarest(asked: Reading, weight: Weight) -> tuple[tuple[str, float], ...]:
    """Each token once with its weight, the weightiest first."""
    return tuple(sorted(((token, weight(token)) for token in dict.fromkeys(asked.tokens)), key=lambda one: (-one[1], one[0])))


def verdict(count: int, of: int, words: int) -> Verdict:
    """What `count` posts of `of` that say nearly the same make of an idea; `words` is how many words of it could be compared."""
    if not words:
        return "unclear"
    if count >= DONE_FROM or (count >= DONE_SHARE_FROM and count >= DONE_SHARE * of):
        return "done"
    return "crowded" if count >= CROWDED_FROM else "fresh"
