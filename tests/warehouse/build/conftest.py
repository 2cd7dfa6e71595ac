"""Homes that are built once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders.reports import Report, build
from warehouse.build.rebuild import BuildReport

Built = Callable[..., BuildReport]


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple[Path, BuildReport]]:
    """A home with a build of these reports, and its report; for reading."""
    made: dict[tuple[Report, ...], tuple[Path, BuildReport]] = {}

    def of(*reports: Report) -> tuple[Path, BuildReport]:
        if reports not in made:
            home = tmp_path_factory.mktemp("model")
            made[reports] = home, build(home, *reports)
        return made[reports]

    return of


@pytest.fixture
def built(tmp_path: Path, model: Callable[..., tuple[Path, BuildReport]]) -> Built:
    """Makes tmp_path a home with a build of the reports that it is called with."""

    def copied(*reports: Report) -> BuildReport:
        home, report = model(*reports)
        shutil.copytree(home, tmp_path, dirs_exist_ok=True)
        return report

    return copied
