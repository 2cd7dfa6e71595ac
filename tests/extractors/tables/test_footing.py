"""A number is proven by the sum it stands in, to the last digit; chance proves nothing."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from extractors.model import Locator
from extractors.tables.footing import footed
from extractors.tables.grid import Row, Table, Token, row_of, table_of

COLUMN = 100


def token(text: str, row: int, column: int) -> Token:
    start = COLUMN * column
    place = Locator("cell", f"1/{row}/{column}")
    return Token(text, start, start + COLUMN / 2, place, text)


def table(*rows: tuple[str, ...]) -> Table:
    """Captions, then numbers; '' is an empty cell."""
    made: list[Row] = []
    for number, row in enumerate(rows, 1):
        cells = [token(text, number, column) for column, text in enumerate(row) if text]
        made.append(row_of(number, cells))
    return table_of(1, made, [])


def proven(*rows: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The numbers that foot, row by row."""
    sure = footed([table(*rows)])
    return [
        tuple(
            text
            for column, text in enumerate(row)
            if column and Locator("cell", f"1/{number}/{column}") in sure
        )
        for number, row in enumerate(rows, 1)
    ]


def test_parts_give_their_total() -> None:
    rows = [("Product", "700", "612"), ("Service", "305", "288"), ("Total", "1,005", "900")]
    assert proven(*rows) == [("700", "612"), ("305", "288"), ("1,005", "900")]


def test_costs_are_taken_from_revenue_and_totals_are_summed_once() -> None:
    rows = [
        ("Net revenue", "5,473", "5,353"),
        ("Product costs", "2,000", "2,100"),
        ("Service costs", "683", "589"),
        ("Total costs", "2,683", "2,689"),
        ("Gross profit", "2,790", "2,664"),
        ("Expenses", "2,145", "1,996"),
        ("Operating income", "645", "668"),
    ]
    assert proven(*rows) == [row[1:] for row in rows]


def test_signs_may_be_any_where_columns_bear_each_other_out() -> None:
    rows = [
        ("Operating income", "645", "668"),
        ("Interest income", "12", "9"),
        ("Interest expense", "31", "25"),
        ("Income before taxes", "626", "652"),
    ]
    assert proven(*rows) == [row[1:] for row in rows]
    alone = [(caption, number) for caption, number, _ in rows]
    assert proven(*alone) == [()] * 4


def test_one_wrong_digit_costs_its_column_and_no_other() -> None:
    rows = [
        ("Product", "700", "612", "550"),
        ("Service", "305", "238", "212"),
        ("Total", "1,005", "900", "762"),
    ]
    assert proven(*rows) == [("700", "550"), ("305", "212"), ("1,005", "762")]


def test_a_total_and_a_change_beside_their_parts_prove_them() -> None:
    rows = [
        ("Revenue", "412", "377", "789"),
        ("Profit", "131", "96", "227"),
    ]
    assert proven(*rows) == [("412", "377", "789"), ("131", "96", "227")]


def test_percents_and_small_numbers_prove_nothing() -> None:
    assert proven(("A", "40%"), ("B", "60%"), ("Total", "100%")) == [()] * 3
    assert proven(("A", "1", "2"), ("B", "2", "3"), ("C", "3", "5")) == [()] * 3


def test_one_column_alone_proves_by_long_numbers_only() -> None:
    assert proven(("A", "12"), ("B", "13"), ("Total", "25")) == [()] * 3
    rows = [("A", "1,250"), ("B", "(340)"), ("Total", "910")]
    assert proven(*rows) == [row[1:] for row in rows]


def test_a_column_that_comes_out_beside_one_that_does_not_needs_longer_numbers() -> None:
    rows = [("A", "1,250", "12,500"), ("B", "3,405", "34,051"), ("Total", "4,656", "46,551")]
    assert proven(*rows) == [("12,500",), ("34,051",), ("46,551",)]
    rows = [("A", "1,250", "1,250"), ("B", "3,405", "3,405"), ("Total", "4,656", "4,655")]
    assert proven(*rows) == [()] * 3


def test_nothing_added_is_no_sum() -> None:
    rows = [("A", "1,250", "1,300"), ("B", "—", "—"), ("C", "1,250", "1,300")]
    assert proven(*rows) == [()] * 3


def shown(number: int) -> str:
    return f"{number:,}"


numbers = st.integers(1_000, 99_999)


@given(st.lists(st.tuples(numbers, numbers, numbers), min_size=2, max_size=8))
def test_whatever_adds_up_is_proven(parts: list[tuple[int, ...]]) -> None:
    total = tuple(map(sum, zip(*parts, strict=True)))
    rows = [("Part", *map(shown, row)) for row in parts]
    assume(not any(proven(*rows)))  # some parts may add up among themselves
    assert proven(*rows, ("Total", *map(shown, total)))[-1] == tuple(map(shown, total))


@given(
    st.lists(st.tuples(numbers, numbers, numbers), min_size=2, max_size=8),
    st.integers(0, 8),
    st.integers(0, 2),
    st.sampled_from([1, 3, 40, 500]),
)
def test_a_misread_number_is_never_proven(
    parts: list[tuple[int, ...]], row: int, column: int, off: int
) -> None:
    numbers_of = [list(part) for part in parts]
    numbers_of.append([sum(part[c] for part in parts) for c in range(3)])
    row %= len(numbers_of)
    numbers_of[row][column] += off
    sure = footed([table(*((f"Line {n}", *map(shown, line)) for n, line in enumerate(numbers_of)))])
    assert Locator("cell", f"1/{row + 1}/{column + 1}") not in sure
