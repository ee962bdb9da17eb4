"""Wikimedia's events of changed pages, and how many people changed one page within a minute.

The event's fields are those of https://stream.wikimedia.org/?doc, schema mediawiki/recentchange.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote

import msgspec

from warroom.sources.post import Link, Post

BURST_MS = 60_000
LEAST_EDITS = 3
LEAST_PEOPLE = 2
_PAGES = 2_000  # that are watched at once, where all of a wiki are
_KNOWN = 20_000
_EDITS = 500  # of one page that are remembered


class Meta(msgspec.Struct):
    id: str = ""
    domain: str = ""
    dt: str = ""


class Length(msgspec.Struct):
    old: int | None = None
    new: int | None = None


class Change(msgspec.Struct):
    """`timestamp` in seconds. `title` may carry its namespace's name."""

    title: str
    wiki: str = ""
    type: str = ""
    namespace: int = 0
    user: str = ""
    bot: bool = False
    timestamp: int = 0
    comment: str = ""
    server_url: str = ""
    title_url: str = ""
    meta: Meta = msgspec.field(default_factory=Meta)
    length: Length | None = None


read_change = msgspec.json.Decoder(Change).decode


def wiki_names(written: str) -> tuple[str, str]:
    """What a plan says of a wiki, as its database's name and its domain: `en`, `enwiki` and `en.wikipedia.org` are one."""
    name = written.strip().lower().removeprefix("https://").rstrip("/")
    if "." in name:
        language, _, rest = name.partition(".")
        return (f"{language.replace('-', '_')}wiki" if rest == "wikipedia.org" else "", name)
    language = name.removesuffix("wiki") or name
    return f"{language.replace('-', '_')}wiki", f"{language.replace('_', '-')}.wikipedia.org"


def page_key(title: str) -> str:
    return " ".join(title.replace("_", " ").split()).casefold()


class Wanted:
    """Which changes count: made by people to articles, of these pages (empty: all) of these wikis (empty: all)."""

    def __init__(self, pages: Sequence[str], wikis: Sequence[str]) -> None:
        self._pages = frozenset(page_key(page) for page in pages)
        names = [wiki_names(wiki) for wiki in wikis]
        self._wikis = frozenset(name for name, _ in names if name)
        self._domains = frozenset(domain for _, domain in names)

    def __call__(self, change: Change) -> bool:
        if change.type not in ("edit", "new") or change.bot or change.namespace != 0:
            return False
        if self._domains and change.wiki not in self._wikis and change.meta.domain not in self._domains:
            return False
        return not self._pages or page_key(change.title) in self._pages


@dataclass
class _Page:
    edits: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=_EDITS))  # ms, who
    told: str = ""  # id of the burst that lasts
    began: int = 0
    most: int = 0


class Burst(NamedTuple):
    post: Post
    title: str
    began: int


class BurstReader:
    """A burst belongs to the topics of its page's title: neither our own words nor what editors remark are matched."""

    def words(self, items: Sequence[Burst], /) -> list[str]:
        # The time keeps two bursts of one page from being taken for one said twice; twenty digits, so that the words are enough to tell.
        return [f"{item.title} {item.began:020}" for item in items]

    def languages(self, item: Burst, /) -> tuple[str, ...]:
        return item.post.languages

    def key(self, item: Burst, /) -> Hashable:
        return item.post.id, item.post.text

    def author(self, item: Burst, /) -> Hashable:
        return item.post.author

    def edited(self, items: Sequence[Burst], /) -> list[tuple[int, str]]:
        return []  # a growing burst stays on its page

    def heard(self, item: Burst, /) -> int:
        return item.began

    def post(self, item: Burst, /) -> Post:
        return item.post


class Bursts:
    """One post a burst: at least three edits by two people within a minute. While it lasts the same post is told again as it grows."""

    def __init__(self, source: str, now: Callable[[], int]) -> None:
        self._source = source
        self._now = now
        self._pages: OrderedDict[tuple[str, str], _Page] = OrderedDict()
        self._known: OrderedDict[str, None] = OrderedDict()  # ids of events: going on by time reads some twice

    def add(self, change: Change) -> Burst | None:
        """The burst as it stands after this edit, where there is one and it grew."""
        if change.meta.id and change.meta.id in self._known:
            return None
        self._known[change.meta.id] = None
        if len(self._known) > _KNOWN:
            self._known.popitem(last=False)
        key = (change.wiki or change.meta.domain, change.title)
        page = self._pages.setdefault(key, _Page())
        self._pages.move_to_end(key)
        if len(self._pages) > _PAGES:
            self._pages.popitem(last=False)
        at = change.timestamp * 1_000
        page.edits.append((at, change.user))
        while page.edits and page.edits[0][0] <= at - BURST_MS:
            page.edits.popleft()
        people = {who for _, who in page.edits}
        count = len(page.edits)
        if count < LEAST_EDITS or len(people) < LEAST_PEOPLE:
            if count == 1:
                page.told = ""  # a minute went by without an edit: the burst is over
            return None
        if not page.told:
            page.began, page.most = page.edits[0][0], 0
            page.told = f"wikimedia:{key[0]}:{page_key(change.title)}:{page.began}"
        if count <= page.most:
            return None
        grown, page.most = page.most > 0, count
        return Burst(self._post(change, page, count, len(people), grown), change.title, page.began)

    def _post(self, change: Change, page: _Page, edits: int, people: int, grown: bool) -> Post:
        seen = self._now()
        url = change.title_url or f"{change.server_url}/wiki/{quote(change.title.replace(' ', '_'))}"
        url = url if url.startswith(("https://", "http://")) else ""
        what = " ".join(change.comment.split())[:300]
        domain = change.meta.domain or change.wiki
        return Post(
            id=page.told,
            source=self._source,
            network="wikimedia",
            languages=_language(domain),
            author=domain,
            author_name="Wikipedia" if domain.endswith("wikipedia.org") else domain,
            text=f"Edit burst: {edits} edits on {change.title} by {people} people in 60 s",
            at=min(page.began, seen),
            seen=seen,
            url=url,
            link=Link(url, change.title, f"Latest: {what}" if what else "") if url else None,
            edited=seen if grown else 0,
        )


def _language(domain: str) -> tuple[str, ...]:
    language, _, rest = domain.partition(".")
    return (language.partition("-")[0],) if rest == "wikipedia.org" and language not in ("www", "simple") else ()
