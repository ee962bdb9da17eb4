"""The house keeps its order: who may import whom, what stands nowhere, and nothing too long to read."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[1]

ORDER = (
    *("errors", "ending", "locations", "options", "machine", "collector", "allocator", "plan", "sources", "watch"),
    *("compose", "importing", "review", "targets", "report", "designing", "wire", "room", "client", "intake", "doctor", "desktop"),
    "__main__",
)
QT = {"PySide6", "shiboken6", "qasync"}
NETWORK = {"httpx", "httpx_sse", "picows", "requests", "smtplib", "socket", "ssl", "starlette", "uvicorn", "http.client", "urllib.request"}
WITHOUT_NETWORK = {"plan", "watch", "compose", "review", "report"}

# Brackets keep each from finding itself.
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:wo[r]k|ro[o]t|fa[r]m)/")
UNFINISHED = re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X]|HAC[K]|NotImplemented[E]rror|not[ ]implemented|for[ ]now|dum[m]y)\b")
SLEEP = re.compile(r"\b(?:time|asyncio)\.sleep\(\s*(?:0?\.[0-9]+|[1-9])")
COLOUR = re.compile(r"\"#[0-9a-fA-F]{3,8}\"")
TEXTS = {".py", ".qml", ".md", ".toml", ".yml", ".sh", ".spec", ".js", ".html", ".css", ".sql", ""}


@cache
def texts() -> dict[str, str]:
    """Every text file of the house, whether committed yet or not, by its path."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=HOUSE, capture_output=True, text=True, timeout=60, check=True
    ).stdout.splitlines()
    return {
        name: (HOUSE / name).read_text(encoding="utf-8", errors="replace")
        for name in listed
        if Path(name).suffix in TEXTS and (HOUSE / name).is_file()
    }


@cache
def trees() -> dict[str, ast.Module]:
    return {name: ast.parse(text, name) for name, text in texts().items() if name.endswith(".py")}


@pytest.fixture(scope="module", autouse=True)
def forget() -> Iterator[None]:
    """A million nodes that stay would make Python's collector the most of what all later tests take."""
    yield
    trees.cache_clear()
    texts.cache_clear()


def room_of(name: str) -> str:
    """`warroom/plan/read.py` stands in `plan`, `warroom/wire.py` in `wire`; empty for what is not in the package."""
    parts = Path(name).with_suffix("").parts
    return parts[1] if parts[0] == "warroom" and parts[1:] != ("__init__",) else ""


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every module that is imported anywhere in the file, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield node.lineno, module
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def lines_with(pattern: re.Pattern[str], *suffixes: str) -> list[str]:
    return [
        f"{name}:{number}"
        for name, text in texts().items()
        if not suffixes or name.endswith(suffixes)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_every_room_of_the_house_has_its_place() -> None:
    assert {room_of(name) for name in trees()} - {""} == set(ORDER)


def test_imports_point_one_way() -> None:
    wrong = []
    for name, tree in trees().items():
        here = room_of(name)
        for line, module in imported(tree) if here else ():
            if module.startswith("."):
                wrong.append(f"{name}:{line} imports relatively")
            parts = module.split(".")
            there = parts[1] if parts[0] == "warroom" and len(parts) > 1 else ""
            if there in ORDER and ORDER.index(there) > ORDER.index(here):
                wrong.append(f"{name}:{line} {here} imports {there}")
    assert not wrong, "\n".join(wrong)


def bound(tree: ast.Module) -> set[str]:
    """Every name that is bound anywhere in the file."""
    names: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.alias(name=name, asname=local):
                names.add(local or name.split(".")[0])
    return names


def test_whatever_is_imported_of_the_house_is_there() -> None:
    """Also in the benchmarks, which no test runs."""
    modules = {name.removesuffix(".py").removesuffix("/__init__").replace("/", "."): bound(tree) for name, tree in trees().items()}
    folders = {".".join(Path(name).parts[:depth]) for name in trees() for depth in range(1, len(Path(name).parts))}
    wrong = [
        f"{name}:{line} {module}"
        for name, tree in trees().items()
        for line, module in imported(tree)
        if module.split(".")[0] in ("warroom", "tests") and module not in modules and module not in folders and module[-1] != "*"
        if module.rpartition(".")[2] not in modules.get(module.rpartition(".")[0], ())
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("forbidden", "rooms"), [(QT, set(ORDER) - {"desktop"}), (NETWORK, WITHOUT_NETWORK)], ids=["Qt", "network"])
def test_some_rooms_do_without(forbidden: set[str], rooms: set[str]) -> None:
    wrong = [
        f"{name}:{line} imports {module}"
        for name, tree in trees().items()
        if room_of(name) in rooms
        for line, module in imported(tree)
        if module in forbidden or module.split(".")[0] in forbidden
    ]
    assert not wrong, "\n".join(wrong)


def test_packages_hold_a_docstring_and_no_more() -> None:
    inits = {name: tree for name, tree in trees().items() if name.startswith("warroom/") and name.endswith("__init__.py")}
    assert inits
    wrong = [name for name, tree in inits.items() if ast.get_docstring(tree) is None or len(tree.body) != 1]
    assert not wrong, "\n".join(wrong)


def test_no_error_is_swallowed() -> None:
    wrong = [
        f"{name}:{node.lineno}"
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"})
        and all(isinstance(statement, ast.Pass | ast.Continue) for statement in node.body)
    ]
    assert not wrong, "\n".join(wrong)


def test_nothing_is_too_long_to_read() -> None:
    wrong = [
        f"{name} ({text.count(chr(10))} lines)"
        for name, text in texts().items()
        if name.endswith((".py", ".qml")) and text.count("\n") > 400
    ]
    wrong += [
        f"{name}:{node.lineno} {node.name} ({(node.end_lineno or 0) - node.lineno} lines)"
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno > 60
    ]
    assert not wrong, "\n".join(wrong)


def test_nothing_names_a_machine_it_was_written_on() -> None:
    assert lines_with(MACHINE_PATH) == []


def test_nothing_is_left_unfinished() -> None:
    assert lines_with(UNFINISHED, ".py", ".qml") == []


def test_colours_stand_in_the_theme_alone() -> None:
    assert [place for place in lines_with(COLOUR, ".qml") if not place.startswith("ui/Theme.qml:")] == []


def test_tests_wait_for_a_condition_and_never_for_a_time() -> None:
    assert [place for place in lines_with(SLEEP, ".py") if place.startswith("tests/") and not place.startswith("tests/benchmarks/")] == []
