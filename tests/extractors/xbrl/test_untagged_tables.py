"""Margins, adjusted figures and prior quarters that a tagged filing prints without a tag.

The invented report earns 1,000 (800) of revenue, 600 (450) of gross profit and 300 (180) of
operating income: margins of 60% (56.25%) and 30% (22.5%).
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from extractors import Extraction, Figure, cover, extract, kinds
from extractors.model import Duration, Period
from extractors.xbrl import instance as inline_xbrl
from extractors.xbrl import parse
from extractors.xbrl.facts import unique_facts
from extractors.xbrl.filing_calendar import filing_calendar
from extractors.xbrl.tagged_figures import figures
from extractors.xbrl.untagged_tables import untagged
from tests.builders.ixbrl_filing import FY23, FY24, Column, Filing, Row, Table, Untagged, segment
from tests.builders.statements import CASH_FLOW, INCOME, YEARS, report

YEAR = ("(in millions)", "Year ended December 31, 2024", "Year ended December 31, 2023")
REVENUE = ("Revenue", "1,000", "800")
Said = tuple[str, str | None, str, Period, str]


def read(*tables: Table | Untagged, filing: Filing | None = None) -> Extraction:
    """An annual report with these notes."""
    return extract(replace(filing or report(*tables), focus="FY").render())


def new(found: Extraction) -> list[Figure]:
    """The figures that rest on cells without tags."""
    cells = {fact.fact_id for fact in found.facts if fact.locator.kind == "cell"}
    return [figure for figure in found.figures if figure.inputs[0].fact_id in cells]


def said(found: Extraction) -> set[Said]:
    """Metric, part, basis, period and value of those, as printed."""
    return {(f.metric, f.segment, f.basis, f.period, str(f.value.normalize())) for f in new(found)}


def reasons(found: Extraction) -> list[str]:
    """Why cells were refused."""
    return [r.reason for r in found.refusals if r.locator and r.locator.kind == "cell"]


def of_company(metric: str, *values: str, basis: str = "gaap") -> set[Said]:
    return {(metric, None, basis, p, v) for p, v in zip((FY24, FY23), values, strict=True)}


MARGINS = Untagged(
    "Results of operations",
    (YEAR, REVENUE, ("Gross margin", "60.0%", "56.3%"), ("Operating margin", "30.0%", "22.5%")),
)


def test_margins_beside_tagged_revenue_are_read() -> None:
    found = read(MARGINS)
    assert said(found) == of_company("gross_margin", "0.6", "0.563") | of_company(
        "operating_margin", "0.3", "0.225"
    )
    assert reasons(found) == []


def test_a_figure_knows_its_cell_and_its_captions() -> None:
    found = read(MARGINS)
    figure = next(f for f in new(found) if str(f.value) == "0.563")
    fact = next(f for f in found.facts if f.fact_id == figure.inputs[0].fact_id)
    # The fourth table, after the three statements.
    assert (str(fact.locator), fact.quote) == ("cell:4/3/3", "56.3%")
    assert fact.caption == ("Gross margin",)
    assert fact.column_caption == ("Year ended December 31, 2023",)
    assert (figure.decimals, figure.unit, figure.confidence) == (3, "pure", "open_table")


def test_nothing_is_read_twice() -> None:
    found = read(
        Untagged("Results", (YEAR, REVENUE, ("Gross profit", "600", "450"), *MARGINS.rows[2:]))
    )
    keys = Counter((f.metric, f.segment, f.basis, f.period, f.kind) for f in found.figures)
    assert set(keys.values()) == {1}
    assert {f.metric for f in new(found)} == {"gross_margin", "operating_margin"}


def test_a_table_of_percentages_of_revenue_tells_margins() -> None:
    rows = (
        ("", *YEAR[1:]),
        ("Revenue", "100.0%", "100.0%"),
        ("Cost of revenue", "40.0", "43.8"),
        ("Gross profit", "60.0", "56.2"),  # made to add up: 56.25 is printed as 56.2
        ("Research and development", "20.0", "22.5"),
        ("Operating income", "30.0%", "22.5%"),
    )
    found = read(Untagged("The table shows our results as a percentage of revenue.", rows))
    assert said(found) == of_company("gross_margin", "0.6", "0.562") | of_company(
        "operating_margin", "0.3", "0.225"
    )


def test_shares_beside_amounts_belong_to_the_year_on_their_left() -> None:
    rows = (
        ("(in millions)", "2024", "% of Total Revenues", "2023", "% of Total Revenues"),
        ("Fiscal year ended December 31,", "", "", "", ""),
        ("Revenue", "1,000", "100%", "800", "100%"),
        ("Gross profit", "600", "60", "450", "56"),
        ("Income from operations", "300", "30", "180", "23"),
    )
    found = read(Untagged("Fiscal years ended December 31, 2024 and 2023", rows))
    assert {row for row in said(found) if row[0] == "gross_margin"} == of_company(
        "gross_margin", "0.6", "0.56"
    )


def test_the_older_year_may_come_first() -> None:
    rows = (
        ("(in millions)", "2023", "2024"),
        ("Revenue", "800", "1,000"),
        ("Operating margin", "23%", "30%"),
    )
    found = read(Untagged("Years ended December 31,", rows))
    assert said(found) == of_company("operating_margin", "0.3", "0.23")


def test_columns_in_the_wrong_order_prove_nothing() -> None:
    swapped = (YEAR[0], YEAR[2], YEAR[1])
    found = read(Untagged("Results", (swapped, *MARGINS.rows[1:])))
    assert new(found) == []
    assert reasons(found) == ["ambiguous_caption"]


def test_a_margin_that_the_tags_contradict_is_refused_and_the_others_stand() -> None:
    rows = (
        YEAR,
        REVENUE,
        ("Gross margin", "61.0%", "56.3%"),
        ("Operating margin", "30.0%", "22.5%"),
    )
    found = read(Untagged("Results", rows))
    assert said(found) == of_company("operating_margin", "0.3", "0.225")
    assert reasons(found) == ["conflict"]


def test_a_line_of_another_meaning_is_refused_and_the_others_stand() -> None:
    # A cost of sales before amortization, as AMD prints it.
    rows = (YEAR, REVENUE, ("Cost of sales", "380", "340"), ("Gross margin", "60%", "56%"))
    found = read(Untagged("Results", rows))
    assert said(found) == of_company("gross_margin", "0.6", "0.56")
    assert reasons(found) == ["conflict"]


def test_a_table_of_another_company_is_refused() -> None:
    rows = (
        YEAR,
        ("Revenue", "90", "80"),
        ("Gross profit", "45", "20"),
        ("Gross margin", "50%", "25%"),
    )
    found = read(Untagged("Summarized results of our investee", rows))
    assert new(found) == []
    assert reasons(found) == ["ambiguous_caption"]


def test_a_table_in_which_the_tags_bear_nothing_out_is_left_alone() -> None:
    found = read(Untagged("Targets", (YEAR, ("Non-GAAP gross margin", "65%", "64%"))))
    assert new(found) == []


def test_a_margin_that_no_tag_can_bear_out_is_left_alone() -> None:
    income = tuple(row for row in INCOME if row.caption not in ("Cost of revenue", "Gross profit"))
    bare = report(
        Untagged("Results", (YEAR, REVENUE, ("Gross margin", "60%", "56%"))), income=income
    )
    assert "gross_margin" not in {f.metric for f in new(read(filing=bare))}


def test_adjusted_figures_stand_beside_those_that_the_tags_bear_out() -> None:
    rows = (
        YEAR,
        REVENUE,
        ("GAAP gross profit", "600", "450"),
        ("Stock-based compensation", "20", "10"),
        ("Non-GAAP gross profit", "620", "460"),
        ("GAAP gross margin", "60.0%", "56.3%"),
        ("Non-GAAP gross margin", "62.0%", "57.5%"),
    )
    found = read(Untagged("Reconciliation", rows))
    assert said(found) == (
        of_company("gross_margin", "0.6", "0.563")
        | of_company("gross_margin", "0.62", "0.575", basis="non_gaap")
        | of_company("gross_profit", "6.2E+8", "4.6E+8", basis="non_gaap")
    )


def test_columns_may_be_bases() -> None:
    rows = (
        ("(in millions)", "GAAP", "Acquisition-related adjustments", "Operating (non-GAAP)"),
        ("For the year ended December 31, 2024:", "", "", ""),
        ("Gross profit", "600", "20", "620"),
        ("Gross profit margin", "60.0%", "2.0 pts.", "62.0%"),
    )
    found = read(Untagged("GAAP reconciliation", rows))
    assert said(found) == {
        ("gross_margin", None, "gaap", FY24, "0.6"),
        ("gross_margin", None, "non_gaap", FY24, "0.62"),
        ("gross_profit", None, "non_gaap", FY24, "6.2E+8"),
    }


SEGMENTS = Table(
    "Segments (in millions)",
    (
        Column(FY24, ("Cloud", "2024"), (segment("CloudMember"),)),
        Column(FY23, ("Cloud", "2023"), (segment("CloudMember"),)),
        Column(FY24, ("Tools", "2024"), (segment("ToolsMember"),)),
        Column(FY23, ("Tools", "2023"), (segment("ToolsMember"),)),
    ),
    (
        Row("Revenue", "us-gaap:Revenues", ("700", "500", "300", "300")),
        Row("Operating income", "us-gaap:OperatingIncomeLoss", ("280", "150", "20", "30")),
    ),
)


def test_a_section_names_the_segment_of_a_gross_profit() -> None:
    rows = (
        YEAR,
        ("Cloud:",),
        ("Gross profit", "490", "300"),
        ("Gross profit margin", "70.0%", "60.0%"),
    )
    found = read(SEGMENTS, Untagged("Cloud", rows))
    assert said(found) == {
        ("gross_profit", "Cloud", "gaap", FY24, "4.9E+8"),
        ("gross_profit", "Cloud", "gaap", FY23, "3E+8"),
        ("gross_margin", "Cloud", "gaap", FY24, "0.7"),
        ("gross_margin", "Cloud", "gaap", FY23, "0.6"),
    }
    assert {(f.member, f.breakdown) for f in new(found)} == {("own:CloudMember", "segment")}


def test_a_part_that_is_not_tagged_is_none() -> None:
    rows = (
        YEAR,
        REVENUE,
        ("Cars:",),
        ("Gross profit", "490", "300"),
        ("Gross margin", "49%", "38%"),
    )
    found = read(SEGMENTS, Untagged("Results", rows))
    assert {f.segment for f in new(found)} <= {None}
    assert said(found) == set()


def test_the_title_names_the_segment_that_the_whole_table_is_about() -> None:
    rows = (
        YEAR,
        ("Cloud Revenues:",),
        ("Americas", "400", "300"),
        ("Europe", "300", "200"),
        ("Total revenues", "700", "500"),
        ("Total margin", "280", "150"),
        ("Total margin %", "40%", "30%"),
    )
    found = read(SEGMENTS, Untagged("Business", rows))
    assert said(found) == {
        ("operating_margin", "Cloud", "gaap", FY24, "0.4"),
        ("operating_margin", "Cloud", "gaap", FY23, "0.3"),
    }


def test_a_segment_whose_revenue_is_another_is_not_the_named_one() -> None:
    rows = (
        YEAR,
        ("Cloud Revenues:",),
        ("Total revenues", "690", "490"),
        ("Total margin %", "40%", "30%"),
    )
    found = read(SEGMENTS, Untagged("Business", rows))
    assert new(found) == []


def test_segment_profit_is_no_operating_income_unless_the_tags_say_so() -> None:
    no_profit = replace(SEGMENTS, rows=SEGMENTS.rows[:1])
    rows = (
        YEAR,
        ("Cloud:",),
        ("Revenue", "700", "500"),
        ("Segment profit", "280", "150"),
        ("Segment profit margin", "40%", "30%"),
    )
    assert said(read(no_profit, Untagged("Cloud", rows))) == set()
    assert said(read(SEGMENTS, Untagged("Cloud", rows))) == {
        ("operating_margin", "Cloud", "gaap", FY24, "0.4"),
        ("operating_margin", "Cloud", "gaap", FY23, "0.3"),
    }


def test_of_products_and_their_total_only_the_total_is_the_company() -> None:
    rows = (
        YEAR,
        ("Gross margin percentage:",),
        ("Products", "40.0%", "35.0%"),
        ("Services", "75.0%", "73.0%"),
        ("Total gross margin percentage", "60.0%", "56.3%"),
    )
    assert said(read(Untagged("Gross margin", rows))) == of_company("gross_margin", "0.6", "0.563")


def test_bare_dates_over_an_annual_report_are_its_years() -> None:
    rows = (
        ("(in millions)", "December 31, 2024", "December 31, 2023"),
        REVENUE,
        ("Gross margin", "60%", "56%"),
    )
    found = read(Untagged("Summary", rows))
    assert said(found) == of_company("gross_margin", "0.6", "0.56")
    captions = {fact.column_caption for fact in found.facts if fact.locator.kind == "cell"}
    assert captions == {("December 31, 2024",), ("December 31, 2023",)}


def test_bare_years_over_an_annual_report_are_its_years() -> None:
    rows = (("(in millions)", "2024", "2023", "Change"), ("Gross margin", "60%", "56%", "400 bps"))
    found = read(Untagged("Results", (*rows, ("Operating margin", "30%", "23%", "700 bps"))))
    assert said(found) == of_company("gross_margin", "0.6", "0.56") | of_company(
        "operating_margin", "0.3", "0.23"
    )


def test_a_bare_year_after_the_reported_one_is_an_outlook() -> None:
    rows = (("(in millions)", "2025", "2024"), ("Revenue", "1,100", "1,000"))
    found = read(Untagged("Outlook", (*rows, ("Gross margin", "61%", "60%"))))
    assert said(found) == {("gross_margin", None, "gaap", FY24, "0.6")}


def test_a_table_without_a_percentage_or_with_tags_costs_nothing_and_tells_nothing() -> None:
    half_tagged = Table(
        "Gross margin", YEARS, (*INCOME[:1], Row("Other", "us-gaap:OtherIncome", ("1", "2")))
    )
    plain = Untagged("Gross margin", (YEAR, REVENUE, ("Gross margin", "600", "450")))
    assert new(read(half_tagged, plain)) == []


def test_without_a_fiscal_period_on_the_cover_an_annual_report_alone_ends_its_year() -> None:
    bare = report(MARGINS)
    assert said(extract(bare.render())) == said(read(MARGINS))
    assert new(extract(replace(bare, form="10-Q").render())) == []


def test_a_table_of_absurd_width_costs_itself_alone() -> None:
    data = replace(report(MARGINS), focus="FY").render()
    wide = data.replace(b"<td>60.0%</td>", b'<td colspan="99">60.0%</td>' * 5)
    found = extract(wide)
    assert new(found) == []
    assert [r.reason for r in found.refusals] == ["too_large"]
    assert len(found.figures) == len(extract(report().render()).figures)


def test_a_table_of_hundreds_of_rows_is_none_of_results() -> None:
    long = Untagged("Results", (*MARGINS.rows, *[("Item", "1", "2")] * 500))
    assert new(read(long)) == []


def test_a_period_from_the_first_day_of_all_is_no_harm() -> None:
    ever = Duration(date.min, date(2024, 12, 31))
    since = Table(
        "Since inception", (Column(ever, ("2024",)),), (Row("R", "us-gaap:Revenues", ("9",)),)
    )
    assert len(new(read(since, MARGINS))) == 4


Q2_25 = Duration(date(2025, 4, 28), date(2025, 7, 27))
Q1_25 = Duration(date(2025, 1, 27), date(2025, 4, 27))
H1_25 = Duration(date(2025, 1, 27), date(2025, 7, 27))
Q2_24 = Duration(date(2024, 4, 29), date(2024, 7, 28))


def quarterly(*columns: Column) -> Filing:
    """A report of the second quarter in a calendar of weeks."""
    concepts = (
        "Revenues",
        "CostOfRevenue",
        "GrossProfit",
        "OperatingIncomeLoss",
        "IncomeTaxExpenseBenefit",
    )
    amounts = ("1,000", "400", "600", "300", "60")
    income = tuple(
        Row(concept, f"us-gaap:{concept}", (amount,) * len(columns))
        for concept, amount in zip(concepts, amounts, strict=True)
    )
    rows = (
        ("(in millions)", "Jul 27, 2025", "Apr 27, 2025"),
        ("Revenue", "1,000", "900"),
        ("Gross margin", "60.0%", "55.0%"),
    )
    share = Row(
        "EPS", "us-gaap:EarningsPerShareBasic", ("1",) * len(columns), unit="USD/shares", scale=0
    )
    net = Row("Net income", "us-gaap:NetIncomeLoss", ("240",) * len(columns))
    return Filing(
        (
            Table("Income (in millions)", columns, (*income, net, share)),
            Untagged("Three Months Ended", rows),
        ),
        form="10-Q", period=H1_25, fiscal_year_end="--01-26", focus="Q2",
    )  # fmt: skip


def test_a_quarter_that_nobody_tagged_is_dated_by_those_around_it() -> None:
    filing = quarterly(
        Column(Q2_25, ("Q2",)), Column(Q2_24, ("Q2 of the year before",)), Column(H1_25, ("H1",))
    )
    assert said(extract(filing.render())) == {
        ("gross_margin", None, "gaap", Q2_25, "0.6"),
        ("revenue", None, "gaap", Q1_25, "9E+8"),
        ("gross_margin", None, "gaap", Q1_25, "0.55"),
    }


def test_a_quarter_whose_first_day_would_be_a_guess_is_left_out() -> None:
    filing = quarterly(Column(Q2_25, ("Q2",)), Column(Q2_24, ("Q2 of the year before",)))
    assert said(extract(filing.render())) == {("gross_margin", None, "gaap", Q2_25, "0.6")}


def test_bare_dates_over_a_quarterly_report_may_be_quarters_or_halves() -> None:
    filing = quarterly(Column(Q2_25, ("Q2",)), Column(H1_25, ("H1",)))
    bare = replace(filing.body[1], title="Summary")  # type: ignore[type-var]
    filing = replace(filing, body=(filing.body[0], bare))  # type: ignore[arg-type]
    assert new(extract(filing.render())) == []


def test_on_the_basis_of_the_statements() -> None:
    names = {"Revenues": "Revenue", "CostOfRevenue": "CostOfSales", "GrossProfit": "GrossProfit"}
    ifrs = tuple(
        replace(row, concept=f"ifrs-full:{names[local]}")
        for row in INCOME
        if (local := row.concept.rpartition(":")[2]) in names
    )
    tax = "ifrs-full:IncomeTaxExpenseContinuingOperations"
    rest = (
        Row("Income tax", tax, ("60", "36")),
        Row("Profit for the year", "ifrs-full:ProfitLoss", ("240", "144")),
    )
    filing = replace(report(MARGINS, income=(*ifrs, *rest), cash_flow=CASH_FLOW[:1]), form="20-F")
    found = read(filing=filing)
    assert {f.basis for f in new(found)} == {"ifrs"}
    assert {f.metric for f in new(found)} == {"gross_margin"}


# Read by eye: file, metric, part, basis, last day, kind of period, value, the characters.
CORPUS = [
    ("nvda-10-k", "gross_margin", None, "gaap", "2025-01-26", "FY", "0.750", "75.0"),
    ("nvda-10-k", "operating_margin", None, "gaap", "2024-01-28", "FY", "0.541", "54.1"),
    ("nvda-10-q", "gross_margin", None, "gaap", "2025-04-27", "Q", "0.605", "60.5"),
    ("nvda-10-q", "net_income", None, "gaap", "2025-04-27", "Q", "18775000000", "18,775"),
    ("nvda-10-q", "operating_margin", None, "gaap", "2024-07-28", "Q", "0.620", "62.0"),
    ("googl-10-k", "operating_margin", None, "gaap", "2023-12-31", "FY", "0.27", "27"),
    ("crm-10-k", "operating_margin", None, "gaap", "2023-01-31", "FY", "0.03", "3"),
    ("Oracle", "operating_margin", "Services", "gaap", "2023-08-31", "Q", "0.17", "17%"),
    ("Oracle", "operating_margin", None, "gaap", "2024-08-31", "Q", "0.30", "30%"),
    ("ibm-10-q", "gross_profit", "Consulting", "gaap", "2025-06-30", "H1", "2842000000", "2,842"),
    ("ibm-10-q", "gross_margin", "Infrastructure", "gaap", "2024-06-30", "Q", "0.565", "56.5"),
    ("ibm-10-q", "gross_margin", None, "non_gaap", "2025-06-30", "Q", "0.601", "60.1"),
    ("AMD_10-K", "gross_margin", None, "gaap", "2024-12-28", "FY", "0.49", "49"),
    ("intc_10-K", "revenue", None, "non_gaap", "2021-12-25", "FY", "74718000000", "74,718"),
    ("intc_10-K", "gross_margin", None, "non_gaap", "2023-12-30", "FY", "0.436", "43.6"),
    ("intc_10-K", "operating_margin", None, "gaap", "2023-12-30", "FY", "0.002", "0.2"),
]


@pytest.fixture(scope="module")
def filings(shared: Path) -> dict[str, Extraction]:
    return {
        path.name: extract(path.read_bytes(), path.name)
        for path in sorted((shared / "corpus" / "ixbrl").iterdir())
    }


@pytest.mark.parametrize("row", CORPUS, ids=lambda row: " ".join(str(one) for one in row[:6]))
def test_real_filings(filings: dict[str, Extraction], row: tuple[str, ...]) -> None:
    name, metric, part, basis, end, kind, value, quote = row
    found = next(found for file, found in filings.items() if file.startswith(name))
    (figure,) = [
        f for f in new(found)
        if (f.metric, f.segment, f.basis) == (metric, part, basis)
        and (f.period.end, f.period_type) == (date.fromisoformat(end), kind)
    ]  # fmt: skip
    fact = next(fact for fact in found.facts if fact.fact_id == figure.inputs[0].fact_id)
    assert (figure.value, fact.quote) == (Decimal(value), quote)


def test_no_key_of_a_real_filing_has_two_figures(filings: dict[str, Extraction]) -> None:
    for name, found in filings.items():
        keys = Counter(figure.figure_id for figure in found.figures)
        assert not [key for key, count in keys.items() if count > 1], name


HIDDEN: dict[str, Callable[[Figure, date | None], bool]] = {
    "only this year is known": lambda f, end: f.period.end == end,
    "only revenue is known": lambda f, end: f.metric == "revenue",
    "profits are unknown": lambda f, end: f.metric not in ("gross_profit", "operating_income"),
}


@pytest.mark.slow
def test_what_is_hidden_of_the_tags_is_read_right_or_not_at_all(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of real filings every table is read, as if it had no tags, by a part of what is tagged."""
    monkeypatch.setattr(
        sys.modules["extractors.xbrl.plain_tables"], "_may_hold_figures", lambda text: True
    )
    right = 0
    for path in sorted((shared / "corpus" / "ixbrl").iterdir()):
        root = parse.parse(path.read_bytes())
        instance = inline_xbrl.read(root, "abc")
        document = cover.document(b"", "abc", kinds.INLINE_XBRL, instance.texts)
        tagged, _, _ = figures(
            document, unique_facts(instance.tables, instance.tagged, instance.enclosing_table, [])
        )
        truth = {(f.metric, f.segment, f.basis, f.period, f.period_type): f for f in tagged}
        for is_known in HIDDEN.values():
            known = [f for f in tagged if is_known(f, document.period_end)]
            tables = list(enumerate(instance.tables, 1))
            dates = filing_calendar(document, instance.texts, known)
            for one in untagged(tables, document, dates, known).figures:
                other = truth.get((one.metric, one.segment, one.basis, one.period, one.period_type))
                if other is not None:
                    step = Decimal(1).scaleb(-(one.decimals or 0))
                    assert abs(one.value - other.value) <= step, (path.name, one)
                    right += 1
    assert right > 100


AMOUNTS = Untagged("Gross profit", (YEAR, ("Total gross profit", "600", "450")))
SHARES = (("Gross margin percentage:",), ("Total gross margin percentage", "60.0%", "56.3%"))


def test_a_table_without_heads_goes_on_from_the_one_above() -> None:
    found = read(AMOUNTS, Untagged("", SHARES))
    assert said(found) == of_company("gross_margin", "0.6", "0.563")


@pytest.mark.parametrize(
    "below",
    [
        Untagged("The following is our share of the market.", SHARES),
        Untagged("", (SHARES[0], (*SHARES[1], "1.0%"))),
    ],
    ids=["words between", "other columns"],
)
def test_a_table_apart_from_the_one_above_has_none_of_its_heads(below: Untagged) -> None:
    assert new(read(AMOUNTS, below)) == []


UNCOUNTED = ("", *YEAR[1:])


def test_money_without_a_unit_is_in_the_one_in_which_it_is_tagged() -> None:
    rows = (
        UNCOUNTED,
        ("Income from operations", "300", "180"),
        ("Add: share-based pay", "40", "30"),
        ("Adjusted income from operations", "340", "210"),
    )
    found = read(Untagged("Adjusted income from operations", rows))
    assert said(found) == of_company("operating_income", "3.4E+8", "2.1E+8", basis="non_gaap")


def test_money_without_a_unit_that_no_tag_repeats_is_left_alone() -> None:
    rows = (UNCOUNTED, *MARGINS.rows[2:], ("Adjusted income from operations", "340", "210"))
    found = read(Untagged("Results", rows))
    assert {metric for metric, *_ in said(found)} == {"gross_margin", "operating_margin"}


def test_a_margin_may_say_percent_of_revenue() -> None:
    rows = (
        YEAR,
        ("Operating profit % of revenue", "30.0%", "22.5%"),
        ("Gross profit, as a percentage of our net sales", "60%", "56%"),
    )
    found = read(Untagged("Results", rows))
    assert said(found) == of_company("operating_margin", "0.3", "0.225") | of_company(
        "gross_margin", "0.6", "0.56"
    )


def test_a_profit_excluding_a_cost_is_an_adjusted_one() -> None:
    rows = (
        YEAR,
        ("Gross profit", "600", "450"),
        ("Add: share-based pay", "20", "10"),
        ("Gross profit, excluding share-based pay", "620", "460"),
        ("Gross margin, excluding share-based pay", "62%", "58%"),
    )
    found = read(Untagged("Gross profit", rows))
    assert said(found) == of_company(
        "gross_profit", "6.2E+8", "4.6E+8", basis="non_gaap"
    ) | of_company("gross_margin", "0.62", "0.58", basis="non_gaap")


def test_a_profit_without_the_minorities_share_is_no_adjusted_one() -> None:
    rows = (YEAR, REVENUE, ("Net income, excluding non-controlling interests", "55%", "45%"))
    assert said(read(Untagged("Adjusted results", rows))) == set()


def test_the_first_line_of_a_reconciliation_is_not_adjusted() -> None:
    rows = (
        YEAR,
        ("Reconciliation to Adjusted EBITDA:",),
        ("Income from operations", "300", "180"),
        ("Depreciation", "50", "40"),
        ("Adjusted EBITDA", "350", "220"),
    )
    assert said(read(Untagged("Results", rows))) == set()
