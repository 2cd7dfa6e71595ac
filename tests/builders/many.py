"""Many small cases in one warehouse, each as a company of its own: its rules are of one company.

To fill the relations takes half a second, however many companies there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tests.builders.relations import Warehouse
from tests.builders.reports import Report, registry, warehouse


def names(count: int) -> list[str]:
    """c00, c01 …: the companies of so many cases, in the order in which SQL sorts them."""
    return [f"c{number:02}" for number in range(count)]


def apart(cases: Sequence[Iterable[Report]], **rows: Sequence[tuple[str | None, ...]]) -> Warehouse:
    """The relations over the reports of all cases, those of the third being of company c02.

    rows: more of the registry, beside the companies.
    """
    reports = [
        replace(one, name=f"{one.name} of {name}", cik=None, ticker=None, company_id=name)
        for name, case in zip(names(len(cases)), cases, strict=True)
        for one in case
    ]
    ends = {one.company_id: one.fiscal_year_end for one in reports}
    companies = [(name, name, "US", "USD", end, "year_of_end", None) for name, end in ends.items()]
    known = registry(companies=companies, identifiers=[], **rows)  # type: ignore[arg-type]
    return warehouse(*reports, registry=known)
