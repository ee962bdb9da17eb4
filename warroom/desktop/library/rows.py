"""The library as rows and facts. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from warroom.compose.library import Asset, Library
from warroom.compose.licence import span

KINDS = ("picture", "logo", "sticker")


@dataclass(frozen=True)
class AssetRow:
    """`why` says why it cannot be placed, `trouble` why it cannot be seen."""

    key: str
    title: str
    kind: str
    shows: str
    thumb: str
    why: str
    trouble: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class AssetFacts:
    label: str
    words: str


def asset_row(asset: Asset, day: dt.date, thumb: str, chosen: bool) -> AssetRow:
    return AssetRow(asset.file, asset.title, asset.kind, asset.shows, thumb, asset.why_not(day), chosen=chosen)


def facts_of(asset: Asset) -> tuple[AssetFacts, ...]:
    """What is known of it, in the order in which one asks."""
    facts = (
        ("Shows", asset.shows),
        ("People", ", ".join(asset.people)),
        ("Tags", " ".join(f"#{tag.replace(' ', '_')}" for tag in asset.tags)),
        ("Source", asset.source),
        ("Rights", asset.rights),
        ("Licence", span(asset.since, asset.until)),
        ("Note", asset.note),
        ("File", asset.file.rpartition("/")[2] if asset.file.startswith("/") else asset.file),
    )
    return tuple(AssetFacts(label, words) for label, words in facts if words)


def kept_words(library: Library | None, found: int, narrowed: bool) -> str:
    if library is None:
        return "Reading the library…"
    whole = len(library.assets)
    kept = f"{whole:,} asset{'' if whole == 1 else 's'}"
    return f"{kept} · {found:,} found" if narrowed else kept


def problem_words(library: Library | None) -> str:
    """The first entry that was left out, with its line, and how many more there are."""
    if library is None or not library.problems:
        return ""
    first, more = library.problems[0], len(library.problems) - 1
    place = f"library.toml, line {first.line}, {first.key}"
    rest = f" And {more} more." if more else ""
    return f"Left out: {place} {first.problem} {first.hint}{rest}".replace("  ", " ")
