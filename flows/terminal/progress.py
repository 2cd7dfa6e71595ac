"""A progress bar on stderr where that is a terminal, and silence elsewhere.

Drawn by hand and by its steps alone: a library's takes longer to import than a document to read,
and draws from a thread, with which no process can be forked safely.
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
    """Yields what to call after each of `total` steps."""
    if total <= 1 or not sys.stderr.isatty():
        yield lambda: None
        return
    start, done = time.monotonic(), 0

    def advance() -> None:
        nonlocal done
        done += 1
        _draw(bar(what, done, total, time.monotonic() - start))

    _draw(bar(what, 0, total, 0))
    try:
        yield advance
    finally:
        clear()


def bar(what: str, done: int, total: int, seconds: float) -> str:
    """'reading ━━━━━━──── 12/40 0:31 left'; the time that is left is told after the first step."""
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
