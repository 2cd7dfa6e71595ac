"""An axis has every period between its first and its last, so that a gap is seen as one."""

from __future__ import annotations

import pytest

from warehouse.pages.periods import axis_of


@pytest.mark.parametrize(
    ("known", "axis"),
    [
        (["2023Q3", "2024Q2"], ["2023Q3", "2023Q4", "2024Q1", "2024Q2"]),
        (["FY2024Q2", "FY2024Q4"], ["FY2024Q2", "FY2024Q3", "FY2024Q4"]),
        (["2019", "2022"], ["2019", "2020", "2021", "2022"]),
        (["FY2024"], ["FY2024"]),
        (
            ["FY2024H1", "FY2025H1", "FY2024H1"],
            ["FY2024H1", "FY2025H1"],
        ),  # no quarters: as they are
        (["FY2024", "2026"], ["FY2024", "2026"]),  # of two kinds
        (["1900", "2024"], ["1900", "2024"]),  # more than an axis holds
        ([], []),
    ],
)
def test_the_periods_of_an_axis(known: list[str], axis: list[str]) -> None:
    assert axis_of(known) == axis
