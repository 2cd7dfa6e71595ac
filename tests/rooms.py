"""`python -m tests.rooms`: the rooms of the house, floor by floor, with their lines and imports.

With `--write` it draws them into docs/architecture.md, as `make docs` does.

A room is a package below a floor; what stands beside the rooms of a floor is above all of them,
but for `BELOW`. Imports point down: to a floor before, or to a room before of the same floor.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/architecture.md"
BELOW = "below"
ABOVE = "above"
FLOORS: dict[str, tuple[str, ...]] = {  # each may import itself and those before it
    "extractors": (
        BELOW,
        *("language", "tables", "html", "pdf", "xbrl", "sentences", "edgar", "explanation"),
        ABOVE,
    ),
    "warehouse": (
        *("disk", "archive", "registry", "relations", "query", "build", "drawing", "excerpts"),
        *("pages", "publish", ABOVE),
    ),
    "flows": (
        BELOW,
        "net",
        "terminal",
        "sources",
        "reading",
        "sample",
        "agents",
        ABOVE,
        "commands",
    ),
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


@cache
def parsed(name: str) -> ast.Module:
    """What a module says; parsed when it is asked for, as only few who collect tests ask."""
    return ast.parse(FILES[name].read_bytes())


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
    return (imports(parsed(name)) & FILES.keys()) - {name}


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


def box_of(name: str) -> str:
    """The box that a module is drawn in: its room, or the modules above the rooms of its floor."""
    floor, room = name.split(".")[0], room_of(name)
    if room != floor:
        return room
    rooms = (*FLOORS[floor], ABOVE)  # what is on top counts as above
    return "" if rooms[place(name)[1]] == BELOW else f"{floor}/*.py"


def edges() -> dict[str, set[str]]:
    """Which box imports which, without what follows from other edges; the lowest modules aside."""
    used: dict[str, set[str]] = {}
    for name in FILES:
        below = {box_of(other) for other in own_imports(name)}
        used.setdefault(box_of(name), set()).update(below - {"", box_of(name)})
    used.pop("")
    reach: dict[str, set[str]] = {}
    for box in TopologicalSorter(used).static_order():
        reach[box] = set().union(*({one} | reach[one] for one in used[box]))
    return {
        box: {one for one in direct if not any(one in reach[other] for other in direct - {one})}
        for box, direct in used.items()
    }


def drawing() -> str:
    """The rooms and their imports in Mermaid's words, the floors from above to below."""
    drawn = edges()
    lines = ["```mermaid", "flowchart TD"]
    for floor, rooms in reversed(FLOORS.items()):
        lines.append(f"    subgraph {floor}")
        names = [f"{floor}/*.py" if room == ABOVE else f"{floor}/{room}" for room in rooms]
        lines += [f'        {_node(box)}["{box}"]' for box in reversed(names) if box in drawn]
        lines.append("    end")
    for box in sorted(drawn):
        lines += [f"    {_node(box)} --> {_node(one)}" for one in sorted(drawn[box])]
    return "\n".join((*lines, "```"))


def _node(box: str) -> str:
    return box.replace("/*.py", "_above").replace("/", "_")


def contents() -> str:
    """A row a room: what is in it, by the first sentence of its `__init__.py`."""
    rows = ["| room | what is in it |", "|---|---|"]
    for floor, rooms in reversed(FLOORS.items()):
        for room in reversed(rooms):
            name = floor if room == ABOVE else f"{floor}.{room}"
            if room != BELOW:
                said = str(ast.get_docstring(parsed(name))).split("\n\n")[0]
                rows.append(f"| `{name.replace('.', '/')}` | {' '.join(said.split())} |")
    return "\n".join(rows)


def drawn_into(page: str) -> str:
    """The page with the drawing and the contents as they are now, between their marks."""
    for mark, text in (("picture", drawing()), ("rooms", contents())):
        before, _, rest = page.partition(f"<!-- {mark} -->\n")
        _, _, after = rest.partition(f"<!-- end of {mark} -->")
        page = f"{before}<!-- {mark} -->\n{text}\n<!-- end of {mark} -->{after}"
    return page


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(drawn_into(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        print("\n".join(listing()))
