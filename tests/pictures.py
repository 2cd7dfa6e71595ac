"""Pictures of the sample's report, as a browser shows it: `python -m tests.pictures [--all FOLDER]`.

Without arguments those of docs/pictures, which README.md shows; with --all one of each kind of
page, also dark and on a phone, for eyes to look at.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from flows.cli import main as profitpools

DOCS = Path(__file__).parents[1] / "docs/pictures"
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
EDGE = 10
"""Of white around what is shown; below it stands the next thing."""
COLOURS = 160
"""Of a picture in docs: text and flat areas need no more."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A page, as wide as `width`; of it what `selector` finds, else the whole page."""

    path: str
    width: int = 1000
    selector: str | None = None
    scheme: str = "light"


SHOWN = {
    "map": Shot("index.html", 860, ".scroll:has(svg)"),
    "audit-pdf": Shot("audit/tsmc/fy2024.html", 860, "article:has(.crop):has-text('249,018')"),
    "audit-html": Shot("audit/amazon/fy2024.html", 860, "article:has(mark):has-text('39,834')"),
}
"""What README.md shows."""
PAGES = (
    "index.html", "layers/cloud.html", "companies/index.html", "companies/nvidia.html",
    "segments/amazon-aws.html", "claims.html", "watchlist.html", "changes.html",
    "coverage.html", "review.html", "accuracy.html", "audit/amazon/fy2024.html",
    "audit/tsmc/fy2024.html", "audit/layer-cloud/2024.html",
)  # fmt: skip
PHONE = 380


@contextmanager
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without its window."""
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield one
        one.close()


def take(one: Browser, report: Path, shot: Shot) -> bytes:
    """The picture, as PNG."""
    context = one.new_context(
        viewport={"width": shot.width, "height": 900}, color_scheme=shot.scheme
    )
    page = context.new_page()
    page.goto((report / shot.path).as_uri())
    page.evaluate("document.querySelectorAll('img').forEach(one => one.loading = 'eager')")
    if shot.selector is None:
        png = page.screenshot(full_page=True)
    else:
        found = page.locator(shot.selector).first
        if name := found.get_attribute("id"):  # a number is shown whole where the address names it
            page.goto(f"{(report / shot.path).as_uri()}#{name}")
        box = found.bounding_box()
        assert box is not None
        top = box["y"] + page.evaluate("scrollY")
        clip = {"x": box["x"] - EDGE, "y": top - EDGE,
                "width": box["width"] + 2 * EDGE, "height": box["height"] + EDGE}  # fmt: skip
        png = page.screenshot(full_page=True, clip=clip)
    context.close()
    return png


def small(png: bytes) -> bytes:
    """The same picture in few colours."""
    with Image.open(io.BytesIO(png)) as image, io.BytesIO() as file:
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
            file, "PNG", optimize=True
        )
        return file.getvalue()


def all_shots() -> dict[str, Shot]:
    """Each page by day; some by night and on a phone."""
    shots = {path: Shot(path, 1200) for path in PAGES}
    for path in ("index.html", "layers/cloud.html", "companies/nvidia.html", "review.html",
                 "audit/tsmc/fy2024.html"):  # fmt: skip
        shots[f"phone-{path}"] = Shot(path, PHONE)
        shots[f"dark-{path}"] = Shot(path, 1200, scheme="dark")
    return shots


def main(words: list[str]) -> None:
    """Make the sample's report and take the pictures."""
    parser = argparse.ArgumentParser(prog="python -m tests.pictures")
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="of all pages, into a folder")
    parser.add_argument("--report", type=Path, metavar="FOLDER", help="one that is there")
    options = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as home:
        report = options.report
        if report is None:
            os.environ["PROFIT_POOLS_HOME"] = home
            if profitpools(["demo", "--port", "0"]) != 0:
                sys.exit("the sample was not built")
            report = Path(home) / "report"
        folder = options.all or DOCS
        folder.mkdir(parents=True, exist_ok=True)
        with browser() as one:
            for name, shot in (all_shots() if options.all else SHOWN).items():
                png = take(one, report, shot)
                path = folder / f"{name.replace('/', '-').removesuffix('.html')}.png"
                path.write_bytes(png if options.all else small(png))
                sys.stdout.write(f"{path.name}: {path.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main(sys.argv[1:])
