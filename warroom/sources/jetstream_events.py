"""Frames of Jetstream's second protocol, the XRPC subscription `network.bsky.jetstream.subscribeEvents`.

Its lexicon: https://github.com/bluesky-social/jetstream, lexicons/network/bsky/jetstream/subscribeEvents.json. Each message
is `{"$type": "message", "payload": {...}}`, the payload flat, or `{"$type": "error", "error": "...", "message": "..."}`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Sequence
from typing import Annotated, Protocol, cast

import msgspec

from warroom.sources.jetstream_frames import Account, is_gone
from warroom.sources.jetstream_record import EDIT, POSTS, PostCommit, PostMaker, Record, as_kind, languages, loose_record, post_id, words_of
from warroom.sources.jetstream_told import Told
from warroom.sources.post import Post

Moment = Annotated[dt.datetime, msgspec.Meta(tz=True)]
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_US = dt.timedelta(microseconds=1)


class Payload(msgspec.Struct, gc=False, rename={"kind": "$type", "witnessed_at": "witnessedAt"}):
    """An event, or a notice about the stream (`name`), which has no time."""

    kind: str = ""
    did: str = ""
    time: Moment | None = None  # may be set by the server's operator for old records
    witnessed_at: Moment | None = None  # what a time cursor is compared with; absent from older servers
    collection: str = ""
    operation: str = ""
    rkey: str = ""
    rev: str = ""
    record: Record | None = None
    account: Account | None = None
    name: str = ""


class Event(msgspec.Struct, gc=False, rename={"kind": "$type"}):
    kind: str = ""
    payload: Payload | None = None
    error: str = ""


_one = msgspec.json.Decoder(Event).decode
_many = msgspec.json.Decoder(list[Event]).decode


class PostPayload(PostCommit, Protocol):
    did: str
    time: Moment | None


class PostEvent(Protocol):
    """An event that holds a post."""

    @property
    def payload(self) -> PostPayload: ...


class EventReader(PostMaker):
    """The Reader of events that hold a post."""

    def words(self, items: Sequence[PostEvent], /) -> list[str]:
        return [words_of(item.payload.record) for item in items]

    def languages(self, item: PostEvent, /) -> tuple[str, ...]:
        return languages(item.payload.record)

    def key(self, item: PostEvent, /) -> Hashable:
        payload = item.payload
        return payload.did, payload.rkey, payload.rev

    def author(self, item: PostEvent, /) -> Hashable:
        return item.payload.did

    def edited(self, items: Sequence[PostEvent], /) -> list[tuple[int, str]]:
        return [(place, post_id(item.payload.did, item.payload.rkey)) for place, item in enumerate(items) if item.payload.operation == EDIT]

    def heard(self, item: PostEvent, /) -> int:
        return (_us(item.payload.time) - self.ahead_us) // 1_000

    def post(self, item: PostEvent, /) -> Post:
        return self.made(item.payload.did, item.payload, self.heard(item))


class Events:
    """How messages of this protocol are read."""

    version = 2

    def many(self, messages: Sequence[bytes]) -> list[Event]:
        """All in one go. Raises msgspec.DecodeError or UnicodeDecodeError when one of them is unusual."""
        events: list[Event] = _many(b"[" + b",".join(messages) + b"]")
        for event in events:
            if event.kind != "message" or event.payload is None or (event.payload.time is None and not event.payload.name):
                raise msgspec.ValidationError("not an event")
        return events

    def one(self, message: bytes) -> Event | None:
        """The event, or what can be read of one whose fields have unexpected types; None when it is no event at all.

        Raises msgspec.DecodeError for what is not JSON.
        """
        try:
            return _known(_one(message))
        except msgspec.ValidationError:
            pass  # JSON of another shape
        event = msgspec.json.decode(message)
        payload = event.get("payload") if isinstance(event, dict) else None
        if not isinstance(payload, dict):
            return None
        kind, did, collection, operation, rkey, rev, name = (
            as_kind(str, payload.get(field)) or "" for field in ("$type", "did", "collection", "operation", "rkey", "rev", "name")
        )
        record = payload.get("record")
        read = Payload(
            kind,
            did,
            as_kind(Moment, payload.get("time")),
            as_kind(Moment, payload.get("witnessedAt")),
            collection,
            operation,
            rkey,
            rev,
            loose_record(record) if isinstance(record, dict) else None,
            as_kind(Account, payload.get("account")),
            name,
        )
        return _known(Event(as_kind(str, event.get("$type")) or "", read))

    def posts(self, events: Sequence[Event]) -> list[PostEvent]:
        posts = [
            event
            for event in events
            if (payload := event.payload) is not None and payload.record is not None and payload.collection == POSTS
        ]
        return cast("list[PostEvent]", posts)

    def told(self, events: Sequence[Event]) -> Told:
        """What else they tell: posts taken back, authors who are gone, notices, and the error that ends the stream."""
        payloads = [event.payload for event in events if event.payload is not None]
        deleted = [post_id(one.did, one.rkey) for one in payloads if one.operation == "delete" and one.collection == POSTS]
        gone = [one.did for one in payloads if one.account is not None and is_gone(one.account)]
        notices = [one.name for one in payloads if one.name and one.kind.endswith("#info")]
        error = next((event.error or "an error without a name" for event in events if event.kind == "error"), "")
        return Told(tuple(deleted), tuple(gone), tuple(notices), error)

    def time_us(self, event: Event) -> int:
        """0 for what has no time."""
        payload = event.payload
        return _us(payload.witnessed_at or payload.time) if payload is not None else 0


def _known(event: Event) -> Event | None:
    """None where it is neither an error, nor a notice, nor an event of somebody at some time."""
    if event.kind == "error":
        return event
    payload = event.payload
    if event.kind != "message" or payload is None:
        return None
    return event if payload.name or (payload.did and payload.time is not None) else None


def _us(time: dt.datetime | None) -> int:
    return (time - _EPOCH) // _US if time is not None else 0
