"""What all tests share: the corpus' place, and a Prefect that stays at home and keeps still."""

from __future__ import annotations

import gc
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from tests.builders.homes import Built, Homes

ROOT = Path(__file__).parents[1]

# Prefect reads these when it is first imported, so they stand here and not in a fixture.
_PREFECT_HOME = tempfile.TemporaryDirectory(prefix="prefect-", ignore_cleanup_errors=True)
os.environ.update(
    DO_NOT_TRACK="1",
    PREFECT_SERVER_ANALYTICS_ENABLED="false",
    PREFECT_HOME=_PREFECT_HOME.name,
    PREFECT_LOGGING_LEVEL="WARNING",
    PREFECT_CLI_PROMPT="false",
    # Its own 20 seconds are too few on a machine that does something else beside.
    PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS="150",
)

# To shrink a failure takes minutes where an example is a warehouse, and a run has half an hour.
settings.register_profile("suite", phases=(Phase.explicit, Phase.reuse, Phase.generate))
settings.load_profile("suite")


def pytest_collection_finish() -> None:
    """Leaves what was collected out of the search for garbage, which would take a second each."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """Removes the session's Prefect home."""
    _PREFECT_HOME.cleanup()


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder that holds corpus/ and gold/; without it the test is skipped, in CI it fails."""
    folder = Path(os.environ.get("PROFIT_POOLS_SHARED") or ROOT.parent / "shared")
    if (folder / "corpus").is_dir():
        return folder
    message = f"no corpus at {folder}: set PROFIT_POOLS_SHARED to the folder that holds corpus/"
    if os.environ.get("PROFIT_POOLS_REQUIRE_CORPUS") == "1":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Homes:
    """Homes that are made once a run, for reading."""
    return Homes.of(tmp_path_factory)


@pytest.fixture
def built(tmp_path: Path, homes: Homes) -> Built:
    """Makes tmp_path a home with a build of the reports that it is called with."""
    return Built(homes, tmp_path)
