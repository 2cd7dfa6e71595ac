"""The maintainer's pages: what they name exists, what they show is what the programs give."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import FrameType

import pytest

from extractors import extract
from flows.cli import main
from tests import rooms
from warehouse.relations.order import SQL, relations

ROOT = Path(__file__).parents[1]
NAMES = ("CONTRIBUTING.md", *(f"docs/{n}.md" for n in ("architecture", "glossary", "method-rules")))
PAGES = {name: (ROOT / name).read_text(encoding="utf-8") for name in NAMES}
ARCHITECTURE = PAGES["docs/architecture.md"]
RELEASE = "tests/documents/harbor-release.htm"
HOP = re.compile(r"`([\w/]+\.py):([\w.]+)`")
RELATION = re.compile(r"`((?:raw|ref|stg|mart)\.\w+)`")


def defined(path: str) -> set[str]:
    """Functions, classes with their methods, and constants of a module."""
    found = set()
    for node in ast.parse((ROOT / path).read_bytes()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{n.name}" for n in node.body if isinstance(n, ast.FunctionDef)}
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return found


def test_the_picture_is_that_of_the_imports() -> None:
    """`make docs` draws it."""
    assert rooms.drawn_into(ARCHITECTURE) == ARCHITECTURE
    assert "flows_reading --> flows_sources" in ARCHITECTURE


@pytest.mark.parametrize("page", PAGES)
def test_files_and_functions_that_a_page_names_exist(page: str) -> None:
    hops = HOP.findall(PAGES[page])
    assert [(path, name) for path, name in hops if name not in defined(path)] == []
    paths = re.findall(r"`((?:extractors|flows|warehouse|tests|docs)/[\w./-]+?)[`:]", PAGES[page])
    assert [path for path in paths if not (ROOT / path).exists()] == []
    links = re.findall(r"\]\((?!http)([\w./-]+)\)", PAGES[page])
    folder = (ROOT / page).parent
    assert [link for link in links if not (folder / link).is_file()] == []


def test_relations_and_checks_that_a_page_names_exist() -> None:
    known = {relation.name for relation in relations()}
    declared = "".join((SQL / f"{name}.sql").read_text() for name in ("raw", "ref"))
    known |= set(re.findall(r"create (?:or replace )?table ((?:raw|ref)\.\w+)", declared))
    for page, text in PAGES.items():
        assert set(RELATION.findall(text)) <= known, page
        checks = re.findall(r"`(check/\w+\.sql)`", text)
        assert [check for check in checks if not (SQL / check).is_file()] == []


def calls(data: bytes) -> Iterator[tuple[str, str]]:
    """File and name of each function of ours, in the order of their first calls."""
    order: dict[tuple[str, str], None] = {}

    def note(frame: FrameType, event: str, _: object) -> None:
        path = Path(frame.f_code.co_filename)
        if event == "call" and path.is_relative_to(ROOT / "extractors"):
            order.setdefault((str(path.relative_to(ROOT)), frame.f_code.co_qualname))

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        extract(data)
    finally:
        sys.setprofile(before)
    return iter(order)


def test_a_number_s_way_through_the_readers_is_the_one_they_go() -> None:
    hops = [hop for hop in HOP.findall(ARCHITECTURE) if hop[0].startswith("extractors/")]
    way = hops[: hops.index(("extractors/sentences/precedence.py", "with_tables_of_results")) + 1]
    assert len(way) > 12
    called = list(calls((ROOT / RELEASE).read_bytes()))
    assert [hop for hop in way if hop not in called] == []
    assert way == sorted(way, key=called.index)


def test_each_relation_on_the_way_reads_the_one_before() -> None:
    reads = {relation.name: relation.reads for relation in relations()}
    [text] = [line for line in ARCHITECTURE.splitlines() if line.startswith("The relations, each")]
    way = RELATION.findall(text)
    assert (way[0], way[-1]) == ("raw.figure", "mart.profit_pool")
    pairs = pairwise(way)
    assert [pair for pair in pairs if pair[0] not in reads[pair[1]]] == []


def test_the_explanation_that_is_shown_is_the_one_that_is_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    [shown] = re.findall(r"```text\n(.*?)```", PAGES["CONTRIBUTING.md"], re.S)
    assert main(["extract", "--explain", RELEASE]) == 0
    assert capsys.readouterr().out == shown


def test_the_tests_that_are_shown_exist() -> None:
    text = PAGES["CONTRIBUTING.md"]
    [name] = re.findall(r"-k (\w+)", text)
    files = (ROOT / "tests/extractors/tables").glob("*.py")
    assert any(f"def {name}(" in path.read_text(encoding="utf-8") for path in files)
    for path in re.findall(r" (tests/[\w/.-]+)$", text, re.M):
        assert (ROOT / path).exists(), path


def test_the_glossary_has_ten_terms_of_two_sentences_with_what_holds_them() -> None:
    terms = re.findall(r"^\*\*([^*]+)\*\* \(([^)]*)\)\. (.*)$", PAGES["docs/glossary.md"], re.M)
    assert len(terms) == 10
    for term, held, text in terms:
        assert HOP.search(held) or RELATION.search(held), term
        assert 2 <= len(re.findall(r"[.](?: |$)", text)) <= 3, term


def test_ten_house_rules() -> None:
    assert len(re.findall(r"^\d+\. ", PAGES["CONTRIBUTING.md"], re.M)) == 10
