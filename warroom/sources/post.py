"""A post as the room keeps it, whatever network it came from. All times are integer milliseconds of Unix time."""

from __future__ import annotations

import msgspec


class Picture(msgspec.Struct, frozen=True, omit_defaults=True):
    url: str = ""
    alt: str = ""


class Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """A link card: its title and description are matched like the text."""

    url: str
    title: str = ""
    description: str = ""


class Post(msgspec.Struct, frozen=True, omit_defaults=True):
    """`id` is unique over all sources and stable over reconnects, so replays can be dropped by it."""

    id: str
    source: str  # the source's name as in the strip
    network: str  # bluesky | mastodon | feed | wikimedia | rehearsal
    author: str  # handle, DID or feed title
    text: str  # plain text
    at: int  # when its author says it was made, never later than `seen`
    seen: int  # when this program first read it
    author_name: str = ""
    url: str = ""
    languages: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()  # without the #
    pictures: tuple[Picture, ...] = ()
    link: Link | None = None
    warning: str = ""  # content warning
    reshares: int = 0
    topics: tuple[str, ...] = ()  # filled by watch
    copies: int = 0  # exact duplicates folded into this one so far
    alike: int = 0  # near-duplicates grouped under this one so far
    group: str = ""  # id of the post this one repeats, exactly or nearly; empty: it is the first to say so
    edited: int = 0  # when its author last changed it; 0: never
    avatar: str = ""  # address of the author's picture, where it came with the post
    in_rehearsal: bool = False  # written by us, never by a real person
