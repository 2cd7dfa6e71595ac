"""The addresses of all pages and numbers of the report."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from warehouse.query.derived import derived_key
from warehouse.query.evidence import Audit

_FIGURES = """
    select v.figure_id, v.company_id, f.fiscal_label, v.figure_key
    from stg.vintage as v join stg.current_figure as f using (figure_key)
"""
_PARTS = """
    select distinct company_id, null from stg.current_figure
    union all
    select distinct company_id, segment from mart.segment_margin
"""


def slug(text: str) -> str:
    """A file name from a text: lower case, digits, hyphens; with a hash where letters are lost."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    if plain.replace("-", " ") == text.lower():
        return plain
    return f"{plain[:40]}-{hashlib.sha256(text.encode()).hexdigest()[:4]}".strip("-")


def layer_page(layer: str) -> str:
    """The path of a layer's page."""
    return f"layers/{slug(layer)}.html"


def company_page(company: str) -> str:
    """The path of a company's page."""
    return f"companies/{slug(company)}.html"


def segment_page(company: str, segment: str) -> str:
    """The path of the page of a company's segment."""
    return f"segments/{slug(company)}-{slug(segment)}.html"


def numbers_page(company: str, label: str) -> str:
    """The page that has a company's numbers of a fiscal period, with all of that year."""
    year = re.match(r"FY\d{4}(?!\d)", label)
    return f"audit/{slug(company)}/{slug(year.group() if year else label)}.html"


def pools_page(layer: str, period: str) -> str:
    """The page that has a layer's numbers of a calendar period, with all of that year."""
    return f"audit/layer-{slug(layer)}/{slug(period[:4])}.html"


def place_of(one: Audit) -> str:
    """The path of a number: its page, and its key as the fragment."""
    if one.layer is not None:
        return f"{pools_page(one.layer, one.line.fiscal_label)}#{anchor(one.key)}"
    return f"{numbers_page(one.company_id, one.line.fiscal_label)}#{anchor(one.key)}"


def anchor(key: str) -> str:
    """An element's id, from a number's key."""
    return key if re.fullmatch(r"[a-z0-9-]+", key) else slug(key)


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses as links on one page; `root` leads from it to the report's folder.

    parts: the companies (segment None) and segments that have a page of their own.
    is_alone: all that is linked stands on this one page, which belongs to no report; page: the
    one that they are written on, where it is of the report.
    """

    figures: Mapping[str, tuple[str, str, str]]
    parts: frozenset[tuple[str, str | None]] = frozenset()
    root: str = ""
    is_alone: bool = False
    page: str = ""

    @classmethod
    def of(cls, con: duckdb.DuckDBPyConnection) -> Links:
        """Links to all figures of a build."""
        rows = con.execute(_FIGURES).fetchall()
        found = {str(one): (str(c), str(label), str(key)) for one, c, label, key in rows}
        return cls(found, frozenset(con.execute(_PARTS).fetchall()))

    def on(self, page: str) -> Links:
        """The same as seen from a page."""
        return replace(self, root="../" * page.count("/"), page=page)

    def below(self, address: str) -> Links:
        """The same links, as absolute addresses below `address`, that of the report's folder."""
        return replace(self, root=address)

    def to(self, path: str) -> str:
        """The address of a page, or of an element of this one."""
        page, mark, element = path.partition("#")
        if self.is_alone or (mark and page == self.page):
            return f"#{element}"
        if path.startswith("audit/") and self.page.startswith("audit/"):
            return f"../{path.removeprefix('audit/')}"  # shorter, and these links are the most
        return self.root + path

    def company(self, company: str | None) -> str | None:
        """The address of a company's page, if there is one."""
        return self.to(company_page(company)) if company and (company, None) in self.parts else None

    def segment(self, company: str, segment: str) -> str | None:
        """The address of a segment's page, if there is one."""
        if (company, segment) not in self.parts:
            return None
        return self.to(segment_page(company, segment))

    def figure(self, figure_id: object) -> str | None:
        """The address of a figure; None for an unknown figure_id."""
        found = self.figures.get(str(figure_id))
        if found is None:
            return None
        return self.current(*found)

    def current(self, company: str, label: str, figure_key: str) -> str:
        """The address of what is now known of a figure of a company and a fiscal period."""
        return f"{self.root}{numbers_page(company, label)}#{anchor(figure_key)}"

    def first(self, figure_ids: Iterable[object] | None) -> str | None:
        """The address of the first of several figures."""
        return next((self.figure(one) for one in figure_ids or () if one), None)

    def derived(self, row: Mapping[str, Any], metric: str) -> str:
        """The address of a computed number of a row of a mart."""
        page = numbers_page(str(row["company_id"]), str(row["fiscal_label"]))
        return f"{self.root}{page}#{derived_key(row, metric)}"

    def pool(self, layer: str, period: str, metric: str) -> str:
        """The address of a layer's number."""
        key = anchor(f"{layer}-{metric}-{period}")
        return f"{self.root}{pools_page(layer, period)}#{key}"

    def member(self, row: Mapping[str, Any], flow: str) -> str:
        """The address of a member's part of its layer, for a row of mart.profit_pool_member."""
        layer, period = str(row["layer"]), str(row["calendar_period"])
        key = "-".join((layer, str(row["company_id"]), str(row["segment"] or ""), flow, period))
        return f"{self.root}{pools_page(layer, period)}#{anchor(key)}"
