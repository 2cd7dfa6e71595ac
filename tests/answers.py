"""The answers in docs, made again from the sample: `python -m tests.answers [HOME]`.

With HOME, a folder that `profitpools demo` has filled; else the sample is pulled and built anew.
What changes is to be read before it is committed: tests/test_answers_doc.py holds the pages to it.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from pathlib import Path

from tests.flows.conftest import Command
from tests.test_answers_doc import DOCS, QUERIES

_ANSWERED = re.compile(r"(```sql\n(.*?)```\n\n```text\n)(.*?)```", re.S)


def write(home: Path) -> list[str]:
    """Write the answers into their pages; gives the names of the pages that changed."""
    ask, changed = Command(home), []

    def answer(found: re.Match[str]) -> str:
        done = ask("sql", found[2])
        if done.code:
            raise SystemExit(f"answers: {done.err}\n{found[2]}")
        return f"{found[1]}{done.out}```"

    for name in QUERIES:
        page = DOCS / name
        text = page.read_text(encoding="utf-8")
        told = _ANSWERED.sub(answer, text)
        if told != text:
            page.write_text(told, encoding="utf-8")
            changed.append(name)
    return changed


def main(arguments: list[str]) -> int:
    """Make the answers again, of a home that is there or of one made for it."""
    if arguments:
        print(*write(Path(arguments[0])))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ["PROFIT_POOLS_HISTORY_MONTHS"] = "1"
        done = Command(home)("demo")
        if done.code:
            raise SystemExit(done.err)
        print(*write(home))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
