"""The environment variables, read once: where data is, and limits, keys and identity."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

from extractors.errors import PipelineError
from flows import __version__
from warehouse.archive.store import Archive
from warehouse.build.pool_history import MONTHS
from warehouse.disk.bucket import NAME
from warehouse.disk.memory import MEMORY_LIMIT, amount

FLOORS = ("extractors", "warehouse")  # the code that determines a build's content


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a run.

    home           folder of archive and warehouse
    overlay        folder of CSV rows laid over the packaged registry: PROFIT_POOLS_REGISTRY, or the
                   folder `registry` of home if it exists
    identity       name and e-mail address that SEC asks for
    memory_limit   bytes that DuckDB may use while it builds
    months         how many month ends back the history of pools reaches
    report         folder to which each new build writes its pages, None for no report
    dart_key       the free key that Korea's DART requires
    edinet_key     the free key that Japan's EDINET requires
    bucket         address of an archive that is no folder of home, '' for one that is
    dask           address of the scheduler whose workers read documents, '' for this machine
    """

    home: Path
    overlay: Path | None
    identity: str = ""
    memory_limit: int = MEMORY_LIMIT
    months: int = MONTHS
    report: Path | None = None
    dart_key: str = field(default="", repr=False)
    edinet_key: str = field(default="", repr=False)
    bucket: str = ""
    dask: str = ""

    @classmethod
    def of(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """From the variables that `profitpools --help` lists.

        Raises PipelineError for an invalid memory limit or number of months.
        """
        overlay = environ.get("PROFIT_POOLS_REGISTRY")
        home = Path(environ.get("PROFIT_POOLS_HOME") or "data").absolute()
        identity = environ.get("PROFIT_POOLS_IDENTITY", "")
        own = home / "registry"
        folder = Path(overlay).absolute() if overlay else own if own.is_dir() else None
        memory = _memory(environ.get("PROFIT_POOLS_MEMORY_LIMIT"))
        months = _months(environ.get("PROFIT_POOLS_HISTORY_MONTHS"))
        pages = environ.get("PROFIT_POOLS_REPORT")
        report = Path(pages).absolute() if pages else None
        bucket = environ.get(NAME, "").strip()
        return cls(
            home, folder, identity, memory, months, report,
            dart_key=_key(environ, "PROFIT_POOLS_DART_KEY"),
            edinet_key=_key(environ, "PROFIT_POOLS_EDINET_KEY"),
            bucket=bucket, dask=_dask(environ),
        )  # fmt: skip

    @property
    def archive(self) -> Archive:
        """Of home, or in a bucket that machines share. Raises ArchiveError for no address."""
        return Archive(self.home, self.bucket or None)

    @property
    def judgements(self) -> Path:
        """The folder that reviews are written to; it may not exist yet."""
        return self.overlay or self.home / "registry"

    @property
    def database(self) -> Path:
        """The warehouse's file; it may not exist yet."""
        return self.home / "profit_pools.duckdb"


def _memory(text: str | None) -> int:
    try:
        return amount(text) if text else MEMORY_LIMIT
    except ValueError as error:
        name = "PROFIT_POOLS_MEMORY_LIMIT"
        raise PipelineError(str(error), name, "write it as 2GB or 500MB, or unset it") from error


def _key(environ: Mapping[str, str], name: str) -> str:
    """A regulator's key. Raises PipelineError for a malformed one, without showing it."""
    key = environ.get(name, "").strip()
    if key and not re.fullmatch(r"[0-9A-Za-z]{20,80}", key):
        what = "its text is no key: letters and digits alone"
        raise PipelineError(what, name, "copy it again, or unset it")
    return key


def _dask(environ: Mapping[str, str]) -> str:
    """The address of a scheduler. Raises PipelineError where it is none."""
    text = environ.get("PROFIT_POOLS_DASK", "").strip()
    if text and not re.fullmatch(r"(tcp|tls)://[\w.:\[\]-]+:\d{1,5}", text, re.ASCII):
        what = f"{text!r} is no address of a scheduler"
        raise PipelineError(what, "PROFIT_POOLS_DASK", "write it as tcp://host:8786, or unset it")
    return text


def _months(text: str | None) -> int:
    if not text:
        return MONTHS
    if not text.isascii() or not text.isdigit() or len(text) > 4:
        name = "PROFIT_POOLS_HISTORY_MONTHS"
        raise PipelineError(f"{text!r} is no number of months", name, "write it as 36, or unset it")
    return int(text)


@cache
def code_version() -> str:
    """Version and 16 hex digits: a hash over the code that determines a build."""
    root = Path(__file__).parents[1]
    files = sorted(
        path.relative_to(root)
        for floor in FLOORS
        for name in ("*.py", "*.sql", "glossary.csv")
        for path in (root / floor).rglob(name)
    )
    content = hashlib.sha256()
    for path in files:
        content.update(path.as_posix().encode() + b"\0" + (root / path).read_bytes() + b"\0")
    return f"{__version__}+{content.hexdigest()[:16]}"


def end_of_day(text: str) -> datetime:
    """'2024-12-31' → the last moment of that day, UTC; a full ISO time is taken as it is.

    Raises ValueError for anything else, and for a time without a zone.
    """
    if len(text) == len("2024-12-31"):
        return datetime.combine(date.fromisoformat(text), time.max, UTC)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no zone")
    return moment.astimezone(UTC)
