"""A Mastodon status made a Post: https://docs.joinmastodon.org/entities/Status/."""

from __future__ import annotations

import datetime as dt

import msgspec

from warroom.sources.html_text import html_text_and_links
from warroom.sources.post import Link, Picture, Post

SENSITIVE = "Pictures marked as sensitive"


class _Account(msgspec.Struct):
    acct: str = ""
    display_name: str | None = None
    avatar: str | None = None
    avatar_static: str | None = None


class _Tag(msgspec.Struct):
    name: str = ""


class _Media(msgspec.Struct):
    preview_url: str | None = None
    url: str | None = None
    description: str | None = None


class _Card(msgspec.Struct):
    url: str | None = None
    title: str | None = None
    description: str | None = None


class Status(msgspec.Struct):
    id: str
    uri: str = ""
    url: str | None = None
    created_at: str = ""
    edited_at: str | None = None
    content: str | None = None
    spoiler_text: str | None = None
    sensitive: bool = False
    language: str | None = None
    account: _Account = msgspec.field(default_factory=_Account)
    tags: list[_Tag] | None = None
    media_attachments: list[_Media] | None = None
    card: _Card | None = None
    reblogs_count: int = 0
    reblog: Status | None = None


_status = msgspec.json.Decoder(Status).decode
_raws = msgspec.json.Decoder(list[msgspec.Raw]).decode


def read_status(data: bytes | str | msgspec.Raw) -> Status:
    """Raises msgspec.DecodeError. A boost is read as the status that was boosted."""
    status = _status(data)
    return status.reblog or status


def read_page(body: bytes) -> tuple[list[Status], int]:
    """The statuses of a timeline's page, and how many of it could not be read. Raises msgspec.DecodeError for what is no list."""
    statuses = []
    unread = 0
    for raw in _raws(body):
        try:
            statuses.append(read_status(raw))
        except msgspec.DecodeError:
            unread += 1
    return statuses, unread


def order(status_id: str) -> tuple[int, str]:
    """Ids are opaque; the longer is the later, else the one that sorts after."""
    return len(status_id), status_id


def post_of(status: Status, source: str, host: str, seen: int) -> Post:
    text, links = html_text_and_links(status.content or "")
    acct = status.account.acct
    made = time_ms(status.created_at) or seen
    return Post(
        id=status.uri or status.url or f"{host}/{status.id}",
        source=source,
        network="mastodon",
        author=acct if "@" in acct else f"{acct}@{host}",
        text=text,
        at=min(made, seen),
        seen=seen,
        edited=time_ms(status.edited_at or ""),
        avatar=_web(status.account.avatar_static or status.account.avatar or ""),
        author_name=status.account.display_name or acct,
        url=_web(status.url or status.uri),
        languages=(status.language.partition("-")[0].lower(),) if status.language else (),
        tags=tuple(dict.fromkeys(tag.name for tag in status.tags or () if tag.name)),
        pictures=tuple(
            Picture(_web(media.preview_url or media.url or ""), media.description or "") for media in status.media_attachments or ()
        ),
        link=_link(status.card, links),
        warning=status.spoiler_text or (SENSITIVE if status.sensitive and status.media_attachments else ""),
        reshares=status.reblogs_count,
    )


def _link(card: _Card | None, links: tuple[str, ...]) -> Link | None:
    if card is not None and (url := _web(card.url or "")):
        return Link(url, card.title or "", card.description or "")
    return next((Link(url) for url in links if _web(url)), None)


def _web(url: str) -> str:
    return url if url.startswith(("https://", "http://")) else ""


def time_ms(text: str) -> int:
    """Of an ISO 8601 date; 0 where it is none."""
    try:
        time = dt.datetime.fromisoformat(text)
        return int((time if time.tzinfo else time.replace(tzinfo=dt.UTC)).timestamp() * 1_000)
    except (ValueError, OverflowError):
        return 0
