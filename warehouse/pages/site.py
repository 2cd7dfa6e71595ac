"""Renders pages to HTML with templates, style and navigation; all content is escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from warehouse.pages.companies import INDEX
from warehouse.pages.feed import Entry
from warehouse.pages.numbers import NumbersPage
from warehouse.pages.panels import Page

_PARTED = re.compile(r"(?<=\d) (?=%|bn\b|m\b|×)|(?<=\b[A-Z]{3}) (?=\d)")
__all__ = ["NAVIGATION", "STYLE", "Build", "feed_of", "html_of", "html_of_numbers", "style"]

NAVIGATION = (
    ("Overview", "index.html"), ("Companies", INDEX), ("Claims", "claims.html"),
    ("Watchlist", "watchlist.html"), ("Changes", "changes.html"),
    ("Coverage", "coverage.html"), ("Review", "review.html"), ("Accuracy", "accuracy.html"),
)  # fmt: skip
STYLE = "style.css"
"""The path of the one style sheet that all pages of a report share."""
STYLES = ("page", "panels", "chart", "audit", "excerpt")


@dataclass(frozen=True, slots=True)
class Build:
    """The build that the pages are about."""

    build_id: str
    known_on: str
    documents: str


def html_of(page: Page, build: Build, csv: Mapping[str, str]) -> str:
    """A page of panels; csv: name of a panel → path of its CSV."""
    return _rendered("page", page, build, csv)


def html_of_numbers(page: NumbersPage, build: Build, *, is_alone: bool = False) -> str:
    """An audit page; `is_alone`: without the navigation of a report, and with its own style."""
    return _rendered("numbers", page, build, {}, is_alone=is_alone)


def feed_of(entries: Sequence[Entry]) -> str:
    """The Atom feed of changes."""
    return _environment().get_template("atom.xml").render(entries=entries)


def _rendered(
    template: str, page: Page | NumbersPage, build: Build, csv: Mapping[str, str], *,
    is_alone: bool = False,
) -> str:  # fmt: skip
    return _environment().get_template(f"{template}.html").render(
        page=page, build=build, csv=csv, root="../" * page.path.count("/"),
        navigation=() if is_alone else NAVIGATION,
        style=Markup(style("page", "audit", "excerpt")) if is_alone else "",  # noqa: S704 - ours
    )  # fmt: skip


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("warehouse.pages"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["glued"] = _glued
    return environment


def _glued(text: str) -> str:
    """Running text in which no number stands on another line than its unit."""
    if " " not in text:
        return text
    glued = _PARTED.sub("\N{NO-BREAK SPACE}", text)
    return Markup(glued) if isinstance(text, Markup) else glued  # noqa: S704 - as safe as it was


@cache
def style(*names: str) -> str:
    """Style sheets as one; without names all of them."""
    folder = files("warehouse.pages").joinpath("templates")
    texts = (folder.joinpath(f"{name}.css").read_text(encoding="utf-8") for name in names or STYLES)
    return "".join(texts).replace("\n", "")
