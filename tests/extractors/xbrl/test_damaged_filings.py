"""Filings that tools or transfers have damaged: read where no number is in doubt, refused else."""

from __future__ import annotations

import re

import pytest

from extractors import extract
from tests.builders.html_page import APRIL, page, table
from tests.builders.ixbrl_filing import FY24, segment
from tests.builders.statements import INCOME, Row, changed, report, told

FILING = report().render()
RELEASE = page(
    APRIL,
    "(in millions)",
    table("""
 | Three Months Ended~2
 | April 30, 2025 | April 30, 2024
Revenue | 1,200 | 1,000
Gross profit | 700 | 600
"""),
)


def undeclared(data: bytes, prefix: bytes) -> bytes:
    """The same without the declaration of a prefix, as tree tools drop it."""
    without = re.sub(rb"\s*xmlns:" + prefix + rb'="[^"]*"', b"", data)
    assert without != data
    return without


def test_a_conventional_prefix_that_nothing_binds_means_its_registry() -> None:
    assert told(undeclared(FILING, b"ixt"))("revenue") == told(FILING)("revenue") == 1_000


def test_values_in_a_format_of_no_registry_are_one_refusal() -> None:
    data = undeclared(FILING, b"ixt").replace(b"ixt:num-dot-decimal", b"ixt:num-of-nobody")
    found = told(data)
    assert found.extraction.figures == ()
    assert found.reasons == ["bad_amount", "no_figures"]
    assert "tagged values are left out" in found.extraction.refusals[0].what


def crossed(data: bytes) -> bytes:
    """A text block that begins in a division and ends behind it."""
    block = b'<div><ix:nonNumeric name="us-gaap:Note" contextRef="x">A note</div></ix:nonNumeric>'
    return data.replace(b"</body>", block + b"</body>")


def test_end_tags_of_text_blocks_may_cross_those_of_layout() -> None:
    assert told(crossed(FILING))("revenue") == 1_000


def test_other_crossed_tags_are_refused() -> None:
    broken = FILING.replace(b"</table>", b"", 1)
    assert told(broken).reasons == ["unreadable"]


@pytest.mark.parametrize("data", [FILING, RELEASE], ids=["filing", "release"])
def test_zero_bytes_in_a_document_are_damage(data: bytes) -> None:
    middle = len(data) // 2
    found = extract(data[:middle] + bytes(64) + data[middle + 64 :])
    assert found.figures == ()
    assert found.refusals[-1].reason == "unreadable"


def test_a_release_that_ends_within_a_table_is_cut() -> None:
    found = extract(RELEASE[: RELEASE.index(b"Gross profit")])
    assert (found.figures, [one.reason for one in found.refusals]) == ((), ["truncated"])


def test_a_page_without_its_end_but_with_whole_tables_is_read() -> None:
    whole = extract(RELEASE)
    cut = extract(RELEASE.removesuffix(b"</body></html>"))
    assert len(cut.figures) == len(whole.figures) == 4


def test_a_proxy_statement_gives_no_figures() -> None:
    data = FILING.replace(b">10-K<", b">DEF 14A<")
    assert data != FILING
    assert told(data).reasons == ["no_figures"]


def test_revenue_that_is_tagged_under_members_alone_is_refused() -> None:
    parts = tuple(
        Row(name, "us-gaap:Revenues", values, members=(segment(member),))
        for name, member, values in (
            ("Chips", "ChipsMember", ("700", "500")),
            ("Boards", "BoardsMember", ("300", "300")),
        )
    )
    found = told(report(income=changed(INCOME, INCOME[0].caption, *parts)))
    assert found("revenue", period=FY24) is None
    assert any("under members alone" in one.what for one in found.extraction.refusals)
