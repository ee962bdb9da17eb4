"""The table and the percentiles that every figure goes through."""

from __future__ import annotations

import pytest

from tests.benchmarks.__main__ import as_json, number, table
from tests.benchmarks.figure import Figure, percentile


@pytest.mark.parametrize(("share", "value"), [(0.0, 1), (0.5, 50), (0.99, 99), (1.0, 100)])
def test_a_percentile_is_the_nearest_rank(share: float, value: int) -> None:
    assert percentile([float(each) for each in range(100, 0, -1)], share) == value


def test_a_percentile_of_few_values_is_one_of_them() -> None:
    assert percentile([3.0], 0.99) == 3.0
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert percentile([3.0, 1.0, 2.0], 0.99) == 3.0


def test_the_table_and_the_file_carry_the_ratio_to_the_baseline() -> None:
    figures = [Figure("intake.tls", 243_871.4, "posts/s", 2_491, "≥ 143,199"), Figure("start.first_frame", 0.8123, "s")]
    lines = table(figures).splitlines()
    assert lines[0].split() == ["name", "value", "unit", "baseline", "ratio", "reach"]
    assert lines[1].split() == ["intake.tls", "243,871", "posts/s", "2,491", "97.9", "≥", "143,199"]
    assert lines[2].split() == ["start.first_frame", "0.812", "s"]
    assert as_json(figures)["intake.tls"]["ratio"] == pytest.approx(97.901, abs=0.001)
    assert as_json(figures)["start.first_frame"] == {"value": 0.8123, "unit": "s", "baseline": None, "ratio": None, "reach": None}


def test_numbers_are_short() -> None:
    assert [number(value) for value in (None, 0.00412, 7.456, 99.96, 1234.5)] == ["", "0.00412", "7.46", "100", "1,234"]
