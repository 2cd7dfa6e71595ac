"""A facsimile of EDGAR's company facts: what the facsimile reports tag for the whole company."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence

from extractors.model import Duration
from flows.sample.filings import PERIODIC, Filing, sources
from flows.sample.ixbrl import concept
from flows.sample.notes import TOLD
from flows.sample.statements import STANDING
from flows.sample.tables import Company, Row
from flows.sample.wording import CAPTIONS, NOTICE

Units = dict[str, list[dict[str, str | int | None]]]


def company_facts(company: Company, filings: Sequence[Filing]) -> bytes | None:
    """/api/xbrl/companyfacts/CIK##########.json; None where no report of `filings` has tags.

    Taxonomy → concept → label, description and, by unit, the facts in the order of their filing.
    """
    reports = sorted(
        (one for one in filings if one.form in PERIODIC), key=lambda one: (one.filed, one.accession)
    )
    labels: dict[str, str] = {}
    units: dict[str, Units] = {}
    for filing in reports:
        for (name, unit, _), row in _whole(filing).items():
            labels.setdefault(name, CAPTIONS[row.metric])
            units.setdefault(name, {}).setdefault(unit, []).append(_fact(filing, row))
    if not units:
        return None
    facts: dict[str, dict[str, object]] = defaultdict(dict)
    for name in sorted(units):
        taxonomy, _, local = name.partition(":")
        body = {"label": labels[name], "description": NOTICE, "units": units[name]}
        facts[taxonomy][local] = body
    whole = {
        "cik": int(company.cik or 0),
        "entityName": f"{company.name} (facsimile)",
        "facts": facts,
        "facsimile": {
            "notice": NOTICE,
            "sources": sources(row for filing in reports for row in filing.rows),
        },
    }
    return json.dumps(whole, ensure_ascii=False).encode()


def _whole(filing: Filing) -> Mapping[tuple[str, str, Duration], Row]:
    """Concept, unit and period → the row; a fact printed twice in a filing appears once.

    What is told in sentences has no tag.
    """
    whole = [row for row in filing.rows if row.segment is None and row.metric not in TOLD]
    return {(concept(row), row.unit, row.period): row for row in whole}


def _fact(filing: Filing, row: Row) -> dict[str, str | int | None]:
    """A fact as EDGAR lists it: fy and fp are those of the filing, whatever the fact's period."""
    labels = [one.label for one in filing.rows if one.period.end == filing.report_date]
    part, _, year = (labels[0] if labels else "").rpartition("FY")
    start = {} if row.metric in STANDING else {"start": row.period.start.isoformat()}
    return {
        **start,
        "end": row.period.end.isoformat(),
        "val": int(row.value),
        "accn": filing.accession,
        "fy": int(year) if year.isdecimal() else None,
        "fp": "FY" if PERIODIC[filing.form] == "FY" else part.strip() or None,
        "form": filing.form,
        "filed": filing.filed.isoformat(),
    }
