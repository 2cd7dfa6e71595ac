"""Marks behind captions, which are none of their words."""

from __future__ import annotations

import pytest

from extractors.language.captions import clean_caption


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
