"""Ticks are round and hold the values; a scale puts its ends where it is told."""

from __future__ import annotations

import pytest

from warehouse.drawing.scales import Scale, axis, percent, plain, tenth, ticks


@pytest.mark.parametrize(
    ("low", "high", "count", "expected"),
    [
        (0, 0.457, 6, [0, 0.1, 0.2, 0.3, 0.4, 0.5]),
        (-0.009, 0.419, 6, [-0.1, 0, 0.1, 0.2, 0.3, 0.4, 0.5]),
        (0, 100, 5, [0, 25, 50, 75, 100]),
        (-11.678, 81.454, 5, [-25, 0, 25, 50, 75, 100]),
        (5, 5, 3, [5, 5.5, 6]),
    ],
)
def test_ticks(low: float, high: float, count: int, expected: list[float]) -> None:
    assert ticks(low, high, count) == expected


def test_an_axis_holds_zero_and_ends_at_ticks() -> None:
    scale, marks = axis([0.31, 0.43], 300, 20)
    assert marks == [0, 0.2, 0.4, 0.6]
    assert (scale(0), scale(0.6), scale(0.3)) == (300, 20, 160)


def test_a_scale_may_run_either_way() -> None:
    assert Scale(10, 20, 100, 0)(15) == 50


def test_labels_have_a_minus_and_a_unit() -> None:
    assert (percent(-0.125), percent(0.5), tenth(-0.0094)) == ("−12.5 %", "50 %", "−0.9 %")
    assert (plain(1250.0), plain(-2.5)) == ("1,250", "−2.5")
