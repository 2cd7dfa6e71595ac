"""`python -m flows` is the `profitpools` command."""

import sys

from flows.cli import alone

if __name__ == "__main__":
    sys.exit(alone())
