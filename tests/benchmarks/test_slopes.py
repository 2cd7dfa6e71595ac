"""What each document costs: printed for docs/scale.md, and that all of it was measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.slopes import measure, table

pytestmark = pytest.mark.bench


def test_what_a_document_costs(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = list(measure(shared / "corpus", tmp_path))
    with capsys.disabled():
        print("", *table(iter(found)), sep="\n")
    assert len(found) == 12
