"""What rounding leaves open, with values worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.language.rounding import Rounded, closes


def rounded(value: str, decimals: int | None = None) -> Rounded:
    return Rounded(Decimal(value), decimals)


@pytest.mark.parametrize(
    ("decimals", "step"), [(-6, "1000000"), (0, "1"), (3, "0.001"), (None, "0")]
)
def test_the_step_is_a_unit_of_the_last_digit(decimals: int | None, step: str) -> None:
    assert rounded("5", decimals).step == Decimal(step)


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (rounded("1700000000", -8), rounded("1746000000", -6), True),
        (rounded("1700000000", -8), rounded("1750500000", -6), True),
        (rounded("1700000000", -8), rounded("1750500001", -6), False),
        (rounded("100"), rounded("100"), True),
        (rounded("100"), rounded("100.01"), False),
    ],
)
def test_two_values_agree_within_half_a_step_of_each(
    one: Rounded, other: Rounded, agree: bool
) -> None:
    assert one.agrees(other) is agree
    assert other.agrees(one) is agree


def test_the_size_alone() -> None:
    assert abs(rounded("-12", -6)) == rounded("12", -6)


@pytest.mark.parametrize(
    ("margin", "within_half", "within_one"),
    [
        ("0.743", False, False),
        ("0.744", True, True),
        ("0.745", False, True),
        ("0.746", False, False),
    ],
)
def test_a_margin_is_a_quotient_to_its_last_digit(
    margin: str, within_half: bool, within_one: bool
) -> None:
    # 22,452 / 30,161 = 0.74440…; the operands' own rounding adds 2 / 30,161 = 0.00007.
    profit, revenue = rounded("22452", 0), rounded("30161", 0)
    assert rounded(margin, 3).is_quotient(profit, revenue) is within_half
    assert rounded(margin, 3).is_quotient(profit, revenue, steps=Decimal(1)) is within_one


def test_a_loss_and_negative_revenue_have_a_quotient_too() -> None:
    assert rounded("-0.50", 2).is_quotient(rounded("-50", 0), rounded("100", 0))
    assert rounded("-0.50", 2).is_quotient(rounded("50", 0), rounded("-100", 0))


@pytest.mark.parametrize(
    ("whole", "is_closed"), [("149", False), ("150", True), ("152", True), ("153", False)]
)
def test_a_sum_closes_within_half_a_step_of_each_number(whole: str, is_closed: bool) -> None:
    # Two parts of 150.6 together, and the whole: three numbers, 3 × ½ = 1.5 steps.
    parts = [(rounded("100", 0), 1), (rounded("50.6", 1), 1)]
    assert closes(parts, rounded(whole, 0)) is is_closed


def test_a_difference_closes_by_its_weights() -> None:
    parts = [(rounded("130497", 0), 1), (rounded("32639", 0), -1)]
    assert closes(parts, rounded("97858", 0))
    assert not closes(parts, rounded("97860", 0))


def test_exact_numbers_close_exactly() -> None:
    assert closes([(rounded("1"), 1), (rounded("2"), 1)], rounded("3"))
    assert not closes([(rounded("1"), 1), (rounded("2"), 1)], rounded("3.1"))
