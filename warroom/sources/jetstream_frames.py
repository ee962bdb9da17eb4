"""Frames of Jetstream's first protocol, `/subscribe`: https://github.com/bluesky-social/jetstream."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Protocol, cast

import msgspec

from warroom.sources.jetstream_record import EDIT, POSTS, PostCommit, PostMaker, Record, as_kind, languages, loose_record, post_id, words_of
from warroom.sources.jetstream_told import Told
from warroom.sources.post import Post


class Commit(msgspec.Struct, gc=False):
    collection: str = ""
    operation: str = ""
    rkey: str = ""
    rev: str = ""
    record: Record | None = None


class Account(msgspec.Struct, gc=False):
    """`status` says why it is not active: deactivated, deleted, suspended, takendown, or something of the network's own."""

    active: bool = True
    status: str = ""


class Frame(msgspec.Struct, gc=False):
    """One event: a commit, an account's change, or something that is of no use here."""

    did: str = ""
    time_us: int = 0
    commit: Commit | None = None
    account: Account | None = None


_one = msgspec.json.Decoder(Frame).decode
_many = msgspec.json.Decoder(list[Frame]).decode


class PostFrame(Protocol):
    """A frame that holds a post."""

    did: str
    time_us: int

    @property
    def commit(self) -> PostCommit: ...


class FrameReader(PostMaker):
    """The Reader of frames that hold a post."""

    def words(self, items: Sequence[PostFrame], /) -> list[str]:
        records = [item.commit.record for item in items]
        return [
            record.text if record.embed is None and record.facets is None and record.tags is None else words_of(record)
            for record in records
        ]

    def languages(self, item: PostFrame, /) -> tuple[str, ...]:
        return languages(item.commit.record)

    def key(self, item: PostFrame, /) -> Hashable:
        commit = item.commit
        return item.did, commit.rkey, commit.rev

    def author(self, item: PostFrame, /) -> Hashable:
        return item.did

    def edited(self, items: Sequence[PostFrame], /) -> list[tuple[int, str]]:
        return [(place, post_id(item.did, item.commit.rkey)) for place, item in enumerate(items) if item.commit.operation == EDIT]

    def heard(self, item: PostFrame, /) -> int:
        return (item.time_us - self.ahead_us) // 1_000

    def post(self, item: PostFrame, /) -> Post:
        return self.made(item.did, item.commit, self.heard(item))


class Frames:
    """How messages of this protocol are read."""

    version = 1

    def many(self, messages: Sequence[bytes]) -> list[Frame]:
        """All in one go. Raises msgspec.DecodeError or UnicodeDecodeError when one of them is unusual."""
        frames: list[Frame] = _many(b"[" + b",".join(messages) + b"]")
        return frames

    def one(self, message: bytes) -> Frame | None:
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
        frame = Frame(event["did"], event["time_us"], account=as_kind(Account, event.get("account")))
        commit = event.get("commit")
        if isinstance(commit, dict):
            collection, operation, rkey, rev = (as_kind(str, commit.get(name)) or "" for name in ("collection", "operation", "rkey", "rev"))
            frame.commit = Commit(collection, operation, rkey, rev)
            if isinstance(record := commit.get("record"), dict):
                frame.commit.record = loose_record(record)
        return frame

    def posts(self, frames: Sequence[Frame]) -> list[PostFrame]:
        posts = [
            frame for frame in frames if (commit := frame.commit) is not None and commit.record is not None and commit.collection == POSTS
        ]
        return cast("list[PostFrame]", posts)

    def told(self, frames: Sequence[Frame]) -> Told:
        """What else they tell: posts taken back, authors who are gone."""
        commits = [(frame.did, frame.commit) for frame in frames if frame.commit is not None]
        deleted = [post_id(did, commit.rkey) for did, commit in commits if commit.operation == "delete" and commit.collection == POSTS]
        gone = [frame.did for frame in frames if frame.account is not None and is_gone(frame.account)]
        return Told(tuple(deleted), tuple(gone))

    def time_us(self, frame: Frame) -> int:
        return frame.time_us


def is_gone(account: Account) -> bool:
    """Not only out of step with the network for a while."""
    return not account.active and account.status not in ("desynchronized", "throttled")
