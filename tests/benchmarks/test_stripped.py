"""The endless honest test: filings without their tags against what their tags say."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors import extract
from tests.benchmarks.stripped import compare, stripped, table, total

INVENTED = Path(__file__).parents[1] / "documents"
TINY = (
    b'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL">'
    b'<body><div><ix:header><ix:hidden>9</ix:hidden></ix:header></div><p>Sales of $<ix:nonFraction '
    b'name="us-gaap:Revenues" contextRef="c">1,200</ix:nonFraction> million</p></body></html>'
)  # fmt: skip


def test_only_the_tags_go():
    assert stripped(TINY) == (
        b'<html xmlns="http://www.w3.org/1999/xhtml"><body><div></div>'
        b"<p>Sales of $1,200 million</p></body></html>"
    )


def test_what_is_stripped_is_read_as_plain_html():
    data = (INVENTED / "lattice-10-k.htm").read_bytes()
    assert extract(data).document.kind == "inline_xbrl"
    assert extract(stripped(data)).document.kind == "html"
    assert b"<ix:" not in stripped(data)


def test_nothing_of_an_invented_filing_is_wrong_without_its_tags():
    for name in ("lattice-10-k.htm", "stratus-10-q.htm"):
        row = compare(name, (INVENTED / name).read_bytes())
        assert row.wrong == (), name


@pytest.mark.bench
def test_95_of_100_tagged_figures_are_read_without_their_tags(
    shared: Path, capsys: pytest.CaptureFixture[str]
):
    folder = shared / "corpus" / "ixbrl"
    rows = [compare(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]
    together = total(rows)
    with capsys.disabled():
        print("", *table(rows), sep="\n")
    assert len(rows) == 10
    assert together.found > 400
    assert together.recall >= 0.95
    assert together.wrong_rate <= 0.003
