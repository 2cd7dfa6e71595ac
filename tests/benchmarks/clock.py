"""Best processor seconds of some runs of one reader on one file, in a process of its own.

The other reader's half a million objects would leave a heap that slows whoever comes next.
"""

from __future__ import annotations

import gc
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning

from extractors import extract


def ours(data: bytes) -> object:
    """Inline XBRL to figures."""
    return extract(data)


def theirs(data: bytes) -> object:
    """A tree, and nothing read from it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(data, "html.parser")


def seconds(work: Callable[[bytes], object], data: bytes) -> float:
    """Of this process alone: others may be busy. The result is freed on nobody's time."""
    gc.collect()
    start = time.process_time()
    result = work(data)
    taken = time.process_time() - start
    del result
    return taken


if __name__ == "__main__":
    reader, file, runs = sys.argv[1:]
    content = Path(file).read_bytes()
    print(min(seconds({"ours": ours, "theirs": theirs}[reader], content) for _ in range(int(runs))))
