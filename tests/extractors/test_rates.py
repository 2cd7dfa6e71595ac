"""Rows of H.10, typed as the Federal Reserve's Data Download Program writes them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import extract
from extractors import rates as exchange_rates
from extractors.errors import DocumentError
from extractors.model import Instant

HEAD = """\
"Series Description","TAIWAN -- SPOT EXCHANGE RATE, NT$/US$","SPOT EXCHANGE RATE - EURO AREA"
"Unit:","Currency:_Per_USD","Currency:_Per_EUR"
"Multiplier:","1","1"
"Currency:","TWD","USD"
"Unique Identifier: ","H10/H10/RXI_N.B.TA","H10/H10/RXI$US_N.B.EU"
"Time Period","RXI_N.B.TA","RXI$US_N.B.EU"
"""
OF_LATE = HEAD.replace(':_Per_USD"', '"').replace(':_Per_EUR"', '"').replace('"USD"', '"EUR"')
ROWS = "2024-01-01,ND,ND\n2024-01-02,30.9900,1.0952\n2024-01-03,31.0300,ND\n"


def rates(text: str) -> exchange_rates.Rates:
    return exchange_rates.read(text.encode(), "ab" * 32)


@pytest.mark.parametrize("head", [HEAD, OF_LATE, HEAD.replace("\n", "\r\n"), "\ufeff" + HEAD])
def test_each_rate_is_a_fact_as_quoted_and_no_data_is_none(head: str) -> None:
    read = rates(head + ROWS)
    assert [
        (fact.unit, fact.period, fact.value, fact.decimals, fact.quote, str(fact.locator))
        for fact in read.facts
    ] == [
        ("TWD/USD", Instant(date(2024, 1, 2)), Decimal("30.99"), 4, "30.9900", "cell:1/8/2"),
        ("USD/EUR", Instant(date(2024, 1, 2)), Decimal("1.0952"), 4, "1.0952", "cell:1/8/3"),
        ("TWD/USD", Instant(date(2024, 1, 3)), Decimal("31.03"), 4, "31.0300", "cell:1/9/2"),
    ]
    assert {fact.concept for fact in read.facts} == {"H10/H10/RXI_N.B.TA", "H10/H10/RXI$US_N.B.EU"}
    assert read.refusals == ()
    assert read.until == date(2024, 1, 3)


def test_days_to_come_are_not_the_last_with_a_rate() -> None:
    assert rates(HEAD + ROWS + "2024-01-04,ND,ND\n2024-01-05,ND,ND\n").until == date(2024, 1, 3)
    assert rates(HEAD + "2024-01-01,ND,ND\n").until is None


def test_every_currency_of_the_release_has_its_direction() -> None:
    per_unit = {c for name, c in exchange_rates.SERIES.items() if name.startswith("RXI$US")}
    assert per_unit == {"AUD", "EUR", "GBP", "NZD"}  # those that H.10 stars
    others = set(exchange_rates.SERIES.values()) - per_unit
    assert {"TWD", "KRW", "CNY", "JPY", "CHF", "HKD"} <= others
    assert len(exchange_rates.SERIES) == len(per_unit) + len(others) == 22


def test_an_index_is_refused_and_the_rates_beside_it_are_read() -> None:
    head = HEAD.replace("RXI_N.B.TA", "JRXWTFB_N.B").replace("TAIWAN", "NOMINAL BROAD INDEX")
    read = rates(head + ROWS)
    assert [fact.unit for fact in read.facts] == ["USD/EUR"]
    assert [(one.reason, str(one.locator)) for one in read.refusals] == [("bad_unit", "cell:1/5/2")]
    assert "JRXWTFB_N.B" in read.refusals[0].what


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ("30.9900", "abc", "row 8, column 2", "'abc' is no rate of RXI_N.B.TA"),
        ("30.9900", "", "row 8, column 2", "'' is no rate"),
        ("30.9900", "0", "row 8, column 2", "'0' is no rate"),
        ("30.9900", "-30.99", "row 8, column 2", "'-30.99' is no rate"),
        ("30.9900", "3.1e1", "row 8, column 2", "'3.1e1' is no rate"),
        ("30.9900", "30.9900001", "row 8, column 2", "is no rate"),
        ("30.9900", "\u0663\u0660", "row 8, column 2", "is no rate"),
        ("30.9900,1.0952", "30.9900", "row 8", "row 8 has 2 cells, and the first has 3"),
        ("2024-01-03", "2024-01-02", "row 9, column 1", "2024-01-02 stands after 2024-01-02"),
        ("2024-01-03", "01/03/2024", "row 9, column 1", "'01/03/2024' is no day"),
        ("2024-01-03", "2024-02-30", "row 9, column 1", "'2024-02-30' is no day"),
        ('"Multiplier:","1"', '"Multiplier:","100"', "row 3, column 2", "multiplier"),
        ('"Multiplier:"', '"Factor:"', "row 3, column 1", "'Factor:' stands where 'Multiplier:'"),
        ('"TWD"', '"KRW"', "row 4, column 2", "which is not TWD/USD"),
        ("Per_EUR", "Per_USD", "row 4, column 3", "which is not USD/EUR"),
        ('d","RXI_N.B.TA"', 'd","RXI_N.B.KO"', "row 5, column 2", "does not name 'RXI_N.B.KO'"),
        ("H10/H10/", "H15/H15/", "row 5, column 2", "of H.10"),
        ('EUR"\n"Mul', 'EUR"\n\udcff"Mul', "", ""),
    ],
)
def test_what_is_not_that_layout_is_refused_whole(
    old: str, new: str, where: str, what: str
) -> None:
    text = HEAD + ROWS
    assert old in text
    data = text.replace(old, new, 1).encode(errors="surrogateescape")
    with pytest.raises(DocumentError) as caught:
        exchange_rates.read(data, "ab" * 32)
    assert caught.value.where == where
    assert what in caught.value.what
    assert caught.value.to_do.startswith("download the H.10 rates again")
    read = extract(data)
    assert (read.facts, len(read.refusals)) == ((), 1)


def test_a_currency_twice_is_refused() -> None:
    twice = "\n".join(f"{line},{line.rpartition(',')[2]}" for line in (HEAD + ROWS).splitlines())
    with pytest.raises(DocumentError, match="a second series of EUR"):
        rates(twice)


def test_a_head_that_breaks_off_is_truncated() -> None:
    with pytest.raises(DocumentError) as caught:
        rates(HEAD.partition('"Currency:"')[0])
    assert caught.value.reason == "truncated"


@pytest.mark.parametrize(
    ("end", "is_cut"),
    [
        ("1.0920\n", False),
        ("1.0920", False),
        ("ND", False),
        ("1.09\n", False),
        ("1.09", True),
        ("1", True),
        ("N", True),
    ],
)
def test_a_file_that_ends_within_a_number_is_truncated(end: str, is_cut: bool) -> None:
    before = "2024-01-02,30.9900,1.0952\n2024-01-03,31.0000,ND\n"
    text = f"{HEAD}{before}2024-01-04,31.0300,{end}"
    if not is_cut:
        assert len(rates(text).facts) == (4 if end == "ND" else 5)
        return
    with pytest.raises(DocumentError) as caught:
        rates(text)
    assert (caught.value.reason, caught.value.where) == ("truncated", "row 9")


def test_bytes_are_known_as_rates_whatever_their_name() -> None:
    read = extract((HEAD + ROWS).encode(), "FRB_H10.csv")
    assert (read.document.kind, read.document.media_type) == ("rates", "text/csv")
    assert read.document.form == "H.10"
    assert read.document.period_end == date(2024, 1, 3)
    assert (len(read.facts), read.figures, read.refusals) == (3, (), ())
    (refusal,) = extract(HEAD.encode()).refusals
    assert refusal.reason == "no_figures"


cells = st.one_of(st.none(), st.integers(min_value=1, max_value=10**12))


@given(st.lists(st.tuples(cells, cells), max_size=30))
def test_no_observation_is_lost_doubled_or_moved(days: list[tuple[int | None, int | None]]) -> None:
    first = date(2024, 1, 1).toordinal()
    lines, expected = [], []
    for place, values in enumerate(days):
        day = date.fromordinal(first + place)
        rated = [None if v is None else Decimal(v).scaleb(-4) for v in values]
        lines.append(f"{day},{','.join('ND' if r is None else f'{r:.4f}' for r in rated)}\n")
        expected += [(day, r) for r in rated if r is not None]
    read = rates(HEAD + "".join(lines))
    assert [(fact.period.end, fact.value) for fact in read.facts] == expected
