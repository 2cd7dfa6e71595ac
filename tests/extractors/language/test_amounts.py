"""Printed numbers: what each style means, and what is refused instead of guessed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.errors import AmountError
from extractors.language.amounts import Amount, parse_amount

VALUES = [
    ("1,234", "1234"),
    ("1,234,567.89", "1234567.89"),
    ("60922", "60922"),
    ("0", "0"),
    ("0.05", "0.05"),
    (".5", "0.5"),
    # signs
    ("(497)", "-497"),
    ("(0.08)", "-0.08"),
    ("(1,234", "-1234"),
    ("( 1,234 )", "-1234"),
    ("$(1,234)", "-1234"),
    ("$ (1,234)", "-1234"),
    ("($1,234)", "-1234"),
    ("(1,234)  ", "-1234"),
    ("(0)", "0"),
    ("-1,234", "-1234"),
    ("\u22121,234", "-1234"),
    ("\u20131,234", "-1234"),
    ("\u20141,234", "-1234"),
    ("\u20101,234", "-1234"),
    ("\u20111,234", "-1234"),
    ("\ufe631,234", "-1234"),
    ("\uff0d1,234", "-1234"),
    ("-$1,234", "-1234"),
    ("$-1,234", "-1234"),
    ("1,234-", "-1234"),
    ("+3", "3"),
    # footnotes
    ("1,234 (1)", "1234"),
    ("1,234(a)", "1234"),
    ("1,234 (1)(2)", "1234"),
    ("1,234*", "1234"),
    ("1,234 **", "1234"),
    ("1,234¹", "1234"),
    ("1,234²,³", "1234"),
    ("1,234⁽¹⁾", "1234"),
    ("1,234 †", "1234"),
    ("1,234‡", "1234"),
    ("1,234 [2]", "1234"),
    ("(497) (1)", "-497"),
    ("(497)*", "-497"),
    ("(2)(3) (497)", "-497"),
    ("(1) $ 1,234", "1234"),
    ("(a) 1,234", "1234"),
    ("(1)", "-1"),  # alone it is an amount
    # characters
    ("$\u00a01,234", "1234"),
    ("\u2009(1,234)\u202f", "-1234"),
    ("1\u00ad,234", "1234"),
    ("\u200b1,234\ufeff", "1234"),
    ("\u200f1,234\u200e", "1234"),
    ("１，２３４．５", "1234.5"),
    ("（１，２３４）", "-1234"),
    # scale words
    ("$43.0 billion", "43000000000"),
    ("12.3 million", "12300000"),
    ("$1.5bn", "1500000000"),
    ("12.3m", "12300000"),
    ("$250K", "250000"),
    ("5 thousand", "5000"),
    ("$1.2 Trillion", "1200000000000"),
    ("($43.0 million)", "-43000000"),
    ("(5.2) billion", "-5200000000"),
    ("NT$ 868.46 billion", "868460000000"),
    ("-$0.5 million (1)", "-500000"),
]

PERCENTS = [
    ("75.0%", "0.75"),
    ("75.0 %", "0.75"),
    ("７５．０％", "0.75"),
    ("(5)%", "-0.05"),
    ("(5%)", "-0.05"),
    ("-5%", "-0.05"),
    ("\u22125.25%", "-0.0525"),
    ("154%", "1.54"),
    ("37.04%*", "0.3704"),
]

POINTS = [
    ("4.4 pts", "0.044"),
    ("(10.1) pts", "-0.101"),
    ("1 pt", "0.01"),
    ("2.5 percentage points", "0.025"),
    ("50 bps", "0.005"),
    ("-120 basis points", "-0.012"),
]

CURRENCIES = [
    ("$5", "$"),
    ("US$5", "USD"),
    ("us$ 5", "USD"),
    ("NT$5", "TWD"),
    ("R$ 5", "BRL"),
    ("HK$5", "HKD"),
    ("€5", "EUR"),
    ("5 €", "EUR"),
    ("£5", "GBP"),
    ("¥5", "¥"),
    ("￥5", "¥"),
    ("₩5", "KRW"),
    ("RMB 5", "CNY"),
    ("USD 5", "USD"),
    ("5 TWD", "TWD"),
    ("KRW5", "KRW"),
    ("5", None),
]

NILS = ["—", "–", "-", "‒", "―", "−", "--", "---", "$ —", "$—", "$\u00a0—", "—%", "— %", "(—)", "nil",
        "Nil", "NIL", "—*", "— (a)", "\u00a0—\u00a0"]  # fmt: skip

REFUSED = [
    "",
    " ",
    "1.2.3",
    "1,23",
    "12,34",
    "12,34,567",  # Indian, or a slip of the pen
    "1.234,5",
    "1.234.567",
    "0,123",
    "1,234,56",
    "1234,567",
    "007",
    "5.",
    "1 234",
    "1\u2009234",
    "1, 234",
    # two amounts, or perhaps two
    "1,234 5,678",
    "$5 $6",
    "5%6%",
    "5–10",
    "(5) (1)",
    "(1) 5",
    "— 5",
    "- 5",
    "— (5)",
    "5 —",
    "1,234(30)",
    # contradictions
    "-(5)",
    "(-5)",
    "-5-",
    "1,234)",
    "$5%",
    "5 million %",
    "$5 USD",
    "5 million billion",
    # not amounts
    "N/A",
    "n/a",
    "NM",
    "*",
    "†",
    "(1)(2)",
    "10-K",
    "Q1",
    "4K",
    "5b",
    "1e5",
    "NaN",
    "Infinity",
    "¹",
    "½",
    "①",
    "١٢٣",
    "12:30",
    "1/2",
    "$",
    "%",
    "()",
    "Total revenue",
    "April 27, 2025",
    "9" * 30,
    "1" + ",000" * 30,
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_values(text: str, value: str) -> None:
    amount = parse_amount(text)
    assert amount.value == Decimal(value)
    assert not amount.is_percent
    assert amount.quote == text.strip()


@pytest.mark.parametrize(("text", "value"), PERCENTS)
def test_percentages_are_fractions(text: str, value: str) -> None:
    amount = parse_amount(text)
    assert (amount.value, amount.is_percent, amount.is_points) == (Decimal(value), True, False)


@pytest.mark.parametrize(("text", "value"), POINTS)
def test_points_are_differences_of_fractions(text: str, value: str) -> None:
    amount = parse_amount(text)
    assert (amount.value, amount.is_percent, amount.is_points) == (Decimal(value), True, True)


@pytest.mark.parametrize(("text", "currency"), CURRENCIES)
def test_currencies(text: str, currency: str | None) -> None:
    amount = parse_amount(text)
    assert (amount.value, amount.currency) == (Decimal(5), currency)


@pytest.mark.parametrize("text", NILS)
def test_a_dash_alone_is_nil_and_not_zero(text: str) -> None:
    amount = parse_amount(text)
    assert amount.value is None
    assert amount.is_percent == ("%" in text)
    assert amount.currency == ("$" if "$" in text else None)


@pytest.mark.parametrize("text", REFUSED)
def test_refused_and_never_guessed(text: str) -> None:
    with pytest.raises(AmountError, match="is not an amount") as error:
        parse_amount(text)
    assert error.value.reason == "bad_amount"
    assert repr(text.strip())[:20] in str(error.value)


def test_an_error_quotes_the_characters() -> None:
    with pytest.raises(AmountError) as error:
        parse_amount("1.2.3")
    assert str(error.value) == "'1.2.3' is not an amount"


def test_an_amount_tells_how_it_was_printed() -> None:
    assert parse_amount(" $43.0 billion (2) ") == Amount(
        value=Decimal("43000000000"),
        is_percent=False,
        currency="$",
        scale=Decimal(1_000_000_000),
        decimals=1,
        quote="$43.0 billion (2)",
    )


@pytest.mark.parametrize(
    ("text", "decimals"), [("5", 0), ("5.0", 1), ("75.00%", 2), ("(1,234.567)", 3), (".25", 2)]
)
def test_decimals_are_those_printed(text: str, decimals: int) -> None:
    assert parse_amount(text).decimals == decimals


STYLES = ["{}", "${}", "US$ {}", "€{}", "{} USD", "{}*", "{} (a)", "{}¹", "\u00a0{}\u2009", "{} million",
          "$ {} bn"]  # fmt: skip
NEGATIVES = ["({})", "-{}", "−{}", "–{}", "({}", "${}-", "$({})", "(${})", "$ ({}) million"]

positive = st.decimals(min_value=0, max_value=Decimal(10) ** 12, places=3)


def printed(value: Decimal, places: int) -> tuple[str, Decimal]:
    """`value` with commas and `places` decimals, and the value that these characters have."""
    rounded = round(value, places)
    return f"{rounded:,}", rounded


@given(positive, st.integers(0, 3), st.sampled_from(STYLES))
def test_positive_amounts_come_back(value: Decimal, places: int, style: str) -> None:
    text, rounded = printed(value, places)
    amount = parse_amount(style.format(text))
    assert amount.value == rounded * amount.scale
    assert amount.decimals == max(places, 0)


@given(positive, st.integers(0, 3), st.sampled_from(NEGATIVES))
def test_negative_amounts_come_back(value: Decimal, places: int, style: str) -> None:
    text, rounded = printed(value, places)
    amount = parse_amount(style.format(text))
    assert amount.value == -rounded * amount.scale


@given(positive, st.integers(0, 3))
def test_percentages_come_back_exactly(value: Decimal, places: int) -> None:
    text, rounded = printed(value, places)
    assert parse_amount(f"{text}%").value == rounded / 100
    assert parse_amount(f"({text})%").value == -rounded / 100


@given(positive, st.integers(0, 3), st.sampled_from(STYLES + NEGATIVES))
def test_reading_its_own_quote_changes_nothing(value: Decimal, places: int, style: str) -> None:
    amount = parse_amount(style.format(printed(value, places)[0]))
    assert parse_amount(amount.quote) == amount


@given(
    st.tuples(st.decimals(30, 10**9, places=1), st.decimals(30, 10**9, places=1)),
    st.sampled_from(STYLES + NEGATIVES),
    st.sampled_from(STYLES + NEGATIVES),
    st.sampled_from([" ", "  ", " / ", "\u00a0", " to ", "–", " – ", "|", "\n"]),
)
def test_two_numbers_are_never_one_amount(
    values: tuple[Decimal, Decimal], first: str, second: str, between: str
) -> None:
    text = first.format(f"{values[0]:,}") + between + second.format(f"{values[1]:,}")
    with pytest.raises(AmountError):
        parse_amount(text)


@given(st.text(alphabet="0123456789,.()-–—$% mbn*¹K/", max_size=20) | st.text(max_size=20))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    try:
        amount = parse_amount(text)
    except AmountError:
        return
    assert amount.quote == text.strip()
    assert amount.value is None or amount.value.is_finite()
