"""Imports point down only, in no circle, and stand at the top of their module."""

import ast
from graphlib import TopologicalSorter

import pytest

from tests.conftest import ROOT

FLOORS = ["extractors", "warehouse", "flows"]  # each may import itself and those before it
FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for floor in FLOORS
    for path in sorted((ROOT / floor).rglob("*.py"))
}


def imports(tree: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    return names


TREES = {name: ast.parse(path.read_bytes()) for name, path in FILES.items()}


@pytest.mark.parametrize("name", FILES)
def test_imports_point_down(name: str) -> None:
    own = FLOORS.index(name.split(".")[0])
    above = [i for i in imports(TREES[name]) if i.split(".")[0] in FLOORS[own + 1 :]]
    assert not above


@pytest.mark.parametrize("name", FILES)
def test_imports_stand_at_the_top(name: str) -> None:
    inner = [n for n in ast.walk(TREES[name]) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert not [(f.name, imports(f)) for f in inner if imports(f)]
    called = {n.attr for n in ast.walk(TREES[name]) if isinstance(n, ast.Attribute)}
    assert not called & {"import_module", "__import__"}


def test_imports_make_no_circle() -> None:
    own = {name: (imports(tree) & FILES.keys()) - {name} for name, tree in TREES.items()}
    # `from package import module` names the package as well, which alone would close a circle.
    own = {n: {i for i in found if not any(j.startswith(f"{i}.") for j in found)} for n, found in own.items()}
    list(TopologicalSorter(own).static_order())


@pytest.mark.parametrize("name", ["extractors.model", "extractors.errors"])
def test_the_types_need_the_standard_library_alone(name: str) -> None:
    allowed = {"__future__", "hashlib", "dataclasses", "datetime", "decimal", "typing", "extractors"}
    assert {i.split(".")[0] for i in imports(TREES[name])} <= allowed
