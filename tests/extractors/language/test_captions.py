"""Captions as the concepts want them, and the basis that words name."""

from __future__ import annotations

import pytest

from extractors.language.captions import basis_of, basis_over, clean_caption, plain_caption


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("Net revenue:", "net revenue"),
        ("GAAP gross profit", "gross profit"),
        ("Non-GAAP gross margin", "gross margin"),
        ("Non\u2011GAAP operating income", "operating income"),
        ("Non\u2010GAAP operating income", "operating income"),
        ("Total non-GAAP operating expenses", "operating expenses"),
        ("Adjusted operating income", "operating income"),
        ("Operating income (loss)", "operating income"),
        ("Net income (loss)", "net income"),
        ("Cost of revenue (1)", "cost of revenue"),
        ("Research and development (a)", "research and development"),
        ("Revenue*", "revenue"),
        ("Adjusted net income (non-GAAP)", "net income"),
        ("Operating income – non-GAAP", "operating income"),
        ("Gross profit on a GAAP basis", "gross profit"),
        ("Revenue†", "revenue"),
        ("Net sales ($)", "net sales"),
        ("Revenue (in millions)", "revenue"),
        ("Net income attributable to Quill’s owners", "net income attributable to quill's owners"),
    ],
)  # fmt: skip
def test_basis_marks_and_brackets_go(printed, plain):
    assert plain_caption(printed) == plain


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("GAAP", "gaap"),
        ("As reported", "gaap"),
        ("IFRS operating profit", "gaap"),
        ("Non-GAAP", "non_gaap"),
        ("non GAAP gross margin", "non_gaap"),
        ("Adjusted EBITDA", "non_gaap"),
        ("Pro forma revenue", "non_gaap"),
        ("Reconciliation of GAAP to non-GAAP results", None),
        ("Revenue", None),
        ("Core", "non_gaap"),
        ("Gross profit, excluding share-based pay", "non_gaap"),
        ("Cost of revenue, excluding depreciation", None),
        ("Non‑GAAP", "non_gaap"),
        ("Non–GAAP", "non_gaap"),
    ],
)  # fmt: skip
def test_the_basis_that_words_name(text, basis):
    assert basis_of(text) == basis


def test_a_reconciliation_gives_its_lines_no_basis():
    assert basis_over("Non-GAAP results") == "non_gaap"
    assert basis_over("Reconciliation to Adjusted EBITDA:") is None
    assert basis_over("Reconciliation of non-GAAP net income") is None


@pytest.mark.parametrize(
    ("printed", "caption"),
    [
        ("Net sales:", "Net sales"),
        ("  Net \n sales ", "Net sales"),
        ("All Other (1)", "All Other"),
        ("All Other (1) (2)", "All Other"),
        ("All Other(a):", "All Other"),
        ("Goodwill*", "Goodwill"),
        ("Revenue²", "Revenue"),
        ("Interest †", "Interest"),
        ("Depreciation (iv)", "Depreciation"),
        ("Operating income (loss)", "Operating income (loss)"),
        ("Shares (in millions)", "Shares (in millions)"),
        ("(1)", "(1)"),
        ("", ""),
    ],
)
def test_captions_lose_their_footnote_marks_and_colons(printed, caption):
    assert clean_caption(printed) == caption
