"""Transformations against what their registries' specifications say, typed by hand."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.errors import AmountError, DocumentError, PeriodError
from extractors.xbrl.transformations import IXT, IXT_SEC, REGISTRIES, plain_decimal, transform

TR1 = IXT + "2010-04-20"
TR2 = IXT + "2011-07-31"
TR3 = IXT + "2015-02-26"
TR4 = IXT + "2020-02-12"
TR5 = IXT + "2022-02-16"

READ = [
    (TR1, "numcommadot", "1,234,567.89", "1234567.89"),
    (TR1, "numspacedot", "1 234.5", "1234.5"),
    (TR1, "numdotcomma", "1.234.567,89", "1234567.89"),
    (TR1, "numspacecomma", "1\xa0234,5", "1234.5"),
    (TR1, "numcomma", "1234,5", "1234.5"),
    (TR1, "numdash", "-", "0"),
    (TR1, "dateslashus", "12/31/2024", "2024-12-31"),
    (TR1, "dateslasheu", "31/12/2024", "2024-12-31"),
    (TR1, "datedotus", "1.26.25", "2025-01-26"),
    (TR1, "datedoteu", "26.1.2025", "2025-01-26"),
    (TR1, "datelongus", "January 26, 2025", "2025-01-26"),
    (TR1, "dateshortus", "Jan 26, 2025", "2025-01-26"),
    (TR1, "datelonguk", "26 January 2025", "2025-01-26"),
    (TR1, "datelongdaymonthuk", "26 January", "--01-26"),
    (TR1, "dateshortmonthdayus", "Jan 26", "--01-26"),
    (TR1, "dateslashdaymontheu", "31/12", "--12-31"),
    (TR1, "dateslashmonthdayus", "12/31", "--12-31"),
    (TR1, "datelongyearmonth", "2024 December", "2024-12"),
    (TR1, "dateshortmonthyear", "Dec 2024", "2024-12"),
    (TR2, "numdotdecimal", "60,922", "60922"),
    (TR2, "numdotdecimal", "1 234 567.80", "1234567.8"),
    (TR2, "numcommadecimal", "1.499,99", "1499.99"),
    (TR2, "numunitdecimal", "5 euros 3 cents", "5.03"),
    (TR2, "numunitdecimal", "１，２３４円５６銭", "1234.56"),
    (TR2, "zerodash", "\u2014", "0"),
    (TR2, "zerodash", " - ", "0"),
    (TR2, "booleantrue", "whatever stands here", "true"),
    (TR2, "booleanfalse", "whatever stands here", "false"),
    (TR2, "nocontent", "whatever stands here", ""),
    (TR2, "datedaymonth", "2.11", "--11-02"),
    (TR2, "datedaymonthen", "2. December", "--12-02"),
    (TR2, "datedaymonthyear", "2.12.2021", "2021-12-02"),
    (TR2, "datedaymonthyearen", "13. Dec. 21", "2021-12-13"),
    (TR2, "datemonthday", "12-30", "--12-30"),
    (TR2, "datemonthdayen", "February 29", "--02-29"),
    (TR2, "datemonthdayyear", "12-30-2021", "2021-12-30"),
    (TR2, "datemonthdayyearen", "Sept. 1st, 2024", "2024-09-01"),
    (TR2, "datemonthyearen", "December 2021", "2021-12"),
    (TR2, "dateyearmonthen", "2021 December", "2021-12"),
    (TR2, "dateyearmonthdaycjk", "2024年1月5日", "2024-01-05"),
    (TR2, "dateyearmonthcjk", "２０２４年１２月", "2024-12"),
    (TR2, "dateerayearmonthdayjp", "平成31年4月30日", "2019-04-30"),
    (TR2, "dateerayearmonthdayjp", "令和元年5月1日", "2019-05-01"),
    (TR2, "dateerayearmonthjp", "令和 6年 3月", "2024-03"),
    (TR3, "numdotdecimalin", "12,34,56,789.10", "123456789.1"),
    (TR3, "numunitdecimalin", "1,23,456 rupees 7 paise", "123456.07"),
    (TR3, "datemonthyear", "02-1999", "1999-02"),
    (TR3, "dateyearmonthday", "2021.12.31", "2021-12-31"),
    (TR3, "datedaymonthyeardk", "1. maj 2024", "2024-05-01"),
    (TR3, "datedaymonthyearin", "15 अगस्त 2024", "2024-08-15"),
    (TR4, "fixed-zero", "not", "0"),
    (TR4, "fixed-true", "\u2612", "true"),
    (TR4, "fixed-false", "None.", "false"),
    (TR4, "fixed-empty", "None", ""),
    (TR4, "num-dot-decimal", "113,618", "113618"),
    (TR4, "num-dot-decimal", "0.50", "0.5"),
    (TR4, "num-dot-decimal", ".75", "0.75"),
    (TR4, "num-dot-decimal", "007", "7"),
    (TR4, "num-dot-decimal", "0", "0"),
    (TR4, "num-dot-decimal", "12,34,567.8", "1234567.8"),  # Indian grouping is the filer's right
    (TR4, "num-dot-decimal", " 1\xa0234.5 ", "1234.5"),
    (TR4, "num-comma-decimal", "1.499,99", "1499.99"),
    (TR4, "num-unit-decimal", "12 dollars 5 cents", "12.05"),
    (TR4, "date-monthname-day-year-en", "July\xa027, 2025", "2025-07-27"),
    (TR4, "date-monthname-day-year-en", "JUNE\xa030, 2025", "2025-06-30"),
    (TR4, "date-monthname-day-en", "January\xa026", "--01-26"),
    (TR4, "date-monthname-year-en", "June 2026", "2026-06"),
    (TR4, "date-month-day", "1/25", "--01-25"),
    (TR4, "date-day-month-year", "31-12-24", "2024-12-31"),
    (TR4, "date-year-month", "2022 -/ 1", "2022-01"),
    (TR4, "date-day-monthname-year-de", "31. März 2024", "2024-03-31"),
    (TR4, "date-day-monthname-year-de", "1. Jänner 2024", "2024-01-01"),
    (TR4, "date-day-monthname-year-fr", "1er août 2024", "2024-08-01"),
    (TR4, "date-day-monthname-year-fr", "29 févr. 2024", "2024-02-29"),
    (TR4, "date-day-monthname-year-es", "31 de diciembre de 2024", "2024-12-31"),
    (TR4, "date-day-monthname-year-nl", "1 mrt 2024", "2024-03-01"),
    (TR4, "date-day-monthname-year-cs", "1. července 2024", "2024-07-01"),
    (TR4, "date-day-monthname-year-cs", "1. června 2024", "2024-06-01"),
    (TR4, "date-day-monthname-year-fi", "31. maaliskuuta 2024", "2024-03-31"),
    (TR4, "date-day-monthname-year-fi", "30. marraskuuta 2024", "2024-11-30"),
    (TR4, "date-day-monthname-el", "25 Μαρτίου", "--03-25"),
    (TR4, "date-monthname-year-bg", "Януари 2024", "2024-01"),
    (TR4, "date-year-monthname-day-hu", "2024. szeptember 30.", "2024-09-30"),
    (TR4, "date-year-day-monthname-lv", "2024. gada 5. jūlijs", "2024-07-05"),
    (TR4, "date-day-monthroman-year", "5.XII.2024", "2024-12-05"),
    (TR4, "date-jpn-era-year-month-day", "昭和64年1月7日", "1989-01-07"),
    (TR5, "num-dot-decimal-apos", "1'234’567.8", "1234567.8"),
    (TR5, "num-comma-decimal-apos", "1'234,5", "1234.5"),
    (TR5, "num-unit-decimal-apos", "1'234 francs 5 centimes", "1234.05"),
    (TR5, "date-day-monthname-year-cy", "1 Mawrth 2024", "2024-03-01"),
    (IXT_SEC, "numwordsen", "no", "0"),
    (IXT_SEC, "numwordsen", "None", "0"),
    (IXT_SEC, "numwordsen", "twelve", "12"),
    (IXT_SEC, "numwordsen", "nineteen hundred forty-four", "1944"),
    (IXT_SEC, "numwordsen", "Seventy Thousand and one", "70001"),
    (IXT_SEC, "numwordsen", "two million, three hundred and five thousand", "2305000"),
    (IXT_SEC, "durwordsen", "Five years, two months", "P5Y2M"),
    (IXT_SEC, "durwordsen", "eighteen months", "P18M"),
    (IXT_SEC, "durwordsen", "364-day", "P364D"),
    (IXT_SEC, "durwordsen", "Five-Year", "P5Y"),
    (IXT_SEC, "durwordsen", "one hundred and five days", "P105D"),
    (IXT_SEC, "durwordsen", "ONE MONTH AND THREE DAYS", "P1M3D"),
    (IXT_SEC, "durwordsen", "no years", "P0D"),
    (IXT_SEC, "duryear", "10", "P10Y"),
    (IXT_SEC, "duryear", "11.6", "P11Y7M6D"),  # 0.6 years = 7.2 months; 0.2 months = 6.09 days
    (IXT_SEC, "duryear", "0.50", "P6M"),
    (IXT_SEC, "duryear", "-2.25", "-P2Y3M"),
    (IXT_SEC, "duryear", "0", "P0Y"),
    (IXT_SEC, "durmonth", "18", "P18M"),
    (IXT_SEC, "durmonth", "1.5", "P1M15D"),
    (IXT_SEC, "durweek", "2.5", "P17D"),
    (IXT_SEC, "durday", "1.5", "P1DT12H"),
    (IXT_SEC, "durhour", "36", "PT36H"),
    (IXT_SEC, "numinf", "unlimited", "INF"),
    (IXT_SEC, "numneginf", "", "-INF"),
    (IXT_SEC, "numnan", "n/a", "NaN"),
    (IXT_SEC, "datequarterend", "third quarter of 2024", "2024-09-30"),
    (IXT_SEC, "datequarterend", "2024 Q4", "2024-12-31"),
    (IXT_SEC, "boolballotbox", "\u2610", "false"),
    (IXT_SEC, "boolballotbox", "\u2611", "true"),
    (IXT_SEC, "boolballotbox", " \u2612 ", "true"),
    (IXT_SEC, "yesnoballotbox", "\u2612", "Yes"),
    (IXT_SEC, "stateprovnameen", "New\xa0York", "NY"),
    (IXT_SEC, "stateprovnameen", "québec", "QC"),
    (IXT_SEC, "countrynameen", "Taiwan", "TW"),
    (IXT_SEC, "countrynameen", "The Netherlands", "NL"),
    (IXT_SEC, "countrynameen", "Republic of Korea", "KR"),
    (IXT_SEC, "countrynameen", "Côte d’Ivoire", "CI"),
    (IXT_SEC, "countrynameen", "U.S.A.", "US"),
    (IXT_SEC, "exchnameen", "The Nasdaq Stock Market LLC", "NASDAQ"),
    (IXT_SEC, "exchnameen", "New York Stock Exchange, LLC", "NYSE"),
    (IXT_SEC, "exchnameen", "NYSE Arca, Inc.", "NYSEArca"),
    (IXT_SEC, "entityfilercategoryen", "Large accelerated filer", "Large Accelerated Filer"),
    (IXT_SEC, "entityfilercategoryen", "Non-accelerated  filer", "Non-accelerated Filer"),
]

NOT_AMOUNTS = [
    (TR1, "numcommadot", "1,23"),
    (TR1, "numdash", "--"),
    (TR2, "numdotdecimal", "1,23"),
    (TR2, "numdotdecimal", "-1,234"),
    (TR2, "numdotdecimal", "(1,234)"),
    (TR2, "numdotdecimal", ""),
    (TR2, "zerodash", ""),
    (TR2, "zerodash", "0"),
    (TR3, "numunitdecimalin", "12"),
    (TR4, "num-dot-decimal", ""),
    (TR4, "num-dot-decimal", ","),
    (TR4, "num-dot-decimal", "-5"),
    (TR4, "num-dot-decimal", "(5)"),
    (TR4, "num-dot-decimal", "5."),
    (TR4, "num-dot-decimal", "1.2.3"),
    (TR4, "num-dot-decimal", "1.234,5"),
    (TR4, "num-dot-decimal", "$5"),
    (TR4, "num-dot-decimal", "5%"),
    (TR4, "num-dot-decimal", "1e3"),
    (TR4, "num-dot-decimal", "NaN"),
    (TR4, "num-dot-decimal", "١٢٣"),
    (TR4, "num-dot-decimal", "1²"),
    (TR4, "num-comma-decimal", "1,234.5"),
    (TR4, "num-unit-decimal", "12.05"),
    (IXT_SEC, "numwordsen", ""),
    (IXT_SEC, "numwordsen", "12"),
    (IXT_SEC, "numwordsen", "two and five"),
    (IXT_SEC, "numwordsen", "two three"),
    (IXT_SEC, "numwordsen", "thousand"),
    (IXT_SEC, "numwordsen", "one thousand two million"),
    (IXT_SEC, "numwordsen", "one hundred and"),
    (IXT_SEC, "numwordsen", "twenty thirteen"),
    (IXT_SEC, "numwordsen", "several"),
]

NOT_PERIODS = [
    (TR1, "dateslashus", "12.31.2024"),
    (TR1, "dateslashus", "13/31/2024"),
    (TR2, "datedaymonthyear", "30.2.2024"),
    (TR2, "datedaymonth", "31.4"),
    (TR4, "date-monthname-day-year-en", "Marketing 5, 2024"),
    (TR4, "date-monthname-day-year-en", "January 26"),
    (TR4, "date-monthname-day-year-en", "26 January 2025"),
    (TR4, "date-monthname-day-year-en", "January 26, 202"),
    (TR4, "date-monthname-day-year-en", "January or March 26, 2025"),
    (TR4, "date-day-monthname-year-en", "1 mars 2024"),
    (TR4, "date-month-day-year", ""),
    (TR4, "date-jpn-era-year-month", "2024年1月"),
    (IXT_SEC, "duryear", "ten"),
    (IXT_SEC, "duryear", ""),
    (IXT_SEC, "durwordsen", "five"),
    (IXT_SEC, "durwordsen", "two months three years"),
    (IXT_SEC, "durwordsen", "some years"),
    (IXT_SEC, "durwordsen", "two years and"),
    (IXT_SEC, "datequarterend", "fifth quarter 2024"),
    (IXT_SEC, "datequarterend", "December 31, 2024"),
]

NOT_NAMES = [
    (IXT_SEC, "boolballotbox", "x"),
    (IXT_SEC, "boolballotbox", ""),
    (IXT_SEC, "stateprovnameen", "Atlantis"),
    (IXT_SEC, "stateprovnameen", ""),
    (IXT_SEC, "countrynameen", "Korea"),
    (IXT_SEC, "exchnameen", "Bourse"),
    (IXT_SEC, "entityfilercategoryen", "filer"),
    (TR4, "numdotdecimal", "1"),
    (TR2, "num-dot-decimal", "1"),
    ("http://example.com/unknown", "num-dot-decimal", "1"),
    ("", "", "1"),
]


@pytest.mark.parametrize(("namespace", "name", "text", "expected"), READ)
def test_reads_what_the_registry_allows(
    namespace: str, name: str, text: str, expected: str
) -> None:
    assert transform(namespace, name, text) == expected


@pytest.mark.parametrize(("namespace", "name", "text"), NOT_AMOUNTS)
def test_refuses_what_is_no_number(namespace: str, name: str, text: str) -> None:
    with pytest.raises(AmountError) as error:
        transform(namespace, name, text)
    assert error.value.reason == "bad_amount"
    assert repr(text) in str(error.value)


@pytest.mark.parametrize(("namespace", "name", "text"), NOT_PERIODS)
def test_refuses_what_is_no_period(namespace: str, name: str, text: str) -> None:
    with pytest.raises(PeriodError) as error:
        transform(namespace, name, text)
    assert error.value.reason == "bad_period"
    assert repr(text) in str(error.value)


@pytest.mark.parametrize(("namespace", "name", "text"), NOT_NAMES)
def test_refuses_unknown_names(namespace: str, name: str, text: str) -> None:
    with pytest.raises(DocumentError) as error:
        transform(namespace, name, text)
    assert not isinstance(error.value, (AmountError, PeriodError))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("44", "44"), ("4.40", "4.4"), ("007", "7"), (" 12\n", "12"), (".5", "0.5"), ("5.", "5")],
)
def test_numbers_without_a_format_are_plain_decimals(text: str, expected: str) -> None:
    assert plain_decimal(text) == expected


@pytest.mark.parametrize("text", ["", "1,234", "-5", "+5", "1 234", "5%", "1e3", "\u2014", "５"])
def test_numbers_without_a_format_are_nothing_else(text: str) -> None:
    with pytest.raises(AmountError):
        plain_decimal(text)


amounts = st.decimals(min_value=0, max_value=Decimal(10) ** 15, places=4)


@given(amounts)
def test_grouped_numbers_come_back(value: Decimal) -> None:
    english = f"{value:,}"
    german = english.translate(str.maketrans(",.", ".,"))
    swiss = english.replace(",", "’")
    assert Decimal(transform(TR4, "num-dot-decimal", english)) == value
    assert Decimal(transform(TR2, "numdotdecimal", english)) == value
    assert Decimal(transform(TR4, "num-comma-decimal", german)) == value
    assert Decimal(transform(TR5, "num-dot-decimal-apos", swiss)) == value


@given(amounts)
def test_results_are_canonical(value: Decimal) -> None:
    result = transform(TR4, "num-dot-decimal", f"{value:,}")
    assert re.fullmatch(r"(0|[1-9]\d*)(\.\d*[1-9])?", result)
    assert transform(TR4, "num-dot-decimal", result) == result


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_comes_back_from_every_order(day: date) -> None:
    y, m, d, iso = day.year, day.month, day.day, day.isoformat()
    name = f"{day:%B}"
    assert transform(TR4, "date-day-month-year", f"{d}.{m}.{y}") == iso
    assert transform(TR4, "date-month-day-year", f"{m:02}/{d:02}/{y - 2000:02}") == iso
    assert transform(TR4, "date-monthname-day-year-en", f"{name} {d}, {y}") == iso
    assert transform(TR4, "date-day-monthname-year-en", f"{d} {name[:3]}. {y}") == iso
    assert transform(TR2, "dateyearmonthdaycjk", f"{y}年{m}月{d}日") == iso
    assert transform(TR4, "date-month-day", f"{m}-{d}") == f"--{iso[5:]}"
    assert transform(TR4, "date-monthname-year-en", f"{name} {y}") == iso[:7]


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    for namespace, formats in REGISTRIES.items():
        for name in formats:
            try:
                result = transform(namespace, name, text)
            except DocumentError:
                continue
            assert isinstance(result, str)


def test_every_format_of_the_corpus_is_known(shared: Path) -> None:
    used = set()
    for path in sorted((shared / "corpus" / "ixbrl").iterdir()):
        used |= set(re.findall(r'format="(ixt(?:-sec)?):([^"]+)"', path.read_text("utf-8")))
    assert len(used) > 10
    known = {("ixt", name) for name in REGISTRIES[TR4]}
    known |= {("ixt-sec", name) for name in REGISTRIES[IXT_SEC]}
    assert used <= known
