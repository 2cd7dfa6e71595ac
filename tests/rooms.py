"""`python -m tests.rooms`: the rooms of the house, floor by floor, with their lines and imports.

A room is a package below a floor; what stands beside the rooms of a floor is above all of them,
but for `BELOW`. Imports point down: to a floor before, or to a room before of the same floor.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
BELOW = "below"
ABOVE = "above"
FLOORS: dict[str, tuple[str, ...]] = {  # each may import itself and those before it
    "extractors": (BELOW, "language", "tables", "html", "pdf", "xbrl", "sentences", "edgar", ABOVE),
    "warehouse": ("disk", "archive", "registry", "relations", "query", "build", "publish", ABOVE),
    "flows": (BELOW, "net", "terminal", "sources", "reading", "sample", ABOVE, "commands"),
}
STAND_BELOW = {
    "extractors": {"model", "metrics", "errors", "reasons", "kinds"},
    "flows": {"settings"},
}
"""Modules beside the rooms that all rooms of the floor may import."""
ON_TOP = {"flows.cli", "flows.__main__"}
"""The command line, which imports the commands by name."""

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


def place(name: str) -> tuple[int, int]:
    """Floor and room of a module, counted from below."""
    floor, *rest = name.split(".")
    rooms = FLOORS[floor]
    room = ABOVE
    if rest and rest[0] in rooms:
        room = rest[0]
    elif rest and rest[0] in STAND_BELOW.get(floor, ()):
        room = BELOW
    if name == "flows":  # the version alone
        room = BELOW
    height = len(rooms) if name in ON_TOP else rooms.index(room)
    return list(FLOORS).index(floor), height


def own_imports(name: str) -> set[str]:
    """The modules of this house that a module imports."""
    return (imports(TREES[name]) & FILES.keys()) - {name}


def room_of(name: str) -> str:
    """'extractors/pdf', or the floor itself for what stands beside its rooms."""
    floor, *rest = name.split(".")
    return f"{floor}/{rest[0]}" if rest and rest[0] in FLOORS[floor] else floor


def lines_of(name: str) -> int:
    return len(FILES[name].read_text(encoding="utf-8").splitlines())


def listing() -> Iterator[str]:
    """A row a room: modules, lines, the rooms that it imports."""
    for room in dict.fromkeys(room_of(name) for name in sorted(FILES, key=lambda n: (place(n), n))):
        modules = [name for name in FILES if room_of(name) == room]
        used = Counter(room_of(i) for name in modules for i in own_imports(name)) - Counter()
        below = ", ".join(sorted(set(used) - {room})) or "–"
        total = sum(map(lines_of, modules))
        yield f"{room:22} {len(modules):3} modules {total:6,} lines   imports {below}"


if __name__ == "__main__":
    print("\n".join(listing()))
