"""Answers as table, CSV and JSON: exact where a program reads them, legible where a person does."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.terminal.tables import Row, write_csv, write_json, write_table

COLUMNS = ["segment", "operating_income", "margin", "ends"]
ROWS: list[Row] = [
    ["AWS", Decimal("39834000000.000000"), 0.375, date(2024, 12, 31)],
    [None, Decimal("-0.500000"), None, date(2023, 12, 31)],
]


def test_a_table_is_aligned_and_grouped() -> None:
    out = io.StringIO()
    write_table(COLUMNS, ROWS, out)
    assert out.getvalue() == (
        "segment  operating_income  margin  ends\n"
        "-------  ----------------  ------  ----------\n"
        "AWS        39,834,000,000   0.375  2024-12-31\n"
        "NULL                 -0.5    NULL  2023-12-31\n"
        "(2 rows)\n"
    )


def test_no_rows_are_said_so() -> None:
    out = io.StringIO()
    write_table(["a"], [], out)
    assert out.getvalue() == "a\n-\n(0 rows)\n"


def test_a_narrow_terminal_gets_a_block_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("COLUMNS", "30")
    out = Terminal()
    write_table(COLUMNS, ROWS[:1], out)
    assert "operating_income  39,834,000,000\nmargin            0.375\n" in out.getvalue()


def test_csv_is_exact_and_null_is_empty() -> None:
    out = io.StringIO()
    write_csv(COLUMNS, ROWS, out)
    assert out.getvalue() == (
        "segment,operating_income,margin,ends\n"
        "AWS,39834000000,0.375,2024-12-31\n"
        ",-0.5,,2023-12-31\n"
    )


def test_json_is_exact_and_null_is_null() -> None:
    out = io.StringIO()
    moment = datetime(2025, 2, 6, 23, 30, tzinfo=UTC)
    write_json([*COLUMNS, "known_at", "parts"], [[*ROWS[0], moment, ["a", 1]]], out)
    assert json.loads(out.getvalue(), parse_int=Decimal) == [
        {
            "segment": "AWS", "operating_income": Decimal(39834000000),
            "margin": 0.375, "ends": "2024-12-31",
            "known_at": "2025-02-06 23:30:00+00:00", "parts": ["a", Decimal(1)],
        }
    ]  # fmt: skip


def test_json_without_rows_is_an_empty_array() -> None:
    out = io.StringIO()
    write_json(["a"], [], out)
    assert json.loads(out.getvalue()) == []


@given(
    st.lists(
        st.tuples(
            st.text(),
            st.floats(allow_nan=False),
            st.decimals(
                allow_nan=False,
                allow_infinity=False,
                places=6,
                min_value=-(10**20),
                max_value=10**20,
            ),
        )
    )
)
def test_csv_and_json_give_back_what_went_in(rows: list[tuple[str, float, Decimal]]) -> None:
    out = io.StringIO()
    write_json(["t", "f", "d"], rows, out)
    parsed = json.loads(out.getvalue(), parse_float=str, parse_int=str)
    assert [(r["t"], Decimal(r["d"])) for r in parsed] == [(t, d) for t, _, d in rows]
    out = io.StringIO(newline="")
    write_csv(["t", "f", "d"], rows, out)
    out.seek(0)
    got = list(csv.reader(out))[1:]
    assert [(float(f), Decimal(d)) for _, f, d in got] == [(f, d) for _, f, d in rows]
    for (text, *_), (cell, *_) in zip(got, rows, strict=True):
        assert text == cell or (text == f"'{cell}" and cell[0] in "=+-@\t\r")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+1+1", "'+1+1"),
        ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
        ("-5", "-5"),
        ("+1,234.5%", "+1,234.5%"),
        ("-", "'-"),
        ("a = b", "a = b"),
    ],
)
def test_a_text_is_no_formula_where_a_spreadsheet_opens_it(text: str, cell: str) -> None:
    out = io.StringIO(newline="")
    write_csv(["t", "d"], [(text, Decimal("-1.5"))], out)
    out.seek(0)
    assert list(csv.reader(out)) == [["t", "d"], [cell, "-1.5"]]


class Terminal(io.StringIO):
    """A terminal of COLUMNS letters."""

    def isatty(self) -> bool:
        return True


LONG = "what was found in the tenth place of all, which is long"


def test_a_long_text_is_cut_to_the_terminal_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    out = Terminal()
    write_table(["name", "told", "n"], [["AWS", LONG, 12]], out)
    assert out.getvalue() == (
        "name  told                              n\n".replace("  n\n", " n\n")
        + "----  ------------------------------  --\n"
        + "AWS   what was found in the tenth p…  12\n"
        + "(1 row; … is cut: --expand shows all)\n"
    )
    assert max(map(len, out.getvalue().splitlines())) <= 40


def test_a_pipe_gets_all_of_a_long_text() -> None:
    out = io.StringIO()
    write_table(["told"], [[LONG]], out)
    assert LONG in out.getvalue()
    assert out.getvalue().endswith("(1 row)\n")


def test_expanded_values_wrap_beside_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    out = Terminal()
    write_table(["name", "told"], [["AWS", LONG]], out, expand=True)
    assert out.getvalue() == (
        "-- 1 ----\n"
        "name  AWS\n"
        "told  what was found in the tenth place\n"
        "      of all, which is long\n"
        "(1 row)\n"
    )
