"""Declares the registry's tables: columns, keys, references and vocabularies."""

from __future__ import annotations

from typing import get_args

from extractors.metrics import METRICS
from extractors.model import Basis, Breakdown, PeriodType
from warehouse.registry.column import Column, Declaration

UNDIVIDED = "undivided"
CLAIMABLE = (
    "revenue", "gross_profit", "operating_income", "gross_margin", "operating_margin",
    "revenue_growth", "operating_income_growth", "guidance_gross_margin",
    "guidance_operating_margin",
)  # fmt: skip
"""What a claim may name instead of a query; stg.claim_figure finds it."""
QUARTERLY = (
    "revenue", "cost_of_revenue", "gross_profit", "capital_expenditures",
    "depreciation_and_amortization", "inventory", "purchase_commitments", "supply_commitments",
    "remaining_performance_obligation", "wafer_shipments", "customer_concentration",
    "incremental_margin", "revenue_ttm", "cost_of_revenue_ttm",
)  # fmt: skip
"""What a signal may be made of: numbers of a quarter, or of the twelve months that it ends."""
_SLUG = r"[a-z0-9]+(_[a-z0-9]+)*"
_URL = r"https://\S+"
_FILED = f"(assumed: )?{_URL}"  # marked where it is only the place to find one


def _company(*, required: bool) -> Column:
    return Column("company_id", required=required, refers_to="companies")


def _currency(name: str) -> Column:
    return Column(name, required=True, pattern="[A-Z]{3}", form="a currency code such as USD")


def _document(*, required: bool, form: str = "the sha256 of an archived document") -> Column:
    return Column("document", required=required, pattern="[0-9a-f]{64}", form=form)


_EVIDENCE = Column("evidence", required=True)
_SPAN = (Column("valid_from", "date"), Column("valid_to", "date"))
_PERIOD = (Column("period_start", "date"), Column("period_end", "date"))
_REPORTED = (Column("period_start", "date"), Column("period_end", "date", required=True))
_VALIDITY = (("valid_from", "valid_to"),)
_PERIODS = (("period_start", "period_end"),)
_JUDGEMENT = (
    Column("reason", required=True),
    _EVIDENCE,
    Column("reviewer", required=True),
    Column("known_from", "moment", required=True),
)

SOURCES = "edgar mops dart edinet esef q4 rss page report_list rates monthly_revenue"

TABLES: dict[str, Declaration] = {
    "companies": Declaration(
        (
            Column("company_id", required=True, pattern=_SLUG, form="a slug such as hon_hai"),
            Column("name", required=True),
            Column("country", required=True, pattern="[A-Z]{2}", form="a country code such as US"),
            _currency("reporting_currency"),
            Column(
                "fiscal_year_end",
                required=True,
                pattern=r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
                form="month and day as MM-DD",
            ),
            Column(
                "fiscal_label_rule",
                allowed=("year_of_end", "year_of_start"),
                default="year_of_end",
            ),
            Column("note"),
            Column("publishes", allowed=("reports", "none"), default="reports"),
        ),
        key=("company_id",),
    ),
    "identifiers": Declaration(
        (
            _company(required=True),
            Column(
                "scheme", required=True, allowed=("ticker", "cik", "lei", "twse", "dart", "edinet")
            ),
            Column("identifier", required=True),
            *_SPAN,
        ),
        key=("company_id", "scheme", "identifier", "valid_from"),
        spans=_VALIDITY,
        ranked_within=("company_id", "scheme"),
    ),
    "sources": Declaration(
        (
            Column("source", required=True, pattern=_SLUG, form="a slug such as edgar"),
            _company(required=False),
            Column(
                "host",
                required=True,
                pattern=r"([a-z0-9-]+\.)+[a-z]{2,}",
                form="a host name such as www.sec.gov",
            ),
            Column("url", pattern=_URL, form="an https address"),
            Column("kind", required=True, allowed=tuple(SOURCES.split())),
            Column(
                "pattern", pattern=r"\S+", form="a pattern of addresses such as https://*/q*.pdf"
            ),
            Column("note"),
        ),
        key=("source",),
    ),
    "layers": Declaration(
        (
            Column("layer", required=True, pattern=_SLUG, form="a slug such as chips"),
            Column("name", required=True),
            Column("definition", required=True),
            Column("position", "integer"),
        ),
        key=("layer",),
    ),
    "segments": Declaration(
        (
            _company(required=True),
            Column("framework", required=True),
            Column("segment"),
            Column("layer", required=True, refers_to="layers"),
            Column("weight", "decimal", required=True, minimum="0", maximum="1"),
            *_SPAN,
            Column("known_from", "moment"),
            Column("evidence", required=True, pattern=_FILED, form="the https address of a filing"),
        ),
        key=("company_id", "framework", "segment", "layer", "valid_from", "known_from"),
        spans=_VALIDITY,
    ),
    "ai_share": Declaration(
        (
            _company(required=True),
            Column("segment"),
            *_SPAN,
            *(
                Column(name, "decimal", required=True, minimum="0", maximum="1")
                for name in ("low", "mid", "high")
            ),
            Column("basis", required=True, allowed=("sourced", "derived", "assumed")),
            Column("evidence"),
            Column("known_from", "moment"),
        ),
        key=("company_id", "segment", "valid_from", "known_from"),
        spans=_VALIDITY,
    ),
    "buildout": Declaration(
        (
            _company(required=True),
            Column("side", required=True, allowed=("buyer", "seller")),
            Column("segment"),
            *_SPAN,
            Column("known_from", "moment"),
            Column("evidence", required=True, pattern=_URL, form="the https address of a filing"),
        ),
        key=("company_id", "side", "segment", "valid_from", "known_from"),
        spans=_VALIDITY,
    ),
    "fx": Declaration(
        (
            _currency("currency"),
            Column("period_start", "date", required=True),
            Column("period_end", "date", required=True),
            Column(
                "average_rate_per_usd",
                "decimal",
                required=True,
                minimum="0.000001",
                maximum="1000000",
                places=10,
            ),
            Column("source_url", required=True, pattern=_URL, form="an https address"),
            Column("note"),
        ),
        key=("currency", "period_start", "period_end"),
        spans=_PERIODS,
    ),
    "corrections": Declaration(
        (
            Column("correction_id", required=True),
            Column("figure_key"),
            _document(required=True),
            Column("metric", required=True, allowed=tuple(METRICS)),
            Column("segment"),
            *_REPORTED,
            Column("basis", allowed=get_args(Basis)),
            Column("expect_value", "decimal", required=True),
            Column("value", "decimal", required=True),
            Column("unit"),
            *_JUDGEMENT,
        ),
        key=("correction_id",),
        spans=_PERIODS,
    ),
    "reviews": Declaration(
        (
            Column("review_id", required=True),
            Column("figure_key"),
            _document(required=False),
            Column("metric", allowed=tuple(METRICS)),
            Column("segment"),
            *_PERIOD,
            Column("verdict", required=True, allowed=("accept", "reject")),
            *_JUDGEMENT,
            Column("locator"),
        ),
        key=("review_id",),
        spans=_PERIODS,
    ),
    "readings": Declaration(
        (
            Column("reading_id", required=True),
            Column("figure_id", required=True, pattern="[0-9a-f]{16}", form="16 hex digits"),
            _document(required=True),
            Column("locator", required=True),
            Column("quote", required=True),
            Column("metric", required=True, allowed=tuple(METRICS)),
            Column("segment"),
            Column("breakdown", allowed=get_args(Breakdown)),
            Column("parent"),
            Column("basis", required=True, allowed=get_args(Basis)),
            *_REPORTED,
            Column("period_type", required=True, allowed=get_args(PeriodType)),
            Column("value", "decimal", required=True),
            Column("unit", required=True),
            *_JUDGEMENT,
        ),
        key=("reading_id",),
        spans=_PERIODS,
    ),
    "signals": Declaration(
        (
            Column("signal", required=True, pattern=_SLUG, form="a slug such as gross_margin"),
            Column("numerator", required=True, allowed=QUARTERLY),
            Column("denominator", allowed=QUARTERLY),
            Column("unit", required=True, allowed=("fraction", "ratio", "days", "money")),
            Column("not_positive", allowed=("no_revenue", "no_cost", "no_units")),
            Column("definition", required=True),
        ),
        key=("signal",),
    ),
    "claims": Declaration(
        (
            Column(
                "claim_id",
                required=True,
                pattern=rf"(?=[a-z]){_SLUG}",
                form="a slug that begins with a letter, such as aws_revenue_2024",
            ),
            Column("claim", required=True),
            Column(
                "claimed",
                required=True,
                pattern=r"-?[0-9]{1,12}(\.[0-9]{1,6})?",
                form="a number with the digits that are claimed, such as 71.0",
            ),
            Column("unit", required=True, allowed=("percent", "billion", "million", "number")),
            Column("comparison", allowed=("equals", "above", "below"), default="equals"),
            Column("reading", required=True),
            Column("metric", allowed=CLAIMABLE),
            _company(required=False),
            Column("segment"),
            Column("basis", allowed=get_args(Basis)),
            Column(
                "fiscal_label",
                pattern=r"FY[0-9]{4}(Q[1-4]|H[12]|M9)?",
                form="a fiscal period such as FY2024 or FY2026Q1",
            ),
            Column("wording"),
        ),
        key=("claim_id",),
    ),
    "claim_members": Declaration(
        (
            Column("claim_id", required=True, refers_to="claims"),
            _company(required=True),
            Column("segment"),
        ),
        key=("claim_id", "company_id", "segment"),
    ),
}
"""Table → declaration. Its file is `<table>.csv`, packaged and in the overlay folder alike.

A framework, the way a company cuts itself into segments, is named by the year of a filing that
shows it; `company`, with no segment, is the company as one row, and `undivided` the same for the
periods in which its segments print no profit. Of segments that differ only in
known_from, those known last count from then on, for every date. So it is with ai_share, the part
of a pool's member that is put down to AI, and with buildout: who buys data centres (by the whole
company's capital expenditures) and who sells into them (by the revenue of a line, or its whole).

Of a claim the digits of `claimed` say how precisely it is claimed, `reading` what is looked at, and
`wording` how to tell it: {found} and {claimed} stand for the two numbers.
A claim on one figure names it: metric, company_id, segment (none = the whole company), basis and
fiscal_label. Any other has a query, `claims/<claim_id>.sql` beside the table (packaged: sql/claim),
which finds the companies that it is of in claim_members.
"""
