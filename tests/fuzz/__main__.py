"""`python -m tests.fuzz [SEED [COUNT]]`: tables in random layouts, and whether they are read rightly.

Seed and count may also stand in the environment, as `SEED=7 COUNT=100 make fuzz`; without a seed
each run draws other layouts. Exit 1 where a figure is wrong, 2 for wrong usage.
"""

from __future__ import annotations

import os
import random
import sys

from tests.fuzz.layouts import trial
from tests.fuzz.scores import scores, table

COUNT = 2000


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
    trials = []
    for one in range(seed, seed + number):
        trials.append(trial(one))
        if trials[-1].wrong:
            print(trials[-1], "", sep="\n", flush=True)
    print(*table(scores(trials)), sep="\n")
    return 1 if any(one.wrong for one in trials) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
