"""Blocks of lines that repeat their segment's name: "Total ISG net revenue" under "… (ISG):".

The name repeats the heading in each line and hides the metric. Headings of metrics within a block
("Operating income:") would end it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.language.captions import clean_caption, plain_caption
from extractors.language.concepts import line_meanings
from extractors.language.phrases import has, pattern
from extractors.tables.grid import Row, Table
from extractors.tables.sections import is_metric

LONGEST_NAME = 60


def without_names(table: Table) -> Table:
    """The table without the names, if at least two blocks have them and headings of metrics."""
    heads = [row.number for row in table.rows if _is_of_metric(row)]
    blocks = _blocks(table) if heads else {}
    # A metric above all blocks applies to their lines once the name is removed.
    if len(blocks) < 2 or heads[0] < min(blocks):
        return table
    rows: list[Row] = []
    names: tuple[str, ...] = ()
    for row in table.rows:
        if row.tokens:
            rows.append(_bare(row, names) or row)
            continue
        if not (names and _is_of_metric(row)) or row.number in blocks:
            names = blocks.get(row.number, ())
            rows.append(row)
    return replace(table, rows=tuple(rows))


def _is_of_metric(row: Row) -> bool:
    """Whether it heads the lines of one metric, not a "Reconciliation to net revenue"."""
    return not row.tokens and is_metric(row.caption) and not has(row.caption, "reconciling")


def _blocks(table: Table) -> dict[int, tuple[str, ...]]:
    """Names of each block by the row number of its heading, if a line below repeats one."""
    found: dict[int, tuple[str, ...]] = {}
    heading: Row | None = None
    for row in table.rows:
        if not row.tokens and _may_name(row.caption):
            heading = row
        elif heading is not None and _bare(row, names := _names(heading.caption)):
            found[heading.number] = names
    return found


def _may_name(caption: str) -> bool:
    is_short = 0 < len(caption) < LONGEST_NAME
    return is_short and not is_metric(caption) and not has(caption, "period")


def _names(caption: str) -> tuple[str, ...]:
    """The names in a heading, longest first: with its abbreviation, without, abbreviation alone."""
    name = clean_caption(caption)
    short = pattern("abbreviated").search(name)
    return (name, name[: short.start()].strip(), short[1]) if short else (name,)


def _bare(row: Row, names: tuple[str, ...]) -> Row | None:
    """The line without its block's name; None where it has none, or no metric."""
    if row.lead is None or not row.amounts:
        return None
    for name in (one for one in names if one in row.caption):
        found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", row.caption)
        rest = f"{row.caption[: found.start()]} {row.caption[found.end() :]}" if found else ""
        bare = pattern("total_of").sub("", " ".join(rest.split()))
        if bare and line_meanings(plain_caption(bare)):
            return replace(row, lead=replace(row.lead, text=bare))
    return None
