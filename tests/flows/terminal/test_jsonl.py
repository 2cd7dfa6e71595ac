"""A figure's line holds its number exactly, and where it was printed."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.model import (
    Bound,
    Document,
    Duration,
    Extraction,
    Fact,
    Figure,
    Input,
    Instant,
    Kind,
    Locator,
    Refusal,
)
from flows.terminal import jsonl

SHA = "ab" * 32
YEAR = Duration(date(2024, 1, 1), date(2024, 12, 31))
FACT = Fact(
    document=SHA,
    concept="us-gaap:OperatingIncomeLoss",
    period=YEAR,
    members=frozenset({("us-gaap:StatementBusinessSegmentsAxis", "x:AwsMember")}),
    value=Decimal(39834000000),
    unit="USD",
    decimals=-6,
    quote="39,834",
    locator=Locator("xbrl_id", "f-7"),
)


def figure(value: str, kind: Kind = "actual", bound: Bound | None = None) -> Figure:
    return Figure(
        document=SHA, metric="operating_income", period=YEAR, period_type="FY",
        value=Decimal(value), unit="USD", rule="concept", confidence="exact_tag",
        inputs=(Input(FACT.fact_id),), segment="AWS", breakdown="segment", kind=kind, bound=bound,
    )  # fmt: skip


def line(one: Figure) -> str:
    return next(jsonl.figures(Extraction(Document(SHA, "text/html", "html", 1), (FACT,), (one,))))


def test_a_line_has_the_keys_that_others_rely_on() -> None:
    assert json.loads(line(figure("39834000000"))) == {
        "metric": "operating_income", "segment": "AWS", "breakdown": "segment", "parent": None,
        "basis": "gaap", "kind": "actual", "bound": None, "period_start": "2024-01-01",
        "period_end": "2024-12-31", "period_type": "FY", "value": 39834000000, "unit": "USD",
        "rule": "concept", "confidence": "exact_tag", "locator": "xbrl_id:f-7", "quote": "39,834",
        "figure_id": figure("1").figure_id, "inputs": [FACT.fact_id], "document": SHA,
    }  # fmt: skip


def test_guidance_says_so_in_its_metric() -> None:
    told = json.loads(line(figure("38", "guidance", "low")))
    assert (told["metric"], told["bound"]) == ("guidance_operating_income", "low")


def test_an_instant_has_no_start() -> None:
    stock = Figure(
        document=SHA, metric="inventory", period=Instant(date(2024, 12, 31)), period_type="other",
        value=Decimal(5), unit="USD", rule="concept", confidence="exact_tag",
        inputs=(Input(FACT.fact_id),),
    )  # fmt: skip
    told = json.loads(line(stock))
    assert (told["period_start"], told["period_end"]) == (None, "2024-12-31")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("39834000000", "39834000000"),
        ("1E+9", "1000000000"),
        ("12.50", "12.5"),
        ("-0", "0"),
        ("-0.000", "0"),
        ("0.0371", "0.0371"),
        ("-1200.00", "-1200"),
        ("12345678901234567890.12", "12345678901234567890.12"),
    ],
)
def test_numbers_are_written_in_full(value: str, text: str) -> None:
    assert jsonl.number(Decimal(value)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_a_line_gives_the_value_back_exactly(value: Decimal) -> None:
    told = json.loads(line(figure(str(value))), parse_float=Decimal, parse_int=Decimal)
    assert told["value"] == value


def test_a_refusal_names_file_reason_and_place() -> None:
    refused = Refusal(SHA, "no context c-9", "missing_context", Locator("xbrl_ordinal", "12"))
    assert json.loads(jsonl.refusal(refused, "a.htm")) == {
        "file": "a.htm", "what": "no context c-9", "reason": "missing_context",
        "locator": "xbrl_ordinal:12", "document": SHA,
    }  # fmt: skip
