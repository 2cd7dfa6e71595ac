"""A report as a reader walks through it: its pages, their links, and where these lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a report by their paths."""

    root: Path
    texts: dict[str, str]

    @classmethod
    def of(cls, root: Path) -> Pages:
        found = sorted(root.rglob("*.html"))
        return cls(root, {p.relative_to(root).as_posix(): p.read_text("utf-8") for p in found})

    def links(self, page: str) -> Iterator[tuple[str, str]]:
        """Path and fragment of every link of a page to another of the report."""
        for address in set(re.findall(r'href="([^"]+)"', self.texts[page])):
            path, fragment = urldefrag(unescape(address))
            if not address.startswith(("http://", "https://")):
                whole = (self.root / page).parent.joinpath(path).resolve()
                target = whole.relative_to(self.root.resolve()).as_posix() if path else page
                yield target, fragment

    def broken(self) -> list[tuple[str, str, str]]:
        """Links that lead nowhere: page, path, fragment."""
        ids = {page: set(re.findall(r' id="([^"]+)"', text)) for page, text in self.texts.items()}
        return [
            (page, path, fragment)
            for page in self.texts
            for path, fragment in self.links(page)
            if not (self.root / path).is_file() or (fragment and fragment not in ids[path])
        ]
