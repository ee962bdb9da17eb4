"""What one feed is to show of its topic."""

from __future__ import annotations

import msgspec

from warroom.sources.post import Post


class Filter(msgspec.Struct, frozen=True, omit_defaults=True):
    """Empty or zero: whatever it is. `languages` are BCP 47 primary tags."""

    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    pictures: bool = False  # only posts with one
    reshares: int = 0  # at least so many


def passes(filter: Filter, post: Post) -> bool:
    """Whether the feed shows it. A post that names no language counts as being in any; a copy counts as a reshare by hand."""
    if filter.sources and post.source not in filter.sources:
        return False
    if filter.languages and post.languages and not set(filter.languages).intersection(post.languages):
        return False
    if filter.pictures and not post.pictures:
        return False
    return post.reshares + post.copies >= filter.reshares
