"""Whether two posts say the same in nearly the same words: pure, and careful where one word changes everything."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Levenshtein

from warroom.sources.post import Post
from warroom.watch.words import UNSPACED, folded

T = TypeVar("T")

ALIKE = 90.0  # of a hundred, by rapidfuzz's ratio
WINDOW = 200  # the latest firsts of a topic that a post is compared with
_LEAST = 40  # characters; a shorter text is only ever the same, never nearly
_TELLING = 20  # characters; shorter, a post says nothing besides its link
_MOST = 600  # characters that are compared
_FOUND_BY = 8  # runs of words
_TYPED = 5  # letters; a misspelling of a shorter word may be another word
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_CALL = re.compile(r"^(?:rt |via |\.?@[\w.@-]+[:,]? )+")
_LETTERS = r"[\w\u0300-\u036f\u0591-\u05c7\u0610-\u065f\u0900-\u0dff\u0f00-\u0fff]+"  # with the marks that make other words of them
_WORD = re.compile(rf"{UNSPACED}|\d+(?:[.,:/-]\d+)*|{_LETTERS}(?:'{_LETTERS})*")
_ASCII_WORD = re.compile(r"\d+(?:[.,:/-]\d+)*|\w+(?:'\w+)*", re.ASCII)  # the same, of a text that has nothing else
_CALLING = ("rt ", "via ", "@", ".@")
_COUNTS = """zero one two three four five six seven eight nine ten eleven twelve first second third fourth half double triple dozen hundred
    thousand million"""
_TURNS = """no not never none nobody nothing without neither nor cannot cant dont doesnt didnt isnt arent wasnt werent wont wouldnt
    shouldnt couldnt hasnt havent off out almost nearly fake false hoax untrue denies denied deny wrong unless stop stops stopped over until
    nicht kein keine keinen keiner nie niemals ohne ne pas jamais rien sans aucun aucune nunca nada sin ningún ninguna jamás
    não nem nenhum sem mai niente senza nessuno geen niet nooit zonder inte aldrig ikke aldri nigdy bez не нет ни без никогда
    لا ليس لم لن بدون 不 没 沒 无 無 未 非"""
_NUMERALS = frozenset(_COUNTS.split())
_TURNING = frozenset((*_COUNTS.split(), *_TURNS.split()))  # where one of these comes or goes, something else is said
_TRACKING = re.compile(
    "utm_.*|at_.*|ns_.*|__twitter_.*|fbclid|gclid|igshid|mc_cid|mc_eid|ref|ref_src|cmp|cmpid|ocid|smid|xtor|ito", re.IGNORECASE
)


def plain(words: str) -> str:
    """The words alone, one space between them: without links, callings at the start, punctuation and emoji. `words` is folded."""
    text = words[: 2 * _MOST]
    if "://" in text or "www." in text:
        text = _LINK.sub(" ", text)
    if text.startswith(_CALLING):
        text = _CALL.sub("", text)
    return " ".join((_ASCII_WORD if text.isascii() else _WORD).findall(text))[:_MOST]


def near(one: str, other: str) -> bool:
    """Of two `plain` texts: alike, and neither a number, nor a name, nor a no tells them apart."""
    if len(one) < _LEAST or len(other) < _LEAST:
        return one == other
    return fuzz.ratio(one, other, score_cutoff=ALIKE) > 0 and _same_sense(one.split(), other.split())


def _same_sense(one: list[str], other: list[str]) -> bool:
    for change in Levenshtein.opcodes(one, other):
        if change.tag == "equal":
            continue
        before, after = one[change.src_start : change.src_end], other[change.dest_start : change.dest_end]
        if any(_turns(word) for word in (*before, *after)):
            return False
        if change.tag == "replace" and not _misspelt(" ".join(before), " ".join(after)):
            return False
    return True


def _turns(word: str) -> bool:
    return word[0].isdecimal() or word in _TURNING or word.endswith("n't")


def _misspelt(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= _TYPED and OSA.distance(one, other, score_cutoff=1) <= 1


def numbers(text: str) -> list[str]:
    """Of a `plain` text, in order."""
    return [word for word in text.split() if word[0].isdecimal() or word in _NUMERALS]


def canonical(url: str) -> str:
    """The same for all addresses of one page: without scheme, `www.` and `m.`, fragment, tracking parameters and closing slash.

    Empty where the address names no page but a whole site.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")
        query = urlencode(sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])))
    except ValueError:
        return ""
    path = parts.path.rstrip("/").removesuffix("/amp").removesuffix(".amp")
    if not host or not (path or query) or parts.scheme not in ("http", "https"):
        return ""
    return f"{host}{path}?{query}" if query else host + path


def story(post: Post, said: str) -> tuple[str, str]:
    """The page that the post does no more than point to, `canonical`, and what it says of it; empty where it has words of its own.

    `said` is its text, `plain`.
    """
    if post.link is None or not (page := canonical(post.link.url)):
        return "", ""
    title = plain(folded(post.link.title))
    if post.network == "feed" or len(said) < _TELLING or said in title or (len(title) >= _TELLING and title in said) or near(said, title):
        return page, said if len(said) >= _TELLING else title
    return "", ""


class Sketch(NamedTuple):
    """A `plain` text, and what it is found by: nothing where it is too short to be nearly another."""

    text: str
    runs: list[int]


def sketch(text: str) -> Sketch:
    if len(text) < _LEAST:
        return Sketch(text, [])
    words = text.split()
    return Sketch(text, sorted(set(map(hash, zip(words, words[1:], words[2:], strict=False))))[:_FOUND_BY])


class _Window(Generic[T]):
    """The latest texts of one topic, found by some of the runs of three words that stand in them."""

    def __init__(self) -> None:
        self._texts: deque[tuple[str, list[int]]] = deque()
        self._runs: dict[int, tuple[str, T]] = {}

    def find(self, sketch: Sketch) -> T | None:
        best, found = 0.0, None
        seen = self._runs
        for other, thing in {id(known): known for run in sketch.runs if (known := seen.get(run)) is not None}.values():
            alike = fuzz.ratio(sketch.text, other, score_cutoff=ALIKE)
            if alike > best and _same_sense(sketch.text.split(), other.split()):
                best, found = alike, thing
        return found

    def add(self, sketch: Sketch, thing: T) -> None:
        entry = (sketch.text, thing)
        for run in sketch.runs:
            self._runs[run] = entry
        self._texts.append((sketch.text, sketch.runs))
        if len(self._texts) > WINDOW:
            gone, old = self._texts.popleft()
            for run in old:
                if (known := self._runs.get(run)) is not None and known[0] is gone:
                    del self._runs[run]


class NearIndex(Generic[T]):
    """The latest `WINDOW` texts of each topic, and what each stands for.

    Two texts are compared where they share one of the few runs of three words that each is found by: always the same ones, the
    least by their hash (Broder's bottom-k sketch), so that texts which share most of their runs share some of these.
    """

    def __init__(self) -> None:
        self._windows: dict[str, _Window[T]] = {}

    def find(self, topics: Sequence[str], sketch: Sketch) -> T | None:
        """What stands for the nearest text, if one is near."""
        for topic in topics if sketch.runs else ():
            window = self._windows.get(topic)
            if window is not None and (thing := window.find(sketch)) is not None:
                return thing
        return None

    def add(self, topics: Sequence[str], sketch: Sketch, thing: T) -> None:
        for topic in topics if sketch.runs else ():
            window = self._windows.get(topic)
            if window is None:
                window = self._windows[topic] = _Window()
            window.add(sketch, thing)

    def keep(self, topics: Sequence[str]) -> None:
        """Forget all topics but these."""
        self._windows = {topic: window for topic, window in self._windows.items() if topic in topics}
