"""What one person does not want to see for a while, or for good. Nothing is deleted: who mutes can list what it hid.

Pure; times in milliseconds of the server's clock.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec
import regex

from warroom.errors import MuteError
from warroom.sources.post import Post
from warroom.watch.words import folded, stands_alone

Kind = Literal["author", "pattern", "phrase", "regex", "source", "language"]
Lasting = Literal["15 min", "1 h", "tonight", "for good"]

LASTING: tuple[Lasting, ...] = ("15 min", "1 h", "tonight", "for good")
REGEX_S = 0.002  # for one post; matched on the thread that paints
REGEX_MOST = 200  # characters of an expression
_MORNING = 6  # o'clock: the end of "tonight"
_DIGITS = re.compile(r"(.*?[^\W\d_])[\W_]*\d{2,}[\W_]*\Z")


class Mute(msgspec.Struct, frozen=True):
    """`what` is the author's handle or DID, the name before the digits, the words, the expression, the source's name or the language."""

    id: str
    kind: Kind
    what: str
    made: int
    until: int = 0  # 0: for good
    shown: str = ""  # how `what` is called where it says nothing to people: the handle of a DID


def until(lasting: Lasting, now: int, zone: dt.tzinfo | None) -> int:
    """When a mute made `now` ends; 0 for one that does not. Tonight ends at six in the morning where the event is."""
    match lasting:
        case "15 min":
            return now + 15 * 60_000
        case "1 h":
            return now + 3_600_000
        case "for good":
            return 0
        case "tonight":
            here = dt.datetime.fromtimestamp(now / 1000, zone or dt.UTC)
            morning = here.replace(hour=_MORNING, minute=0, second=0, microsecond=0)
            return int((morning if here < morning else morning + dt.timedelta(days=1)).timestamp() * 1000)


def stem(name: str) -> str:
    """`news4u` of `news4u83721.bsky.social` and of `News4U 83721`: what comes before the digits that make a name one of many; or empty."""
    local = folded(name).removeprefix("@").partition("@")[0].partition(".")[0]
    found = _DIGITS.match(local)
    return found[1] if found else ""


def check(kind: Kind, what: str) -> str:
    """`what`, tidied. Raises MuteError with what is wrong with it."""
    what = what.strip()
    if not what:
        raise MuteError("There is nothing to mute yet.", "Type a word, a phrase or an expression.")
    if kind == "phrase" and not any(char.isalnum() for char in what):
        raise MuteError("A word to mute has at least one letter or digit.", "")
    if kind != "regex":
        return what
    if len(what) > REGEX_MOST:
        raise MuteError(f"The expression is longer than {REGEX_MOST} characters.", "Two short ones are as good.")
    try:
        made = regex.compile(what, regex.IGNORECASE)
    except regex.error as error:
        where = f" at character {error.pos + 1}" if error.pos is not None else ""
        raise MuteError(f"The expression is not complete or not right{where}: {error.msg}.", "Example: win(ner)?s? a \\d+") from None
    if made.search("") is not None:
        raise MuteError("The expression fits every post, even an empty one.", "Name at least one letter that must be there.")
    return what


class Muting:
    """The mutes of one feed made ready. A new one is made when they change; `slow` are the expressions that took too long."""

    def __init__(self, mutes: Sequence[Mute]) -> None:
        self.mutes = tuple(mutes)
        self.slow: set[str] = set()
        self._phrases = [(mute, folded(mute.what)) for mute in mutes if mute.kind == "phrase"]
        self._regexes = [(mute, regex.compile(mute.what, regex.IGNORECASE)) for mute in mutes if mute.kind == "regex"]
        self._exact: dict[tuple[str, str], Mute] = {}
        for mute in mutes:
            if mute.kind in ("author", "source", "language", "pattern"):
                self._exact.setdefault((mute.kind, mute.what.casefold()), mute)

    def hides(self, post: Post, now: int, handle: str = "", name: str = "") -> Mute | None:
        """The mute that hides this post now. `handle` and `name` are its author's where they became known later than the post."""
        if not self.mutes:
            return None
        return next((mute for mute in self._fitting(post, handle, name) if not mute.until or now < mute.until), None)

    def _fitting(self, post: Post, handle: str, name: str) -> Iterable[Mute]:
        if self._exact:
            yield from self._named(post, handle, name)
        if not self._phrases and not self._regexes:
            return
        said = words_of(post)
        if self._phrases:
            text = folded(said)
            yield from (mute for mute, phrase in self._phrases if _stands_in(phrase, text))
        for mute, made in self._regexes:
            if mute.id in self.slow:
                continue
            try:
                if made.search(said, timeout=REGEX_S) is not None:
                    yield mute
            except TimeoutError:
                self.slow.add(mute.id)

    def _named(self, post: Post, handle: str, name: str) -> Iterable[Mute]:
        wanted = [("source", post.source), ("author", post.author), ("author", handle)]
        wanted += [("pattern", stem(one)) for one in (post.author, handle, post.author_name, name) if one and not one.startswith("did:")]
        languages = {language.partition("-")[0].casefold() for language in post.languages}
        if len(languages) == 1:  # a post in two languages can be read in the other
            wanted.append(("language", languages.pop()))
        yield from (mute for kind, what in wanted if what and (mute := self._exact.get((kind, what.casefold()))) is not None)


def words_of(post: Post) -> str:
    """All of a post that is read: its text, warning, link card, and what its pictures are said to show."""
    link = post.link
    card = (link.title, link.description) if link is not None else ()
    tags = (f"#{tag}" for tag in post.tags if f"#{tag}" not in post.text)
    return "\n".join(part for part in (post.text, post.warning, *card, *(picture.alt for picture in post.pictures), *tags) if part)


def _stands_in(phrase: str, text: str) -> bool:
    start = text.find(phrase)
    while start >= 0:
        if stands_alone(text, start, start + len(phrase)):
            return True
        start = text.find(phrase, start + 1)
    return False
