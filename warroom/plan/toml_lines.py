"""Where a key of a TOML file stands, and which known word a wrong one was probably meant to be.

`tomllib` gives the values but no positions; `Lines` gives the line of any key, so that each problem in an event plan, a
template or a brand file can name file, line, key and what would be right.

    lines = Lines(text)
    lines.of("lane", 0, "rule", 1, "count")     # [[lane]] … the second [[lane.rule]] … count = …
    lines.of("lane", 0, "rule", 1, "cuont")     # not there: the line of the nearest parent, the [[lane.rule]] header
    read = parse(path)                          # values and lines; PlanError or TemplateError by `error`
    suggest("heigth", ("height", "width"))      # "height"
    hint("heigth", ("height", "width"))         # 'Did you mean "height"?'
"""

from __future__ import annotations

import difflib
import re
import stat
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tree_sitter_toml
from rapidfuzz.distance import OSA
from tree_sitter import Language, Node, Parser

from warroom.errors import FileProblems, PlanError, Problem
from warroom.plan.toml_slips import advice

Key = str | int
"""A step into the file: a key's name, or the index of an element of an array (of tables, of inline tables, of values)."""

MOST_BYTES = 8_000_000
_LANGUAGE = Language(tree_sitter_toml.language())
_KEY_OF_LINE = re.compile(r"\s*([\w.-]+)\s*=")
_SYNTAX_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")


class Lines:
    """The lines of all keys of one TOML text; lines count from 1."""

    def __init__(self, text: str) -> None:
        self._lines: dict[tuple[Key, ...], int] = {}
        self._counts: dict[tuple[Key, ...], int] = {}
        for node in Parser(_LANGUAGE).parse(text.encode()).root_node.named_children:
            self._top(node)

    def of(self, *path: Key) -> int:
        """The line of this key, or of its nearest parent that is in the file; 1 for a key missing at the top."""
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return 1

    def _top(self, node: Node) -> None:
        if node.type == "pair":
            self._pair(node, ())
        elif node.type in {"table", "table_array_element"}:
            self._table(node)

    def _table(self, node: Node) -> None:
        keys, *rest = node.named_children
        path = self._resolved(_key(keys)[:-1]) + _key(keys)[-1:]
        for end in range(1, len(path) + 1):
            self._note(path[:end], node)
        if node.type == "table_array_element":
            index = self._counts.get(path, 0)
            self._counts[path] = index + 1
            path = (*path, index)
            self._note(path, node)
        for child in rest:
            if child.type == "pair":
                self._pair(child, path)

    def _resolved(self, keys: tuple[str, ...]) -> tuple[Key, ...]:
        """`lane.rule` under the last `[[lane]]` is `lane, 0, rule`."""
        path: tuple[Key, ...] = ()
        for key in keys:
            path = (*path, key)
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
        return path

    def _pair(self, node: Node, parent: tuple[Key, ...]) -> None:
        children = [child for child in node.named_children if child.type != "comment"]
        if len(children) < 2:
            return
        path = parent
        for part in _key(children[0]):
            path = (*path, part)
            self._note(path, node)
        self._value(children[1], path)

    def _value(self, node: Node, path: tuple[Key, ...]) -> None:
        if node.type == "inline_table":
            for child in node.named_children:
                if child.type == "pair":
                    self._pair(child, path)
        elif node.type == "array":
            for index, child in enumerate(child for child in node.named_children if child.type != "comment"):
                self._note((*path, index), child)
                self._value(child, (*path, index))

    def _note(self, path: tuple[Key, ...], node: Node) -> None:
        self._lines.setdefault(path, node.start_point[0] + 1)


def _key(node: Node) -> tuple[str, ...]:
    if node.type == "dotted_key":
        return tuple(part for child in node.named_children for part in _key(child))
    text = (node.text or b"").decode()
    if node.type == "quoted_key":
        return (str(next(iter(tomllib.loads(f"{text} = 0")))),)
    return (text,)


@dataclass(frozen=True)
class TomlFile:
    """One TOML file that was read: its values, its lines, and its bytes (for a digest)."""

    path: Path
    values: dict[str, Any]
    lines: Lines
    data: bytes

    def problem(self, key: tuple[Key, ...], problem: str, hint: str = "") -> Problem:
        """A problem at this key; `key` is a path into the file as for `Lines.of`."""
        return Problem(self.path, self.lines.of(*key), dotted(key), problem, hint)


def dotted(key: Iterable[Key]) -> str:
    """`("lane", 0, "rule", 1, "count")` as a person reads it: `lane[1].rule[2].count` (elements count from 1)."""
    out = ""
    for part in key:
        out += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if out else part
    return out


def parse(path: Path, error: type[FileProblems] = PlanError) -> TomlFile:
    """Read one TOML file. Raises `error`, with the one problem it has, when it cannot be read or is not TOML."""
    try:
        if (why := _no_file(path)) is not None:
            raise error((Problem(path, 0, "", *why),))
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
        values = tomllib.loads(text)
        lines = Lines(text)
    except OSError as wrong:
        raise error((Problem(path, 0, "", f"cannot be read ({wrong.strerror}).", "Check the path and its permissions."),)) from wrong
    except UnicodeDecodeError as wrong:
        line = data[: wrong.start].count(b"\n") + 1
        raise error((Problem(path, line, "", "is not UTF-8 text.", "Save the file as UTF-8."),)) from wrong
    except tomllib.TOMLDecodeError as wrong:
        raise error((_syntax_problem(path, text, str(wrong)),)) from wrong
    except ValueError as wrong:  # Python reads no number of more than 4,300 digits
        raise error((Problem(path, 1, "", "holds a number too long to read.", "Write texts in quotes."),)) from wrong
    except RecursionError as wrong:
        raise error((Problem(path, 1, "", "is nested too deeply to read.", "Look for brackets that are never closed."),)) from wrong
    return TomlFile(path, values, lines, data)


def _no_file(path: Path) -> tuple[str, str] | None:
    """What is never to be read: a pipe or a device would never end. Raises OSError."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
        return "is not a file.", "Put a plain file there."
    if found.st_size > MOST_BYTES:
        return f"has {found.st_size / 1e6:.0f} MB; {MOST_BYTES // 1_000_000} MB is the most.", "Make it shorter."
    return None


def _syntax_problem(path: Path, text: str, message: str) -> Problem:
    place = _SYNTAX_LINE.search(message)
    line = int(place.group(1)) if place else text.count("\n") + 1
    what = message[: place.start()].strip() if place else message.replace("(at end of document)", "at the end of the file").strip()
    here = "".join(text.split("\n")[line - 1 : line])
    written = _KEY_OF_LINE.match(here)
    return Problem(
        path,
        line,
        written.group(1) if written else "",
        f"is not valid TOML: {what}.",
        advice(here.removesuffix("\r"), what),
    )


def suggest(word: str, candidates: Iterable[str]) -> str | None:
    """The one of `candidates` that `word` was probably meant to be, or None when none is near."""
    known = tuple(candidates)
    folded = {name.casefold(): name for name in known}
    if word.casefold() in folded:
        return folded[word.casefold()]
    near = [(OSA.distance(word.casefold(), name.casefold()), name) for name in known]
    close = [pair for pair in near if pair[0] <= max(1, min(len(word), len(pair[1])) // 3)]
    if close:
        return min(close)[1]
    return next(iter(difflib.get_close_matches(word, known, n=1, cutoff=0.6)), None)


def hint(word: str, candidates: Iterable[str]) -> str:
    """A sentence for a wrong word: the probable one, or the list of those that are known."""
    known = tuple(candidates)
    meant = suggest(word, known)
    if meant is not None:
        return f'Did you mean "{meant}"?'
    return f"Known here: {', '.join(known)}." if known else ""
