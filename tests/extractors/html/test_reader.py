"""HTML as a reader sees it: grids, lines, encodings, and pages that are meant to hurt."""

from __future__ import annotations

import subprocess
import sys

import pytest

from extractors import extract
from extractors.errors import DocumentError
from extractors.html.reader import Page, parse, read
from extractors.language.text import clean
from tests.builders.html_page import APRIL, HEAD, UNIT, actuals, millions, page, table
from tests.builders.html_page import read as extracted

STATEMENT = table(HEAD + "Revenue | 1,200 | 1,000\nGross profit | 700 | 600")
BASE = page(APRIL, UNIT, STATEMENT)
RIGHT = {"Q 2025-04-30": 1_200, "Q 2024-04-30": 1_000}


def seen(*parts: str) -> Page:
    return read(parse(page(*parts)))


def test_split_numbers_with_colspan_and_rowspan():
    found = extracted("<p>Results for the second quarter ended April 30, 2025.</p>", UNIT, table("""
     ^2| Three Months Ended~6 | Six Months Ended~6
     April 30, 2025~3 | April 30, 2024~3| April 30, 2025~3 | April 30, 2024~3
    Revenue | $ | 1,200 | | $ | 1,000 | | $ | 2,200 | | $ | 1,900 |
    Operating income | $ | (200 | ) | $ | (100 | ) | $ | (1,200 | ) | $ | 900 |
    """))  # fmt: skip
    assert millions(actuals(found, "revenue")) == {
        "Q 2025-04-30": 1_200, "Q 2024-04-30": 1_000, "H1 2025-04-30": 2_200, "H1 2024-04-30": 1_900,
    }  # fmt: skip
    assert millions(actuals(found, "operating_income")) == {
        "Q 2025-04-30": -200, "Q 2024-04-30": -100, "H1 2025-04-30": -1_200, "H1 2024-04-30": 900,
    }  # fmt: skip


def test_a_cell_over_two_rows_moves_what_is_right_of_it_in_the_second():
    (found,) = seen(table("Revenue^2 | 1 | 2\n 3 | 4\nCosts | 5 | 6")).tables
    places = [[(t.text, t.start) for t in row.tokens] for row in found.rows]
    assert places == [[("1", 1), ("2", 2)], [("3", 1), ("4", 2)], [("5", 1), ("6", 2)]]


def test_a_locator_is_table_row_and_column():
    (_, second) = seen(table("A | 1\nB | 2"), table("C | 3\nD~2 | 4")).tables
    assert [str(t.locator) for row in second.rows for t in row.tokens] == [
        "cell:2/1/2",
        "cell:2/2/3",
    ]


def test_what_a_page_does_not_show_is_not_read():
    found = seen(
        "<script>Revenue 1</script>",
        "<nav><p>Menu</p></nav>",
        '<p style="display: none">Hidden</p>',
        "<!-- a remark -->",
        "Shown",
    )
    assert [line.text for line in found.lines] == ["Shown"]


def test_lines_are_blocks_and_their_places_count_characters():
    found = seen("<p>One</p><div>Two <b>bold</b><br>Three</div>")
    assert [(line.text, line.start, line.end) for line in found.lines] == [
        ("One", 0, 3),
        ("Two bold", 4, 12),
        ("Three", 13, 18),
    ]


def test_a_table_of_words_is_lines_and_one_of_numbers_is_none():
    found = seen(table("First | second\nThird | fourth"), STATEMENT)
    assert [line.text for line in found.lines] == ["First second", "Third fourth"]
    assert len(found.tables) == 1


def test_a_table_around_a_table_is_layout():
    found = extracted(
        APRIL, f"<table><tr><td><p>{UNIT}</p></td></tr><tr><td>{STATEMENT}</td></tr></table>"
    )
    assert millions(actuals(found, "revenue")) == RIGHT


def test_site_chrome_around_a_release():
    found = extracted(
        "<head><title>Quill Reports Results</title></head>",
        "<nav><ul><li>Investors</li><li>Q3 2031</li></ul></nav>",
        "<header>Share | Print</header>",
        APRIL,
        f"<article><div><div><p>{UNIT}</p>{STATEMENT}</div></div></article>",
        "<footer><table><tr><td>Stock price</td><td>12.34</td></tr></table></footer>",
    )
    assert millions(actuals(found, "revenue")) == RIGHT


def test_invisible_characters_go():
    assert clean("1,\u00ad2\u200b00\u200e \n\t\u00a0 x\ufeff") == "1,200 x"


@pytest.mark.parametrize(
    "printed",
    [
        "1,\u00ad2\u00ad00",
        "\u200f1,200\u200e",
        "\u202b1,200\u202c",
        "\u202e1,200\u202c",
        "\u20661,200\u2069",
        "\u061c1,200",
        "1,2\u200b0\u200d0",
        "&#49;,2&#48;0&nbsp;",
        "１,２００",
        "1,<b></b>200",
        "1,<wbr>2<span></span>00",
        "<div>1,<b></b>200</div><div></div>",
        "1,<!-- -->200",
    ],
)
def test_marks_inside_numbers(printed):
    data = BASE.replace(b"1,200", printed.encode())
    assert millions(actuals(extract(data), "revenue")) == RIGHT


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("1,<br>200", "1, 200"),
        ("1,<b> </b>200", "1, 200"),
        ("1,200<sup>2</sup>", "1,200 2"),
        ("1<span>2</span>3", "1 2 3"),
        ("<p>1<b></b>2</p><p>3</p>4<i></i>5", "12 3 45"),
        ("a<b></b>", "a"),
    ],
)
def test_only_what_is_empty_parts_no_text(cell, text):
    data = page(
        f"<table><tr><td>Units</td><td>1</td><td>{cell}</td></tr><tr><td>x</td><td>2</td></tr></table>"
    )
    (found,) = read(parse(data)).tables
    assert found.rows[0].tokens[-1].text == text


def declared(charset: str) -> bytes:
    data = b'<html><head><meta charset="' + charset.encode() + b'"></head>' + BASE[15:]
    return data + b" " * (-len(data) % 4)  # so that encodings of two and four bytes decode it too


@pytest.mark.parametrize(
    "charset",
    [
        "utf-8", "windows-1252", "iso-8859-1", "us-ascii", "klingon-8", "rot13", "hex", "zlib", "utf-7",
        "punycode",
        "utf-16", "utf-16-le", "utf-32", "cp037", "iso-2022-jp", "shift_jis",
    ],
)  # fmt: skip
def test_a_wrong_or_unknown_declared_encoding_does_not_hurt(charset):
    data = declared(charset)
    assert millions(actuals(extract(data), "revenue")) == RIGHT


@pytest.mark.parametrize("encoding", ["utf-8-sig", "windows-1252", "latin-1"])
def test_other_encodings(encoding):
    data = page(APRIL, UNIT, STATEMENT, "Café, £5 and 20°").decode().encode(encoding)
    assert millions(actuals(extract(data), "revenue")) == RIGHT


def test_mixed_encodings_spoil_only_where_they_are():
    data = BASE.replace(b"Gross profit", b"Gross \x93profit\xe2\x80\x9d")
    assert millions(actuals(extract(data), "revenue")) == RIGHT


def test_utf_16_is_read_or_refused():
    found = extract(BASE.decode().encode("utf-16"))
    assert found.figures or [refusal.reason for refusal in found.refusals] == [
        "unsupported_media_type"
    ]


def test_a_table_of_10_000_columns_is_too_large():
    data = page("<table>" + ("<tr>" + "<td>1,200</td>" * 10_000 + "</tr>") * 3 + "</table>")
    with pytest.raises(DocumentError, match="more than 400 columns") as caught:
        read(parse(data))
    assert caught.value.reason == "too_large"
    (refusal,) = extract(data).refusals
    assert refusal.reason == "too_large"


@pytest.mark.parametrize("span", ["2147483647", "-3", "0", "x", "2.5"])
def test_nonsense_in_colspan_costs_no_memory_and_no_figure(span):
    other = f'<table><tr><td colspan="{span}">Units</td><td>2</td></tr><tr><td>Parts</td><td>3</td></tr></table>'
    assert millions(actuals(extracted(APRIL, UNIT, STATEMENT, other), "revenue")) == RIGHT


@pytest.mark.parametrize("span", ["9" * 5_000, "²"])
def test_digits_that_are_no_number_of_columns(span):
    other = f'<table><tr><td colspan="{span}">Units</td><td>2</td></tr></table>'
    assert millions(actuals(extracted(APRIL, UNIT, STATEMENT, other), "revenue")) == RIGHT


def test_a_huge_rowspan_costs_no_memory():
    other = (
        '<table><tr><td rowspan="999999999">Units</td><td>2</td></tr><tr><td>3</td></tr></table>'
    )
    assert millions(actuals(extracted(APRIL, UNIT, STATEMENT, other), "revenue")) == RIGHT


@pytest.mark.parametrize("tag", ["div", "table><tr><td"])
def test_a_statement_too_deep_to_be_read_is_refused_for_that(tag):
    opened, closed = f"<{tag}>" * 10_000, "".join(f"</{t}>" for t in tag.split("><")[::-1]) * 10_000
    found = extract(page(opened, APRIL, f"<p>{UNIT}</p>", STATEMENT, closed))
    reasons = {refusal.reason for refusal in found.refusals}
    assert millions(actuals(found, "revenue")) == RIGHT or reasons & {"too_large", "truncated"}


RUN = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
from extractors import extract
from tests.extractors.html import test_reader as t
found = extract(getattr(t, sys.argv[1])())
print(sorted({str(f.value) for f in found.figures if f.metric == "revenue"}), [r.reason for r in found.refusals])
"""
RIGHT_OR_REFUSED = (
    "['1000000000', '1200000000'] []",
    "['1000000000', '1200000000'] ['does_not_close']",
    "[] ['too_large']",
)


def deep_tables() -> bytes:
    nested = "<table><tr><td>" * 10_000 + "x" + "</td></tr></table>" * 10_000
    return page(APRIL, UNIT, STATEMENT, nested)


def empty_tables() -> bytes:
    return page(APRIL, UNIT, STATEMENT, "<table></table>" * 100_000)


def endless_paragraph() -> bytes:
    return page(APRIL, UNIT, STATEMENT, "<p>" + "lorem ipsum dolor sit. " * 870_000 + "</p>")


def endless_word() -> bytes:
    return page(APRIL, UNIT, STATEMENT, "<p>" + "a" * 20_000_000 + "</p>")


def endless_table() -> bytes:
    row = "<tr><td>Deposits</td><td>1</td><td>2</td></tr>"
    return page(APRIL, UNIT, STATEMENT, f"<table>{row * 430_000}</table>")


def endless_tables() -> bytes:
    return page(APRIL, UNIT, STATEMENT, table("Deposits | 1 | 2\nOther | 3 | 4") * 170_000)


def endless_outlook() -> bytes:
    heading = "Outlook for the second quarter of fiscal 2026:"
    return page(APRIL, UNIT, STATEMENT, heading, "Revenue is expected to be " + "$1 " * 100_000)


def endless_words_before_a_metric() -> bytes:
    return page(
        APRIL, UNIT, STATEMENT, "We expect second quarter revenue of " + "gaap and " * 70_000
    )


def many_parts() -> bytes:
    rows = "\n".join(f"Part {number} | {number}" for number in range(1, 3_001))
    head = " | Three Months Ended April 30, 2025\nRevenue:\n"
    whole = table(f"{head}{rows}\nTotal revenue | 4,501,500")
    return page(APRIL, UNIT, STATEMENT, "Parts (in thousands)", whole)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "deep_tables", "empty_tables", "endless_paragraph", "endless_word",
        "endless_table",
        "endless_tables",
        "many_parts",
        "endless_outlook", "endless_words_before_a_metric",
    ],
)  # fmt: skip
def test_pages_that_are_meant_to_hurt_end_right_or_too_large(name, root):
    command = [sys.executable, "-c", RUN, name]
    ended = subprocess.run(
        command, cwd=root, capture_output=True, text=True, timeout=60, check=True
    )
    assert ended.stdout.strip() in RIGHT_OR_REFUSED
