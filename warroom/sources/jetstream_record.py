"""Records of Bluesky posts, as both protocols of Jetstream carry them, and the posts made of them.

Only what a post needs is decoded; fields we do not know are passed over, and a record whose fields have types of their
own is read for what can be read of it, because anyone may write any record.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Protocol

import msgspec

from warroom.sources.post import Link, Picture, Post

POSTS = "app.bsky.feed.post"
EDIT = "update"
_CDN = "https://cdn.bsky.app/img/feed_thumbnail/plain"
TOLD = 20_000  # authors whose posts are remembered, the latest
_OF_ONE = 50  # posts of one author, the latest


class _Feature(msgspec.Struct, gc=False):
    tag: str = ""


class _Facet(msgspec.Struct, gc=False):
    features: list[_Feature] = []


class _Ref(msgspec.Struct, gc=False, rename={"link": "$link"}):
    link: str = ""


class _Blob(msgspec.Struct, gc=False):
    ref: _Ref | None = None


class _Image(msgspec.Struct, gc=False):
    alt: str = ""
    image: _Blob | None = None


class _External(msgspec.Struct, gc=False):
    uri: str = ""
    title: str = ""
    description: str = ""


class _Embed(msgspec.Struct, gc=False):
    """Any of the embeds: a card, pictures, a video (`alt`), or a quoted post with one of these as `media`."""

    external: _External | None = None
    images: list[_Image] | None = None
    media: _Embed | None = None
    alt: str = ""


class _Label(msgspec.Struct, gc=False):
    val: str = ""


class _Labels(msgspec.Struct, gc=False):
    values: list[_Label] = []


class Record(msgspec.Struct, gc=False, rename={"created_at": "createdAt"}):
    text: str = ""
    created_at: str = ""
    langs: list[str] | None = None
    embed: _Embed | None = None
    facets: list[_Facet] | None = None
    tags: list[str] | None = None
    labels: _Labels | None = None


class PostCommit(Protocol):
    """One change of a post's record, in whatever frame it came."""

    @property
    def operation(self) -> str: ...
    @property
    def rkey(self) -> str: ...
    @property
    def rev(self) -> str: ...
    @property
    def record(self) -> Record: ...


class PostMaker:
    """Makes posts of records, and knows by whom the latest are. `seen` (ms) is set by who reads, once a chunk; `ahead_us` is how far
    the server's clock is ahead of ours.
    """

    def __init__(self, source: str, public: bool) -> None:
        self._source = source
        self._public = public
        self._by_author: dict[str, list[str]] = {}
        self.seen = 0
        self.ahead_us = 0

    def taken_from(self, did: str) -> list[str]:
        """Ids of the posts of this author that were made whole, and so may have been kept; they are forgotten here."""
        return self._by_author.pop(did, [])

    def made(self, did: str, commit: PostCommit, heard: int) -> Post:
        """`heard` in ms: when the network had it."""
        record = commit.record
        embed = record.embed
        if embed is not None and embed.media is not None:
            embed = embed.media
        labels = ", ".join(label.val for label in record.labels.values if label.val) if record.labels else ""
        known_as = post_id(did, commit.rkey)
        self._remember(did, known_as)
        return Post(
            id=known_as,
            source=self._source,
            network="bluesky",
            author=did,
            text=record.text,
            at=min(time_ms(record.created_at) or heard, self.seen),
            seen=self.seen,
            author_name=short_did(did),
            url=f"https://bsky.app/profile/{did}/post/{commit.rkey}",
            languages=languages(record),
            tags=_tags(record),
            pictures=self._pictures(did, embed) if embed is not None else (),
            link=Link(embed.external.uri, embed.external.title, embed.external.description)
            if embed is not None and embed.external is not None
            else None,
            warning=labels,
            edited=min(heard, self.seen) if commit.operation == EDIT else 0,
        )

    def _remember(self, did: str, known_as: str) -> None:
        ids = self._by_author.get(did)
        if ids is None:
            if len(self._by_author) >= TOLD:
                del self._by_author[next(iter(self._by_author))]
            self._by_author[did] = [known_as]
        elif known_as not in ids[-8:]:
            ids.append(known_as)
            del ids[:-_OF_ONE]

    def _pictures(self, did: str, embed: _Embed) -> tuple[Picture, ...]:
        pictures = []
        for image in embed.images or ():
            cid = image.image.ref.link if image.image is not None and image.image.ref is not None else ""
            pictures.append(Picture(f"{_CDN}/{did}/{cid}@jpeg" if cid and self._public else "", image.alt))
        if embed.alt:
            pictures.append(Picture("", embed.alt))
        return tuple(pictures)


def languages(record: Record) -> tuple[str, ...]:
    """BCP 47 primary tags, lower case."""
    langs = record.langs
    if not langs:
        return ()
    if len(langs) == 1:
        return (langs[0].partition("-")[0].lower(),)
    return tuple(dict.fromkeys([lang.partition("-")[0].lower() for lang in langs]))


def words_of(record: Record) -> str:
    """All that topics are matched against, parted by NUL."""
    parts = [record.text] if record.text else []
    if (embed := record.embed) is not None:
        if embed.media is not None:
            embed = embed.media
        if embed.external is not None:
            parts += [part for part in (embed.external.title, embed.external.description) if part]
        if embed.images is not None:
            parts += [image.alt for image in embed.images if image.alt]
        if embed.alt:
            parts.append(embed.alt)
    if record.facets is not None:
        parts += ["#" + feature.tag for facet in record.facets for feature in facet.features if feature.tag]
    if record.tags is not None:
        parts += ["#" + tag for tag in record.tags if tag]
    return "\0".join(parts)


def loose_record(record: dict[str, Any]) -> Record:
    return Record(
        text=as_kind(str, record.get("text")) or "",
        created_at=as_kind(str, record.get("createdAt")) or "",
        langs=as_kind(list[str], record.get("langs")),
        embed=as_kind(_Embed, record.get("embed")),
        facets=as_kind(list[_Facet], record.get("facets")),
        tags=as_kind(list[str], record.get("tags")),
        labels=as_kind(_Labels, record.get("labels")),
    )


def as_kind(kind: Any, value: object) -> Any:
    """None where it is of another kind."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return None


def _tags(record: Record) -> tuple[str, ...]:
    if record.facets is None and record.tags is None:
        return ()
    tags = [feature.tag for facet in record.facets or () for feature in facet.features if feature.tag]
    return tuple(dict.fromkeys([*tags, *(tag for tag in record.tags or () if tag)]))


def time_ms(text: str) -> int:
    try:
        time = dt.datetime.fromisoformat(text)
        return int((time if time.tzinfo else time.replace(tzinfo=dt.UTC)).timestamp() * 1_000)
    except (ValueError, OverflowError):
        return 0


def post_id(did: str, rkey: str) -> str:
    return f"at://{did}/{POSTS}/{rkey}"


def short_did(did: str) -> str:
    """An author whose handle is not known, short enough to read."""
    name = did.rpartition(":")[2]
    return f"{name[:4]}…{name[-4:]}" if len(name) > 12 else name
