"""`profitpools`, with builds of any size made of the last one, as those of large archives are."""

from __future__ import annotations

import sys

from flows.cli import main
from warehouse.build import last_build, renewal, verification


def keep() -> None:
    """Let this process do so: the archives in which faults are tried are small."""
    last_build.FEWEST = 0
    renewal.MOST = 1.0
    verification.SMALL = 0


if __name__ == "__main__":
    keep()
    sys.exit(main(sys.argv[1:]))
