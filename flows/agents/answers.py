"""Answers of the MCP tools: each number with its unit, basis, date of knowledge and source."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from difflib import SequenceMatcher
from pathlib import Path

import duckdb

from extractors.errors import QueryError
from warehouse.pages.cells import MEANINGS
from warehouse.pages.links import place_of
from warehouse.pages.numbers import original
from warehouse.query.audit import audit
from warehouse.query.connection import connect, run
from warehouse.query.evidence import Audit, lines, unit_of
from warehouse.query.lookup import company_id
from warehouse.query.pool_audit import is_layer, pool_audit, pool_text

Json = dict[str, object]
MAX_ROWS = 200
SECONDS = 20.0
"""Limits of one query: seconds, and rows returned."""
_FIND = """
    select 'company' as kind, company_id as id, name from ref.companies
    union all
    select 'layer', layer, name from ref.layers
    union all
    select distinct 'segment', company_id || ' / ' || segment, segment
    from stg.current_figure where segment is not null
"""
_SERIES = """
    select figure_id, fiscal_label, period_start, period_end, period_type, basis, unit, value,
        reason, known_from, url
    from stg.current_figure
    left join (select figure_id, any_value(url) as url from mart.figure_lineage group by figure_id)
        using (figure_id)
    where company_id = $company and metric = $metric and kind = 'actual'
        and segment is not distinct from $segment
    order by period_end, period_type, basis
    limit 200
"""


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers questions from the build at `database`.

    Each call opens the database anew, so that it sees the newest build. `report` is the folder of
    the HTML report, to whose pages the answers link.
    """

    database: Path
    report: Path

    def find(self, text: str) -> Json:
        """Up to 20 companies, layers and segments whose id or name resembles `text`, best first."""
        with connect(self.database) as con:
            rows = [tuple(map(str, row)) for row in run(con, _FIND).rows]
        wanted = text.casefold().strip()

        def likeness(row: tuple[str, ...]) -> float:
            """1.0 where `text` is part of the id or the name, else the ratio of difflib."""
            return max(
                1.0 if wanted and wanted in name.casefold() else
                SequenceMatcher(None, wanted, name.casefold()).ratio()
                for name in row[1:]
            )  # fmt: skip

        ranked = sorted(rows, key=lambda row: (-likeness(row), row))
        found = [row for row in ranked if likeness(row) >= 0.5][:20]
        return {"found": [dict(zip(("kind", "id", "name"), row, strict=True)) for row in found]}

    def series(self, company: str, metric: str, segment: str | None = None) -> Json:
        """All actual values of a metric of a company or segment, oldest period first (at most 200).

        Raises QueryError for an unknown company, or where there is no figure.
        """
        with connect(self.database) as con:
            parameters = {"company": company_id(con, company), "metric": metric, "segment": segment}
            answer = run(con, _SERIES, parameters)
        if not answer.rows:
            what = f"no figures of {metric}{f' of {segment}' if segment else ''}"
            raise QueryError(what, company, "see the tool find, or why_null")
        rows = [dict(zip(answer.columns, map(plain, row), strict=True)) for row in answer.rows]
        return {"company_id": parameters["company"], "metric": metric, "segment": segment,
                "values": rows}  # fmt: skip

    def number(
        self, company: str, metric: str, period: str, segment: str | None = None,
        basis: str | None = None,
    ) -> Json:  # fmt: skip
        """One number of a company with its unit, basis, rule, quotes and sources.

        Raises QueryError.
        """
        with connect(self.database) as con:
            return self._number(audit(con, company, metric, segment, period, basis))

    def pool(self, layer: str, metric: str, period: str | None = None) -> Json:
        """One number of a layer, and under 'made_of' the numbers of its members.

        Raises QueryError.
        """
        with connect(self.database) as con:
            root = pool_audit(con, layer, metric, period)
        return self._number(root) | {"made_of": [self._number(one) for one in root.operands]}

    def audit(self, of: str, metric: str, period: str | None = None,
              segment: str | None = None) -> Json:  # fmt: skip
        """The audit tree of a number as text: rules, operands, places in documents, earlier values.

        `of` is a company (which needs a period) or a layer. Raises QueryError.
        """
        with connect(self.database) as con:
            if is_layer(con, of):
                root = pool_audit(con, of, metric, period)
                return self._number(root) | {"tree": "\n".join(pool_text(root))}
            if period is None:
                raise QueryError("no period is given", of, "name one, such as FY2024 or FY2025Q1")
            root = audit(con, of, metric, segment, period)
        return self._number(root) | {"tree": "\n".join(lines(root))}

    def why_null(self, company: str, metric: str, period: str, segment: str | None = None) -> Json:
        """Why a value is missing: the reason, its meaning, and conflicts that hold it back."""
        with connect(self.database) as con:
            one = audit(con, company, metric, segment, period)
        if one.value is not None:
            return {"is_null": False, "value": plain(one.value), "unit": unit_of(one)}
        return {
            "is_null": True, "reason": one.reason,
            "meaning": MEANINGS.get(str(one.reason), "no document that was read prints it"),
            "conflicts": list(one.conflicts),
        }  # fmt: skip

    def sql(self, query: str) -> Json:
        """The result of a select: at most MAX_ROWS rows; QueryError after SECONDS."""
        with connect(self.database) as con, limited(con):
            answer = run(con, query)
        rows = [list(map(plain, row)) for row in answer.rows[:MAX_ROWS]]
        return {"columns": list(answer.columns), "rows": rows,
                "is_cut": len(answer.rows) > MAX_ROWS}  # fmt: skip

    def _number(self, one: Audit) -> Json:
        """A number as every tool returns it: decimals as text, times in ISO format."""
        page = self.report / place_of(one).partition("#")[0]
        link = f"{page.as_uri()}#{place_of(one).partition('#')[2]}" if page.is_file() else None
        known = one.known_at or max((place.known_at for place in one.places), default=None)
        sources = dict.fromkeys(original(place) or place.url for place in one.places)
        return {
            "name": one.name, "value": plain(one.value), "unit": unit_of(one),
            "reason": one.reason, "basis": one.line.basis, "figure_id": one.figure_id,
            "known_at": plain(known), "rule": one.rule, "grade": one.confidence,
            "quotes": [place.quote for place in one.places], "sources": list(sources),
            "is_approximate": one.is_approximate, "audit": link,
        }  # fmt: skip


@contextmanager
def limited(con: duckdb.DuckDBPyConnection, seconds: float = SECONDS) -> Iterator[None]:
    """Interrupt a query in the block after `seconds`. Raises QueryError then."""
    timer = threading.Timer(seconds, con.interrupt)
    timer.start()
    try:
        yield
    except RuntimeError as error:
        to_do = "ask for less, or use `profitpools sql`"
        raise QueryError(f"takes longer than {seconds:g} s", "sql", to_do) from error
    finally:
        timer.cancel()


def plain(value: object) -> object:
    """A value of a row as JSON can hold it; decimals as text, so that no digit is lost."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


TOOLS: Sequence[tuple[str, str]] = (
    ("find", "Companies, layers and segments by a part of their name."),
    ("series", "Every period of a metric, such as revenue, of a company or one of its segments."),
    ("margin", "One number of a company: a margin or any metric, for FY2024 or FY2025Q1."),
    ("pool", "One number of a layer (chips, cloud ...): revenue, operating_income, profit_share."),
    ("audit", "The tree of a number down to the printed cell, as text."),
    ("why_null", "Why a number is missing: a reason of a closed list, and its meaning."),
    ("sql", "One select in DuckDB's SQL over mart, stg, ref and raw; read-only, 200 rows."),
)
"""Name and description of each tool; values are exact decimals as text."""


def calls(answers: Answers) -> dict[str, Callable[..., Json]]:
    """Name of each tool → the method that answers it."""
    return {
        "find": answers.find, "series": answers.series, "margin": answers.number,
        "pool": answers.pool, "audit": answers.audit, "why_null": answers.why_null,
        "sql": answers.sql,
    }  # fmt: skip
