"""Read one table of a plan key by key: every value is checked, every problem noted, and reading goes on after each.

What a method gives back for a missing or wrong value is only there so that reading can go on; whoever made the tables
raises the collected problems before anybody uses the values.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from warroom.errors import Problem
from warroom.plan.toml_lines import Key, TomlFile, dotted, hint, suggest

CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_DURATION = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,5})s)?")
LONGEST = 200  # characters of a text: names stand in rows, on buttons and in sentences
_BREAKS = ("Cc", "Zl", "Zp")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True)
class Table:
    """One table of the file at `path`; `problems` is shared by all tables of the file."""

    file: TomlFile
    path: tuple[Key, ...]
    values: dict[str, Any]
    problems: list[Problem]

    def wrong(self, key: str | tuple[Key, ...], problem: str, hint: str = "") -> None:
        """Note a problem at this key, or (given a tuple) at this place below the table."""
        below = (key,) if isinstance(key, str) else key
        self.problems.append(self.file.problem((*self.path, *below), problem, hint))

    def only(self, *known: str) -> None:
        """Name every key that is none of these."""
        for key in self.values:
            if key not in known:
                self.wrong(key, "is no key of this table.", hint(key, known))

    def has(self, key: str) -> bool:
        return key in self.values

    def missing(self, key: str, example: str) -> None:
        """Note that this key is missing, unless it is there misspelt and noted as such."""
        if not self._misspelt(key):
            self.wrong(key, "is missing.", f"Add {key} = {example}.")

    def _misspelt(self, key: str) -> bool:
        noted = {problem.key for problem in self.problems}
        return any(suggest(other, (key,)) and dotted((*self.path, other)) in noted for other in self.values)

    def text(self, key: str, example: str, *, default: str | None = None, most: int = LONGEST) -> str:
        """One line of text that is not blank, of at most so many characters; required unless there is a default."""
        if key not in self.values:
            if default is None:
                self.missing(key, f'"{example}"')
            return default or ""
        value = self.values[key]
        if not isinstance(value, str):
            self.wrong(key, f"must be a text, not {kind_of(value)}.", f'Write {key} = "{example}".')
            return default or ""
        if not _one_line(value):
            self.wrong(key, "must be one line of text that is not blank.", f'Write {key} = "{example}".')
        elif len(value) > most:
            self.wrong(key, f"is longer than {most} characters.", f'Write {key} = "{example}", for example.')
        return value.strip()

    def texts(self, key: str, example: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts, none blank; with `required` at least one. A wrong one leaves an empty text in its place."""
        if required and key not in self.values:
            self.missing(key, f'["{example}"]')
        value = self.values.get(key, [])
        if not isinstance(value, list):
            self.wrong(key, f"must be a list of texts, not {kind_of(value)}.", f'Write {key} = ["{example}"].')
            return ()
        if required and not value and key in self.values:
            self.wrong(key, "must not be empty.", f'Write {key} = ["{example}"].')
        out = []
        for index, entry in enumerate(value):
            text = entry.strip() if isinstance(entry, str) and _one_line(entry) else ""
            if not isinstance(entry, str):
                self.wrong((key, index), f"must be a text, not {kind_of(entry)}.", f'Write it in quotes, as "{example}".')
            elif len(text) > LONGEST:
                self.wrong((key, index), f"is longer than {LONGEST} characters.", f'Write "{example}", for example.')
            elif not text:
                self.wrong((key, index), "must be one line of text that is not blank.", "Remove it or write what it should be.")
            out.append(text)
        return tuple(out)

    def choice(self, key: str, known: Iterable[str], *, default: str | None = None) -> str:
        """One of `known`; the first of them (or the default) where something else stands."""
        words = tuple(known)
        if key not in self.values:
            if default is None:
                self.missing(key, f'"{words[0]}"')
            return default or words[0]
        value = self.values[key]
        if not isinstance(value, str):
            self.wrong(key, f"must be a text, not {kind_of(value)}.", f'Write {key} = "{words[0]}".')
        elif value not in words:
            self.wrong(key, f'"{value}" is not known.', hint(value, words))
        else:
            return value
        return default or words[0]

    def flag(self, key: str, *, default: bool = False) -> bool:
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            self.wrong(key, f"must be true or false, not {kind_of(value)}.", f"Write {key} = true, without quotes.")
            return default
        return value

    def whole(self, key: str, *, default: int, least: int, most: int) -> int:
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong(key, f"must be a whole number, not {kind_of(value)}.", f"Write {key} = {default}.")
            return default
        if not least <= value <= most:
            self.wrong(key, f"must be from {least} to {most}.", f"Write {key} = {default}, for example.")
            return default
        return value

    def duration(self, key: str) -> int:
        """Seconds of `"5m"`, `"90s"`, `"1h30m"`; 0 where the key is missing."""
        if key not in self.values:
            return 0
        value = self.values[key]
        example = f'Write {key} = "5m" (or "90s", "1h30m").'
        if not isinstance(value, str):
            self.wrong(key, f"must be a length of time in quotes, not {kind_of(value)}.", example)
            return 0
        match = _DURATION.fullmatch(value.strip())
        seconds = sum(int(part or 0) * unit for part, unit in zip(match.groups(), (3600, 60, 1), strict=True)) if match else 0
        if not seconds:
            self.wrong(key, f'"{value}" is no length of time.', example)
        return seconds

    def clock(self, key: str) -> str:
        """`HH:MM` on the event's own clock."""
        if key not in self.values:
            self.missing(key, '"19:00"')
            return "00:00"
        value = self.values[key]
        if not isinstance(value, str):
            self.wrong(key, f"must be a time of day in quotes, not {kind_of(value)}.", f'Write {key} = "19:00".')
        elif not CLOCK.fullmatch(value):
            self.wrong(key, f'"{value}" is no time of day from 00:00 to 23:59.', f'Write {key} = "19:00".')
        else:
            return value
        return "00:00"

    def date(self, key: str) -> dt.date | None:
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
            self.wrong(key, f"must be a date, not {kind_of(value)}.", f"Write {key} = 2026-07-20, without quotes and without a time.")
            return None
        return value

    def moment(self, key: str) -> dt.datetime:
        """A date and time with its zone."""
        example = f"Write {key} = 2026-07-19T19:00:00+02:00; its offset is the event's own clock."
        value = self.values.get(key)
        if value is None:
            self.missing(key, "2026-07-19T19:00:00+02:00")
        elif not isinstance(value, dt.datetime):
            self.wrong(key, f"must be a date with a time and a zone, not {kind_of(value)}.", example)
        elif value.tzinfo is None:
            self.wrong(key, "has no zone, so nobody else's clock can be set by it.", example)
        else:
            return value
        return dt.datetime(2000, 1, 1, tzinfo=dt.UTC)

    def languages(self, key: str) -> tuple[str, ...]:
        """BCP 47 primary tags."""
        tags = self.texts(key, "en")
        for index, tag in enumerate(tags):
            if tag and not _LANGUAGE.fullmatch(tag):
                self.wrong((key, index), f'"{tag}" is no language tag.', 'Write two or three small letters, as "en" or "fr".')
        return tags

    def language(self, key: str, default: str) -> str:
        tag = self.text(key, default, default=default)
        if self.has(key) and isinstance(self.values[key], str) and not _LANGUAGE.fullmatch(tag):
            self.wrong(key, f'"{tag}" is no language tag.', f'Write two or three small letters, as "{default}".')
        return tag

    def table(self, key: str) -> Table:
        """The table `[key]`; an empty one where it is missing or is no table."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            self.wrong(key, f"must be a table, not {kind_of(value)}.", f"Write [{self._header(key)}] and its keys below.")
            value = {}
        unread = key not in self.values and self._misspelt(key)
        return Table(self.file, (*self.path, key), value, [] if unread else self.problems)

    def tables(self, key: str) -> tuple[Table, ...]:
        """The tables `[[key]]`, in the file's order; what is no table is named and left out."""
        value = self.values.get(key, [])
        header = f"Write [[{self._header(key)}]] and its keys below, once for each."
        if not isinstance(value, list):
            self.wrong(key, f"must be a list of tables, not {kind_of(value)}.", header)
            return ()
        out = []
        for index, entry in enumerate(value):
            if isinstance(entry, dict):
                out.append(Table(self.file, (*self.path, key, index), entry, self.problems))
            else:
                self.wrong((key, index), f"must be a table, not {kind_of(entry)}.", header)
        return tuple(out)

    def _header(self, key: str) -> str:
        return ".".join(part for part in (*self.path, key) if isinstance(part, str))


def _one_line(text: str) -> bool:
    return bool(text.strip()) and not any(unicodedata.category(character) in _BREAKS for character in text)


def kind_of(value: object) -> str:
    """What a TOML value is, in words: `a text`, `a whole number` …"""
    kinds: tuple[tuple[type, str], ...] = (
        (bool, "true or false"),
        (int, "a whole number"),
        (float, "a number"),
        (str, "a text"),
        (dt.datetime, "a date with a time"),
        (dt.date, "a date"),
        (dt.time, "a time without quotes"),
        (list, "a list"),
        (dict, "a table"),
    )
    return next((words for kind, words in kinds if isinstance(value, kind)), "something else")
