"""What tests of reading share."""

from __future__ import annotations

import os
from shutil import which

import pytest

from extractors.pdf import ocr


@pytest.fixture
def tesseract(monkeypatch: pytest.MonkeyPatch) -> str:
    """The engine of OCR; without it the test is skipped, in CI it fails."""
    monkeypatch.setenv("OMP_THREAD_LIMIT", "1")
    if (engine := ocr.engine()) is not None:
        return engine
    if os.environ.get("PROFIT_POOLS_REQUIRE_OCR") == "1":
        pytest.fail(ocr.to_do())
    pytest.skip(ocr.to_do())


@pytest.fixture(scope="session")
def poppler() -> str:
    """The program that reads PDFs as others do; without it the test is skipped, in CI it fails."""
    if (program := which("pdftotext")) is not None:
        return program
    message = "pdftotext is not installed: apt-get install poppler-utils"
    if os.environ.get("PROFIT_POOLS_REQUIRE_CORPUS") == "1":
        pytest.fail(message)
    pytest.skip(message)
