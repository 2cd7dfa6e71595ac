"""`profitpools extract`: documents in, figures as JSON lines out; no warehouse, no network."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from extractors import extract
from extractors.errors import DocumentError, PipelineError
from extractors.model import Extraction
from flows import jsonl
from flows.console import fail, say
from flows.reading import Outcome, cores, read_all

DESCRIPTION = """\
Read documents and print one JSON object per figure. A refused document is no failure: its refusal
goes to stderr, or as a JSON line to --refusals. Exit 1 where a file is absent or a reader fails."""

EXAMPLES = """\
examples:
  profitpools extract report.htm | head -3
  profitpools extract 0000796343-23-000044.txt          # a whole submission, as EDGAR keeps it
  profitpools extract *.htm --refusals refused.jsonl > figures.jsonl"""


def configure(parser: argparse.ArgumentParser) -> None:
    """FILE… --format --refusals --jobs."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a document to read")
    parser.add_argument("--format", choices=["jsonl"], default="jsonl", help="JSON lines")
    parser.add_argument("--refusals", type=Path, metavar="FILE", help="refusals as JSON lines")
    parser.add_argument(
        "--jobs", type=_positive, default=cores(), metavar="N", help="processes (default: cores)"
    )


def run(options: argparse.Namespace) -> int:
    """Print the figures of every file that can be read; 1 if one could not be."""
    failed = False
    with ExitStack() as stack:
        refusals: TextIO | None = None
        if options.refusals:
            refusals = stack.enter_context(options.refusals.open("w", encoding="utf-8"))
        for name, outcome in _outcomes(options.files, options.jobs):
            if isinstance(outcome, PipelineError):
                fail(str(outcome))
                failed = True
                continue
            sys.stdout.writelines(f"{line}\n" for line in jsonl.figures(outcome))
            _refuse(outcome, name, refusals)
    return int(failed)


def _outcomes(files: list[str], jobs: int) -> Iterable[tuple[str, Outcome]]:
    if jobs > 1 and len(files) > 1:
        return read_all(_read, files, jobs)
    return _one_by_one(files)


def _one_by_one(files: list[str]) -> Iterator[tuple[str, Outcome]]:
    for name in files:
        try:
            yield name, _read(name)
        except PipelineError as error:
            yield name, error


def _read(name: str) -> Extraction:
    path = Path(name)
    try:
        data = path.read_bytes()
    except OSError as error:
        what = (error.strerror or str(error)).lower()
        raise DocumentError(what, name, "name a file that can be read") from error
    return extract(data, path.name)


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
