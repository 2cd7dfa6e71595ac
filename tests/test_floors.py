"""Imports point down only, in no circle, and stand at the top of their module; see tests/rooms.py."""

import ast
from fnmatch import fnmatch
from graphlib import TopologicalSorter

import pytest

from tests.rooms import (
    ABOVE,
    BELOW,
    FILES,
    FLOORS,
    ROOT,
    imports,
    lines_of,
    own_imports,
    parsed,
    place,
    room_of,
)


@pytest.mark.parametrize("name", FILES)
def test_imports_point_down(name: str) -> None:
    assert not [other for other in own_imports(name) if place(other) > place(name)]


@pytest.mark.parametrize("name", FILES)
def test_imports_stand_at_the_top(name: str) -> None:
    functions = [n for n in ast.walk(parsed(name)) if isinstance(n, ast.FunctionDef)]
    # Where what is not always wanted takes longer to import than all else: the readers, for who
    # only asks the warehouse, and what draws a report's pages, for who has none written.
    later = {"extractors", "flows.builds"}
    assert name in later or not [(f.name, imports(f)) for f in functions if imports(f)]
    # Six places may import by name: the command line, so that `extract` need not wait for DuckDB,
    # `extract` itself, so that it need not wait for pdfplumber where no page is drawn, the
    # pictures' reader, whose extra brings pandas in, buckets and clusters, whose extras few have,
    # and the server of readers, which has what its parent has not.
    may = {
        "flows.reading.forkserver",
        "flows.cli", "flows.commands.extract", "extractors.pdf.ocr", "warehouse.disk.bucket",
        "flows.reading.cluster",
    }  # fmt: skip
    words = {getattr(n, "attr", getattr(n, "id", None)) for n in ast.walk(parsed(name))}
    assert name in may or not words & {"import_module", "__import__", "run_module"}


def test_imports_make_no_circle() -> None:
    assert list(TopologicalSorter({name: own_imports(name) for name in FILES}).static_order())


def test_rooms_make_no_circle() -> None:
    rooms: dict[str, set[str]] = {}
    for name in FILES:
        room = room_of(name)
        rooms.setdefault(room, set()).update(room_of(i) for i in own_imports(name))
    graph = {room: used - {room} for room, used in rooms.items() if room not in FLOORS}
    assert list(
        TopologicalSorter({r: used & graph.keys() for r, used in graph.items()}).static_order()
    )


@pytest.mark.parametrize("name", [name for name in FILES if FILES[name].name == "__init__.py"])
def test_a_room_says_in_one_sentence_what_is_in_it(name: str) -> None:
    said = ast.get_docstring(parsed(name))
    assert said
    assert said.split("\n\n")[0].count(". ") == 0
    assert {path.name for path in (ROOT / name.replace(".", "/")).iterdir()} - {"__pycache__"}


@pytest.mark.parametrize("name", FILES)
def test_a_module_is_no_longer_than_can_be_overlooked(name: str) -> None:
    assert lines_of(name) <= 300


@pytest.mark.parametrize("name", FILES)
def test_a_function_fits_on_a_screen(name: str) -> None:
    functions = [
        node
        for node in ast.walk(parsed(name))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert [f.name for f in functions if (f.end_lineno or 0) - f.lineno >= 40] == []


@pytest.mark.parametrize(
    "name", ["extractors.model", "extractors.metrics", "extractors.errors", "extractors.reasons"]
)
def test_the_types_need_the_standard_library_alone(name: str) -> None:
    allowed = {"__future__", "hashlib", "dataclasses", "datetime", "decimal", "typing"}
    assert {
        i.split(".")[0]
        for i in imports(parsed(name)) - {"extractors.reasons", "extractors.metrics"}
    } <= allowed


@pytest.mark.parametrize("floor", FLOORS)
def test_every_room_is_a_package(floor: str) -> None:
    """What has no `__init__.py` is not installed."""
    rooms = [room for room in FLOORS[floor] if room not in (ABOVE, BELOW)]
    assert [room for room in rooms if not (ROOT / floor / room / "__init__.py").is_file()] == []


def test_pytest_looks_into_every_room_of_the_tests(pytestconfig: pytest.Config) -> None:
    passed_over = pytestconfig.getini("norecursedirs")
    rooms = {path.parent.name for path in (ROOT / "tests").rglob("test_*.py")}
    assert not [(room, one) for room in rooms for one in passed_over if fnmatch(room, one)]
