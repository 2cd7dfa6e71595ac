"""A table of a document is rebuilt with the cell marked, and nothing of its markup survives."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from extractors import extract
from tests.builders.html_page import APRIL, page, table
from tests.builders.statements import report
from warehouse.excerpts.pictures import agree
from warehouse.excerpts.rebuilt import Source

STATEMENT = table("""
    | Three Months Ended April 30~2
    | 2025 | 2024
Revenue | 1,200 | 1,000
Cost of revenue | 500 | 400
Gross profit | 700 | 600
Research and development | 200 | 180
Sales | 150 | 140
General | 50 | 60
Operating income | 300 | 220
""")
HOSTILE = """
<script src="http://evil.example/x.js">steal()</script>
<style>@import url(http://evil.example/x.css); td{background:url(http://evil.example/b.png)}</style>
<table onclick="steal()"><tr><td><img src="http://evil.example/p.png" onerror="steal()">Revenue</td>
<td style="background:url(javascript:steal())"><a href="javascript:steal()">1,200</a>
<svg onload="steal()"><script>steal()</script></svg><iframe src="http://evil.example"></iframe></td>
<td>&lt;script&gt;steal()&lt;/script&gt;</td></tr>
<tr><td>Cost</td><td><form action="http://evil.example"><input value="500"></form>500</td></tr></table>
"""


def test_the_cell_is_marked_among_its_headers_and_neighbours() -> None:
    shown = Source(page(APRIL, STATEMENT), is_xml=False).show("cell", "1/9/3")
    assert shown is not None
    assert shown.text == "220"
    rows = re.findall(r"<tr>(.*?)</tr>", shown.markup)
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in rows]
    assert cells[0] == ["", "Three Months Ended April 30"]
    assert cells[2] == ["Revenue", "1,200", "1,000"]
    assert cells[-1] == ["Operating income", "300", "<mark>220</mark>"]
    assert shown.markup.count("<mark>") == 1


def test_rows_far_from_the_cell_are_left_out_and_told() -> None:
    long = table("a | 2025\n" + "\n".join(f"Row {n} | {n},000" for n in range(1, 40)))
    shown = Source(page(long), is_xml=False).show("cell", "1/30/2")
    assert shown is not None
    assert shown.text == "29,000"
    assert shown.markup.count("<tr>") == 4 + 1 + 4 + 1 + 3
    assert ">…<" in shown.markup


def test_each_locator_of_a_document_shows_its_quote() -> None:
    data = (Path(__file__).parents[2] / "documents/harbor-release.htm").read_bytes()
    read = extract(data)
    source = Source(data, is_xml=False)
    assert {fact.locator.kind for fact in read.facts} == {"cell", "span"}
    for fact in read.facts:
        shown = source.show(fact.locator.kind, fact.locator.place)
        assert shown is not None
        assert agree(fact.quote, shown.text), (fact.locator, shown.text)


def test_a_sentence_of_a_filing_is_shown_around_the_quote() -> None:
    text = (
        "<div>Outlook</div><p>We expect capital expenditures of <b>$1.2</b>&#160;billion in 2025."
    )
    filing = replace(report(), focus="FY").render()
    data = filing.replace(b"</body>", f"{text} R&amp;D, <i>too</i>.</p></body>".encode())
    fact = next(one for one in extract(data).facts if one.locator.kind == "span")
    shown = Source(data, is_xml=True).show("span", fact.locator.place)
    assert shown is not None
    assert shown.text == fact.quote == "$1.2 billion"
    assert shown.markup == (
        "<p>We expect capital expenditures of <mark>$1.2 billion</mark> in 2025. R&amp;D, too.</p>"
    )


@pytest.mark.parametrize("place", ["90000-90010", "50-50"])
def test_where_a_filing_has_no_text_no_sentence_is_shown(place: str) -> None:
    assert Source(report().render(), is_xml=True).show("span", place) is None


def test_hidden_tables_are_not_counted() -> None:
    unseen = table("x | 1\ny | 2")
    hidden = f'<div style="display: none">{unseen}</div>'
    shown = Source(page(hidden, table("a | 3\nb | 4")), is_xml=False).show("cell", "1/2/2")
    assert shown is not None
    assert shown.text == "4"


@pytest.mark.parametrize("place", ["1/1/2", "1/1/1", "1/1/3", "1/2/2"])
def test_nothing_active_survives(place: str) -> None:
    shown = Source(page(HOSTILE.strip()), is_xml=False).show("cell", place)
    assert shown is not None
    tags = {tag.lower() for tag in re.findall(r"</?([a-zA-Z]+)", shown.markup)}
    assert tags <= {"table", "tbody", "tr", "td", "mark"}
    attributes = set(re.findall(r"<\w+\s+(\w+)=", shown.markup))
    assert attributes <= {"colspan"}
    assert "evil.example" not in shown.markup
    assert "javascript:" not in shown.markup


@pytest.mark.parametrize(
    ("kind", "place"),
    [("cell", "9/1/1"), ("cell", "1/99/1"), ("cell", "1/1/40"), ("span", "900-910"),
     ("xbrl_id", "f-1"), ("xbrl_ordinal", "3"), ("box", "1/0,0,1,1")],
)  # fmt: skip
def test_a_place_that_is_not_there_shows_nothing(kind: str, place: str) -> None:
    assert Source(page(APRIL, STATEMENT), is_xml=False).show(kind, place) is None
