"""Captions over and beside numbers, in tables laid out as filers lay them out."""

from __future__ import annotations

import pytest

from extractors.xbrl.facts import unique_facts
from extractors.xbrl.instance import read
from extractors.xbrl.parse import parse
from extractors.xbrl.positions import CellPosition, place
from tests.builders.ixbrl_filing import FY24, Tag, context, page, unit

RESOURCES = context("c_2024-01-01_2024-12-31", FY24) + unit("USD")


def f(name: str, printed: str = "100") -> str:
    """A tagged number with an id."""
    return Tag("us-gaap:Revenues", FY24, printed, name=name).markup()


def row(*cells: str) -> str:
    return "<tr>" + "".join(c if c.startswith("<t") else f"<td>{c}</td>" for c in cells) + "</tr>"


def positions(body: str) -> dict[str, CellPosition]:
    """Id of each placed fact → its position; tables are numbered in document order."""
    instance = read(parse(page(body, RESOURCES)), "abc")
    found = {}
    for number, table in enumerate(instance.tables, 1):
        inside = [one for one in instance.tagged if instance.enclosing_table[one.element] is table]
        placed = place(table, number, inside)
        found |= {
            one.fact.locator.place: placed[one.element] for one in inside if one.element in placed
        }
    return found


def test_a_number_under_its_header_and_beside_its_caption():
    body = "<table>" + row("", "2024", "2023") + row("Revenue", f("a"), f("b")) + "</table>"
    assert positions(body) == {
        "a": CellPosition(1, 2, 2, "Revenue", (), ("2024",), False),
        "b": CellPosition(1, 2, 3, "Revenue", (), ("2023",), False),
    }


def test_dollar_and_bracket_in_cells_of_their_own_under_spanning_headers():
    """Three grid columns an amount, a spacer between: the layout of most filings."""
    head = row("<td></td>", '<td colspan="3">2024</td>', "<td></td>", '<td colspan="3">2023</td>')
    body = head + row("Purchases", "$", "(" + f("a"), ")", "", "$", "(" + f("b"), ")")
    found = positions(f"<table>{body}</table>")
    assert [(p.column_captions, p.column, p.is_bracketed) for p in found.values()] == [
        (("2024",), 3, True),
        (("2023",), 7, True),
    ]


@pytest.mark.parametrize(
    ("cells", "is_bracketed"),
    [
        (("Paid", "(" + f("a") + ")"), True),
        (("Paid", "$(" + f("a") + ")"), True),
        (("Paid", "$ (" + f("a") + ")"), True),
        (("Paid", "(", f("a"), ")"), True),
        (("Paid (net)", f("a")), False),
        (("Paid", "$", f("a")), False),
        (("Paid", f("a"), "(5)"), False),
    ],
)
def test_brackets(cells, is_bracketed):
    assert positions(f"<table>{row(*cells)}</table>")["a"].is_bracketed is is_bracketed


def test_headers_stack_and_a_wide_one_heads_all_below_it():
    body = (
        row("<td></td>", '<td colspan="2">Year Ended December 31,</td>', "<td>Change</td>")
        + row("", "2024", "2023", "in percent")
        + row("Revenue", f("a"), f("b"), f("c"))
    )
    found = positions(f"<table>{body}</table>")
    assert found["a"].column_captions == ("Year Ended December 31,", "2024")
    assert found["b"].column_captions == ("Year Ended December 31,", "2023")
    assert found["c"].column_captions == ("Change", "in percent")


def test_new_headers_after_data_replace_those_over_the_same_columns():
    body = row("", "2024") + row("Revenue", f("a")) + row("", "2023") + row("Revenue", f("b"))
    found = positions(f"<table>{body}</table>")
    assert [p.column_captions for p in found.values()] == [("2024",), ("2023",)]


def test_a_header_cell_over_two_rows_shifts_the_second():
    body = (
        row('<td rowspan="2">In millions</td>', '<td colspan="2">Segments</td>')
        + row("Chips", "Boards")
        + row("Revenue", f("a"), f("b"))
    )
    found = positions(f"<table>{body}</table>")
    assert found["a"].column_captions[-1] == "Chips"
    assert found["b"].column_captions[-1] == "Boards"


def test_headings_above_a_row_are_its_sections_until_data_has_come():
    body = (
        row("", "2024")
        + row("Segments", "")
        + row("Chips:", "")
        + row("Net sales", f("a"))
        + row("Costs", f("b"))
        + row("Boards (1):", "")
        + row("Net sales", f("c"))
    )
    found = positions(f"<table>{body}</table>")
    assert found["a"].sections == ("Segments", "Chips")
    assert found["b"].sections == ("Segments", "Chips")
    assert found["c"].sections == ("Boards",)


def test_rows_of_untagged_numbers_are_neither_headings_nor_headers():
    body = (
        row("", "2024", "2023")
        + row("Revenue", f("a"), f("b"))
        + row("Growth", "25%", "12%")
        + row("Shares", "1,000", "—")
        + row("Costs", f("c"), f("d"))
    )
    found = positions(f"<table>{body}</table>")
    assert (found["c"].sections, found["c"].column_captions) == ((), ("2024",))
    assert (found["d"].row, found["d"].column_captions) == (5, ("2023",))


def test_a_heading_after_an_untagged_row_begins_anew():
    body = (
        row("", "2024")
        + row("Chips:", "")
        + row("Net sales", f("a"))
        + row("Margin", "25%")
        + row("Boards:", "")
        + row("Net sales", f("b"))
    )
    assert positions(f"<table>{body}</table>")["b"].sections == ("Boards",)


def test_a_line_break_in_a_cell_parts_words():
    body = row("", "Total<br/>Segments") + row("Net<br/>revenue", f("a"))
    placed = positions(f"<table>{body}</table>")["a"]
    assert (placed.row_caption, placed.column_captions) == ("Net revenue", ("Total Segments",))


def test_characters_that_nobody_sees_are_no_text():
    """Some filers put a zero-width space into each empty cell."""
    body = (
        row("", "2024\u200b", "2023")
        + row("Chips", "\u200b", "\u200b")
        + row("Net\u00adsales\u200b", f("a"), f("b"))
    )
    placed = positions(f"<table>{body}</table>")["a"]
    assert (placed.sections, placed.row_caption) == (("Chips",), "Netsales")
    assert placed.column_captions == ("2024",)


def test_an_empty_element_inside_a_word_parts_nothing():
    body = row("", "20<span></span>24") + row("Reve<wbr/>nue", f("a"))
    placed = positions(f"<table>{body}</table>")["a"]
    assert (placed.row_caption, placed.column_captions) == ("Revenue", ("2024",))


def test_a_table_of_too_many_columns_is_refused_and_its_numbers_stay_facts():
    wide = "<table>" + row(*['<td colspan="100">x</td>'] * 5) + row("Sales", f("a")) + "</table>"
    instance = read(parse(page(wide, RESOURCES)), "abc")
    found = unique_facts(
        instance.tables, instance.tagged, instance.enclosing_table, instance.refusals
    )
    assert [(one.fact.quote, one.positions) for one in found] == [("100", ())]
    assert [(one.document, one.reason) for one in instance.refusals] == [("abc", "too_large")]


def test_header_cells_and_groups_of_rows_are_rows_too():
    body = (
        "<thead><tr><th></th><th>2024</th></tr></thead>"
        f"<tbody><tr><th>Revenue</th><td>{f('a')}</td></tr></tbody>"
    )
    placed = positions(f"<table>{body}</table>")["a"]
    assert (placed.row, placed.row_caption, placed.column_captions) == (2, "Revenue", ("2024",))


def test_a_table_in_a_table_is_counted_and_read_by_itself():
    inner = "<table>" + row("", "2024") + row("Revenue", f("a")) + "</table>"
    outer = "<table>" + row("Layout", f"<td>{inner}</td>") + row("Costs", f("b")) + "</table>"
    found = positions(outer)
    assert (found["a"].table, found["a"].row, found["a"].row_caption) == (2, 2, "Revenue")
    assert (found["b"].table, found["b"].row, found["b"].row_caption) == (1, 2, "Costs")


def test_two_numbers_in_one_cell_share_its_place():
    found = positions("<table>" + row("Range", f("a") + " to " + f("b", "200")) + "</table>")
    assert found["a"] == found["b"]


@pytest.mark.parametrize("first", ["", "$", "1,000", "—", "x"])
def test_a_row_without_words_in_front_has_no_caption(first):
    assert positions("<table>" + row(first, f("a")) + "</table>")["a"].row_caption == ""


def test_prose_and_the_hidden_section_are_in_no_table():
    instance = read(parse(page(f"<p>{f('a')}</p>", RESOURCES, hidden=f("b"))), "abc")
    assert len(instance.tagged) == 2
    assert instance.enclosing_table == {}


@pytest.mark.parametrize("span", ["999999999", "9" * 5000, "²", "-3", "0", "two", ""])
def test_an_absurd_span_does_no_harm(span):
    body = row(f'<td colspan="{span}">Revenue</td>', f("a"))
    assert positions(f"<table>{body}</table>")["a"].row_caption == "Revenue"
