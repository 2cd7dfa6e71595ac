"""`profitpools extract`: documents in, figures as JSON lines out; no warehouse, no network."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Generator, Iterable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TextIO

from extractors import Explanation, explain, extract
from extractors.errors import DocumentError, PipelineError
from extractors.explanation.stories import TableStory
from extractors.model import Extraction
from flows.reading.pool import cores, read_all
from flows.reading.processes import Start
from flows.reading.renderer import Renderer
from flows.reading.worker import Outcome, Read
from flows.terminal import explanation, jsonl
from flows.terminal.console import clear, fail, say
from flows.terminal.progress import progress

DESCRIPTION = """\
Read documents and print one JSON object per figure. A refused document is no failure: its refusal
goes to stderr, or as a JSON line to --refusals. Exit 1 where a file is absent or a reader fails.
With --explain it tells instead, for each table, what its columns are, what became of each number
and which check refused it; and which sentences are read as outlooks, and why others are not.
Each is read in a process of its own: one that takes more than PROFIT_POOLS_READ_SECONDS (120) or
PROFIT_POOLS_READ_GIB of memory (2) is refused, and the others are read."""

FILES = "inline XBRL, HTML, PDF, or a whole submission of EDGAR (.txt)"

START: Start = "fork" if sys.platform == "linux" else "spawn"
"""This program has no threads, so that a worker need not import everything anew."""

EXAMPLES = """\
examples:
  profitpools extract report.htm | head -3
  profitpools extract 0000796343-23-000044.txt          # a whole submission, as EDGAR keeps it
  profitpools extract report.htm --explain --table 3      # why table 3 gave what it gave
  profitpools extract report.pdf --pictures seen          # the same, and its pages drawn
  profitpools extract *.htm *.pdf --refusals refused.jsonl > figures.jsonl"""


def configure(parser: argparse.ArgumentParser) -> None:
    """FILE… --format --explain --table --pictures --refusals --jobs."""
    parser.add_argument("files", nargs="+", metavar="FILE", help=FILES)
    parser.add_argument("--format", choices=["jsonl"], default="jsonl", help="JSON lines")
    parser.add_argument("--explain", action="store_true", help="how each document was read")
    parser.add_argument(
        "--table", type=_positive, action="append", metavar="N", help="explain this table alone"
    )
    parser.add_argument(
        "--pictures", type=Path, metavar="FOLDER",
        help="explain, and draw the pages of PDFs: words, columns, and each number in the colour "
        "of what became of it",
    )  # fmt: skip
    parser.add_argument("--refusals", type=Path, metavar="FILE", help="refusals as JSON lines")
    parser.add_argument(
        "--jobs", type=_positive, default=cores(), metavar="N", help="processes (default: cores)"
    )


def run(options: argparse.Namespace) -> int:
    """Print the figures of every readable file; 1 if a file could not be read."""
    failed = False
    with ExitStack() as stack:
        refusals: TextIO | None = None
        if options.refusals:
            refusals = stack.enter_context(options.refusals.open("w", encoding="utf-8"))
        step = stack.enter_context(progress("reading", len(options.files)))
        # Closed at once on an interrupt, so that no reader process is left running.
        is_explained = options.explain or options.table or options.pictures
        read = explain if is_explained else extract
        outcomes = stack.enter_context(closing(_outcomes(options.files, options.jobs, read)))
        for name, outcome in outcomes:
            clear()
            if isinstance(outcome, PipelineError):
                fail(str(outcome))
                failed = True
            elif isinstance(outcome, Explanation):
                text = explanation.lines(outcome, name, options.table or ())
                sys.stdout.writelines(f"{line}\n" for line in text)
                if options.pictures:
                    _draw(outcome, Path(name), options.pictures)
            else:
                sys.stdout.writelines(f"{line}\n" for line in jsonl.figures(outcome))
                _refuse(outcome, name, refusals)
            step()
    return int(failed)


def _draw(read: Explanation, path: Path, folder: Path) -> None:
    """Write pictures of a PDF's pages that hold numbers into the folder."""
    if read.document.media_type != "application/pdf":
        return
    folder.mkdir(parents=True, exist_ok=True)
    with Renderer(_read_pages, start=START) as draw:
        for number, png in draw(path.read_bytes(), read.tables):
            target = folder / f"{path.stem}-page-{number}.png"
            target.write_bytes(png)
            say(str(target))


def _read_pages(data: bytes, tables: Sequence[TableStory]) -> Iterable[tuple[int, bytes]]:
    """Imported late, by name: few users want pictures, and all would wait for pdfplumber."""
    pages: Iterable[tuple[int, bytes]] = importlib.import_module(
        "extractors.explanation.pages"
    ).read_pages(data, tables)
    return pages


def _outcomes(files: list[str], jobs: int, read: Read) -> Generator[tuple[str, Outcome]]:
    return read_all(_load, files, jobs, read=read, start=START)


def _load(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        what = (error.strerror or str(error)).lower()
        raise DocumentError(what, name, "name a file that can be read") from error


def _refuse(extraction: Extraction, name: str, refusals: TextIO | None) -> None:
    for refusal in extraction.refusals:
        if refusals:
            refusals.write(jsonl.refusal(refusal, name) + "\n")
        else:
            place = f" at {refusal.locator}" if refusal.locator else ""
            say(f"{name}: refused: {refusal.reason}: {refusal.what}{place}")


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 on")
    return int(text)
