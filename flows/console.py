"""What a person sees: messages go to stderr; data goes to stdout, elsewhere."""

from __future__ import annotations

import sys


def say(message: str) -> None:
    """One line on stderr."""
    sys.stderr.write(" ".join(message.split()) + "\n")
    sys.stderr.flush()


def fail(message: str) -> None:
    """One line on stderr that begins with the program's name."""
    say(f"profitpools: {message}")
