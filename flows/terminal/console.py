"""What a person sees: messages go to stderr; data goes to stdout, elsewhere."""

from __future__ import annotations

import sys

CLEAR_LINE = "\r\x1b[K"


def say(message: str) -> None:
    """One line on stderr, in the place of a progress bar that may stand there."""
    clear()
    sys.stderr.write(" ".join(message.split()) + "\n")
    sys.stderr.flush()


def fail(message: str) -> None:
    """One line on stderr that begins with the program's name."""
    say(f"profitpools: {message}")


def clear() -> None:
    """Empty the terminal's line: no bar stands where the next line is to begin."""
    if sys.stderr.isatty():
        sys.stderr.write(CLEAR_LINE)
        sys.stderr.flush()
