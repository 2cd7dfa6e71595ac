"""Company facts: what is read of them, which concept speaks for a metric, and what is refused."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import Extraction, extract
from extractors.edgar.company_facts import MAX_BYTES, read
from extractors.errors import DocumentError
from extractors.model import Duration, Instant, Opinion, Period, Unmapped

FILED = "0000000042-25-000007"
YEAR = Duration(date(2024, 1, 1), date(2024, 12, 31))

TYPED = b"""
{"cik": 42, "entityName": "Example Corp", "facts": {
  "dei": {"EntityPublicFloat": {"label": "Float", "units": {"USD": [
    {"end": "2024-06-28", "val": 9, "accn": "0000000042-25-000007", "fy": 2024, "fp": "FY",
     "form": "10-K", "filed": "2025-02-07"}]}}},
  "us-gaap": {
    "Revenues": {"label": "Revenues", "description": "Amount", "units": {"USD": [
      {"start": "2023-01-01", "end": "2023-12-31", "val": 900000000, "accn": "0000000042-24-000003",
       "fy": 2023, "fp": "FY", "form": "10-K", "filed": "2024-02-09", "frame": "CY2023"},
      {"start": "2023-01-01", "end": "2023-12-31", "val": 905000000, "accn": "0000000042-25-000007",
       "fy": 2024, "fp": "FY", "form": "10-K", "filed": "2025-02-07"},
      {"start": "2024-01-01", "end": "2024-12-31", "val": 1000000000.55,
       "accn": "0000000042-25-000007", "fy": 2024, "fp": "FY", "form": "10-K",
       "filed": "2025-02-07"}]}},
    "InventoryNet": {"label": null, "units": {"USD": [
      {"end": "2024-12-31", "val": -7, "accn": "0000000042-25-000007", "fy": 2024, "fp": "FY",
       "form": "10-K", "filed": "2025-02-07"}]}},
    "Goodwill": {"label": "Goodwill", "units": {"USD": [{"end": "2024-12-31", "val": 1}]}}}}}
"""


def told(text: bytes) -> list[tuple[str, str, Decimal, str, str]]:
    """Metric, period, value, accession and day of filing of each opinion."""
    return [
        (one.metric, str(one.period), one.value, one.accession, str(one.filed))
        for one in read(text, "d").opinions
    ]


def facts(*lines: str, taxonomy: str = "us-gaap", form: str = "10-K") -> bytes:
    """Facts of one report on 2024; a line is 'Concept value', or 'Concept unit value'."""
    concepts: dict[str, dict[str, object]] = {}
    for line in lines:
        concept, *unit, value = line.split()
        fact = {
            "start": "2024-01-01", "end": "2024-12-31", "val": int(value), "accn": FILED,
            "fy": 2024, "fp": "FY", "form": form, "filed": "2025-02-07",
        }  # fmt: skip
        units = concepts.setdefault(concept, {"label": concept, "units": {}})["units"]
        units.setdefault(unit[0] if unit else "USD", []).append(fact)  # type: ignore[attr-defined]
    whole = {"cik": 42, "entityName": "Example Corp", "facts": {taxonomy: concepts}}
    return json.dumps(whole).encode()


def ranks(*lines: str, **more: str) -> dict[tuple[str, str], int | None]:
    """Metric and bare concept → rank."""
    opinions = read(facts(*lines, **more), "d").opinions
    return {(one.metric, one.concept.split(":")[1]): one.rank for one in opinions}


# --- what is read ---------------------------------------------------------------------------------


def test_a_fact_is_told_with_its_period_and_its_filing() -> None:
    found = read(TYPED, "d")
    assert (found.cik, found.issuer) == ("0000000042", "Example Corp")
    assert found.opinions[0] == Opinion(
        document="d",
        metric="revenue",
        basis="gaap",
        concept="us-gaap:Revenues",
        period=Duration(date(2023, 1, 1), date(2023, 12, 31)),
        value=Decimal(900_000_000),
        unit="USD",
        accession="0000000042-24-000003",
        form="10-K",
        filed=date(2024, 2, 9),
        rank=1,
    )
    assert told(TYPED)[1:] == [
        ("revenue", "2023-01-01/2023-12-31", Decimal("905000000"), FILED, "2025-02-07"),
        ("revenue", "2024-01-01/2024-12-31", Decimal("1000000000.55"), FILED, "2025-02-07"),
        ("inventory", "2024-12-31", Decimal(-7), FILED, "2025-02-07"),
    ]


def test_what_has_no_meaning_here_is_counted() -> None:
    assert read(TYPED, "d").unmapped == (
        Unmapped("dei:EntityPublicFloat", (), 1),
        Unmapped("us-gaap:Goodwill", (), 1),
    )


def test_fiscal_year_and_period_are_read_by_nothing() -> None:
    other = TYPED.replace(b'"fy": 2024, "fp": "FY",', b'"fy": 1999, "fp": ["Q7"],')
    assert other != TYPED
    assert told(other) == told(TYPED)


@given(st.decimals(-(10**29), 10**29, allow_nan=False, allow_infinity=False, places=4))
def test_a_value_is_exact_to_the_last_digit(value: Decimal) -> None:
    text = facts("Revenues 12345").replace(b"12345", f"{value:f}".encode())
    ((_, _, found, _, _),) = told(text)
    assert found == value


def test_the_same_fact_has_the_same_name_in_any_metric() -> None:
    one, two = read(facts("NetIncomeLoss 5"), "d").opinions
    assert (one.metric, two.metric) == ("net_income", "net_income_attributable")
    assert one.fact_id == two.fact_id != read(facts("NetIncomeLoss 5"), "e").opinions[0].fact_id


def test_international_standards_are_a_basis_of_their_own() -> None:
    (one,) = read(facts("Revenue TWD 5", taxonomy="ifrs-full", form="20-F"), "d").opinions
    assert (one.metric, one.basis, one.unit) == ("revenue", "ifrs", "TWD")


@pytest.mark.parametrize("form", ["DEF 14A", "S-1", "424B5", "10-K405x", ""])
def test_what_is_no_report_is_counted_and_not_heard(form: str) -> None:
    found = read(facts("NetIncomeLoss 5", form=form), "d")
    assert (found.opinions, found.unmapped) == ((), (Unmapped("us-gaap:NetIncomeLoss", (), 1),))


@pytest.mark.parametrize("form", ["10-K", "10-K/A", "10-Q", "10-KT", "20-F", "40-F", "6-K", "8-K"])
def test_reports_and_their_amendments_are_heard(form: str) -> None:
    assert len(read(facts("Revenues 5", form=form), "d").opinions) == 1


@pytest.mark.parametrize("unit", ["shares", "USD/shares", "pure", "usd"])
def test_what_is_no_money_is_not_heard(unit: str) -> None:
    assert read(facts(f"Revenues {unit} 5"), "d").opinions == ()


@pytest.mark.parametrize("taxonomy", ["dei", "srt", "nvda", "invest"])
def test_other_taxonomies_are_not_heard(taxonomy: str) -> None:
    assert read(facts("Revenues 5", taxonomy=taxonomy), "d").opinions == ()


# --- which concept speaks -------------------------------------------------------------------------


def test_the_concept_that_stands_first_in_the_table_speaks_first() -> None:
    assert ranks("RevenueFromContractWithCustomerExcludingAssessedTax 95", "Revenues 100") == {
        ("revenue", "Revenues"): 1,
        ("revenue", "RevenueFromContractWithCustomerExcludingAssessedTax"): 2,
    }


def test_the_lines_that_close_speak_alone() -> None:
    assert ranks(
        "Revenues 100", "SalesRevenueNet 90", "CostOfGoodsSold 30", "CostOfServices 10",
        "CostOfGoodsAndServicesSold 40", "GrossProfit 50",
    ) == {
        ("revenue", "Revenues"): None, ("revenue", "SalesRevenueNet"): 1,
        ("cost_of_revenue", "CostOfGoodsSold"): None, ("cost_of_revenue", "CostOfServices"): None,
        ("cost_of_revenue", "CostOfGoodsAndServicesSold"): 1, ("gross_profit", "GrossProfit"): 1,
    }  # fmt: skip


def test_a_cost_that_does_not_close_may_be_a_part() -> None:
    assert ranks("Revenues 100", "CostOfRevenue 30", "GrossProfit 60") == {
        ("revenue", "Revenues"): 1,
        ("cost_of_revenue", "CostOfRevenue"): None,
        ("gross_profit", "GrossProfit"): 1,
    }


def test_without_a_gross_profit_only_all_the_cost_speaks() -> None:
    assert ranks("Revenues 100", "CostOfServices 40", "CostOfRevenue 60") == {
        ("revenue", "Revenues"): 1,
        ("cost_of_revenue", "CostOfRevenue"): 1,
        ("cost_of_revenue", "CostOfServices"): None,
    }


@pytest.mark.parametrize(("income", "rank"), [(30, 1), (31, None)])
def test_operating_expenses_lead_from_gross_profit_to_operating_income(
    income: int, rank: int | None
) -> None:
    found = ranks("GrossProfit 50", "OperatingExpenses 20", f"OperatingIncomeLoss {income}")
    assert found["operating_expenses", "OperatingExpenses"] == rank


def test_depreciation_alone_is_a_part() -> None:
    found = ranks("Depreciation 5", "DepreciationDepletionAndAmortization 7")
    assert found["depreciation_and_amortization", "Depreciation"] is None
    assert found["depreciation_and_amortization", "DepreciationDepletionAndAmortization"] == 1


def test_income_with_minorities_goes_before_income_without() -> None:
    found = ranks("NetIncomeLoss 90", "ProfitLoss 95")
    assert found["net_income", "ProfitLoss"] == 1
    assert found["net_income", "NetIncomeLoss"] == 2
    assert found["net_income_attributable", "NetIncomeLoss"] == 1


# --- what is refused ------------------------------------------------------------------------------

WHOLE = facts("Revenues 5")


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        (WHOLE[:-3], "the file", "it is no JSON"),
        (b"", "the file", "it is no JSON"),
        (b"\xff\xfe\x00", "the file", "it is no JSON"),
        (b"[" * 100_000, "the file", "it is no JSON"),
        (b"[]", "the file", "'[]' is no object"),
        (b"{}", "the file", "it has no 'cik'"),
        (WHOLE.replace(b"42,", b'"x",', 1), "cik", "'x' is no CIK"),
        (WHOLE.replace(b'"cik": 42', b'"cik": -42'), "cik", "'-42' is no CIK"),
        (WHOLE.replace(b"entityName", b"name"), "the file", "it has no 'entityName'"),
        (WHOLE.replace(b'"facts"', b'"data"'), "the file", "it has no 'facts'"),
        (b'{"cik": 1, "facts": []}', "facts", "'[]' is no object"),
        (b'{"cik": 1, "facts": {"dei": 1}}', "dei", "'1' is no object"),
        (WHOLE.replace(b'"units"', b'"unit"'), "facts/us-gaap/Revenues", "it has no 'units'"),
        (WHOLE.replace(b'{"USD": [', b'{"USD": [7,'), "/Revenues/USD/0", "'7' is no object"),
        (WHOLE.replace(b'"val": 5', b'"val": "5"'), "/Revenues/USD/0", "val '5' is no amount"),
        (WHOLE.replace(b'"val": 5', b'"val": null'), "/Revenues/USD/0", "val 'None' is no amount"),
        (WHOLE.replace(b'"val": 5', b'"val": true'), "/Revenues/USD/0", "val 'True' is no amount"),
        (WHOLE.replace(b'"val": 5', b'"val": NaN'), "the file", "it is no JSON: NaN is no number"),
        (WHOLE.replace(b'"val": 5', b'"val": 1e31'), "/Revenues/USD/0", "val '1E+31' is no amount"),
        (WHOLE.replace(b'"val": 5', b'"val": 1e999999999'), "/Revenues/USD/0", "is no amount"),
        (WHOLE.replace(b'"val": 5', b'"val": 5' + b"0" * 5000), "the file", "it is no JSON"),
        (WHOLE.replace(b'"val"', b'"value"'), "/Revenues/USD/0", "it has no 'val'"),
        (WHOLE.replace(b"2025-02-07", b"soon"), "/Revenues/USD/0", "filed 'soon' is no day"),
        (WHOLE.replace(b"2024-12-31", b"2024-12-32"), "/Revenues/USD/0", "end '2024-12-32' is no"),
        (WHOLE.replace(b"2024-12-31", b"2023-12-31"), "/Revenues/USD/0", "cannot end (2023-12-31)"),
        (WHOLE.replace(FILED.encode(), b"../x"), "/Revenues/USD/0", "'../x' is no accession"),
        (WHOLE.replace(b'"form"', b'"Form"'), "/Revenues/USD/0", "it has no 'form'"),
    ],
)  # fmt: skip
def test_anything_else_is_one_clear_line(text: bytes, where: str, what: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(text, "d")
    assert where in caught.value.where
    assert what in caught.value.what
    assert caught.value.to_do == "fetch it again: it is not EDGAR's list of company facts"
    assert "\n" not in str(caught.value)


def test_two_values_of_one_fact_are_believed_neither() -> None:
    with pytest.raises(DocumentError, match="Revenues 2024-01-01/2024-12-31 has two values in"):
        read(facts("Revenues 5", "Revenues 6"), "d")
    assert len(read(facts("Revenues 5", "Revenues 5"), "d").opinions) == 1


def test_what_is_too_large_is_not_even_parsed() -> None:
    with pytest.raises(DocumentError, match="more than 64,000,000 bytes") as caught:
        read(b"{" * (MAX_BYTES + 1), "d")
    assert caught.value.reason == "too_large"


@given(st.data())
def test_whatever_is_cut_out_it_is_read_or_refused(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(TYPED)))
    text = TYPED[:start] + TYPED[start + data.draw(st.integers(1, 40)) :]
    whole = read(TYPED, "d").opinions
    try:
        found = read(text, "d").opinions
    except DocumentError:
        return
    # Two filings print one fact: a cut start makes another period of one of them, and no new fact.
    assert len(found) <= len(whole)


# --- as a document --------------------------------------------------------------------------------


def test_it_gives_opinions_and_no_figures() -> None:
    found = extract(TYPED, "CIK0000000042.json")
    assert (found.figures, found.facts) == ((), ())
    assert len(found.opinions) == 4
    assert (found.document.kind, found.document.cik) == ("company_facts", "0000000042")
    assert found.document.media_type == "application/json"
    assert (found.document.form, found.document.period_end) == (None, None)
    (refusal,) = found.refusals
    assert (refusal.reason, refusal.what) == (
        "no_figures", "no figures: company facts are a second opinion on those of documents",
    )  # fmt: skip


def test_a_broken_one_is_refused_as_any_document() -> None:
    found = extract(TYPED[:-9])
    assert (found.opinions, [one.reason for one in found.refusals]) == ((), ["unreadable"])


@pytest.mark.parametrize("text", [b'{"filings": {}}', b'[{"facts": 1}]'])
def test_other_json_is_of_no_known_type(text: bytes) -> None:
    assert [one.reason for one in extract(text).refusals] == ["unsupported_media_type"]


# --- a real one -----------------------------------------------------------------------------------


@cache
def nvidia(shared: Path) -> Extraction:
    return extract((shared / "corpus/edgar/nvda_companyfacts.json").read_bytes())


def span(start: str, end: str) -> Period:
    return Duration(date.fromisoformat(start), date.fromisoformat(end))


FISCAL_2025 = span("2024-01-29", "2025-01-26")
REPORT_2025 = "0001045810-25-000023"
# As NVIDIA's reports print them, in millions; that of fiscal 2010 in thousands.
PUBLISHED = [
    ("revenue", "Revenues", FISCAL_2025, "130497000000", REPORT_2025),
    ("cost_of_revenue", "CostOfRevenue", FISCAL_2025, "32639000000", REPORT_2025),
    ("gross_profit", "GrossProfit", FISCAL_2025, "97858000000", REPORT_2025),
    ("research_and_development", "ResearchAndDevelopmentExpense", FISCAL_2025, "12914000000", REPORT_2025),
    ("operating_income", "OperatingIncomeLoss", FISCAL_2025, "81453000000", REPORT_2025),
    ("net_income", "NetIncomeLoss", FISCAL_2025, "72880000000", REPORT_2025),
    ("capital_expenditures", "PaymentsToAcquireProductiveAssets", FISCAL_2025, "3236000000", REPORT_2025),
    ("inventory", "InventoryNet", Instant(date(2025, 1, 26)), "10080000000", REPORT_2025),
    ("revenue", "Revenues", span("2023-01-30", "2024-01-28"), "60922000000", REPORT_2025),
    ("revenue", "Revenues", span("2022-01-31", "2023-01-29"), "26974000000", REPORT_2025),
    ("revenue", "Revenues", span("2025-04-28", "2025-07-27"), "46743000000", "0001045810-25-000209"),
    ("operating_income", "OperatingIncomeLoss", span("2025-04-28", "2025-07-27"), "28440000000", "0001045810-25-000209"),
    ("revenue", "Revenues", span("2009-01-26", "2010-01-31"), "3326445000", "0001045810-10-000006"),
]  # fmt: skip


@pytest.mark.parametrize(("metric", "concept", "period", "value", "accession"), PUBLISHED)
def test_published_numbers_of_nvidia(
    shared: Path, metric: str, concept: str, period: Period, value: str, accession: str
) -> None:
    (found,) = [
        one
        for one in nvidia(shared).opinions
        if (one.metric, one.period, one.accession) == (metric, period, accession) and one.rank == 1
    ]
    assert (found.concept, found.value, found.unit) == (f"us-gaap:{concept}", Decimal(value), "USD")


def test_of_a_real_one_only_what_has_a_meaning_is_kept(shared: Path) -> None:
    found = nvidia(shared)
    assert (found.document.cik, found.document.issuer) == ("0001045810", "NVIDIA CORP")
    assert 2_000 < len(found.opinions) < 4_000
    assert sum(one.facts for one in found.unmapped) > 20_000
    assert {one.form for one in found.opinions} == {"10-K", "10-Q"}
