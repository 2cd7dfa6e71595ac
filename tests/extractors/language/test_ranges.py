"""The values of an outlook: points, ranges and what is around a point."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.language.ranges import amount, values

Shown = list[tuple[str, list[str | None]]]


def bounds(said: str, *, both: bool = False, basis: str = "gaap", tail: str | None = None) -> Shown:
    """[('gaap', [low, mid, high])], numbers without a trailing zero."""
    found = values(said, said if tail is None else tail, both, basis)  # type: ignore[arg-type]
    return [
        (own, [None if one is None else f"{one[1].normalize():f}" for one in three])
        for own, three in found
    ]


@pytest.mark.parametrize(
    ("said", "low", "mid", "high"),
    [
        (" of $43.0 billion, plus or minus 2%", "42140000000", "43000000000", "43860000000"),
        (" of $43.0 billion, +/- 2%", "42140000000", "43000000000", "43860000000"),
        (" of $43.0 billion ± 2%", "42140000000", "43000000000", "43860000000"),
        (" of $900 million, plus or minus $20 million", "880000000", "900000000", "920000000"),
        (" of 70.6%, plus or minus 50 basis points", "0.701", "0.706", "0.711"),
        (" of 70.6%, plus or minus 50 bps", "0.701", "0.706", "0.711"),
        (" of 57.0%, plus or minus 1%", "0.56", "0.57", "0.58"),
        (" of 57.0%, plus or minus 1 percentage point", "0.56", "0.57", "0.58"),
        (" between $151.0 billion and $155.5 billion", "151000000000", None, "155500000000"),
        (" in the range of $4.75 to $4.78 billion", "4750000000", None, "4780000000"),
        (" of $4.75–$4.78 billion", "4750000000", None, "4780000000"),
        (" from $4.75 billion to $4.78 billion", "4750000000", None, "4780000000"),
        (" of 57% to 59%", "0.57", None, "0.59"),
        (" of approximately 34.1%", None, "0.341", None),
        (" of about $1.25 billion", None, "1250000000", None),
    ],
)
def test_low_mid_and_high(said, low, mid, high):
    assert bounds(said) == [("gaap", [low, mid, high])]


def test_respectively_is_one_value_for_each_basis():
    said = " are expected to be 70.6% and 71.0%, respectively, plus or minus 50 basis points"
    assert bounds(said, both=True) == [
        ("gaap", ["0.701", "0.706", "0.711"]),
        ("non_gaap", ["0.705", "0.71", "0.715"]),
    ]


def test_one_value_for_both_bases_is_theirs_together():
    assert bounds(" are expected to be 58%", both=True) == [
        ("gaap", [None, "0.58", None]),
        ("non_gaap", [None, "0.58", None]),
    ]


def test_a_range_that_runs_backwards_is_none():
    assert bounds(" between $2 billion and $1 billion") == []


def test_dollars_without_a_scale_word_are_per_share():
    assert amount("$4.75") is None
    assert bounds(" of $4.75 to $4.78") == []


@pytest.mark.parametrize(
    ("said", "low", "mid", "high"),
    [
        (" of approximately 34.1 percent", None, "0.341", None),
        (" of 57 percent to 59 percent", "0.57", None, "0.59"),
        (" of 57 percent, plus or minus 1 percent", "0.56", "0.57", "0.58"),
        (" of 57 Percent, plus or minus 50 basis points", "0.565", "0.57", "0.575"),
        (" of $43.0 billion, plus or minus 2 percent", "42140000000", "43000000000", "43860000000"),
    ],
)
def test_percent_as_a_word(said, low, mid, high):
    assert bounds(said) == [("gaap", [low, mid, high])]


def test_percentage_points_are_no_percentage():
    assert bounds(" of 2 percentage points") == []


@given(st.integers(1, 999), st.integers(0, 9), st.integers(1, 20))
def test_mid_lies_in_the_middle(whole, tenth, percent):
    said = f" of ${whole}.{tenth} billion, plus or minus {percent}%"
    ((_, (low, mid, high)),) = list(values(said, said, False, "gaap"))
    assert low is not None
    assert mid is not None
    assert high is not None
    assert low[1] + high[1] == 2 * mid[1]
    assert mid[1] == Decimal(f"{whole}.{tenth}") * 10**9
    assert low[1] < mid[1] < high[1]
