"""What to do about a line that is no TOML: the slips of people who write it by hand, each told by its own sentence."""

from __future__ import annotations

import re

USUAL = "Texts stand in quotes; each key stands once in its table."
_PAIR = re.compile(r"\s*(?P<key>[\w.\"-]+?)\s*=\s*(?P<value>.*?)\s*")
_NO_EQUALS = re.compile(r"\s*(?P<key>[A-Za-z][\w-]*)\s*(?P<mark>:|\s)\s*(?P<value>[^\s=:].*?)\s*")
_HEAD = re.compile(r"\s*\[+\s*(?P<name>[^\[\]]*?)\s*\]+\s*(#.*)?")
_CURLY = re.compile(r"[“”„‟‘’‚«»]")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')
_COMMA = re.compile(r"[-+]?(\d+),(\d+)")
_UNIT = re.compile(r"([-+]?\d+(?:\.\d+)?)\s*(?:%|[A-Za-z]{1,4})")
_NAME = re.compile(r"[A-Za-z][^\"'#\[\]{}=,]*")


def advice(line: str, what: str) -> str:
    """For a line, and what the parser says of it."""
    head = _HEAD.fullmatch(line)
    if head is not None:
        return _of_head(head["name"], what)
    pair = _PAIR.fullmatch(line)
    if pair is None:
        return _without_equals(line)
    key, value = pair["key"], pair["value"]
    if "overwrite" in what:
        return f"{key} stands in its table twice: take one of them out."
    return _of_value(key, value, _QUOTED.sub('""', value)) or USUAL


def _of_head(name: str, what: str) -> str:
    if ("overwrite" in what or "twice" in what) and "." in name:
        return "It is there already: put its keys together, or give this one another name."
    if "overwrite" in what or "twice" in what:
        return f"It is there already: put its keys together, or, where several are meant, begin every one with [[{name}]]."
    return "The head of a table is [name], or [[name]] where there are several."


def _without_equals(line: str) -> str:
    found = _NO_EQUALS.fullmatch(line)
    if found is None:
        return USUAL
    return f"Write {found['key']} = {found['value']}, with = between the key and what it is."


def _of_value(key: str, value: str, bare: str) -> str:
    """`bare`: the value without what stands in its quotes."""
    if _CURLY.search(bare):
        return f'These are curly quotes: write straight ones, {key} = "…".'
    if "//" in bare or "/*" in bare:
        return "A remark begins with #."
    if '"' in bare.replace('""', "") or "'" in bare:
        return f'A text ends on its line with the quote it began with: {key} = "…".'
    if "\\" in value:
        return "Write / in a path: a \\ in a text means that something special follows."
    if bare.endswith(";"):
        return "Nothing stands at a line's end: take the ; out."
    if "{" in bare and "}" not in bare:
        return "What stands in { } stands on one line."
    if re.search(r",\s*\}", bare):
        return "No comma stands before the }."
    if (comma := _COMMA.fullmatch(bare)) is not None:
        return f"A number is written with a point: {key} = {comma[1]}.{comma[2]}."
    if (unit := _UNIT.fullmatch(bare)) is not None:
        return f"A number stands without a unit: {key} = {unit[1]}."
    if bare.casefold() in ("true", "false", "yes", "no", "on", "off"):
        return f"Write {key} = true or {key} = false."
    if _NAME.fullmatch(bare):
        return f'A text stands in quotes: {key} = "{bare}".'
    return ""
