"""`profitpools rebuild`: builds the warehouse from archive, registry and code alone."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from functools import partial

from flows import archive_steps, builds
from flows.run_log import recorded
from flows.runner import InOrder
from flows.settings import Settings, end_of_day
from flows.terminal.console import fail, say
from flows.terminal.progress import progress
from warehouse import registry
from warehouse.build.database import BuildReport

DESCRIPTION = """\
Make the warehouse anew beside the old one, check it, compare it, and swap it in. Where values
change though neither documents, registry nor code did, the old one stays: look at the difference
with `profitpools diff`, then let it through with --accept-changes. A build as of a date gets a
file of its own, which `sql --as-of` and `audit --as-of` ask. A trial reads everything with the
readers of this program, prints how many figures it gained, lost and changed by metric, and leaves
the current build in place: `profitpools diff CURRENT trial` has each; rebuild accepts it.
What the last build has of companies without news is kept; --whole computes everything, which gives
the same and takes longer. mart.profit_pool_history tells the pools as they were known at the last
PROFIT_POOLS_HISTORY_MONTHS month ends (default 36)."""

EXAMPLES = """\
examples:
  profitpools rebuild
  profitpools rebuild --history              # with every month end since the first document
  profitpools rebuild --whole                # keeping nothing of the last build
  profitpools rebuild --trial                # what new readers would change, before they do
  profitpools rebuild --as-of 2024-12-31     # with what was known at the end of that day (UTC)"""


def configure(parser: argparse.ArgumentParser) -> None:
    """--as-of, --accept-changes, --history, --whole, --trial."""
    parser.add_argument(
        "--as-of", type=_moment, metavar="DATE", help="only what was known then (YYYY-MM-DD)"
    )
    parser.add_argument(
        "--accept-changes",
        "--accept",
        action="store_true",
        help="let values change without a cause",
    )
    parser.add_argument(
        "--history",
        action="store_true",
        help="the pools as known at every past month end, however long it takes",
    )
    parser.add_argument(
        "--whole", action="store_true", help="compute everything, keep nothing of the last build"
    )
    parser.add_argument(
        "--trial", action="store_true", help="build beside the current one, and tell what differs"
    )


def run(options: argparse.Namespace) -> int:
    """Read documents not read yet, build and swap; 1 if a reader failed.

    Raises BuildError where a check or the comparison with the last build stops the swap.
    """
    if options.trial and options.as_of:
        fail("--trial takes no --as-of; see `profitpools rebuild --help`")
        return 2
    return make(
        Settings.of(),
        known_on=options.as_of,
        accept=options.accept_changes,
        with_history=options.history,
        is_whole=options.whole,
        is_trial=options.trial,
    )


def make(
    settings: Settings,
    *,
    known_on: datetime | None = None,
    accept: bool = False,
    with_history: bool = False,
    is_whole: bool = False,
    is_trial: bool = False,
) -> int:
    """Read, build and print the summary, for this and other commands; returns the exit code.

    `known_on`: build what was known then; `accept`: swap in despite unexplained changes;
    `with_history`: for every month end; `is_whole`: keep nothing of the last build; `is_trial`:
    compare only. Raises BuildError.
    """
    builds.check_home(settings)
    with recorded(settings.archive, "rebuild") as note:
        book = registry.load(settings.overlay)
        made = partial(
            builds.build,
            settings,
            book,
            now=datetime.now(UTC),
            known_on=known_on, accept=accept,
            with_history=with_history, is_whole=is_whole, is_trial=is_trial,
        )  # fmt: skip

        def build() -> BuildReport:
            """The build that archive_steps.rebuild calls once everything is read."""
            report = made()
            for line in builds.by_kind(report) if is_trial else ():
                sys.stdout.write(f"{line}\n")
            return report

        note.detail, failed = archive_steps.rebuild(settings, InOrder(progress), say, build)
        note.is_failed = bool(failed)
        for error in failed:
            fail(str(error))
        return int(note.is_failed)


def _moment(text: str) -> datetime:
    try:
        return end_of_day(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date: write YYYY-MM-DD") from None
