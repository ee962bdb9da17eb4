from pathlib import Path

import pytest

from warroom.errors import PlanError
from warroom.plan.toml_lines import parse


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("font = serif", 'A text stands in quotes: font = "serif".'),
        ("font = “serif”", 'These are curly quotes: write straight ones, font = "…".'),
        ('font = "serif', 'A text ends on its line with the quote it began with: font = "…".'),
        ("leading 1.08", "Write leading = 1.08, with = between the key and what it is."),
        ("leading: 1.08", "Write leading = 1.08, with = between the key and what it is."),
        ("leading = 1,08", "A number is written with a point: leading = 1.08."),
        ("leading = 108px", "A number stands without a unit: leading = 108."),
        ("leading = 1.08;", "Nothing stands at a line's end: take the ; out."),
        ("leading = 1.08 // tight", "A remark begins with #."),
        ("logo = True", "Write logo = true or logo = false."),
        ("box = { left = 7, }", "No comma stands before the }."),
        ("box = { left = 7,\n right = 7 }", "What stands in { } stands on one line."),
        (r'file = "C:\Users\me.svg"', "Write / in a path: a \\ in a text means that something special follows."),
        ("size = 1\nsize = 2", "size stands in its table twice: take one of them out."),
        ("[cut.a]\n[cut.a]", "It is there already: put its keys together, or give this one another name."),
        ("[layer]\n[[layer]]", "It is there already: put its keys together, or, where several are meant, begin every one with [[layer]]."),
        ("size = ]", "Texts stand in quotes; each key stands once in its table."),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_slip_of_the_hand_is_told_what_to_write(line: str, says: str, end: str, tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_bytes(f"format = 1\n{line}\nname = 2\n".replace("\n", end).encode())
    with pytest.raises(PlanError) as wrong:
        parse(file)
    (problem,) = wrong.value.problems
    assert problem.hint == says
    assert problem.problem.startswith("is not valid TOML: ")
    assert problem.line == 2 + (line.count("\n") if line.startswith(("size = 1", "[")) else 0)
