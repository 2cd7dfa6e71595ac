"""What holds for every figure of a filing, however the filing is laid out."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import Extraction, extract
from extractors.model import Figure
from tests.builders.ixbrl_filing import (
    CORPORATE,
    FY24,
    OPERATING,
    Column,
    Filing,
    Prose,
    Row,
    Table,
    Tag,
    product,
    segment,
)
from tests.builders.statements import YEARS, report, rescaled, told

REVENUE, PROFIT = "us-gaap:Revenues", "us-gaap:OperatingIncomeLoss"
CHIPS, BOARDS = segment("ChipsMember"), segment("BoardsMember")
SEGMENTS = Table(
    "Segments",
    (
        Column(FY24, ("Chips",), (CHIPS, OPERATING)),
        Column(FY24, ("Boards",), (BOARDS, OPERATING)),
        Column(FY24, ("All Other",), (CORPORATE,)),
        Column(FY24, ("Consolidated",)),
    ),
    (
        Row("Revenue", REVENUE, ("700", "300", "—", "1,000")),
        Row("Operating income (loss)", PROFIT, ("350", "50", "-100", "300")),
    ),
)
MARKETS = Table(
    "Revenue by market", YEARS,
    (
        Row("Phones", REVENUE, ("450", "300"), (product("PhonesMember"),)),
        Row("Cars", REVENUE, ("550", "500"), (product("CarsMember"),)),
        Row("Total", REVENUE, ("1,000", "800")),
    ),
)  # fmt: skip
PROSE = Prose(
    ("Revenue was about $", Tag(REVENUE, FY24, "1.0", scale=9, decimals="-8"), " billion.")
)
CONFLICT = Prose(
    ("We spent ", Tag("us-gaap:ResearchAndDevelopmentExpense", FY24, "215"), " million.")
)
FILING = report(SEGMENTS, MARKETS, PROSE, CONFLICT)


def meaning(figure: Figure) -> tuple[object, ...]:
    """All of a figure but its document and its places."""
    return (
        figure.metric, figure.segment, figure.breakdown, figure.parent, figure.member, figure.period,
        figure.period_type, figure.value, figure.unit, figure.basis, figure.kind, figure.decimals,
        figure.rule, figure.confidence,
    )  # fmt: skip


def meanings_of(data: bytes) -> Counter[tuple[object, ...]]:
    return Counter(meaning(figure) for figure in extract(data).figures)


def parts_of(extraction: Extraction) -> set[str | None]:
    return {figure.segment for figure in extraction.figures}


WHOLE = extract(FILING.render())
EXPECTED = Counter(meaning(figure) for figure in WHOLE.figures)


def test_the_filing_of_these_tests_tells_all_kinds_of_parts():
    assert parts_of(WHOLE) == {None, "Chips", "Boards", "All Other", "Phones", "Cars"}
    assert [refusal.reason for refusal in WHOLE.refusals] == ["conflict"]
    assert sum(EXPECTED.values()) == 21 + 6 + 4


@settings(max_examples=25)
@given(st.integers(min_value=0, max_value=2**32))
def test_the_order_of_contexts_changes_no_figure(seed):
    def shuffled(contexts: list[str]) -> list[str]:
        return random.Random(seed).sample(contexts, len(contexts))

    assert meanings_of(FILING.render(shuffled)) == EXPECTED


@settings(max_examples=25)
@given(st.permutations(FILING.body))
def test_the_order_of_tables_changes_no_figure(body):
    assert meanings_of(replace(FILING, body=tuple(body)).render()) == EXPECTED


@settings(max_examples=25)
@given(
    st.lists(st.sampled_from([0, 3, 6, 9]), min_size=len(FILING.body), max_size=len(FILING.body))
)
def test_the_scale_of_a_table_changes_no_figure(scales):
    body = [
        rescaled(piece, scale) if isinstance(piece, Table) else piece
        for piece, scale in zip(FILING.body, scales, strict=True)
    ]
    assert meanings_of(replace(FILING, body=tuple(body)).render()) == EXPECTED


@settings(max_examples=40)
@given(
    chips=st.integers(min_value=1, max_value=10**6),
    boards=st.integers(min_value=1, max_value=10**6),
    rest=st.integers(min_value=-(10**6), max_value=10**6),
)
def test_whatever_the_numbers_segments_and_the_rest_are_the_whole(chips, boards, rest):
    """Invented profits of two segments and the corporate rest; the company's is their sum."""

    def printed(value: int) -> str:
        return f"{value:,}" if value > 0 else f"-{-value:,}" if value else "—"

    whole = printed(chips + boards + rest)
    rows = (
        Row(
            "Operating income (loss)",
            PROFIT,
            (printed(chips), printed(boards), printed(rest), whole),
        ),
    )
    filing = report(replace(SEGMENTS, rows=rows))
    income = replace(filing.body[0], rows=tuple(
        replace(row, printed=(whole, "")) if row.concept == PROFIT else row for row in filing.body[0].rows
    ))  # fmt: skip
    found = told(replace(filing, body=(income, *filing.body[1:])))
    parts = found.parts("operating_income")
    assert parts["Chips"] == ("segment", chips)
    assert parts["Boards"] == ("segment", boards)
    assert parts["All Other"] == ("corporate", rest)
    assert sum(value for _, value in parts.values()) == found("operating_income")


def test_every_figure_is_the_weighted_sum_of_its_facts():
    facts = {fact.fact_id: fact for fact in WHOLE.facts}
    assert len(facts) == len(WHOLE.facts)
    for figure in WHOLE.figures:
        total = sum((one.weight * facts[one.fact_id].value for one in figure.inputs), Decimal(0))
        assert figure.value == total
        assert {facts[one.fact_id].unit for one in figure.inputs} == {figure.unit}
        assert {facts[one.fact_id].period for one in figure.inputs} == {figure.period}


def test_every_figure_has_a_name_of_its_own_that_its_value_does_not_change():
    names = [figure.figure_id for figure in WHOLE.figures]
    assert len(set(names)) == len(names)
    changed = replace(WHOLE.figures[0], value=Decimal(1), rule="another")
    assert changed.figure_id == WHOLE.figures[0].figure_id


def test_nothing_drops_in_silence():
    """Each concept is used, refused with its name, or counted with its axes."""
    facts = {fact.fact_id: fact for fact in WHOLE.facts}
    used = {facts[one.fact_id].concept for figure in WHOLE.figures for one in figure.inputs}
    counted = {one.concept: one for one in WHOLE.unmapped}
    assert {fact.concept for fact in WHOLE.facts} <= used | set(counted)
    assert counted["us-gaap:EarningsPerShareDiluted"].facts == 2
    assert counted["us-gaap:EarningsPerShareDiluted"].axes == ()
    assert "us-gaap:PaymentsToAcquireProductiveAssets" not in counted
    assert "us-gaap:ResearchAndDevelopmentExpense" in WHOLE.refusals[0].what


def test_facts_cut_by_other_axes_are_counted_with_them():
    country = ("srt:StatementGeographicalAxis", "country:US")
    table = Table("By country", YEARS, (Row("United States", REVENUE, ("640", "500"), (country,)),))
    found = extract(report(table).render())
    assert [(one.axes, one.facts) for one in found.unmapped if one.concept == REVENUE] == [
        (("srt:StatementGeographicalAxis",), 2)
    ]


def test_extraction_depends_on_the_bytes_alone():
    data = FILING.render()
    assert extract(data) == extract(data)
    assert extract(data).document.sha256 != extract(data + b"\n").document.sha256


def test_another_company_s_name_changes_no_value():
    other = replace(FILING, issuer="Amazon Com Inc", cik="0001018724", ticker="AMZN")
    assert meanings_of(other.render()) == EXPECTED


def test_another_prefix_for_the_taxonomy_changes_nothing():
    renamed = (
        FILING.render().replace(b"us-gaap:", b"gaap:").replace(b"xmlns:us-gaap=", b"xmlns:gaap=")
    )
    assert b'"us-gaap' not in renamed
    assert meanings_of(renamed) == EXPECTED


def test_a_filing_without_a_cover_still_has_figures():
    bare = Filing(FILING.body).render()
    start, end = bare.index(b"<p>DocumentType"), bare.index(b"<p>Consolidated statements of income")
    found = extract(bare[:start] + bare[end:])
    assert found.document.issuer is None
    assert {(f.metric, f.segment, f.period, f.value) for f in found.figures} == {
        (f.metric, f.segment, f.period, f.value) for f in WHOLE.figures
    }
