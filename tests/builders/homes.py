"""Homes that are made once a run, whichever of its processes asks first, and copied for each test."""

from __future__ import annotations

import fcntl
import hashlib
import os
import pickle
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import pytest

from tests.builders.reports import Report, build
from warehouse.build.database import BuildReport
from warehouse.registry.registry import Registry

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Homes:
    """What a run made so far, below one folder that all of its processes share."""

    folder: Path

    @classmethod
    def of(cls, factory: pytest.TempPathFactory) -> Homes:
        """Those of this run."""
        base = factory.getbasetemp()
        folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "homes"
        folder.mkdir(exist_ok=True)
        return cls(folder)

    def made(self, name: str, make: Callable[[Path], T]) -> tuple[Path, T]:
        """The home of this name, for reading, and what make() answered when it filled it."""
        home, answer = self.folder / name, self.folder / f"{name}.pickle"
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not answer.exists():
                shutil.rmtree(home, ignore_errors=True)  # of one who failed
                home.mkdir()
                answer.write_bytes(pickle.dumps(make(home)))
        return home, pickle.loads(answer.read_bytes())

    def built(
        self, *reports: Report, registry: Registry | None = None, **more: object
    ) -> tuple[Path, BuildReport]:
        """A home with a build of these reports, for reading, and its report."""
        given = repr((reports, registry and registry.hash, sorted(more.items())))
        name = hashlib.sha256(given.encode()).hexdigest()[:16]
        return self.made(name, lambda home: build(home, *reports, registry=registry, **more))


@dataclass(frozen=True, slots=True)
class Built:
    """Makes `home` a home with a build of the reports that it is called with, as build() does."""

    homes: Homes
    home: Path

    def __call__(
        self, *reports: Report, registry: Registry | None = None, **more: object
    ) -> BuildReport:
        model, report = self.homes.built(*reports, registry=registry, **more)
        shutil.copytree(model, self.home, dirs_exist_ok=True)
        return replace(report, path=self.home / report.path.name)
