"""Messages to the user: always on stderr, as stdout is for data."""

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
    """The text with control characters as escape codes, so that a document cannot send commands.

    Line ends, tabs, and letters of all scripts stay.
    """
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


class LegibleOutput(io.TextIOWrapper):
    """A terminal stream that never receives a control character."""

    def write(self, text: str) -> int:
        """Write the text with control characters escaped; returns the length of `text`."""
        super().write(legible(text))
        return len(text)


def say(message: str) -> None:
    """Print one line on stderr, erasing a progress bar first."""
    clear()
    sys.stderr.write(legible(" ".join(message.split())) + "\n")
    sys.stderr.flush()


def fail(message: str) -> None:
    """Print one line on stderr that begins with the program's name."""
    say(f"profitpools: {message}")


def clear() -> None:
    """Erase the terminal's current line, which may hold a progress bar."""
    if sys.stderr.isatty():
        sys.stderr.write(CLEAR_LINE)
        sys.stderr.flush()
