"""docs/how-to.md: its blocks run one after the other in an empty folder, and do what they say."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs/how-to.md").read_text(encoding="utf-8")
SHELL = re.findall(r"```sh\n(.*?)```", TEXT, re.S)
[(CODE, SHOWN)] = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", TEXT, re.S)


@pytest.mark.slow
def test_the_blocks_add_a_company_a_document_a_claim_and_a_page(tmp_path: Path) -> None:
    own = {
        "HOME": str(tmp_path), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT), "CLONE": str(ROOT), "PROFIT_POOLS_HISTORY_MONTHS": "0",
    }  # fmt: skip
    script = "set -e\n" + "echo ====\n".join(SHELL)
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=own, text=True, capture_output=True,
        timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    _, document, claim = done.stdout.split("====\n")
    assert "1,200,000,000 USD" in document
    assert "“1,200”" in document
    assert re.search(r"Harbor earns a quarter of its sales +25.* holds", claim), claim
    printed = subprocess.run(
        [sys.executable, "-c", CODE], cwd=tmp_path, env=own, text=True, capture_output=True,
        timeout=120, check=True,
    )  # fmt: skip
    assert printed.stdout == SHOWN


def test_it_names_what_exists() -> None:
    for path in re.findall(r"`((?:warehouse|tests|flows|extractors)/[\w./-]+)`", TEXT):
        assert (ROOT / path).exists(), path
