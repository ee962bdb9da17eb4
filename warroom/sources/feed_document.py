"""An RSS, Atom or RDF document made Posts by feedparser, which also finds its encoding. Slow: for a process or thread of its own."""

from __future__ import annotations

import calendar
import hashlib
import re
import time
from typing import Any

import feedparser
import msgspec

from warroom.errors import SourceGarbled
from warroom.sources.html_text import html_text
from warroom.sources.post import Link, Picture, Post

_TEASER = 2_000  # characters of a description that are kept and matched
_HEAD = 4_096  # bytes in which a page shows that it is one
_PAGE = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_TITLE = re.compile(rb"<title[^>]*>([^<]{1,400})", re.IGNORECASE)
_ENDS = (b"</rss>", b"</feed>", b"rdf>", b"</channel>")


class Document(msgspec.Struct, frozen=True):
    title: str
    posts: tuple[Post, ...]
    ttl_s: float  # how long the document asks not to be fetched again; 0: it does not say
    cut: bool = False  # it ends before its end


def read_document(body: bytes, headers: dict[str, str], source: str, seen: int) -> Document:
    """All entries, newest first. `headers` (lower case) may name the encoding. Raises SourceGarbled for what is no feed."""
    wanted = {name: value for name, value in headers.items() if name in ("content-type", "content-language")}
    try:
        parsed = feedparser.parse(body, response_headers=wanted, sanitize_html=False, resolve_relative_uris=True)
    except Exception as error:  # what the parser raises on a document it was not made for can be anything
        raise SourceGarbled(f"sent a feed that cannot be read ({type(error).__name__})") from error
    if not parsed.get("version") and not parsed.entries:
        raise SourceGarbled(_what_else(body))
    title = html_text(_text(parsed.feed.get("title"))) or source
    language = _text(parsed.feed.get("language")) or wanted.get("content-language", "")
    languages = (language.partition("-")[0].strip().lower(),) if language else ()
    posts = [_post(entry, source, title, languages, seen) for entry in parsed.entries]
    posts.sort(key=lambda post: -post.at)
    cut = bool(parsed.get("bozo")) and not body[-200:].rstrip().lower().replace(b" ", b"").endswith(_ENDS)
    return Document(title, tuple(posts), _ttl(parsed.feed), cut)


def _what_else(body: bytes) -> str:
    """What came instead of a feed: many servers answer 200 with a page that tells of an error."""
    if not body.strip():
        return "sent nothing at all where a feed should be"
    if not _PAGE.search(body[:_HEAD]):
        return "sent something that is not a feed"
    found = _TITLE.search(body[: 4 * _HEAD])
    title = " ".join(html_text(found[1].decode("utf-8", "replace")).split()) if found else ""
    told = "".join(character for character in title if character.isprintable())[:80]
    return "answers with a web page, which is not a feed" + (f' ("{told}")' if told else "")


def _post(entry: Any, source: str, title: str, languages: tuple[str, ...], seen: int) -> Post:
    headline = html_text(_text(entry.get("title")))
    teaser = html_text(_text(entry.get("summary")) or _content(entry))[:_TEASER]
    url = _text(entry.get("link"))
    made = entry.get("published_parsed") or entry.get("updated_parsed")
    changed = _ms(entry.get("updated_parsed")) if "updated_parsed" in entry else 0  # else feedparser gives the other date
    author = html_text(_text(entry.get("author")))
    return Post(
        id=_identity(entry, source, url, headline, teaser),
        source=source,
        network="feed",
        author=title,
        text=headline or teaser,
        at=min(_ms(made) or seen, seen),
        seen=seen,
        edited=min(changed, seen) if changed > _ms(made) else 0,
        author_name=author,
        url=url,
        languages=languages,
        tags=tuple(dict.fromkeys(term for tag in entry.get("tags") or () if (term := _text(tag.get("term"))))),
        pictures=_pictures(entry),
        link=Link(url, "", teaser if headline else "") if url or (headline and teaser) else None,
    )


def _identity(entry: Any, source: str, url: str, headline: str, teaser: str) -> str:
    told = _text(entry.get("id")) or url
    if not told:
        told = hashlib.sha256(f"{headline}\0{teaser}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"feed:{source}:{told}"


def _pictures(entry: Any) -> tuple[Picture, ...]:
    thumbnails = [Picture(_text(media.get("url"))) for media in entry.get("media_thumbnail") or ()]
    enclosures = [
        Picture(_text(enclosure.get("href")))
        for enclosure in entry.get("enclosures") or ()
        if _text(enclosure.get("type")).startswith("image/")
    ]
    return tuple(picture for picture in thumbnails + enclosures if picture.url.startswith(("https://", "http://")))


def _content(entry: Any) -> str:
    return next((_text(part.get("value")) for part in entry.get("content") or ()), "")


def _ttl(feed: Any) -> float:
    try:
        return max(0.0, float(_text(feed.get("ttl")) or 0.0) * 60.0)
    except ValueError:
        return 0.0


def _ms(moment: time.struct_time | None) -> int:
    if moment is None:
        return 0
    try:
        return calendar.timegm(moment) * 1_000
    except (ValueError, OverflowError):
        return 0


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
