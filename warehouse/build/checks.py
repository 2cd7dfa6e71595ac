"""Checks of a build: what must hold before it may replace the last one.

A check is a file of sql/check: one select that gives a row for each thing compared, with columns
`subject`, `is_violation` and `detail`. Its second line may say `-- over: relation [where …]`: if
that has rows and the check compared nothing, it has failed too.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from extractors.errors import BuildError, CorrectionError
from warehouse.disk.selects import statement
from warehouse.relations.order import SQL

SHOWN = 5
_COUNT = "select count(*), count(*) filter (is_violation) from ({check})"


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check: things compared, violations, and lines on the first few.

    has_work: whether there was something to compare.
    """

    name: str
    compared: int
    violations: int
    examples: tuple[str, ...]
    has_work: bool

    @property
    def complaint(self) -> str | None:
        """One line if the check failed."""
        if self.violations:
            shown = "; ".join(self.examples)
            rest = self.violations - len(self.examples)
            more = f" and {rest} more" if rest else ""
            return f"{self.name}: {self.violations} of {self.compared} ({shown}{more})"
        if self.has_work and not self.compared:
            return f"{self.name}: compared nothing"
        return None


def run(
    con: duckdb.DuckDBPyConnection,
    folder: Path = SQL / "check",
    *,
    only: Collection[str] | None = None,
) -> list[Check]:
    """Run every check of `folder` (or those named `only`) on the build that `con` is open on.

    Raises BuildError.
    """
    paths = sorted(folder.glob("*.sql"))
    return [_run(con, path) for path in paths if only is None or path.stem in only]


def enforce(
    con: duckdb.DuckDBPyConnection, folder: Path = SQL / "check", done: Sequence[Check] = ()
) -> list[Check]:
    """Run all checks but those `done`. Raises BuildError listing all that failed.

    Raises CorrectionError where judgements no longer find what they are about.
    """
    _enforce_corrections(con)
    _enforce_reviews(con)
    left = {path.stem for path in folder.glob("*.sql")} - {check.name for check in done}
    made = [*done, *run(con, folder, only=left)]
    if complaints := [check.complaint for check in made if check.complaint]:
        raise BuildError(
            " | ".join(complaints),
            f"{len(complaints)} of {len(made)} checks failed",
            "the last build stays in place",
        )
    return made


def _run(con: duckdb.DuckDBPyConnection, path: Path) -> Check:
    text = path.read_text(encoding="utf-8")
    try:
        counted = statement(con, _COUNT.format(check=text))
        ((compared, violations),) = con.execute(counted).fetchall()
        lines = _examples(con.sql(text)) if violations else []  # runs the query a second time
        over = _over(text)
        has_work = bool(over and con.execute(f"from {over} limit 1").fetchall())
    except (duckdb.IOException, duckdb.OutOfMemoryException):
        raise  # not a fault of the check's query
    except duckdb.Error as error:
        what = " ".join(str(error).split())
        raise BuildError(what, f"check.{path.stem}", "mend the check") from error
    return Check(path.stem, compared, violations, tuple(lines), has_work)


def _examples(rows: duckdb.DuckDBPyRelation) -> list[str]:
    few = rows.filter("is_violation").order("subject").limit(SHOWN)
    return [f"{subject}: {detail}" for subject, detail in few.project("subject, detail").fetchall()]


def _over(text: str) -> str | None:
    second = text.splitlines()[1]
    return second.removeprefix("-- over:").strip() if second.startswith("-- over:") else None


def _enforce_corrections(con: duckdb.DuckDBPyConnection) -> None:
    stale = con.execute(
        "select correction_id, document, metric, segment, expect_value, list(found order by found)"
        " from stg.stale_correction group by all order by correction_id"
    ).fetchall()
    for name, document, metric, segment, expected, found in stale:
        says = ", ".join(f"{value.normalize():f}" for value in found if value is not None)
        raise CorrectionError(
            f"expects {expected.normalize():f} for {segment or 'company'} {metric}, "
            f"the document says {says or 'nothing'}",
            f"correction {name}, document {document[:12]}",
            "look at the document, then change or remove the correction",
        )


def _enforce_reviews(con: duckdb.DuckDBPyConnection) -> None:
    """Stop where a review no longer finds its figure: it would let through what it rejects."""
    lost = con.execute(
        "select judgement_id, verdict, document, coalesce(figure_key, concat_ws(' ', segment,"
        " metric, period_end)) from mart.judgement where verdict in ('accept', 'reject')"
        " and outcome = 'no_figure' and document is not null order by judgement_id"
    ).fetchall()
    for name, verdict, document, figure in lost:
        raise CorrectionError(
            f"{verdict}s the figure {figure}, which the document does not give",
            f"review {name}, document {document[:12]}",
            "look at the document, then change or remove the review",
        )


def idle(con: duckdb.DuckDBPyConnection) -> list[str]:
    """A line for each judgement without effect, as nothing in this build matches it."""
    rows = con.execute(
        "select judgement_id, verdict, outcome, figure_key, document from mart.judgement"
        " where outcome in ('no_figure', 'no_document') order by judgement_id"
    ).fetchall()
    return [
        f"{verdict} {name}: document {document[:12]} is not here"
        if outcome == "no_document"
        else f"{verdict} {name}: no document here has a figure {key}"
        for name, verdict, outcome, key, document in rows
    ]
