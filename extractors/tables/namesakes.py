"""Gives distinct names to segments that share one: "Licensing" in two businesses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractors.language.part_names import plain
from extractors.tables.printed_facts import PrintedFact


def told_apart(found: Iterable[PrintedFact], texts: Sequence[str]) -> list[PrintedFact]:
    """The lines, with the group's name added to names that occur in several groups.

    In the form used in the text: "D&C Licensing" or "Devices and Consumer Licensing".
    """
    listed = list(found)
    groups: dict[str, set[str]] = defaultdict(set)
    for line in listed:
        if line.part and line.parent:
            groups[plain(line.part)].add(plain(line.parent))
    shared = {name for name, parents in groups.items() if len(parents) > 1}
    if not shared:
        return listed
    return [
        replace(line, part=_name(line.parent, line.part, texts))
        if line.part and line.parent and plain(line.part) in shared
        else line
        for line in listed
    ]


def _name(group: str, part: str, texts: Sequence[str]) -> str:
    """The group's initials and the name, if the text uses that; else both as printed."""
    words = [word for word in group.replace("&", " ").split() if word.lower() != "and"]
    initials = [word[0] for word in words if word[0].isupper()]
    short = [f"{sign.join(initials)} {part}" for sign in ("&", "")] if len(initials) > 1 else []
    return next((name for name in short if any(name in t for t in texts)), f"{group} {part}")
