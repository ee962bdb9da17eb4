"""What the bench's lists show, and where each small card lies on its sheet."""

from __future__ import annotations

import datetime as dt
import functools
import re
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from warroom.compose.contact import Cell
from warroom.compose.model import Template
from warroom.compose.stress import SAMPLE, Stress
from warroom.designing.check import Note
from warroom.designing.place import TEMPLATE
from warroom.desktop.bench.worker import image_of
from warroom.errors import Problem

_HEAD = 65_536  # bytes in which a template's name stands
_NAME = re.compile(r'^name\s*=\s*"([^"\\]+)"\s*(#.*)?$', re.MULTILINE)
_LEAST_CARD = 64  # of height; below that the sheet scrolls instead


@dataclass(frozen=True)
class TemplateRow:
    key: str
    name: str
    words: str
    tone: str
    chosen: bool


@dataclass(frozen=True)
class CellRow:
    """One small card of the sheet, and where it lies; `tone` is empty until it was checked."""

    id: str
    cut: str
    label: str
    title: str
    words: str
    tone: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class HeadRow:
    """The name of a stress text, above its cards."""

    key: str
    title: str
    tone: str
    x: int
    y: int


@dataclass(frozen=True)
class ProblemRow:
    id: str
    place: str
    key: str
    words: str
    hint: str


@dataclass(frozen=True)
class FindingRow:
    """`cell` is the first card it is true of."""

    id: str
    words: str
    hint: str
    where: str
    tone: str
    cell: str


@dataclass(frozen=True)
class Measures:
    """Of the screen: `gap` between cards, `head` the height of a stress text's name."""

    width: int
    height: int
    gap: int
    head: int


def template_rows(folders: Sequence[Path], chosen: str, seen: Mapping[str, tuple[str, str]]) -> list[TemplateRow]:
    """`seen`: what was found when it was looked at, as words and tone."""
    return [TemplateRow(folder.name, name_of(folder), *seen.get(folder.name, ("", "third")), folder.name == chosen) for folder in folders]


def name_of(folder: Path) -> str:
    """Its name as written, also where the rest of the file cannot be read; else that of its folder."""
    file = folder / TEMPLATE
    try:
        found = file.stat()
        name = _name(file, found.st_mtime_ns, found.st_size) if stat.S_ISREG(found.st_mode) else ""  # a pipe would never end
    except OSError:
        name = ""
    return name or folder.name


@functools.lru_cache(2048)
def _name(file: Path, _written: int, _size: int) -> str:
    with file.open("rb") as there:
        found = _NAME.search(there.read(_HEAD).decode("utf-8", errors="replace"))
    return found[1] if found else ""


def problem_rows(problems: Sequence[Problem], home: Path) -> list[ProblemRow]:
    """Each once, by where it stands."""
    rows = {}
    for problem in problems:
        file = problem.file.relative_to(home).as_posix() if problem.file.is_relative_to(home) else problem.file.name
        place = f"{file}:{problem.line}" if problem.line else file
        rows[f"{place} {problem.key} {problem.problem}"] = ProblemRow("", place, problem.key, _said(problem), problem.hint)
    return [ProblemRow(id, row.place, row.key, row.words, row.hint) for id, row in rows.items()]


def _said(problem: Problem) -> str:
    return f"{problem.key} {problem.problem}" if problem.key else problem.problem[:1].upper() + problem.problem[1:]


def finding_rows(notes: Sequence[Note], keys: Mapping[str, str]) -> list[FindingRow]:
    """`keys`: of stress texts, by their titles."""
    rows = []
    for note in notes:
        cut, title = note.cards[0]
        finding = note.finding
        tone = "red" if finding.level == "block" else "amber"
        rows.append(
            FindingRow(
                f"{finding.check} {finding.text} {finding.hint}", finding.text, finding.hint, _where(note), tone, image_of(cut, keys[title])
            )
        )
    return rows


def _where(note: Note) -> str:
    """`16:9, 9:16 · Longest`, as the cards are called on the screen."""
    return Note(note.finding, tuple((cut.replace("x", ":"), stress) for cut, stress in note.cards)).where


def tone_of(cells: Sequence[Cell]) -> str:
    """green · amber · red; empty where nothing was checked."""
    if any(cell.problem or any(finding.level == "block" for finding in cell.findings) for cell in cells):
        return "red"
    return "amber" if any(cell.findings for cell in cells) else "green" if cells else ""


def sheet_rows(
    template: Template, stresses: Sequence[Stress], checked: Mapping[str, Cell], measures: Measures
) -> tuple[list[CellRow], list[HeadRow], int]:
    """All small cards, the names above them, and how high the sheet is: the samples in one line, the others two to a line."""
    aspects = [cut.size[0] / cut.size[1] for cut in template.cuts]
    others = [stress for stress in stresses if stress != SAMPLE]
    columns = 2 if len(others) > 1 else 1
    lines = -(-len(others) // columns)
    high, low = _heights(aspects, measures, lines, columns)
    cells, heads = list[CellRow](), list[HeadRow]()
    column = (measures.width - measures.gap * 2 * (columns - 1)) // columns
    for place, stress in enumerate([SAMPLE, *others]):
        line, across = divmod(place - 1, columns)
        left = 0 if stress == SAMPLE else across * (column + 2 * measures.gap)
        top = 0 if stress == SAMPLE else measures.head + high + measures.gap + line * (measures.head + low + measures.gap)
        own = [checked[name] for cut in template.cuts if (name := image_of(cut.name, stress.key)) in checked]
        heads.append(HeadRow(stress.key, stress.title, tone_of(own) if len(own) == len(template.cuts) else "", left, top))
        for cut, aspect in zip(template.cuts, aspects, strict=True):
            tall = high if stress == SAMPLE else low
            wide = max(1, int(tall * aspect))
            name = image_of(cut.name, stress.key)
            cells.append(_cell(name, cut.name, stress, checked.get(name), (left, top + measures.head, wide, tall)))
            left += wide + measures.gap
    bottom = measures.head + high + lines * (measures.gap + measures.head + low)
    return cells, heads, bottom


def _heights(aspects: Sequence[float], measures: Measures, lines: int, columns: int) -> tuple[int, int]:
    """Of the samples and of the others: as the width allows, lower where all of it then fits without scrolling."""
    gaps = measures.gap * (len(aspects) - 1)
    high = (measures.width - gaps) / sum(aspects)
    low = ((measures.width - measures.gap * 2 * (columns - 1)) / columns - gaps) / sum(aspects)
    free = measures.height - measures.head - lines * (measures.gap + measures.head)
    if free > 0 and high + lines * low > free:
        share = free / (high + lines * low)
        if low * share >= _LEAST_CARD:
            high, low = high * share, low * share
    return max(1, int(high)), max(1, int(low))


def _cell(id: str, cut: str, stress: Stress, cell: Cell | None, at: tuple[int, int, int, int]) -> CellRow:
    said = "" if cell is None else cell.problem or " · ".join(finding.text for finding in cell.findings)
    return CellRow(id, cut, cut.replace("x", ":"), stress.title, said, tone_of([cell]) if cell is not None else "", *at)


def saved_words(names: tuple[str, ...], at: dt.datetime, how: str) -> str:
    """What was saved last, when, and what came of it."""
    return f"saved {at:%H:%M:%S} · {names[0] if len(names) == 1 else f'{len(names)} files'} · {how}"


def problems_words(count: int) -> str:
    return f"{count} problem{'' if count == 1 else 's'}"
