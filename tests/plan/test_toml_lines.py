from pathlib import Path

import pytest

from warroom.errors import PlanError, TemplateError
from warroom.plan.toml_lines import Lines, dotted, hint, parse, suggest

TEXT = """\
format = 1 # one

[event]
name = "Cup final"
"odd key" = 1
a.b = 2

[[lane]]
name = "full"
[[lane.rule]]
role = "brand"
[[lane.rule]]
role = "legal"
[[lane]]
name = "shell"
[[lane.rule]]
role = "brand"

[[layer]]
box = { left = 0, right = 0,
  height = 600 }
stops = [
  # dark
  [0.0, "#0000"],
  [1.0, "#000C"],
]
[cut."4x5".layer.headline]
fit = { lines = 3 }
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("format",), 1),
        (("event",), 3),
        (("event", "odd key"), 5),
        (("event", "a", "b"), 6),
        (("lane", 0, "rule", 1, "role"), 13),
        (("lane", 1, "name"), 15),
        (("lane", 1, "rule", 0, "role"), 17),
        (("layer", 0, "box", "height"), 21),
        (("layer", 0, "stops", 1), 25),
        (("cut", "4x5", "layer", "headline", "fit", "lines"), 28),
    ],
)
def test_line_of_each_kind_of_key(path: tuple[str | int, ...], line: int) -> None:
    assert Lines(TEXT).of(*path) == line


def test_missing_key_is_at_its_nearest_parent() -> None:
    assert Lines(TEXT).of("lane", 1, "rule", 0, "count") == 16
    assert Lines(TEXT).of("nothing", "here") == 1


def test_dotted_counts_from_one() -> None:
    assert dotted(("lane", 0, "rule", 1, "count")) == "lane[1].rule[2].count"


def test_words_near_and_far() -> None:
    assert suggest("heigth", ("height", "width")) == "height"
    assert suggest("Text", ("text", "picture")) == "text"
    assert suggest("zebra", ("height", "width")) is None
    assert hint("zebra", ("height", "width")) == "Known here: height, width."
    assert hint("widht", ("height", "width")) == 'Did you mean "width"?'


@pytest.mark.parametrize(
    ("data", "line"),
    [(b"a = 1\nb = oops\n", 2), (b"a = 1\na = 2\n", 2), (b"a = 1\nb = \xff", 2), (b"a = [1,\n2", 2)],
)
def test_broken_file_names_its_line(tmp_path: Path, data: bytes, line: int) -> None:
    path = tmp_path / "event.toml"
    path.write_bytes(data)
    with pytest.raises(PlanError) as caught:
        parse(path)
    assert [problem.line for problem in caught.value.problems] == [line]


def test_missing_file_is_one_problem(tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        parse(tmp_path / "none.toml", TemplateError)
    assert "cannot be read" in str(caught.value)
