"""Cells to tokens, rows and tables: signs and brackets in cells of their own, captions, notes."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.language.amounts import amount_of
from extractors.model import Locator
from extractors.tables.grid import Token, is_year, joined, row_of, table_of


def cells(*texts: str) -> list[Token]:
    """One cell for each text, at its own column; blank cells leave no token."""
    return [
        Token(text, column, column + 1, Locator("cell", f"1/1/{column + 1}"), text)
        for column, text in enumerate(texts)
        if text
    ]


@pytest.mark.parametrize(
    ("texts", "whole", "value"),
    [
        (("$", "1,234"), "$1,234", "1234"),
        (("$", "(1,234", ")"), "$(1,234)", "-1234"),
        (("(1,234", ")"), "(1,234)", "-1234"),
        (("(", "1,234", ")"), "(1,234)", "-1234"),
        (("$", "(", "1,234", ")"), "$(1,234)", "-1234"),
        (("$(", "56", ")"), "$(56)", "-56"),
        (("NT$", "1,234.5"), "NT$1,234.5", "1234.5"),
        (("RMB", "77"), "RMB77", "77"),
        (("70.6", "%"), "70.6%", "0.706"),
        (("(3.1", ")%"), "(3.1)%", "-0.031"),
        (("(3.1", ")", "%"), "(3.1)%", "-0.031"),
    ],
)
def test_a_number_split_over_cells_is_one_token(texts, whole, value):
    (token,) = joined(cells(*texts))
    assert token.text == whole
    assert (token.start, token.end) == (0, len(texts))
    assert token.amount is not None
    assert token.amount.value == Decimal(value)


def test_the_place_of_a_split_number_is_that_of_its_digits():
    (token,) = joined(cells("$", "(1,234", ")"))
    assert (token.quote, str(token.locator)) == ("(1,234", "cell:1/1/2")


def test_a_dash_behind_a_currency_sign_is_nil_and_no_zero():
    (token,) = joined(cells("$", "—"))
    assert token.amount is not None
    assert token.amount.value is None


def test_signs_stay_with_their_own_number():
    tokens = joined(cells("$", "10", "$", "(20", ")", "30", "%"))
    assert [token.text for token in tokens] == ["$10", "$(20)", "30%"]


def test_a_percent_sign_beside_a_year_heads_a_column():
    assert [token.text for token in joined(cells("2025", "%", "2024", "%"))] == [
        "2025", "%", "2024", "%"
    ]  # fmt: skip


def test_words_are_no_amount():
    assert [amount_of(text) for text in ("Revenue", "N/A", "NM", "", "Q1 FY26", "*")] == [None] * 6


def test_years():
    assert [is_year(text) for text in ("2024", "1999", "2,024", "20244", "1824")] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_a_row_s_first_words_are_its_caption():
    row = row_of(3, cells("Revenue", "", "$", "1,200", "", "1,000"))
    assert row.caption == "Revenue"
    assert [token.text for token in row.amounts] == ["$1,200", "1,000"]


def test_a_row_of_years_has_no_caption_and_no_amounts():
    row = row_of(2, cells("", "2025", "2024"))
    assert (row.caption, row.amounts) == ("", ())
    assert [token.text for token in row.tokens] == ["2025", "2024"]


def test_a_header_over_the_numbers_is_no_caption():
    rows = [row_of(1, cells("", "Cloud", "Devices")), row_of(2, cells("Revenue", "7", "8"))]
    table = table_of(1, rows, ())
    assert table.rows[0].caption == ""
    assert [token.text for token in table.rows[0].tokens] == ["Cloud", "Devices"]


def test_a_lone_number_left_of_all_numbers_is_a_note_and_no_amount():
    rows = [row_of(1, cells("Revenue", "", "700")), row_of(2, cells("12", "", "800"))]
    assert [token.text for token in table_of(1, rows, ()).rows[1].amounts] == ["800"]


@given(
    st.lists(
        st.sampled_from(["$", "(", "(1", "1,234", ")", "%", "—", "Revenue", "2024", ""]), max_size=8
    )
)
def test_no_characters_are_lost_or_moved(texts):
    tokens = joined(cells(*texts))
    assert "".join(token.text for token in tokens) == "".join(texts)
    assert all(one.end <= other.start for one, other in pairwise(tokens))
