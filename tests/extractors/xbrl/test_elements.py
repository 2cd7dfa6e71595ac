"""Which table a tagged number stands in, however tables stand in tables."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.xbrl.elements import TABLE, TAGGED, elements
from extractors.xbrl.parse import parse
from tests.builders.ixbrl_filing import page

FACT = '<ix:nonFraction name="us-gaap:Revenues" contextRef="c" unitRef="u">1</ix:nonFraction>'
BODIES = st.recursive(
    st.sampled_from(["", FACT, f"<p>{FACT}</p>", f"<span>{FACT}</span>{FACT}"]),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4).map(
            lambda cells: (
                "<table>" + "".join(f"<tr><td>{cell}</td></tr>" for cell in cells) + "</table>"
            )
        )
        | st.lists(inner, max_size=3).map("<p/>".join)
    ),
    max_leaves=25,
)


@given(BODIES)
def test_the_owner_is_the_nearest_table_around(body: str) -> None:
    root = parse(page(f"<div>{body}</div>", ""))
    around = {e: next(e.iterancestors(TABLE), None) for e in root.iter(*TAGGED)}
    expected = {e: table for e, table in around.items() if table is not None}
    assert elements(root).enclosing_table == expected


def test_a_table_in_a_cell_gives_the_cells_behind_it_back_to_the_outer_table() -> None:
    inner = f"<table><tr><td>{FACT}</td></tr></table>"
    body = f"<table><tr><td>{FACT}{inner}{FACT}</td></tr></table>{FACT}"
    found = elements(parse(page(body, "")))
    outer, nested = found.tables
    assert [found.enclosing_table.get(one) for one in found.tagged] == [outer, nested, outer, None]
