"""Margins in sentences: read where the statement's lines prove them, and only there."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors import extract

STATEMENT = """
<p>Sample reports results for its second quarter ended June 30, 2025.</p>
<p>Statements of Operations (in millions)</p>
<table>
<tr><td></td><td colspan="2">Three Months Ended June 30,</td></tr>
<tr><td></td><td>2025</td><td>2024</td></tr>
<tr><td>Revenue</td><td>1,000</td><td>800</td></tr>
<tr><td>Cost of revenue</td><td>557</td><td>480</td></tr>
<tr><td>Gross profit</td><td>443</td><td>320</td></tr>
<tr><td>Operating income</td><td>222</td><td>160</td></tr>
<tr><td>Income tax</td><td>20</td><td>16</td></tr>
<tr><td>Net income</td><td>200</td><td>140</td></tr>
</table>
"""


def margins(sentence: str) -> dict[tuple[str, str, str], Decimal]:
    found = extract(f"<html><body>{STATEMENT}<p>{sentence}</p></body></html>".encode())
    return {
        (f.metric, f.basis, f"{f.period.end}"): f.value
        for f in found.figures
        if f.confidence == "prose"
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "Gross margin was 44.3%.",
        "GAAP gross margin came in at 44.3% for the second quarter of 2025.",
        "Our gross margin decreased to 44.3% in the quarter.",
    ],
)
def test_a_margin_that_the_lines_give(sentence: str) -> None:
    assert margins(sentence) == {("gross_margin", "gaap", "2025-06-30"): Decimal("0.443")}


def test_the_margin_of_a_year_ago_beside_it() -> None:
    told = margins(
        "Operating margin increased to 22.2%, compared to 20.0% for the same period last year."
    )
    assert told == {
        ("operating_margin", "gaap", "2025-06-30"): Decimal("0.222"),
        ("operating_margin", "gaap", "2024-06-30"): Decimal("0.200"),
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "Gross margin was 45.3%.",  # the lines give 44.3
        "Non-GAAP gross margin was 44.3%.",  # no non-GAAP lines are printed
        "Excluding the charge, gross margin would have been 44.3%.",
        "Gross margin is expected to be 44.3%.",
        "Gross margin was 40.0%.",  # that of the year before
        "Gross margin of the Cloud segment was 44.3%.",
        "The industry's average gross margin was 44.3%.",
    ],
)
def test_what_the_lines_do_not_give_is_not_read(sentence: str) -> None:
    assert margins(sentence) == {}
