"""Pools before and after a review decision, as rows of a table."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from warehouse.build.preview import Pool

COLUMNS = ("layer", "period", "of", "before", "after")


def pool_rows(pools: Iterable[Pool]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The column names, and a row for each number of a pool that changes."""
    rows: list[tuple[str, ...]] = []
    for one in pools:
        numbers = (
            ("revenue, USD bn", _billion(one.old_revenue), _billion(one.new_revenue)),
            ("operating income, USD bn", _billion(one.old_profit), _billion(one.new_profit)),
            ("operating margin", _share(one.old_margin), _share(one.new_margin)),
            ("profit share", _share(one.old_share), _share(one.new_share)),
            ("coverage", _share(one.old_coverage), _share(one.new_coverage)),
        )
        rows += [(one.layer, one.calendar_period, *row) for row in numbers if row[1] != row[2]]
    return COLUMNS, rows


def _billion(value: Decimal | None) -> str:
    return "none" if value is None else f"{value.scaleb(-9):,.1f}"


def _share(value: Decimal | None) -> str:
    return "none" if value is None else f"{value:.1%}"
