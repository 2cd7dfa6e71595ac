"""`python -m tests.benchmarks [FOLDER]`: the table, on the corpus or on the reports in FOLDER."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.benchmarks.speed import measure, table


def main() -> int:
    """Prints the table; 2 where there is nothing to measure."""
    shared = os.environ.get("PROFIT_POOLS_SHARED") or Path(__file__).parents[3] / "shared"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(shared) / "corpus" / "ixbrl"
    if not folder.is_dir():
        print(f"no reports at {folder}: set PROFIT_POOLS_SHARED or name a folder", file=sys.stderr)
        return 2
    for line in table([measure(path) for path in sorted(folder.iterdir())]):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
