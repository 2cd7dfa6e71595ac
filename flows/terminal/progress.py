"""A progress bar on stderr if that is a terminal; otherwise nothing is printed.

Our own, redrawn only after each step: a library's would take longer to import than a document to
read, and draw from a thread, with which processes cannot be forked safely.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flows.terminal.console import clear

Advance = Callable[[], None]
WIDTH = 30


@contextmanager
def progress(what: str, total: int) -> Iterator[Advance]:
    """Yields the function to call after each of `total` steps."""
    if total <= 1 or not sys.stderr.isatty():
        yield lambda: None
        return
    start, done = time.monotonic(), 0

    def advance() -> None:
        """Count one step and redraw the bar."""
        nonlocal done
        done += 1
        _draw(bar(what, done, total, time.monotonic() - start))

    _draw(bar(what, 0, total, 0))
    try:
        yield advance
    finally:
        clear()


def bar(what: str, done: int, total: int, seconds: float) -> str:
    """'reading ━━━━━━──── 12/40 0:31 left'; the remaining time is shown after the first step."""
    full = WIDTH * done // total
    text = f"{what} {'━' * full}{'─' * (WIDTH - full)} {done:,}/{total:,}"
    if not done or done == total:
        return text
    minutes, rest = divmod(round(seconds * (total - done) / done), 60)
    return f"{text} {minutes}:{rest:02} left"


def _draw(text: str) -> None:
    clear()
    sys.stderr.write(text[: shutil.get_terminal_size().columns - 1])
    sys.stderr.flush()
