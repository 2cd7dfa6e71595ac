"""What each document costs, measured on few: the figures of docs/scale.md. `make bench` prints them.

python -m tests.benchmarks.slopes [FOLDER OF THE CORPUS]
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean

from extractors import extract
from extractors.model import Origin
from warehouse.archive import origins
from warehouse.archive.store import Archive

MANY, SOME, FEW = 200_000, 20_000, 2_000
EIGHT = 8
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
VERSION = "0123456789abcdef"
URL = "https://www.sec.gov/Archives/edgar/data/{0}/{1:018d}/doc-{1}.htm"
KINDS = {"an inline-XBRL filing": "ixbrl", "a release in HTML": "html_releases"}


@dataclass(frozen=True, slots=True)
class Slope:
    """A line of the table: what was measured, on what, and what one of it came to."""

    what: str
    on: str
    each: str


def measure(corpus: Path | None, folder: Path) -> Iterator[Slope]:
    """All of them; reading only where the corpus is. `folder` is empty; seconds of a processor."""
    for what, kind in KINDS.items() if corpus else ():
        yield _reading(what, sorted((corpus / kind).iterdir())[:EIGHT])  # type: ignore[operator]
    yield from _origins(Archive(folder / "origins"))
    data = bytes(300_000_000)
    yield _timed("sha256 of readings", "300 MB", lambda: hashlib.sha256(data), 0.3, "a GB")
    names = json.dumps([_origin(number).sha256 for number in range(SOME)])
    yield _timed("a document in a manifest, read", f"{SOME:,}", lambda: json.loads(names), SOME)
    kept = {one.sha256: one.url for one in map(_origin, range(SOME))}
    held = mean(sys.getsizeof(sha256) + sys.getsizeof(url) for sha256, url in kept.items())
    held += sys.getsizeof(kept) / SOME
    yield Slope("hash and address of a document, for messages", f"{SOME:,}", f"{held:.0f} bytes")


def table(slopes: Iterator[Slope]) -> Iterator[str]:
    """The lines of a Markdown table."""
    yield "| what | measured on | a unit |"
    yield "|---|---|--:|"
    for one in slopes:
        yield f"| {one.what} | {one.on} | {one.each} |"


def _origins(archive: Archive) -> Iterator[Slope]:
    """What is known of each document, in an archive of many."""
    objects = archive.objects
    many = origins.table(map(_origin, range(MANY)))
    yield Slope("an origin in memory", f"{MANY:,}", f"{many.nbytes / MANY:.0f} bytes")
    origins.seal(objects, many)
    size = sum(entry.size for entry in objects.list("origins"))
    yield Slope("an origin in Parquet, on the disk", f"{MANY:,}", f"{size / MANY:.0f} bytes")
    for what, work in (
        ("all origins read for the first time in a run", lambda: origins.read(objects)),
        ("which documents are not read yet", lambda: archive.missing(VERSION)),
        ("whether the build is current (the archive's hash)",
         lambda: archive.manifest_hash(VERSION)),
    ):  # fmt: skip
        yield _timed(what, f"{MANY:,}", work, MANY)
    more = [_origin(MANY + number) for number in range(FEW)]
    yield _timed("an origin written ahead (JSON, brought to the disk)", f"{FEW:,}",
                 lambda: [origins.keep(one, objects) for one in more], FEW)  # fmt: skip
    yield _timed("an origin folded into Parquet", f"{FEW:,}", lambda: origins.fold(objects), FEW)


def _reading(what: str, paths: list[Path]) -> Slope:
    documents = [(path.read_bytes(), path.name) for path in paths]
    before = time.process_time()
    for data, name in documents:
        extract(data, name)
    seconds = (time.process_time() - before) / len(documents)
    size = mean(len(data) for data, _ in documents) / 1e6
    on = f"{len(documents)} of {size:.1f} MB on average"
    return Slope(f"reading {what}", on, f"{seconds:.2f} s")


def _timed(what: str, on: str, work: Callable[[], object], units: float, unit: str = "") -> Slope:
    before = time.process_time()
    work()
    each = (time.process_time() - before) / units
    shown = f"{each:.1f} s" if each > 0.05 else f"{each * 1e6:.1f} µs"
    return Slope(what, on, f"{shown} {unit}".strip())


def _origin(number: int) -> Origin:
    moment, accession = FIRST + timedelta(seconds=number), f"{number:018d}"
    return Origin(
        hashlib.sha256(str(number).encode()).hexdigest(), URL.format(number % 5000, number),
        FIRST + timedelta(days=3000), moment, "acceptance", accession=accession, form="8-K",
        published=moment.date(), accepted=moment, company_id=f"company_{number % 5000}",
        document_type="EX-99.1",
    )  # fmt: skip


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        given = Path(sys.argv[1]) if sys.argv[1:] else None
        print(*table(measure(given, Path(place))), sep="\n")
