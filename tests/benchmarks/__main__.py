"""Measure: `python -m tests.benchmarks [NAME…] [--json FILE]` prints a table; a NAME is the beginning of a benchmark's name.

Figures depend on the machine: trust the ratios to the baseline, which is measured in the same run.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import traceback
from pathlib import Path

from tests.benchmarks.figure import Figure

BENCHMARKS = {
    "already_said": "tests.benchmarks.said:measure_said",
    "compose.memory": "tests.benchmarks.compose_memory:measure_compose_memory",
    "composer.open": "tests.benchmarks.composer_open:measure_composer_open",
    "feed": "tests.benchmarks.feed_latency:measure_feed",
    "intake.tls": "tests.benchmarks.intake_tls:measure_intake_tls",
    "keystroke.rendered": "tests.benchmarks.keystroke:measure_keystroke_rendered",
    "keystroke.shown": "tests.benchmarks.keystroke_shown:measure_keystroke_shown",
    "photo.shown": "tests.benchmarks.photo_shown:measure_photo_shown",
    "search": "tests.benchmarks.search:measure_search",
    "signoff": "tests.benchmarks.signoff:measure_signoff",
    "soak": "tests.benchmarks.soak:measure_soak",
    "spike": "tests.benchmarks.spike:measure_spike",
    "start": "tests.benchmarks.start:measure_start",
    "template.reload": "tests.benchmarks.template_reload:measure_template_reload",
    "ui_gap": "tests.benchmarks.ui_gap:measure_ui_gap",
}
COLUMNS = ("name", "value", "unit", "baseline", "ratio", "reach")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Measure how fast the program is on this machine.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"the beginning of one of: {', '.join(BENCHMARKS)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    options = parser.parse_args()
    wanted = {name: where for name, where in BENCHMARKS.items() if _wanted(name, options.names)}
    if not wanted:
        parser.error(f"no benchmark begins so; there are: {', '.join(BENCHMARKS)}")
    figures: list[Figure] = []
    failed = []
    for name, where in wanted.items():
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        module, function = where.split(":")
        try:
            figures.extend(getattr(importlib.import_module(module), function)())
        except Exception:  # what the others measured is not lost with it
            traceback.print_exc()
            failed.append(name)
    print(table(figures))
    if options.json:
        options.json.write_text(json.dumps(as_json(figures), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _wanted(name: str, asked: list[str]) -> bool:
    return not asked or any(name.startswith(begin) or begin.startswith(f"{name}.") for begin in asked)


def table(figures: list[Figure]) -> str:
    """The figures in columns, numbers aligned to the right."""
    rows = [COLUMNS] + [
        (figure.name, number(figure.value), figure.unit, number(figure.baseline), number(figure.ratio), figure.reach) for figure in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if name in {"value", "baseline", "ratio"} else cell.ljust(width)
            for cell, width, name in zip(row, widths, COLUMNS, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def as_json(figures: list[Figure]) -> dict[str, dict[str, object]]:
    return {
        figure.name: {
            "value": figure.value,
            "unit": figure.unit,
            "baseline": figure.baseline,
            "ratio": figure.ratio,
            "reach": figure.reach or None,
        }
        for figure in figures
    }


def number(value: float | None) -> str:
    """Three figures that matter; whole from a hundred on, with thousands marked."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    sys.exit(main())
