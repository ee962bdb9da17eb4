"""Mutes, what can be muted of a post, and what was hidden, as the sheet of mutes shows them. Pure; times in milliseconds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from warroom.desktop import clock
from warroom.desktop.feeds.rows import author_of, source_of
from warroom.sources.post import Post
from warroom.watch.mute import Kind, Mute, stem
from warroom.watch.tame import quoted, tame_line
from warroom.wire import Profile


@dataclass(frozen=True)
class Offer:
    """One thing of the chosen post that can be muted by one key."""

    id: str
    kind: Kind
    what: str
    words: str
    key: str
    shown: str = ""


@dataclass(frozen=True)
class MuteRow:
    id: str
    words: str
    lasts: str
    count: str
    slow: bool
    listed: bool


@dataclass(frozen=True)
class HiddenRow:
    id: str
    author: str
    words: str
    source: str
    age: str


def mute_words(mute: Mute) -> str:
    what = quoted(mute.shown or mute.what)
    match mute.kind:
        case "author":
            return f"Author {what}"
        case "pattern":
            return f"Names like {what} with digits"
        case "phrase":
            return f"“{what}”"
        case "regex":
            return f"Expression {what}"
        case "source":
            return f"Everything from {what}"
        case "language":
            return f"Posts in {what}"


def offers(post: Post, profile: Profile | None) -> Iterable[Offer]:
    handle = author_of(post, profile)
    found: list[tuple[Kind, str, str, str]] = [("author", post.author, f"This author: {quoted(handle)}", handle)]
    names = (profile.handle if profile else "", post.author, post.author_name, profile.name if profile else "")
    pattern = next((one for name in names if not name.startswith("did:") and (one := stem(name))), "")
    if pattern:
        found.append(("pattern", pattern, f"Every name like {quoted(pattern)} with digits", ""))
    found.append(("source", post.source, f"Everything from {quoted(post.source)}", ""))
    if len(post.languages) == 1:
        language = post.languages[0].partition("-")[0].casefold()
        found.append(("language", language, f"Every post in {quoted(language)}", ""))
    for place, (kind, what, words, shown) in enumerate(found, start=1):
        yield Offer(kind, kind, what, words, str(place), shown)


def hidden_row(post: Post, now: int, profile: Profile | None) -> HiddenRow:
    words = tame_line(post.text or (post.link.title if post.link else ""), 200)
    return HiddenRow(post.id, author_of(post, profile), words, source_of(post), clock.age(now - post.at))
