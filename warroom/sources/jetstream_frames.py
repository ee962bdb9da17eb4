"""Jetstream v1 frames decoded: https://github.com/bluesky-social/jetstream, `/subscribe`.

Only what a post needs is decoded; fields we do not know are passed over, and a record whose fields have types of their
own is read for what can be read of it, because anyone may write any record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Sequence
from typing import Any

import msgspec

from warroom.errors import SourceGarbled
from warroom.sources.patience import garbled
from warroom.sources.post import Link, Picture, Post

POSTS = "app.bsky.feed.post"
LARGEST = 1_000_000  # bytes; a post's record is far smaller
_CDN = "https://cdn.bsky.app/img/feed_thumbnail/plain"
_BROKEN_AT_ONCE = 3  # unreadable messages in a row that end a session


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


class Commit(msgspec.Struct, gc=False):
    collection: str = ""
    operation: str = ""
    rkey: str = ""
    rev: str = ""
    record: Record | None = None


class Frame(msgspec.Struct, gc=False):
    """One event. `kind` is commit, identity, account or one of the future; only commits have `commit`."""

    did: str = ""
    time_us: int = 0
    kind: str = ""
    commit: Commit | None = None


_one = msgspec.json.Decoder(Frame).decode
_many = msgspec.json.Decoder(list[Frame]).decode


class FrameReader:
    """The Reader of frames that hold a post. `seen` is set by who reads, once a chunk."""

    def __init__(self, source: str, public: bool = True) -> None:
        self._source = source
        self._public = public
        self.seen = 0

    def words(self, items: Sequence[Frame], /) -> list[str]:
        records: list[Record] = [item.commit.record for item in items]  # type: ignore[misc, union-attr]
        return [
            record.text if record.embed is None and record.facets is None and record.tags is None else _all_words(record)
            for record in records
        ]

    def languages(self, item: Frame, /) -> tuple[str, ...]:
        langs = item.commit.record.langs  # type: ignore[union-attr]
        return tuple(dict.fromkeys(lang.partition("-")[0].lower() for lang in langs)) if langs else ()

    def key(self, item: Frame, /) -> Hashable:
        commit = item.commit
        return item.did, commit.rkey, commit.rev  # type: ignore[union-attr]

    def author(self, item: Frame, /) -> Hashable:
        return item.did

    def heard(self, item: Frame, /) -> int:
        return item.time_us // 1_000

    def post(self, item: Frame, /) -> Post:
        commit = item.commit
        assert commit is not None
        assert commit.record is not None
        record, did = commit.record, item.did
        embed = record.embed
        if embed is not None and embed.media is not None:
            embed = embed.media
        labels = ", ".join(label.val for label in record.labels.values if label.val) if record.labels else ""
        return Post(
            id=post_id(did, commit.rkey),
            source=self._source,
            network="bluesky",
            author=did,
            text=record.text,
            at=min(_time_ms(record.created_at) or item.time_us // 1_000, self.seen),
            seen=self.seen,
            author_name=short_did(did),
            url=f"https://bsky.app/profile/{did}/post/{commit.rkey}",
            languages=self.languages(item),
            tags=_tags(record),
            pictures=self._pictures(did, embed) if embed is not None else (),
            link=Link(embed.external.uri, embed.external.title, embed.external.description)
            if embed is not None and embed.external is not None
            else None,
            warning=labels,
        )

    def _pictures(self, did: str, embed: _Embed) -> tuple[Picture, ...]:
        pictures = []
        for image in embed.images or ():
            cid = image.image.ref.link if image.image is not None and image.image.ref is not None else ""
            pictures.append(Picture(f"{_CDN}/{did}/{cid}@jpeg" if cid and self._public else "", image.alt))
        if embed.alt:
            pictures.append(Picture("", embed.alt))
        return tuple(pictures)


class Intake:
    """Sorts decoded frames: posts to be matched, posts taken back, and how far the stream has come."""

    def __init__(self) -> None:
        self.cursor = 0  # time_us up to which the stream was read
        self.read = 0  # frames read
        self.unread = 0  # messages that could not be read
        self._row = 0

    def sort(self, messages: Sequence[bytes]) -> tuple[list[Frame], list[str]]:
        """Posts and the ids of deleted ones, in order. Raises SourceGarbled when message after message is unreadable."""
        frames = self._decode(messages)
        posts = [
            frame for frame in frames if (commit := frame.commit) is not None and commit.record is not None and commit.collection == POSTS
        ]
        deleted: list[str] = []
        if len(posts) < len(frames):
            commits = [(frame.did, frame.commit) for frame in frames if frame.commit is not None]
            deleted = [post_id(did, commit.rkey) for did, commit in commits if commit.operation == "delete" and commit.collection == POSTS]
        if frames:
            self.read += len(frames)
            self.cursor = max(self.cursor, frames[-1].time_us)
        return posts, deleted

    def _decode(self, messages: Sequence[bytes]) -> list[Frame]:
        try:
            frames: list[Frame] = _many(b"[" + b",".join(messages) + b"]")
            if len(frames) == len(messages):
                self._row = 0
                return frames
        except (msgspec.DecodeError, UnicodeDecodeError):
            pass  # one of them is unusual: they are read one by one, and that one is told
        return [frame for frame in map(self._decode_one, messages) if frame is not None]

    def _decode_one(self, message: bytes) -> Frame | None:
        try:
            frame = leniently(message)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            self._unreadable(garbled(error))
            return None
        if frame is None:
            self._unreadable(SourceGarbled("sent something that is not a Jetstream event"))
            return None
        self._row = 0
        return frame

    def too_large(self) -> None:
        """A message of more than `LARGEST` bytes came and was left out."""
        self._unreadable(SourceGarbled(f"sent messages of more than {LARGEST // 1_000_000} MB"))

    def _unreadable(self, error: SourceGarbled) -> None:
        self.unread += 1
        self._row += 1
        if self._row >= _BROKEN_AT_ONCE:
            raise error


def leniently(message: bytes) -> Frame | None:
    """The frame, or what can be read of one whose fields have unexpected types; None when it is no event at all.

    Raises msgspec.DecodeError for what is not JSON.
    """
    try:
        return _one(message)
    except msgspec.ValidationError:
        pass  # JSON of another shape
    event = msgspec.json.decode(message)
    if not isinstance(event, dict) or not isinstance(event.get("did"), str) or not isinstance(event.get("time_us"), int):
        return None
    frame = Frame(event["did"], event["time_us"], _of(str, event.get("kind")) or "")
    commit = event.get("commit")
    if isinstance(commit, dict):
        collection, operation, rkey, rev = (_of(str, commit.get(name)) or "" for name in ("collection", "operation", "rkey", "rev"))
        frame.commit = Commit(collection, operation, rkey, rev)
        if isinstance(record := commit.get("record"), dict):
            frame.commit.record = _loose_record(record)
    return frame


def _loose_record(record: dict[str, Any]) -> Record:
    return Record(
        text=_of(str, record.get("text")) or "",
        created_at=_of(str, record.get("createdAt")) or "",
        langs=_of(list[str], record.get("langs")),
        embed=_of(_Embed, record.get("embed")),
        facets=_of(list[_Facet], record.get("facets")),
        tags=_of(list[str], record.get("tags")),
        labels=_of(_Labels, record.get("labels")),
    )


def _of(kind: Any, value: object) -> Any:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return None


def _all_words(record: Record) -> str:
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


def _tags(record: Record) -> tuple[str, ...]:
    tags = [feature.tag for facet in record.facets or () for feature in facet.features if feature.tag]
    return tuple(dict.fromkeys([*tags, *(tag for tag in record.tags or () if tag)]))


def _time_ms(text: str) -> int:
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
