"""Leaving a company out: whose words go, and what remains of the others'."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import cross_validation
from tests.benchmarks.own_words import NEVER, Row, alternatives, left, rows, without, written

TURNOVER = "^(?:total )?(?:revenues?|turnover|takings)$"
ROWS = (
    "metric,match,pattern,statement,rank,use,note\n"
    f"revenue,line,{TURNOVER},income,1,both,\n"
    "revenue,concept,us-gaap:Revenues,income,1,both,\n"
)


def test_alternatives_are_told_from_bars_that_are_none():
    pattern = r"one|(?:two|th[|]ree)|fo\|ur"
    assert [pattern[start:end] for start, end in alternatives(pattern)] == [
        "two", "th[|]ree", "one", "(?:two|th[|]ree)", r"fo\|ur",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "word", "rest"),
    [("a|b|c", "a", "b|c"), ("a|b|c", "b", "a|c"), ("a|b|c", "c", "a|b")],
)
def test_an_alternative_goes_with_one_bar(pattern: str, word: str, rest: str):
    span = next(one for one in alternatives(pattern) if pattern[slice(*one)] == word)
    assert without(pattern, span) == rest


def test_what_one_company_alone_prints_goes_for_it():
    row = rows(ROWS)[0]
    found = {"Turnover": {"ACME"}, "Total revenues": {"ACME", "OMEGA"}, "Revenue": {"OMEGA"}}
    assert left(row, found)["ACME"].fields["pattern"] == "^(?:total )?(?:revenues?|takings)$"


def test_what_nobody_else_prints_leaves_an_expression_that_matches_nothing():
    assert left(rows(ROWS)[0], {"Takings": {"ACME"}})["ACME"].fields["pattern"] == NEVER


def test_what_two_companies_print_stays():
    assert left(rows(ROWS)[0], {"Turnover": {"ACME", "OMEGA"}, "Revenue": {"ACME", "OMEGA"}}) == {}


def test_the_vocabularies_survive_being_written():
    for name in cross_validation.VOCABULARIES:
        text = (cross_validation.ROOT / cross_validation.LANGUAGE / name).read_text("utf-8")
        assert rows(written(rows(text))) == rows(text)
    assert isinstance(rows(ROWS)[1], Row)


@pytest.mark.bench
def test_of_unseen_companies_three_figures_in_a_thousand_may_be_wrong(
    shared: Path, capsys: pytest.CaptureFixture[str]
):
    with capsys.disabled():
        before, after = cross_validation.measure(shared)
        print("", *cross_validation.table(before, after), sep="\n")
    assert cross_validation.rates(before).labels == cross_validation.rates(after).labels > 3_000
    assert cross_validation.rates(after).wrong <= 0.003
