"""`python -m tests.fuzz [SEED [COUNT]]`: tables in random layouts, and whether they are read rightly.

Seed and count may also stand in the environment, as `SEED=7 COUNT=100 make fuzz`; without a seed
each run draws other layouts. All cores draw; how far they are stands on a terminal's last line.
Exit 1 where a figure is wrong, 2 for wrong usage.
"""

from __future__ import annotations

import os
import random
import sys

from tests.fuzz.processes import drawn
from tests.fuzz.scores import Score, merged, table

COUNT = 20_000


def main(arguments: list[str]) -> int:
    """Prints every layout that is read wrongly, then the recall of each kind."""
    given = [*arguments, *[""] * 2]
    try:
        seed = int(given[0] or os.environ.get("SEED") or random.randrange(10**6))
        number = int(given[1] or os.environ.get("COUNT") or COUNT)
    except ValueError:
        number = 0
    if number < 1 or len(arguments) > 2:
        print("usage: python -m tests.fuzz [SEED [COUNT]], whole numbers", file=sys.stderr)
        return 2
    print(f"{number} layouts from seed {seed}", flush=True)
    rows: list[Score] = []
    is_seen = sys.stderr.isatty()
    for wrong, found in drawn(range(seed, seed + number)):
        for one in wrong:
            print(one, "", sep="\n", flush=True)
        rows = merged([*rows, *found])
        if is_seen:
            print(f"\r{sum(row.layouts for row in rows)} read", end="", file=sys.stderr, flush=True)
    if is_seen:
        print("\r\x1b[K", end="", file=sys.stderr)
    print(*table(rows), sep="\n")
    return 1 if any(row.wrong for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
