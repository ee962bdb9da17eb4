"""What the README says is so."""

from __future__ import annotations

import re
from pathlib import Path

from warroom.__main__ import _parser
from warroom.plan.read import read_plan

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")


def test_its_event_plan_reads(tmp_path: Path) -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    path = tmp_path / "event.toml"
    path.write_text(block, encoding="utf-8")
    plan = read_plan(path)
    assert plan.event.name == "Harbour regatta"
    assert len(plan.sources) == 4


def test_it_names_every_command() -> None:
    commands = re.findall(r"^    ([a-z]+) ", _parser().format_help(), re.MULTILINE)
    assert {"start", "rehearse", "template"} <= set(commands)
    assert [command for command in commands if f"`warroom {command}" not in README] == []


def test_its_files_are_there() -> None:
    house = Path(__file__).resolve().parents[1]
    names = [*re.findall(r"\]\(([^)#:]+)\)", README), "build.spec", ".ci/run"]
    assert "assets/pictures/first.png" in names
    assert [name for name in names if not (house / name).is_file()] == []
