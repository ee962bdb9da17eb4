"""Reads tables of a TOML file key by key, and keeps every problem found on the way.

A `Table` is asked for each key that may be in it; what is wrong is noted with file, line and key, and a harmless value is
given instead, so that reading goes on and all problems come out at once. `end()` notes the keys nobody asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, TypeVar

from warroom.compose.layer import Colour
from warroom.errors import Problem, TemplateError
from warroom.plan.toml_lines import Key, TomlFile, hint, suggest

Word = TypeVar("Word", bound=str)
_MEASURED = re.compile(r"\s*([-+]?\d{1,9}(?:[.,]\d{1,9})?)\s*(%|[A-Za-z]*)\s*")
_HEX = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")


def hex_colour(text: str) -> Colour | None:
    """`#rgb`, `#rgba`, `#rrggbb` or `#rrggbbaa`."""
    if not _HEX.fullmatch(text):
        return None
    digits = text[1:]
    if len(digits) <= 4:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) for at in range(0, len(digits), 2)]
    return (parts[0], parts[1], parts[2], parts[3] if len(parts) == 4 else 255)


FORMAT = 1
"""The newest format of brands and templates that this program reads; older ones stay readable."""


class Table:
    """One table of the file; `override` names keys that stand in another place (a cut's changes to a layer)."""

    def __init__(self, file: TomlFile, values: dict[str, Any], path: tuple[Key, ...], problems: list[Problem]) -> None:
        self.file = file
        self.values = values
        self.path = path
        self.problems = problems
        self.asked: list[str] = []
        self._looked: list[str] = []
        self._lacking: list[tuple[tuple[str, ...], Problem]] = []
        self.override: tuple[dict[str, Any], tuple[Key, ...]] | None = None

    def where(self, *key: Key) -> tuple[Key, ...]:
        if self.override is not None and key and key[0] in self.override[0]:
            return (*self.override[1], *key)
        return (*self.path, *key)

    def wrong(self, key: str | tuple[Key, ...], problem: str, advice: str = "") -> None:
        keys = key if isinstance(key, tuple) else (key,) if key else ()
        found = self.file.problem(self.where(*keys), problem, advice)
        self.problems.append(found)
        if len(keys) == 1 and keys[0] not in self.values:
            self._lacking.append(((str(keys[0]),), found))

    def lacks(self, keys: tuple[str, ...], problem: str, advice: str = "") -> None:
        """None of these keys is there, and one must be; the problem stands at the first."""
        self.wrong(keys[0], problem, advice)
        self._lacking.append((keys, self.problems[-1]))

    def has(self, key: str) -> bool:
        self._looked.append(key)
        return key in self.values

    def raw(self, key: str, form: str = "") -> Any:
        """The value as it stands. `form`, here and below, names what the schema says of the key: see `schema.py`."""
        self.asked.append(key)
        return self.values.get(key)

    def text(self, key: str, default: str | None = None, form: str = "") -> str:
        """A text; without a default it must be there and not be empty."""
        value = self.raw(key)
        if value is None:
            if default is None:
                self.wrong(key, "is missing.", f'Add {key} = "…".')
            return default or ""
        if not isinstance(value, str):
            self.wrong(key, f"must be a text, not {kind(value)}.")
            return default or ""
        if default is None and not value.strip():
            self.wrong(key, "must not be empty.")
        return value

    def number(self, key: str, default: float | None = None, low: float = float("-inf"), high: float = float("inf")) -> float:
        value = self.raw(key)
        if value is None:
            if default is None:
                self.wrong(key, "is missing.", f"Add {key} = {FORMAT}." if key == "format" else "A number is needed.")
            return default or 0.0
        if not _is_number(value):
            self.wrong(key, f"must be a number, not {kind(value)}.", _as_number(key, value, high))
            return default or 0.0
        if not low <= value <= high:  # not a number is neither
            self.wrong(key, f"is {_shown(value)}, outside {low:g} to {high:g}.")
            return default if default is not None else low if low > float("-inf") else 0.0
        return float(value)

    def whole(self, key: str, default: int | None = None, low: int = 0, high: int = 10**9) -> int:
        value = self.values.get(key)
        if isinstance(value, float) and not value.is_integer():  # nor is a number without end
            self.raw(key)
            self.wrong(key, "must be a whole number.")
            return default or low
        return int(self.number(key, default, low, high))

    def flag(self, key: str, default: bool = False) -> bool:
        value = self.raw(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong(key, f"must be true or false, not {kind(value)}.")
            return default
        return value

    def one_of(self, key: str, options: tuple[Word, ...], default: Word | None = None) -> Word:
        value = self.text(key, default)
        for option in options:
            if option == value:
                return option
        if value or (default is not None and self.has(key)):
            self.wrong(key, f'"{value}" is not known.', hint(value, options))
        return default if default is not None else options[0]

    def texts(self, key: str, known: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of texts; `known` are those that it may hold, for whoever looks them up."""
        value = self.raw(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            self.wrong(key, "must be a list of texts.", f'For example {key} = ["one", "two"].')
            return ()
        return tuple(value)

    def pair(self, key: str, default: tuple[float, float], low: float = 0.0, high: float = 10_000.0) -> tuple[float, float]:
        value = self.raw(key)
        if value is None:
            return default
        if not isinstance(value, list) or len(value) != 2 or not all(_is_number(part) for part in value):
            self.wrong(key, "must be two numbers.", f"For example {key} = [{default[0]:g}, {default[1]:g}].")
            return default
        if not all(low <= part <= high for part in value):
            self.wrong(key, f"has a number outside {low:g} to {high:g}.")
            return default
        return (float(value[0]), float(value[1]))

    def table(self, key: str, form: str = "") -> Table | None:
        value = self.raw(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.wrong(key, f"must be a table, not {kind(value)}.")
            return None
        return self._under(value, key)

    def tables(self, key: str) -> tuple[Table, ...]:
        """An array of tables: `[[key]]`."""
        value = self.raw(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
            self.wrong(key, "must be an array of tables.", f"Write [[{key}]] for each.")
            return ()
        return tuple(self._under(part, key, index) for index, part in enumerate(value))

    def named(self, key: str, usual: str = "") -> tuple[tuple[str, Table], ...]:
        """A table of tables: `[key.NAME]`; `usual` is the key in them that a text alone is probably meant for."""
        holder = self.table(key)
        if holder is None:
            return ()
        found = []
        for name, part in holder.values.items():
            if isinstance(part, dict):
                found.append((name, holder._under(part, name)))
            else:
                meant = f'Write {name} = {{ {usual} = "{part}" }}.' if usual and isinstance(part, str) else ""
                holder.wrong(name, f"must be a table, not {kind(part)}.", meant)
        return tuple(found)

    def _under(self, values: dict[str, Any], *key: Key) -> Table:
        below = Table(self.file, values, (*self.path, *key), self.problems)
        if self.override is not None and isinstance(key[0], str) and key[0] in self.override[0]:
            part = self.override[0][key[0]]
            place = (*self.override[1], *key)
            if key[0] in _MERGED and isinstance(part, dict):
                below.override = (part, place)
            else:
                below.path = place
        return below

    def format(self) -> None:
        """Note the file's format; raises `TemplateError` at once when only a newer program can read it."""
        version = self.whole("format", None, 1)
        if version > FORMAT:
            advice = f"This one reads format {FORMAT}. Update warroom, or ask whoever made the file for an older one."
            raise TemplateError((self.file.problem(("format",), f"is {version}: it needs a newer warroom.", advice),))

    def end(self, also: Iterable[str] = ()) -> bool:
        """Note every key that nobody asked for; whether there is one.

        What is missing because its key is misspelt is told once: at the key that is there.
        """
        asked = {*self.asked, *also}
        known = tuple(dict.fromkeys((*self.asked, *self._looked, *also)))
        strange = [key for key in self.values if key not in asked]
        free = tuple(key for key in known if key not in self.values)
        for key in strange:
            meant = suggest(key, free)
            self.wrong(key, "is not known here.", hint(key, free if meant else known))
            for _, missing in (one for one in self._lacking if meant in one[0]):
                self.problems[:] = [problem for problem in self.problems if problem is not missing]
        return bool(strange)


_MERGED = frozenset({"fit", "shadow", "plate", "stroke", "outline"})
"""The keys of a layer that a cut changes part by part; every other key is replaced whole."""


def merged(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """A layer's table with a cut's changes."""
    out = dict(base)
    for key, value in changes.items():
        old = out.get(key)
        out[key] = {**old, **value} if key in _MERGED and isinstance(old, dict) and isinstance(value, dict) else value
    return out


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _as_number(key: str, value: object, high: float) -> str:
    """How what stands there as a text is written as a number, where it can be told."""
    found = _MEASURED.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return "Write weight = 400 for regular, weight = 700 for bold." if key == "weight" else ""
    number, unit = found[1].replace(",", "."), found[2]
    if unit == "%" and high == 1:
        return f"Write {key} = {float(number) / 100:g}."
    if unit:
        return f"Write a number without quotes and unit: {key} = {number}. Lengths are thousandths of the cut's short side."
    return f"Write {key} = {number}, without quotes."


def kind(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", str: "a text", list: "a list", dict: "a table"}
    return names.get(type(value), "a date or time")


def _shown(value: float) -> str:
    """A number as a problem names it; a whole number may be longer than any float."""
    if value != value:
        return "not a number"
    return f"{value:g}" if abs(value) < 10**15 else "far too large" if value > 0 else "far too small"
