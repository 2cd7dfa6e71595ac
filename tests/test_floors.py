"""Imports point down only, in no circle, and stand at the top of their module."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = ["extractors", "warehouse", "flows"]  # each may import itself and those before it
FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for floor in FLOORS
    for path in sorted((ROOT / floor).rglob("*.py"))
}
TREES = {name: ast.parse(path.read_bytes()) for name, path in FILES.items()}


def imports(tree: ast.AST) -> set[str]:
    """The modules that `tree` imports, wherever in it the import stands."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = str(node.module)
            inner = {f"{module}.{alias.name}" for alias in node.names}
            names |= {name if name in FILES else module for name in inner}
    return names


@pytest.mark.parametrize("name", FILES)
def test_imports_point_down(name: str) -> None:
    above = FLOORS[FLOORS.index(name.split(".")[0]) + 1 :]
    assert not [i for i in imports(TREES[name]) if i.split(".")[0] in above]


@pytest.mark.parametrize("name", FILES)
def test_imports_stand_at_the_top(name: str) -> None:
    functions = [n for n in ast.walk(TREES[name]) if isinstance(n, ast.FunctionDef)]
    assert not [(f.name, imports(f)) for f in functions if imports(f)]
    # Two places may import by name: the command line, so that `extract` need not wait for DuckDB,
    # and the pictures' reader, whose extra brings pandas in.
    may = {"flows.cli", "extractors.ocr"}
    words = {getattr(n, "attr", getattr(n, "id", None)) for n in ast.walk(TREES[name])}
    assert name in may or not words & {"import_module", "__import__", "run_module"}


def test_imports_make_no_circle() -> None:
    own = {name: (imports(tree) & FILES.keys()) - {name} for name, tree in TREES.items()}
    assert list(TopologicalSorter(own).static_order())


@pytest.mark.parametrize("name", ["extractors.model", "extractors.errors", "extractors.reasons"])
def test_the_types_need_the_standard_library_alone(name: str) -> None:
    allowed = {"__future__", "hashlib", "dataclasses", "datetime", "decimal", "typing"}
    assert {i.split(".")[0] for i in imports(TREES[name]) - {"extractors.reasons"}} <= allowed
