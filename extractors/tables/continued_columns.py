"""Tables that continue the one above: first amounts with headers, then percentages without."""

from __future__ import annotations

from dataclasses import replace

from extractors.tables.columns import Header
from extractors.tables.grid import Table


def continued(table: Table, header: Header, above: Header) -> Header:
    """The header with the column headers of the table above, if nothing is between the two.

    Each column must be below the one of the same number, and have no header of its own.
    """
    own, theirs = header.columns, above.columns
    is_headed = any(c.period or c.label or c.basis or c.is_excluded for c in own)
    if table.before or is_headed or len(own) != len(theirs):
        return header
    pairs = list(zip(own, theirs, strict=True))
    if not all(c.start < a.end and a.start < c.end for c, a in pairs):
        return header
    columns = tuple(replace(a, start=c.start, end=c.end) for c, a in pairs)
    return replace(header, columns=columns)
