"""`warroom template check | new | schema`: a designer's tools for a terminal and for CI."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from warroom.compose.contact import LONG_SIDE
from warroom.compose.stress import untried
from warroom.designing import check as checking
from warroom.designing.check import Checked, Note
from warroom.designing.new import Made, new_brand, new_template
from warroom.designing.picture import write_sheets
from warroom.designing.place import BRAND, Place, place_of
from warroom.errors import DesignError, Problem, StorageError

SHEET_SIDE = 400


def main(options: argparse.Namespace) -> int:
    """Run one act; its exit code. Raises WarroomError."""
    if options.act == "schema":
        from warroom.compose.schema import brand_schema, template_schema

        print(json.dumps(brand_schema() if options.which == "brand" else template_schema(), indent=1, ensure_ascii=False))
        return checking.FINE
    if options.act == "new":
        return _new(options.folder, options.source, options.brand)
    return _check(options.folder, options.sheet, options.json)


def _new(folder: Path, source: str, brand: bool) -> int:
    made: Made = new_brand(folder, source) if brand else new_template(folder, source)
    if made.brand_made:
        print(f"{_from_here(made.brand)}: there was no brand, so one was made; put your own fonts, colours and logo into it.")
    print(f"{_from_here(made.template)}: made of “{source}”.")
    for note in made.notes:
        print(f"- {note}")
    code = _check(made.template, None, False)
    print(f"`warroom template watch {_from_here(made.template)}` shows every cut as you save.")
    return code


def _check(folder: Path, sheet: Path | None, as_json: bool) -> int:
    shows = sys.stderr.isatty() and not as_json
    try:
        place = place_of(folder)
    except DesignError as error:
        if not as_json:
            raise
        place = Place(folder.absolute() / BRAND, ())
        checked = Checked(place, (Problem(folder.absolute(), 0, "", error.message, error.hint),), ())
        print(json.dumps(report(checked), indent=1, ensure_ascii=False))
        return checked.code
    try:
        checked = checking.check(place, SHEET_SIDE if sheet else LONG_SIDE, _progress if shows else lambda _: None)
    finally:
        if shows:
            _progress("")
    left, unwritten = None, None
    if sheet is not None and checked.sheets:
        try:
            write_sheets(checked.sheets, sheet)
            left = sheet
        except StorageError as wrong:
            unwritten = wrong  # told after what was found, which is not lost with it
    if as_json:
        print(json.dumps(report(checked), indent=1, ensure_ascii=False))
    else:
        print("\n".join(lines(checked, left)))
    if unwritten is not None:
        raise unwritten
    return checked.code


def _progress(key: str) -> None:
    print(f"\r\x1b[K{key}", end="", file=sys.stderr, flush=True)


def lines(checked: Checked, sheet: Path | None = None) -> list[str]:
    """What a person reads: a line for each problem and each finding, then how many there were."""
    out = [_problem(problem) for problem in checked.problems]
    for found in checked.sheets:
        file = _from_here(found.template.folder / "template.toml")
        out += [f"{file}: {note.where}: cannot be painted: {note.finding.text}" for note in checking.unpainted(found.cells)]
        out += [f"{file}: {note.where}: {_finding(note)}" for note in checking.notes(found.cells)]
    out += [untried()] if checked.sheets and untried() else []
    cards = sum(len(found.cells) for found in checked.sheets)
    templates = _count(len(checked.sheets), "template")
    if checked.problems:
        out.append(f"{_count(len(checked.problems), 'problem')}; {templates} painted.")
    else:
        failing = sum(len(found.failing) for found in checked.sheets)
        said = f"{_count(failing, 'card')} to be looked at" if failing else "nothing found"
        out.append(f"{templates}, {_count(cards, 'card')} painted: {said}.")
    return [*out, f"The contact sheet is {sheet}."] if sheet is not None else out


def report(checked: Checked) -> dict[str, Any]:
    """What a program reads; `code` is the exit code."""
    return {
        "code": checked.code,
        "brand": str(checked.place.brand),
        "problems": [
            {"file": str(one.file), "line": one.line, "key": one.key, "problem": one.problem, "hint": one.hint} for one in checked.problems
        ],
        "templates": [
            {
                "key": sheet.template.key,
                "name": sheet.template.name,
                "digest": sheet.template.digest,
                "cuts": [cut.name for cut in sheet.template.cuts],
                "stresses": list(dict.fromkeys(cell.stress.key for cell in sheet.cells)),
                "unpainted": [
                    {"cut": cell.cut, "stress": cell.stress.key, "problem": cell.problem} for cell in sheet.cells if cell.problem
                ],
                "findings": [
                    {
                        "cut": cell.cut,
                        "stress": cell.stress.key,
                        "check": finding.check,
                        "level": finding.level,
                        "text": finding.text,
                        "hint": finding.hint,
                    }
                    for cell in sheet.cells
                    for finding in cell.findings
                ],
            }
            for sheet in checked.sheets
        ],
    }


def _problem(problem: Problem) -> str:
    place = f"{_from_here(problem.file)}:{problem.line}" if problem.line else _from_here(problem.file)
    return " ".join(part for part in (f"{place}: {problem.key}:" if problem.key else f"{place}:", problem.problem, problem.hint) if part)


def _finding(note: Note) -> str:
    finding = note.finding
    return f"{finding.text}. {finding.hint} [{finding.check}]".replace("..", ".").replace(".  [", ". [")


def _count(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _from_here(path: Path) -> str:
    """As somebody in this folder would name it, where it is not far."""
    try:
        shown = os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)
    return str(path) if Path(shown).parts[:2] == ("..", "..") else shown
