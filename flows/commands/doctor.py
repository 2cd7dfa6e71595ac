"""`profitpools doctor`: whether this machine can run the pipeline, and what to do if not."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, requires, version

from packaging.requirements import Requirement

from extractors.errors import PipelineError
from extractors.pdf import ocr
from flows.net import surroundings
from flows.net.client import Http
from flows.reading.pool import cores
from flows.settings import Settings
from flows.sources.web import DART_KEY, EDINET_KEY
from warehouse import registry
from warehouse.build.database import read_build

DESCRIPTION = """\
Check Python, packages, OCR, disk, registry, archive, warehouse, identity, network, clock and the
Prefect server, where PREFECT_API_URL names one: a line each, `ok` or `bad` with what to do about
it. Exit 1 if anything is bad."""

EXAMPLES = """\
example:
  profitpools doctor"""

LITTLE_DISK = 2 * 2**30  # bytes; about what a rebuild of 10⁴ reports writes


def configure(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(_options: argparse.Namespace) -> int:
    """Run every check, even after one has failed; 1 if any failed."""
    settings = Settings.of()
    is_bad = False
    for name, check in CHECKS.items():
        try:
            word, text = "ok", check(settings)
        except PipelineError as error:
            word, text, is_bad = "bad", str(error), True
        sys.stdout.write(f"{word:<4} {name:<10} {text}\n")
    return int(is_bad)


def _python(_settings: Settings) -> str:
    return f"{sys.version.split()[0]}, {cores()} cores"


def _packages(_settings: Settings) -> str:
    try:
        wanted = [Requirement(line) for line in requires("profit-pools") or ()]
    except PackageNotFoundError as error:
        raise PipelineError("not installed", "", "run `pip install .` in its folder") from error
    needed = [one for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})]
    for one in needed:
        try:
            found = version(one.name)
        except PackageNotFoundError as error:
            raise PipelineError("not installed", one.name, f"run `pip install '{one}'`") from error
        if found not in one.specifier:
            raise PipelineError(f"{found} is installed", one.name, f"run `pip install '{one}'`")
    return f"{len(needed)} as required"


def _disk(settings: Settings) -> str:
    place = settings.home
    while not place.exists():
        place = place.parent
    try:
        with tempfile.TemporaryFile(dir=place) as file:
            file.write(b"x")
            os.fsync(file.fileno())
    except OSError as error:
        to_do = "set PROFIT_POOLS_HOME to a folder that can be written"
        raise PipelineError((error.strerror or str(error)).lower(), str(place), to_do) from error
    free = shutil.disk_usage(place).free
    if free < LITTLE_DISK:
        raise PipelineError(f"{free / 2**30:.1f} GiB free", str(place), "free some space")
    return f"{settings.home} can be written, {free / 2**30:.0f} GiB free"


def _ocr(_settings: Settings) -> str:
    """Missing OCR is no failure: scanned reports are then refused with that reason."""
    return ocr.engine() or f"none, so that scanned reports are refused: {ocr.to_do()}"


def _keys(settings: Settings) -> str:
    """A missing key is no failure: a refresh says which companies it left out."""
    keys = (
        (settings.dart_key, DART_KEY, "DART (Korea)"),
        (settings.edinet_key, EDINET_KEY, "EDINET (Japan)"),
    )
    return "; ".join(
        f"{name} is set" if key else f"{name} would open {what}" for key, name, what in keys
    )


def _registry(settings: Settings) -> str:
    book = registry.load(settings.overlay)
    rows = sum(len(table.rows) for table in book.tables.values())
    overlay = f", with {settings.overlay}" if settings.overlay else ""
    return f"{rows} rows in {len(book.tables)} tables{overlay}"


def _archive(settings: Settings) -> str:
    archive = settings.archive
    documents = sorted(archive.addresses())
    for sha256 in documents:
        archive.get(sha256)
    return f"{len(documents)} documents, all whole"


def _warehouse(settings: Settings) -> str:
    if not settings.database.exists():
        return "none yet"
    return f"build {read_build(settings.database).build_id}"


def _identity(settings: Settings) -> str:
    if not settings.identity:
        return "none, so that SEC is not asked: set PROFIT_POOLS_IDENTITY to name and e-mail"
    with Http(settings.home / "http", [surroundings.SEC], identity=settings.identity) as http:
        http.check(f"https://{surroundings.SEC}/")
    return settings.identity


def _network(_settings: Settings) -> str:
    """No network is no failure: folders and the sample site need none."""
    return surroundings.network()


def _clock(settings: Settings) -> str:
    newest = max((one.retrieved for one in settings.archive.origins()), default=None)
    return surroundings.clock(newest)


def _prefect(_settings: Settings) -> str:
    return surroundings.prefect_server(os.environ.get("PREFECT_API_URL", ""), version("prefect"))


CHECKS: dict[str, Callable[[Settings], str]] = {
    "python": _python,
    "packages": _packages,
    "ocr": _ocr,
    "disk": _disk,
    "keys": _keys,
    "registry": _registry,
    "archive": _archive,
    "warehouse": _warehouse,
    "identity": _identity,
    "network": _network,
    "clock": _clock,
    "prefect": _prefect,
}
