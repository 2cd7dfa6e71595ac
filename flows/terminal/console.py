"""What a person sees: messages go to stderr; data goes to stdout, elsewhere."""

from __future__ import annotations

import io
import re
import sys

INTERRUPTED = 130
"""The exit code of a command that was interrupted, as shells give it."""
INTERRUPTED_LINE = "interrupted; what was finished is kept, nothing is half-written"
CLEAR_LINE = "\r\x1b[K"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def legible(text: str) -> str:
    """The text with its control characters by their codes: of a document they are no commands.

    Line ends and tabs stay; so do all letters, whatever their script.
    """
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


class LegibleOutput(io.TextIOWrapper):
    """A terminal that gets no control character, whoever writes to it."""

    def write(self, text: str) -> int:
        """Write the text, legible; gives its length."""
        super().write(legible(text))
        return len(text)


def say(message: str) -> None:
    """One line on stderr, in the place of a progress bar that may stand there."""
    clear()
    sys.stderr.write(legible(" ".join(message.split())) + "\n")
    sys.stderr.flush()


def fail(message: str) -> None:
    """One line on stderr that begins with the program's name."""
    say(f"profitpools: {message}")


def clear() -> None:
    """Empty the terminal's line: no bar stands where the next line is to begin."""
    if sys.stderr.isatty():
        sys.stderr.write(CLEAR_LINE)
        sys.stderr.flush()
