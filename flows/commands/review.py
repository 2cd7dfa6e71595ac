"""`profitpools review`: lists conflicts and records a reviewer's decision on them.

Every later rebuild applies the recorded decisions.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import get_args

import duckdb

from extractors.errors import RegistryError
from extractors.metrics import METRICS
from extractors.model import Basis, Breakdown, Duration, Instant, Period
from flows import judgements
from flows.commands import rebuild
from flows.judgements import Judgement, Printed, Word
from flows.settings import Settings
from flows.terminal.console import fail, say
from flows.terminal.jsonl import number
from flows.terminal.previews import pool_rows
from flows.terminal.questions import add_as_of, opened
from flows.terminal.tables import write_csv, write_json, write_table
from warehouse import registry
from warehouse.build.preview import preview
from warehouse.query import conflicts
from warehouse.query.connection import connect
from warehouse.query.evidence import amount
from warehouse.registry.column import Column

DESCRIPTION = """\
Look at what disagrees, and settle it. `list` gives the conflicts, what moves the pools most first;
`show` all rivals of one with the places that print them; `preview` the figures and pools before
and after a judgement, which is not written. `accept`, `reject`, `correct` and `read` add a row to
reviews.csv, corrections.csv or readings.csv in the folder that PROFIT_POOLS_REGISTRY names
(default: registry in PROFIT_POOLS_HOME): who, when, why, on what evidence. Nothing is changed or
removed there, every rebuild applies the rows, and of two judgements on one figure the last one
counts. A correction whose document no longer says what it expects stops the rebuild, by its name.
Where one document prints two values, its readers give none: `read` says which it is, and `accept`
lets it be."""

EXAMPLES = """\
examples:
  profitpools review list --company DELL
  profitpools review show b41c962c403b4a6d
  profitpools review preview accept 9b0e1c52d7f4a386
  profitpools review accept 9b0e1c52d7f4a386 --reason 'the 10-K is audited, the release is not'
  profitpools review correct 9b0e1c52d7f4a386 --expect-value 574785 --value 574785000000 \\
      --reason 'the caption says millions' --evidence https://www.sec.gov/Archives/a.htm
  profitpools review read 5d41c0a7be913f22 --at cell:2/7/3 --metric revenue \\
      --period 2024-01-01/2024-12-31 --reason 'the other table is of continuing operations'"""

ONE = """\
examples:
  profitpools review {0} 9b0e1c52d7f4a386 --reason 'looked at page 3'
  profitpools review {0} 9b0e1c52d7f4a386 --reason 'so says the annual report' \\
      --evidence https://www.sec.gov/Archives/a.htm --reviewer 'Jane Doe' --rebuild"""

WRITERS = {"csv": write_csv, "json": write_json}
HELP = {
    "list": "the conflicts that hold figures back, what moves the pools most first",
    "show": "all rivals of a conflict or of a figure, with the places that print them",
    "preview": "figures and pools before and after a judgement, which is not written",
    "accept": "a figure is right as it stands: its rivals no longer hold it back",
    "reject": "a figure is wrong and takes no part",
    "correct": "a document misprints or is misread: another value takes the figure's place",
    "read": "a document prints two values, and its readers give none: say which it is",
}
VERDICTS = ("accept", "reject", "correct", "read")


def configure(parser: argparse.ArgumentParser) -> None:
    """Subparsers for list, show, preview and each verdict; the verdicts also below preview."""
    parsers = _parsers(parser, HELP)
    listing, showing = parsers["list"], parsers["show"]
    listing.epilog = "example:\n  profitpools review list --company AMZN --all --format csv"
    listing.add_argument("--company", metavar="C", help="company_id, ticker, CIK or LEI")
    listing.add_argument(
        "--all", action="store_true", help="also what is settled, and what holds nothing back"
    )
    listing.add_argument("--format", choices=["csv", "json", "table"], default="table")
    add_as_of(listing)
    showing.epilog = "example:\n  profitpools review show b41c962c403b4a6d"
    showing.add_argument("name", metavar="ID", help="of a conflict or a figure")
    add_as_of(showing)
    parsers["preview"].epilog = "example:\n  profitpools review preview accept 9b0e1c52d7f4a386"
    foreseen = _parsers(parsers["preview"], {name: HELP[name] for name in VERDICTS}, "verdict")
    for name in VERDICTS:
        parsers[name].epilog = EXAMPLES if name in ("correct", "read") else ONE.format(name)
        for one in (parsers[name], foreseen[name]):
            _add_subject(one, name)
        parsers[name].set_defaults(verdict=name)
        _add_word(parsers[name], needs_evidence=name == "correct")


def _parsers(
    parser: argparse.ArgumentParser, named: dict[str, str], dest: str = "way"
) -> dict[str, argparse.ArgumentParser]:
    ways = parser.add_subparsers(dest=dest, metavar="WHAT", required=True)
    return {
        name: ways.add_parser(
            name, help=text, description=f"{text[0].upper()}{text[1:]}.",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        for name, text in named.items()
    }  # fmt: skip


def _add_subject(parser: argparse.ArgumentParser, verdict: str) -> None:
    """The arguments that say which figure or conflict is judged."""
    if verdict in ("accept", "reject"):
        parser.add_argument(
            "names", metavar="ID", nargs="+",
            help="of a figure, or of a conflict: then every figure that it holds back",
        )  # fmt: skip
    elif verdict == "correct":
        parser.add_argument("names", metavar="FIGURE_ID", nargs=1)
        parser.add_argument(
            "--value", type=_amount, required=True, metavar="V",
            help="the right one, in single units",
        )  # fmt: skip
        parser.add_argument(
            "--expect-value", type=_amount, required=True, metavar="OLD",
            help="what the document says, as the warehouse has it",
        )  # fmt: skip
    else:
        _add_printed(parser)


def _add_printed(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", metavar="CONFLICT_ID", nargs=1)
    parser.add_argument("--at", metavar="PLACE", help="which of the places that `show` names")
    parser.add_argument("--metric", choices=METRICS, required=True, metavar="METRIC")
    parser.add_argument(
        "--period", type=_period, required=True, metavar="FIRST/LAST",
        help="its first and last day, YYYY-MM-DD/YYYY-MM-DD; one day for a balance",
    )  # fmt: skip
    parser.add_argument("--segment", type=_text, metavar="S", help="default: the whole company")
    parser.add_argument("--breakdown", choices=get_args(Breakdown), help="default: segment")
    parser.add_argument("--parent", type=_text, metavar="P", help="the segment it is a part of")
    parser.add_argument("--basis", choices=get_args(Basis), default="gaap")
    as_read = "default: as the readers have it"
    parser.add_argument("--value", type=_amount, metavar="V", help=f"in single units; {as_read}")
    parser.add_argument("--unit", type=_text, metavar="U", help=f"USD, pure, …; {as_read}")
    parser.add_argument("--quote", type=_text, help=f"the characters there; {as_read}")


def _add_word(parser: argparse.ArgumentParser, *, needs_evidence: bool) -> None:
    default = "" if needs_evidence else " (default: the document's own)"
    parser.add_argument("--reason", type=_text, required=True, metavar="TEXT", help="why")
    parser.add_argument(
        "--evidence", type=_text, required=needs_evidence, metavar="URL",
        help=f"what bears it out: an address, a page{default}",
    )  # fmt: skip
    parser.add_argument(
        "--reviewer", type=_text, metavar="NAME", help="default: PROFIT_POOLS_IDENTITY"
    )
    parser.add_argument("--rebuild", action="store_true", help="apply it at once")


def run(options: argparse.Namespace) -> int:
    """Print, or record the decision; 2 where no reviewer is named.

    Raises QueryError, RegistryError, ArchiveError; nothing is written then.
    """
    if options.way == "list":
        return _list(options)
    if options.way == "show":
        with opened(options.as_of) as connection:
            lines = conflicts.shown(connection, options.name)
        sys.stdout.writelines(f"{line}\n" for line in lines)
        return 0
    settings = Settings.of()
    if options.way == "preview":
        word = Word(options.verdict, "a preview", None, "nobody yet", datetime.now(UTC))
        return _preview(settings, options, word)
    reviewer = options.reviewer or " ".join(settings.identity.split())
    if not reviewer:
        fail("nobody says who judges; give --reviewer NAME, or set PROFIT_POOLS_IDENTITY")
        return 2
    registry.load(settings.overlay)  # raises for an invalid overlay before anything is added
    word = Word(options.verdict, options.reason, options.evidence, reviewer, datetime.now(UTC))
    with connect(settings.database) as connection:
        judged = _judged(connection, options, word)
    written = judgements.write(settings.judgements, judged, word)
    return _end(written, settings, is_applied=options.rebuild)


def _judged(
    connection: duckdb.DuckDBPyConnection, options: argparse.Namespace, word: Word
) -> Sequence[Judgement]:
    if word.verdict == "correct":
        values = (options.expect_value, options.value)
        return [judgements.correction(connection, options.names[0], *values, word)]
    if word.verdict == "read":
        given = Printed(
            options.at, options.quote, options.value, options.unit, options.metric,
            options.period, options.segment, options.breakdown, options.parent, options.basis,
        )  # fmt: skip
        return [judgements.reading(connection, options.names[0], given, word)]
    return judgements.review(connection, options.names, word)


def _preview(settings: Settings, options: argparse.Namespace, word: Word) -> int:
    """Print the figures that the decision would change, and the pools before and after."""
    with connect(settings.database) as connection:
        judged = _judged(connection, options, word)
        key = {"reviews": "review_id", "corrections": "correction_id", "readings": "reading_id"}
        rows = [{key[one.table]: f"preview-{n}", **one.cells} for n, one in enumerate(judged)]
        seen = preview(connection, {judged[0].table: rows})
    for figure in seen.figures:
        sys.stdout.write(f"{figure}\n")
    say(f"{len(seen.figures)} figures and {len(seen.pools)} pools would change")
    if seen.pools:
        write_table(*pool_rows(seen.pools), sys.stdout)
    return 0


def _end(written: Sequence[str], settings: Settings, *, is_applied: bool) -> int:
    for one in written:
        sys.stdout.write(f"{one.split()[1].rstrip(':')}\n")
        say(one)
    if is_applied:
        return rebuild.make(Settings.of())  # read again: the overlay folder may be new
    say(f"written to {settings.judgements}; run `profitpools rebuild`, which applies it")
    return 0


def _list(options: argparse.Namespace) -> int:
    with opened(options.as_of) as connection:
        answer = conflicts.listed(connection, options.company, everything=options.all)
    if options.format == "table":
        rows = [[_joined(cell) for cell in row] for row in answer.rows]
        write_table(answer.columns, rows, sys.stdout)
    else:
        WRITERS[options.format](answer.columns, answer.rows, sys.stdout)
    return 0


def _joined(cell: object) -> object:
    """A list as text separated by commas; other cells as they are."""
    if not isinstance(cell, list):
        return cell
    return "; ".join(amount(one) if isinstance(one, Decimal) else str(one) for one in cell)


def _amount(text: str) -> Decimal:
    """A number as the registry holds it; thousands separators are allowed."""
    plain = text.replace(",", "")
    try:
        value = Column("value", "decimal", required=True).parse(plain, "value")
    except RegistryError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no amount: {error.to_do}") from None
    if "," in text and text.strip() not in (f"{Decimal(plain):,}", f"{number(Decimal(plain))}"):
        raise argparse.ArgumentTypeError(f"{text!r} is no amount: its commas part no thousands")
    return Decimal(str(value))


def _text(text: str) -> str:
    plain = " ".join(text.split())
    if not plain or not plain.isprintable():
        raise argparse.ArgumentTypeError(f"{text!r} says nothing: write a line of text")
    return plain


def _period(text: str) -> Period:
    """'2024-01-01/2024-12-31' or '2024-12-31'."""
    try:
        days = [date.fromisoformat(part) for part in text.split("/")]
        return Instant(days[0]) if len(days) == 1 else Duration(*days)
    except (ValueError, TypeError):
        what = f"{text!r} is no period: write YYYY-MM-DD/YYYY-MM-DD, or one day"
        raise argparse.ArgumentTypeError(what) from None
