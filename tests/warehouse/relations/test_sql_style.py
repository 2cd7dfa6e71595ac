"""The layout of the SQL files: short lines, keywords in lower case, plain names of CTEs."""

from __future__ import annotations

import re

import pytest

from warehouse.relations.order import SQL

LONGEST = 100
IDIOM = {"told", "came", "said", "given", "every", "taking_part", "against", "contrary", "here"}
"""Names that say nothing of the rows: use a noun, such as actual, input, unioned."""
KEYWORDS = re.compile(
    r"\b(SELECT|FROM|WHERE|JOIN|LEFT|ON|USING|GROUP|ORDER|BY|AND|OR|NOT|NULL|CASE|WHEN|THEN|ELSE"
    r"|END|AS|WITH|UNION|ALL|HAVING|QUALIFY|OVER|PARTITION|BETWEEN|IS|IN|DISTINCT|LIMIT)\b"
)
CTE = re.compile(r"^(?:with (?:recursive )?)?([a-z_]+) as (?:not )?(?:materialized )?\(", re.M)
FILES = sorted(SQL.rglob("*.sql"))


def names_of_files() -> list[str]:
    return [path.relative_to(SQL).as_posix() for path in FILES]


@pytest.mark.parametrize("name", names_of_files())
def test_the_layout_of_a_file(name: str) -> None:
    text = (SQL / name).read_text(encoding="utf-8")
    lines = text.split("\n")
    assert [n for n, line in enumerate(lines, start=1) if len(line) > LONGEST] == []
    assert [n for n, line in enumerate(lines, start=1) if line != line.rstrip()] == []
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    code = "\n".join(re.sub(r"'[^'\n]*'", "''", line).split("--")[0] for line in lines)
    assert KEYWORDS.findall(code) == []
    assert IDIOM.isdisjoint(CTE.findall(text))


def test_the_names_of_ctes_are_found() -> None:
    text = "with recursive one as (\n),\n\ntwo as (  -- of one\n)\nselect x as (y)"
    assert CTE.findall(text) == ["one", "two"]


def test_a_file_begins_with_purpose_and_grain() -> None:
    """The first line is short; what else is to know follows in comments, and is in the docs."""
    for path in FILES:
        if path.parent != SQL:
            first = path.read_text(encoding="utf-8").split("\n", 1)[0]
            assert re.fullmatch(r"-- .+; one row\b.*", first), path.name
