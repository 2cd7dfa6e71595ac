"""`profitpools review`: what disagrees, and a person's word on it, which every rebuild applies."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal

from extractors.errors import RegistryError
from flows import judgements
from flows.commands import rebuild
from flows.judgements import Word
from flows.settings import Settings
from flows.terminal.console import fail, say
from flows.terminal.jsonl import number
from flows.terminal.questions import add_as_of, opened
from flows.terminal.tables import write_csv, write_json, write_table
from warehouse import registry
from warehouse.query import conflicts
from warehouse.query.connection import connect
from warehouse.query.evidence import amount
from warehouse.registry.column import Column

DESCRIPTION = """\
Look at what disagrees, and settle it. `list` and `show` give the conflicts and all their rivals
with the places that print them; `accept`, `reject` and `correct` add a row to reviews.csv or
corrections.csv in the folder that PROFIT_POOLS_REGISTRY names (default: registry in
PROFIT_POOLS_HOME): who, when, why, on what evidence. Nothing is changed or removed there, every
rebuild applies the rows, and of two judgements on one figure the last one counts. A correction
whose document no longer says what it expects stops the rebuild, by its name."""

EXAMPLES = """\
examples:
  profitpools review list --company DELL
  profitpools review show b41c962c403b4a6d
  profitpools review accept 9b0e1c52d7f4a386 --reason 'the 10-K is audited, the release is not'
  profitpools review correct 9b0e1c52d7f4a386 --expect-value 574785 --value 574785000000 \\
      --reason 'the caption says millions' --evidence https://www.sec.gov/Archives/a.htm"""

ONE = """\
examples:
  profitpools review {0} 9b0e1c52d7f4a386 --reason 'looked at page 3'
  profitpools review {0} 9b0e1c52d7f4a386 --reason 'so says the annual report' \\
      --evidence https://www.sec.gov/Archives/a.htm --reviewer 'Jane Doe' --rebuild"""

WRITERS = {"csv": write_csv, "json": write_json}
HELP = {
    "list": "the conflicts that hold figures back",
    "show": "all rivals of a conflict or of a figure, with the places that print them",
    "accept": "a figure is right as it stands: its rivals no longer hold it back",
    "reject": "a figure is wrong and takes no part",
    "correct": "a document misprints or is misread: another value takes the figure's place",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """A parser each for list, show, accept, reject and correct."""
    ways = parser.add_subparsers(dest="way", metavar="WHAT", required=True)
    parsers = {
        name: ways.add_parser(
            name, help=text, description=f"{text[0].upper()}{text[1:]}.",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        for name, text in HELP.items()
    }  # fmt: skip
    listing, showing, correcting = parsers["list"], parsers["show"], parsers["correct"]
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
    for name in ("accept", "reject"):
        parsers[name].epilog = ONE.format(name)
        parsers[name].add_argument(
            "names", metavar="ID", nargs="+",
            help="of a figure, or of a conflict: then every figure that it holds back",
        )  # fmt: skip
    correcting.epilog = EXAMPLES
    correcting.add_argument("names", metavar="FIGURE_ID", nargs=1)
    correcting.add_argument(
        "--value", type=_amount, required=True, metavar="V", help="the right one, in single units"
    )
    correcting.add_argument(
        "--expect-value", type=_amount, required=True, metavar="OLD",
        help="what the document says, as the warehouse has it",
    )  # fmt: skip
    for name in ("accept", "reject", "correct"):
        _add_word(parsers[name], needs_evidence=name == "correct")


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
    """Print, or write the judgement down; 2 where nobody says who judges.

    Raises QueryError, RegistryError, ArchiveError; then nothing is written.
    """
    if options.way == "list":
        return _list(options)
    if options.way == "show":
        with opened(options.as_of) as connection:
            lines = conflicts.shown(connection, options.name)
        sys.stdout.writelines(f"{line}\n" for line in lines)
        return 0
    settings = Settings.of()
    reviewer = options.reviewer or " ".join(settings.identity.split())
    if not reviewer:
        fail("nobody says who judges; give --reviewer NAME, or set PROFIT_POOLS_IDENTITY")
        return 2
    registry.load(settings.overlay)  # to a folder that is not in order nothing is added
    word = Word(options.way, options.reason, options.evidence, reviewer, datetime.now(UTC))
    with connect(settings.database) as connection:
        if options.way == "correct":
            values = (options.expect_value, options.value)
            done = judgements.correct(
                connection, settings.judgements, options.names[0], *values, word
            )
        else:
            done = judgements.review(connection, settings.judgements, options.names, word)
    return _end(done, settings, is_applied=options.rebuild)


def _end(done: Iterable[judgements.Done], settings: Settings, *, is_applied: bool) -> int:
    for one in done:
        sys.stdout.write(f"{one.judgement_id}\n")
        say(str(one))
    if is_applied:
        return rebuild.make(Settings.of())  # the folder may be new
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
    """A list as a person reads it."""
    if not isinstance(cell, list):
        return cell
    return "; ".join(amount(one) if isinstance(one, Decimal) else str(one) for one in cell)


def _amount(text: str) -> Decimal:
    """A number as a registry holds it; commas may stand where they stand in print."""
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
