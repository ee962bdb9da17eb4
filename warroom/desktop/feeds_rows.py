"""Posts and sources as the feeds show them. Pure; times in milliseconds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from warroom.desktop import clock
from warroom.sources.health import SourceHealth
from warroom.sources.post import Post

NETWORKS = {"bluesky": "Bluesky", "mastodon": "Mastodon", "feed": "News", "rehearsal": "Rehearsal"}


@dataclass(frozen=True)
class PostRow:
    """`words` is what is read; `behind` names the content warning it stands behind until opened.

    A post that is `gone` keeps its words, unreadable, so that it keeps its height until the list may move.
    """

    id: str
    author: str
    source: str
    rehearsal: bool  # never passes for a network's own: shown in the rehearsal's colour
    age: str
    words: str
    behind: str
    extra: str  # link card and pictures, by their titles and alt texts
    facts: str  # copies and reshares
    gone: bool
    chosen: bool
    url: str
    at: int


def post_row(post: Post, now: int, *, opened: bool = False, gone: bool = False, chosen: bool = False) -> PostRow:
    return PostRow(
        id=post.id,
        author=_author(post),
        source=_source(post),
        rehearsal=post.in_rehearsal,
        age=clock.age(now - post.at),
        words=post.text.strip() or (post.link.title if post.link else ""),
        behind=post.warning if post.warning and not opened else "",
        extra="" if post.warning and not opened else _extra(post),
        facts=_facts(post),
        gone=gone,
        chosen=chosen,
        url=post.url,
        at=post.at,
    )


def _author(post: Post) -> str:
    if post.network == "feed":
        return post.author_name or post.author
    name = post.author
    if name.startswith("did:"):
        return post.author_name or f"{name[:14]}…"
    return name if name.startswith("@") else f"@{name}"


def _source(post: Post) -> str:
    return post.source.removesuffix(" (rehearsal)") if post.in_rehearsal else NETWORKS.get(post.network, post.source)


def _extra(post: Post) -> str:
    parts = []
    if post.link is not None and post.text.strip() and post.link.title and post.link.title not in post.text:
        parts.append(f"Link: {post.link.title}")
    if post.pictures:
        alt = next((picture.alt for picture in post.pictures if picture.alt), "")
        count = "Picture" if len(post.pictures) == 1 else f"{len(post.pictures)} pictures"
        parts.append(f"{count}: {alt}" if alt else f"{count}, not described")
    return "\n".join(parts)


def _facts(post: Post) -> str:
    parts = []
    if post.reshares:
        parts.append(f"↻ {clock.short_count(post.reshares)}")
    if post.copies:
        parts.append("1 copy folded" if post.copies == 1 else f"{clock.short_count(post.copies)} copies folded")
    return " · ".join(parts)


@dataclass(frozen=True)
class SourceRow:
    """One pill of the strip: its rate, or since when it is silent and why."""

    name: str
    words: str
    tone: str


def source_rows(sources: Iterable[SourceHealth], now: int, speed: float = 1.0) -> tuple[SourceRow, ...]:
    """What has trouble first; news feeds that are well are one pill together. Rates are those of the event's clock, `speed` times ours."""
    every = tuple(sources)
    calm = [source for source in every if source.kind == "feed" and source.state == "live" and not source.why]
    rows = [_source_row(source, now, speed) for source in every if len(calm) < 2 or source not in calm]
    if len(calm) >= 2:
        rows.append(SourceRow("feeds", f"{len(calm)} news feeds", "green"))
    order = {"red": 0, "amber": 1, "green": 2}
    return tuple(sorted(rows, key=lambda row: order.get(row.tone, 3)))


def _source_row(source: SourceHealth, now: int, speed: float) -> SourceRow:
    lasted = clock.span(now - source.since)
    match source.state:
        case "live":
            remark = f": {source.why}" if source.why else ""
            return SourceRow(source.name, f"{source.name} {_rate(source.rate / speed)}{remark}", "amber" if remark else "green")
        case "connecting":
            return SourceRow(source.name, f"{source.name}: connecting, for {lasted}", "second")
        case "silent":
            return SourceRow(source.name, f"{source.name}: {source.why or f'silent for {lasted}'}", "amber")
        case "waiting":
            return SourceRow(source.name, f"{source.name}: {source.why or 'asked us to wait'}, for {lasted}", "amber")
        case "failed":
            return SourceRow(source.name, f"{source.name}: {source.why or 'cannot be read'}, for {lasted}", "red")


def _rate(rate: float) -> str:
    if rate >= 10:
        return f"{clock.count(round(rate))}/s"
    if rate >= 0.095:
        return f"{rate:.1f}/s"
    return f"{rate * 60:.1f}/min" if rate > 0.0017 else "quiet"
