"""The brand's own pictures, logos and stickers, as one `library.toml` describes them: reading and searching, no network.

    [[asset]]
    file = "players/ann.jpg"            # beside library.toml, or below it
    title = "Ann at the line"
    kind = "picture"                    # picture | logo | sticker
    shows = "Ann, arms up, at dusk"     # what to say of it in an alt text
    people = ["Ann Lee"]
    tags = ["goal", "joy"]
    source = "Own photographer"
    rights = "ours"
    from = 2026-05-01                   # both optional: the licence's first and last day
    until = 2026-07-31
    note = "Not for posters"            # of the licence

What is wrong is told with its line and key, and only that entry is left out: one slip does not cost a whole library.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, Literal, cast, get_args

import msgspec

from warroom.compose.licence import why_not
from warroom.errors import Problem, TemplateError
from warroom.plan.table import Table
from warroom.plan.toml_lines import Lines, TomlFile, dotted, parse

FILE = "library.toml"
Kind = Literal["picture", "logo", "sticker"]
ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif")
MOST_ASSETS = 20_000
_KEYS = ("file", "title", "kind", "shows", "people", "tags", "source", "rights", "from", "until", "note")


class Asset(msgspec.Struct, frozen=True):
    """One entry. `file` names it: relative, with `/`, without `..`."""

    file: str
    title: str
    kind: Kind
    shows: str
    people: tuple[str, ...]
    tags: tuple[str, ...]
    source: str
    rights: str
    since: dt.date | None = None
    until: dt.date | None = None
    note: str = ""

    def why_not(self, day: dt.date) -> str:
        """Why it may not be placed on that day; empty where it may."""
        return why_not(self.since, self.until, day)


class Library(msgspec.Struct, frozen=True, dict=True):
    """`where` is the folder or the S3 address it was read from; `problems` those entries that were left out, and why."""

    where: str
    assets: tuple[Asset, ...]
    problems: tuple[Problem, ...] = ()
    digest: str = ""  # SHA-256 of the library.toml

    def asset(self, file: str) -> Asset | None:
        return self._by_file.get(file)

    @cached_property
    def _by_file(self) -> dict[str, Asset]:
        return {asset.file: asset for asset in self.assets}

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        return tuple(_searchable(asset) for asset in self.assets)

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """Those of its assets, the commonest first."""
        return _common(tag for asset in self.assets for tag in asset.tags)

    @cached_property
    def people(self) -> tuple[str, ...]:
        return _common(person for asset in self.assets for person in asset.people)

    def found(self, query: str = "", kinds: Sequence[Kind] = (), day: dt.date | None = None) -> tuple[Asset, ...]:
        """Every word of `query` in title, what it shows, people, tags, source, kind or file's name; `#tag` the whole tag.

        In the library's order, those that may be used on `day` first.
        """
        wanted = [_folded(word) for word in query.split()]
        hits = [
            asset
            for asset, text in zip(self.assets, self._texts, strict=True)
            if (not kinds or asset.kind in kinds) and all(f" {word[1:]} " in text if word[:1] == "#" else word in text for word in wanted)
        ]
        return tuple(sorted(hits, key=lambda asset: bool(asset.why_not(day)))) if day is not None else tuple(hits)


def read_library(path: Path, where: str = "") -> Library:
    """The library described by this `library.toml`. Raises TemplateError where the file itself cannot be read as TOML.

    About 0.1 s for 2,000 assets: for a worker thread. Whether the files are there is seen when they are wanted.
    """
    try:
        data = path.read_bytes()
        values = tomllib.loads(data.decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        parse(path, TemplateError)  # says what is wrong, and where
        raise
    assets, problems = _assets(path, values, Lines(""))
    if problems:  # lines cost more than all the rest: only looked for where there is something to point at
        assets, problems = _assets(path, values, Lines(data.decode("utf-8-sig")))
    return Library(where or str(path.parent), assets, problems, hashlib.sha256(data).hexdigest())


def _assets(path: Path, values: dict[str, Any], lines: Lines) -> tuple[tuple[Asset, ...], tuple[Problem, ...]]:
    problems: list[Problem] = []
    top = Table(TomlFile(path, values, lines, b""), (), values, problems)
    top.only("asset", "format")
    assets: list[Asset] = []
    seen: set[str] = set()
    tables = top.tables("asset")
    if not tables and not problems:
        top.missing("asset", "[[asset]] with a file, a title, a source and its rights")
    for table in tables[:MOST_ASSETS]:
        before = len(problems)
        asset = _asset(table)
        if asset.file in seen:
            table.wrong("file", f'"{asset.file}" is described already.', "Describe each file once.")
        if len(problems) == before:
            seen.add(asset.file)
            assets.append(asset)
    if len(tables) > MOST_ASSETS:
        problems.append(Problem(path, 0, dotted(("asset",)), f"has more than {MOST_ASSETS:,} entries.", "Split the library in two."))
    return tuple(assets), tuple(sorted(problems, key=lambda problem: problem.line))


def _asset(table: Table) -> Asset:
    table.only(*_KEYS)
    since, until = table.date("from"), table.date("until")
    if since and until and since > until:
        table.wrong("until", "is before from.", "Write the later date in until.")
    file = table.text("file", "players/ann.jpg")
    if file and not _inside(file):
        table.wrong(
            "file", f'"{file}" is no picture in the library.', f"Write a path below library.toml that ends in {', '.join(ENDINGS)}."
        )
    return Asset(
        file=file,
        title=table.text("title", "Ann at the line"),
        kind=cast(Kind, table.choice("kind", get_args(Kind), default="picture")),
        shows=table.text("shows", "Ann, arms up, at dusk", default="", most=1_000),
        people=tuple(filter(None, table.texts("people", "Ann Lee"))),
        tags=tuple(_tag(tag) for tag in table.texts("tags", "goal") if tag),
        source=table.text("source", "Own photographer"),
        rights=table.text("rights", "ours"),
        since=since,
        until=until,
        note=table.text("note", "Not for posters", default="", most=1_000),
    )


def _inside(file: str) -> bool:
    path = PurePosixPath(file)
    plain = not path.is_absolute() and ".." not in path.parts and "\\" not in file and ":" not in file
    return plain and path.suffix.lower() in ENDINGS


def _tag(tag: str) -> str:
    return tag.removeprefix("#").strip()


def _searchable(asset: Asset) -> str:
    """Everything that is searched, folded; tags stand between blanks of their own."""
    plain = (asset.title, asset.shows, asset.source, asset.kind, asset.file, *asset.people)
    tags = "".join(f" {_folded(tag).replace(' ', '_')} " for tag in asset.tags)
    return f" {_folded(' '.join(plain))} {tags} "


def _folded(text: str) -> str:
    """Case and accents made one: `Göteborg` is found by `goteborg`."""
    if text.isascii():  # two thousand entries are folded while somebody waits
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _common(words: Iterable[str]) -> tuple[str, ...]:
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return tuple(sorted(counts, key=lambda word: (-counts[word], word)))
