"""Posts and sources as the feeds show them. Pure; times in milliseconds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from warroom.desktop import clock
from warroom.sources.gap import Gap
from warroom.sources.health import SourceHealth
from warroom.sources.post import Post
from warroom.watch.tame import OPENED_MOST, tame, tame_line
from warroom.wire import Profile

SHOTS = 2  # pictures of a post that are shown on its card
STUFFED = 4  # hashtags in a row, from which on they are folded
_TAG_RUN = re.compile(r"(?:(?<!\S)|\s)#\w+(?:\s+#\w+)*(?!\S)")

NETWORKS = {"bluesky": "Bluesky", "mastodon": "Mastodon", "feed": "News", "wikimedia": "Wikipedia", "rehearsal": "Rehearsal"}


@dataclass(frozen=True)
class PostRow:
    """`words` is what is read; `behind` names the content warning it stands behind until shown.

    A post that is `gone` keeps its words, unreadable, so that it keeps its height until the list may move; `instead` stands there.
    `kind` is "post", or "bar" for what is said between posts: then only id, words, acts (the time its posts begin at) and at count.
    """

    kind: str
    id: str
    author: str
    avatar: str  # address; "-": there may come one, its place is kept
    source: str
    rehearsal: bool  # never passes for a network's own: shown in the rehearsal's colour
    age: str
    words: str
    behind: str
    extra: str  # link card and pictures, by their titles and alt texts
    facts: str  # reshares, folded tags, edited
    alike: str  # how many others say the same
    members: str  # who they are, a line each, once asked for
    shots: int  # how many boxes for pictures are kept
    thumbs: tuple[str, ...]  # what stands in them: an address, "" while it comes, "-" where it cannot be had
    gone: bool
    instead: str
    opened: bool
    chosen: bool
    url: str
    at: int
    acts: int = 0


@dataclass(frozen=True)
class Sight:
    """How one post is looked at."""

    warned: bool = False  # what stands behind its warning is shown
    opened: bool = False  # whole: all its words and tags, and who says the same
    instead: str = ""  # what stands in its place until the list may move
    chosen: bool = False
    pictures: bool = False  # are shown at all
    members: str = ""
    profile: Profile | None = None
    image: Callable[[str, str], str] = lambda url, size: ""


def post_row(post: Post, now: int, sight: Sight = Sight()) -> PostRow:
    behind = tame_line(post.warning, 160) if post.warning and not sight.warned else ""
    text, folded_tags = _text(post, sight)
    shown = post.pictures[:SHOTS] if sight.pictures and not behind else ()
    return PostRow(
        kind="post",
        id=post.id,
        author=author_of(post, sight.profile),
        avatar=_avatar(post, sight) if sight.pictures else "",
        source=source_of(post),
        rehearsal=post.in_rehearsal,
        age=clock.age(now - post.at),
        words=text,
        behind=behind,
        extra="" if behind else _extra(post, bool(shown)),
        facts=_facts(post, folded_tags, len(shown)),
        alike=alike_words(post),
        members=sight.members,
        shots=len(shown),
        thumbs=tuple(sight.image(picture.url, "small") for picture in shown),
        gone=bool(sight.instead),
        instead=sight.instead,
        opened=sight.opened,
        chosen=sight.chosen,
        url=post.url,
        at=post.at,
    )


@dataclass(frozen=True)
class Bar:
    """A stretch of time whose posts are not in the column, said between those around it. `begins` is 0 where they cannot be had."""

    id: str
    words: str
    at: int  # where it stands: the end of the stretch, ms
    begins: int = 0


def bar_row(bar: Bar) -> PostRow:
    plain = PostRow("bar", bar.id, "", "", "", False, "", bar.words, "", "", "", "", "", 0, (), False, "", False, False, "", bar.at)
    return replace(plain, acts=bar.begins)


def gap_bar(gap: Gap, clock_at: Callable[[int], str]) -> Bar:
    lasted = f"{clock_at(gap.since)}–{clock_at(gap.until)}"
    return Bar(f"gap:{gap.source}:{gap.since}", f"{gap.source} {gap.why} {lasted}: these posts cannot be had.", gap.until)


def author_of(post: Post, profile: Profile | None = None) -> str:
    if post.network == "feed":
        return tame_line(post.author_name or post.author)
    name = tame_line(profile.handle if profile is not None and profile.handle else post.author)
    if name.startswith("did:"):
        return tame_line(post.author_name) or f"{name[:14]}…"
    return name if name.startswith("@") or " " in name else f"@{name}"  # a paper has a name, a person there a handle


def source_of(post: Post) -> str:
    return post.source.removesuffix(" (rehearsal)") if post.in_rehearsal else NETWORKS.get(post.network, post.source)


def alike_words(post: Post) -> str:
    others = post.copies + post.alike
    return f"+{clock.short_count(others)} {'says' if others == 1 else 'say'} the same" if others else ""


def member_lines(posts: Iterable[Post], now: int) -> str:
    """Who says the same: a line each, the newest first."""
    return "\n".join(f"{author_of(post)} · {source_of(post)} · {clock.age(now - post.at)}" for post in posts)


def unstuffed(text: str) -> tuple[str, int]:
    """The text without its runs of hashtags, and how many those were. A hashtag within a sentence is a word of it and stays."""
    runs = [run for run in _TAG_RUN.finditer(text) if run[0].count("#") >= STUFFED]
    rest = text
    for run in reversed(runs):
        rest = rest[: run.start()] + rest[run.end() :]
    if runs and not rest.strip():  # nothing but hashtags: the first of them say what it is about
        first = text.split()[: STUFFED - 1]
        return " ".join(first), text.count("#") - len(first)
    return rest.strip(), sum(run[0].count("#") for run in runs)


def _text(post: Post, sight: Sight) -> tuple[str, int]:
    text = post.text.strip() or (post.link.title if post.link else "")
    if sight.opened:
        return tame(text, OPENED_MOST), 0
    text, folded_tags = unstuffed(tame(text))
    return text, folded_tags


def _avatar(post: Post, sight: Sight) -> str:
    url = post.avatar or (sight.profile.avatar if sight.profile is not None else "")
    if url:
        return sight.image(url, "avatar") or "-"
    return "-" if post.author.startswith("did:") else ""


def _extra(post: Post, seen: bool) -> str:
    """`seen`: the pictures themselves are shown, so that only what they are said to show is told."""
    parts = []
    if post.link is not None and post.text.strip() and post.link.title and post.link.title not in post.text:
        parts.append(f"Link: {tame_line(post.link.title, 200)}")
    if post.pictures:
        alt = tame_line(next((picture.alt for picture in post.pictures if picture.alt), ""), 200)
        count = "Picture" if len(post.pictures) == 1 else f"{len(post.pictures)} pictures"
        if alt or not seen:
            parts.append(f"{count}: {alt}" if alt else f"{count}, not described")
    return "\n".join(parts)


def _facts(post: Post, folded_tags: int, shown: int) -> str:
    parts = []
    if post.reshares:
        parts.append(f"↻ {clock.short_count(post.reshares)}")
    if folded_tags:
        parts.append(f"+{folded_tags} tags")
    if 0 < shown < len(post.pictures):
        parts.append(f"{shown} of {len(post.pictures)} pictures")
    if post.edited:
        parts.append("edited")
    return " · ".join(parts)


NIGHT_OVER = "The night is over"


@dataclass(frozen=True)
class SourceRow:
    """One pill of the strip: its rate, or since when it is silent and why."""

    name: str
    words: str
    tone: str


def source_rows(sources: Iterable[SourceHealth], now: int, speed: float = 1.0, heard_at: str = "") -> tuple[SourceRow, ...]:
    """What has trouble first; news feeds that are well are one pill together. Rates are those of the event's clock, `speed` times ours.

    `heard_at` where the room is not live: then no pill says more than how its source was at that time.
    """
    every = tuple(sources)
    calm = [source for source in every if source.kind == "feed" and source.state == "live" and not source.why]
    rows = [_source_row(source, now, speed) for source in every if len(calm) < 2 or source not in calm]
    if len(calm) >= 2:
        rows.append(SourceRow("feeds", f"{len(calm)} news feeds", "green"))
    order = {"red": 0, "amber": 1, "green": 2}
    rows.sort(key=lambda row: order.get(row.tone, 3))
    return tuple(SourceRow(row.name, f"{row.words}, at {heard_at}", "second") if heard_at else row for row in rows)


def standstill(sources: Iterable[SourceHealth]) -> str:
    """What a feed is to say instead of being live where nothing at all is read; empty where something is, or is being tried."""
    states = {source.state for source in sources}
    if not states or states & {"live", "connecting"}:
        return ""
    return {frozenset(("ended",)): NIGHT_OVER, frozenset(("waiting",)): "Told to wait"}.get(frozenset(states), "No source is live")


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
        case "ended":
            return SourceRow(source.name, f"{source.name}: {source.why}", "third")
        case "failed":
            return SourceRow(source.name, f"{source.name}: {source.why or 'cannot be read'}, for {lasted}", "red")


def _rate(rate: float) -> str:
    if rate >= 10:
        return f"{clock.count(round(rate))}/s"
    if rate >= 0.095:
        return f"{rate:.1f}/s"
    return f"{rate * 60:.1f}/min" if rate > 0.0017 else "quiet"
