"""Best processor seconds of some runs of one reader on one file, in a process of its own.

The other reader's half a million objects would leave a heap that slows whoever comes next.
"""

from __future__ import annotations

import gc
import io
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pdfplumber
from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning

from extractors import extract


def ours(data: bytes) -> object:
    """A report to figures."""
    return extract(data)


def theirs(data: bytes) -> object:
    """A tree, and nothing read from it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(data, "html.parser")


def plumber(data: bytes) -> object:
    """The text of every page, and nothing read from it."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [page.extract_text() for page in pdf.pages]


READERS = {"ours": ours, "theirs": theirs, "plumber": plumber}


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
    print(min(seconds(READERS[reader], content) for _ in range(int(runs))))
