"""The README's commands run as they stand, and its numbers are what they print."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pictures import DOCS as PICTURES
from tests.pictures import SHOWN as SHOWN_PICTURES

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", TEXT, re.S)
# Left out: what asks SEC, and what starts servers (tests/flows/test_schedule.py runs that).
SHELL = [block for block in BLOCKS if not re.search(r"IDENTITY|prefect ", block)]
SHOWN = re.findall(r"```text\n(.*?)```", TEXT, re.S)


def run(script: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Runs a block as a person's shell would, whose home folder is `home`."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environ = {"HOME": str(home), "PATH": path, "PROFIT_POOLS_HISTORY_MONTHS": "0"}
    return subprocess.run(
        ["bash", "-c", script], cwd=home, env=environ, text=True,
        capture_output=True, timeout=300, check=False,
    )  # fmt: skip


@pytest.mark.slow
def test_the_blocks_run_in_order_and_print_what_is_shown(tmp_path: Path) -> None:
    printed = []
    for block in SHELL:
        # The environment is the one that runs this test; the Makefile's is made of the same list.
        done = run("set -e\n" + block.replace("make demo", "profitpools demo"), tmp_path)
        assert (done.returncode, done.stdout != "") == (0, True), done.stderr
        printed.append(done.stdout)
    assert "AWS, 2024" in printed[0]
    assert printed[1] == SHOWN[0]
    audit = printed[2]
    assert all(text in audit for text in ("39,834", "amzn-20241231.htm")), audit
    assert re.search(r"\b[0-9a-f]{64}\b", audit)
    assert "warehouse  build " in printed[3]
    before, since = printed[4].split("Intelligent Cloud")[1:3]
    assert "105,362,000,000" in before
    assert "87,464,000,000" in since
    listed, reviewed = printed[5].split("conflict b41c962c403b4a6d, open", 1)
    assert "b41c962c403b4a6d" in listed
    assert all(
        text in reviewed
        for text in (
            "“9,227”",
            "by Jane Doe",
            "other businesses stand beside the segments",
            "9,227,000,000 USD",
        )
    ), reviewed


def test_it_is_one_page_and_names_what_exists() -> None:
    assert len(TEXT.splitlines()) < 115
    for path in re.findall(r"`((?:warehouse|tests|flows|extractors|\.ci)/[a-z_./]*)`", TEXT):
        assert (ROOT / path).exists(), path
    pictures = re.findall(r"!\[[^\]]+\]\((docs/pictures/[\w-]+\.png)\)", TEXT)
    made = {f"docs/pictures/{name}.png" for name in SHOWN_PICTURES}
    assert set(pictures) == made == {f"docs/pictures/{one.name}" for one in PICTURES.iterdir()}
    for path in pictures:
        data = (ROOT / path).read_bytes()
        assert data.startswith(b"\x89PNG")
        assert 5_000 < len(data) < 100_000, path
    assert "python -m tests.pictures" in (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"`make (\w+)`", TEXT))
    assert targets <= set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.M))
