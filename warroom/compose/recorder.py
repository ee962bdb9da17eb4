"""Learns what a table may hold by reading one: a stand-in for `Table` that notes what it is asked for, as JSON schema.

The readers of brands and templates are run on it, so that a key, a limit or a word that they know is in the schema and no other.
"""

from __future__ import annotations

from typing import Any, cast

from warroom.compose.keys import Key
from warroom.compose.read import Table, Word
from warroom.plan.toml_lines import Key as Step

Schema = dict[str, Any]


class Recorder(Table):
    """`values` are those that decide which keys are read at all (a type, a kind, a mode)."""

    def __init__(self, where: tuple[str, ...], keys: dict[str, Key], values: dict[str, Any] | None = None, opened: str = "") -> None:
        """`where` names the tables that the keys may be described under, the nearest first; `opened` a part to look into."""
        self.values = dict(values or {})
        self.tables_in = where
        self.keys = keys
        self.opened = opened
        self.properties: Schema = {}
        self.required: list[str] = []
        self.optional: set[str] = set()
        self.problems = []
        self.inner: Recorder | None = None

    def schema(self) -> Schema:
        """What was asked for, and nothing else."""
        needed = [key for key in self.required if key not in self.optional]
        out: Schema = {"type": "object", "properties": self.properties, "additionalProperties": False}
        return out | ({"required": needed} if needed else {})

    def _note(self, key: str, schema: Schema, *, needed: bool = False) -> None:
        if key in self.values:
            schema = {"enum": [self.values[key]]}
        found = next((self.keys[name] for table in self.tables_in if (name := f"{table}.{key}".lstrip(".")) in self.keys), None)
        if found is not None:
            schema = {"description": found.about, **schema} if "$ref" not in schema else {"description": found.about, "allOf": [schema]}
        self.properties.setdefault(key, schema)
        if needed and key not in self.required:
            self.required.append(key)

    # ── what readers ask ───────────────────────────────────────────────────────────────────────────────────────────────

    def wrong(self, key: str | tuple[Step, ...], problem: str, advice: str = "") -> None:
        """Nothing is wrong with what is not there."""

    def lacks(self, keys: tuple[str, ...], problem: str, advice: str = "") -> None:
        """Nor with what could be."""

    def has(self, key: str) -> bool:
        self.optional.add(key)
        return True

    def raw(self, key: str, form: str = "") -> Any:
        self._note(key, {"$ref": f"#/definitions/{form}"}, needed=form == "stops")
        return None

    def text(self, key: str, default: str | None = None, form: str = "") -> str:
        plain: Schema = {"type": "string"} if default is not None else {"type": "string", "pattern": r"\S"}
        self._note(key, {"$ref": f"#/definitions/{form}"} if form else plain, needed=default is None)
        return str(self.values.get(key, ""))

    def number(self, key: str, default: float | None = None, low: float = float("-inf"), high: float = float("inf")) -> float:
        limits = {name: limit for name, limit in (("minimum", low), ("maximum", high)) if abs(limit) != float("inf")}
        self._note(key, {"type": "number", **limits}, needed=default is None)
        return default or 1.0

    def whole(self, key: str, default: int | None = None, low: int = 0, high: int = 10**9) -> int:
        self._note(key, {"type": "integer", "minimum": low, "maximum": high}, needed=default is None)
        return default or 1

    def flag(self, key: str, default: bool = False) -> bool:
        self._note(key, {"type": "boolean"})
        return default

    def one_of(self, key: str, options: tuple[Word, ...], default: Word | None = None) -> Word:
        fixed = bool(options) and options != ("",)
        self._note(key, {"enum": list(options)} if fixed else {"type": "string"}, needed=default is None)
        return cast(Word, self.values.get(key, options[0] if options else ""))

    def texts(self, key: str, known: tuple[str, ...] = ()) -> tuple[str, ...]:
        self._note(key, {"type": "array", "items": {"enum": list(known)} if known else {"type": "string"}})
        return ("",)

    def pair(self, key: str, default: tuple[float, float], low: float = 0.0, high: float = 10_000.0) -> tuple[float, float]:
        number = {"type": "number", "minimum": low, "maximum": high}
        self._note(key, {"type": "array", "items": number, "minItems": 2, "maxItems": 2})
        return default

    def table(self, key: str, form: str = "") -> Table | None:
        if form and key != self.opened:
            self._note(key, {"$ref": f"#/definitions/{form}"})
            return None
        self.inner = Recorder((key,), self.keys, self.values if form else None)
        self._note(key, {"$ref": f"#/definitions/{key}"})
        return self.inner

    def named(self, key: str, usual: str = "") -> tuple[tuple[str, Table], ...]:
        self.inner = Recorder((key,), self.keys)
        self._note(key, {"type": "object"}, needed=True)
        return (("any", self.inner),)

    def end(self, also: Any = ()) -> bool:
        """Every key that is read is known."""
        return False
