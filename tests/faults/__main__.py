"""`python -m tests.faults [--write] [--only KIND] [--soak MINUTES] [--seed N]`: the table of docs/reliability.md.

Tries every fault, then a plain refresh, and compares with a folder that nothing disturbed. Exit 1
where a document is lost, a figure wrong, or a folder not as it was.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.faults import answering, damaging, elsewhere, killing, server_away, soaking
from tests.faults.keeping import keep
from tests.faults.site import DART_KEY, FaultySite
from tests.faults.table import rows, table, written
from tests.faults.yard import Outcome, Undisturbed, undisturbed

MEMORY = Path("/dev/shm")
"""Where the folders are, if it is there: a disk is slow, and what it loses is not tried here."""
PAGE = Path(__file__).parents[2] / "docs/reliability.md"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into the page")
    parser.add_argument("--soak", type=float, metavar="MINUTES", help="random faults, so long")
    parser.add_argument("--seed", type=int, default=1, help="of the random faults")
    parser.add_argument("--only", default="", metavar="KIND", help="one module of trials")
    options = parser.parse_args(arguments)
    if options.only and options.write:
        parser.error("the table is of all kinds")
    os.environ["PROFIT_POOLS_DART_KEY"] = DART_KEY
    keep()
    place = MEMORY if MEMORY.is_dir() else None
    with (
        tempfile.TemporaryDirectory(prefix="faults-", dir=place) as name,
        FaultySite().running() as site,
    ):
        folder = Path(name)
        good = undisturbed(site, folder / "undisturbed")
        if options.soak:
            return soaking.soak(site, good, folder, options.soak * 60, options.seed)
        outcomes = []
        for one in _trials(site, good, folder, options.only):
            outcomes.append(one)
            if not one.is_recovered or one.twice:
                print(one, flush=True)
    lines = table(rows(outcomes))
    print(*lines, sep="\n")
    if options.write:
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(written(text, lines), encoding="utf-8")
    return 0 if all(one.is_recovered and not one.twice for one in outcomes) else 1


def _trials(site: FaultySite, good: Undisturbed, folder: Path, only: str = "") -> Iterator[Outcome]:
    """Those of all kinds, or of the one that is named."""
    kinds = {
        "answering": partial(answering.trials, site, good),
        "elsewhere": partial(elsewhere.trials, site),
        "killing": partial(killing.trials, site, good),
        "server_away": partial(server_away.trials, site, good),
        "damaging": partial(damaging.trials, site, good),
    }
    for name, trials in kinds.items():
        if only in ("", name):
            place = folder / name
            place.mkdir()
            yield from trials(place)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
