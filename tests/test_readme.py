"""The README's commands run as they stand, and its numbers are what they print."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
SHELL = [block for block in re.findall(r"```sh\n(.*?)```", TEXT, re.S) if "profitpools" in block]
SHOWN = re.findall(r"```text\n(.*?)```", TEXT, re.S)


def run(script: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Runs a block as a person's shell would, whose home folder is `home`."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", script], cwd=home, env={"HOME": str(home), "PATH": path}, text=True,
        capture_output=True, timeout=300, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def home(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A person's home folder, with a real report in ~/reports."""
    home = tmp_path_factory.mktemp("home")
    (home / "reports").mkdir()
    report = shared / "corpus/ixbrl/amzn-10-k-2025-02-07.html"
    (home / "reports/amazon-2024.htm").symlink_to(report)
    return home


@pytest.mark.slow
def test_the_blocks_run_in_order_and_print_what_is_shown(home: Path) -> None:
    printed = []
    for block in SHELL:
        done = run(f"set -e\n{block}", home)
        assert (done.returncode, done.stdout != "") == (0, True), done.stderr
        printed.append(done.stdout)
    assert printed[0] == SHOWN[0]
    assert '"metric": ' in printed[1]
    audit = printed[2]
    assert all(text in audit for text in ("39,834", "f-", "inbox:amazon-2024.htm")), audit
    assert re.search(r"\b[0-9a-f]{64}\b", audit)


def test_it_is_one_page_and_names_what_exists() -> None:
    assert len(TEXT.splitlines()) < 80
    for path in re.findall(r"`((?:warehouse|tests|flows|extractors|\.ci)/[a-z_./]*)`", TEXT):
        assert (ROOT / path).exists(), path
    targets = set(re.findall(r"`make (\w+)`", TEXT))
    assert targets <= set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.M))
