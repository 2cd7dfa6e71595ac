"""Writes the sample site to a folder: `python -m flows.sample.render OUT`.

The same tables give the same bytes; `--tables FOLDER` replaces the packaged ones.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from extractors.errors import PipelineError
from flows.sample.site import Page, build
from flows.sample.tables import PACKAGED, load
from flows.terminal.console import fail, say


def write(site: Mapping[str, Page], target: Path) -> None:
    """Write every page as a file; a path ending with a slash becomes index.html there."""
    for path, page in site.items():
        file = target / (path + "index.html" if path.endswith("/") else path).lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(page.body)


def main(arguments: Sequence[str] | None = None) -> int:
    """Render; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m flows.sample.render", description=__doc__)
    parser.add_argument("out", type=Path, help="folder to write to, made where missing")
    parser.add_argument("--tables", type=Path, help="folder with facts.csv and its siblings")
    options = parser.parse_args(arguments)
    try:
        site = build(load(options.tables or PACKAGED))
        write(site, options.out)
    except (PipelineError, OSError) as error:
        fail(str(error))
        return 1
    say(f"{len(site)} pages in {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
