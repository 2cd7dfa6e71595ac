"""Every number's locator leads back to it, opened by readers that share nothing with ours."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import Extraction, Fact, extract
from extractors.model import Locator
from tests.oracle.reopen import Opened, UnlocatableError
from tests.oracle.reopen_cells import Cells, bare

AUTHORITIES = ("http://fasb.org/", "http://xbrl.sec.gov/", "https://xbrl.ifrs.org/")
TAGS = ("xbrl_id", "xbrl_ordinal")
TAGGED_ID = re.compile(rb'(<ix:non(?:Fraction|Numeric)\b[^>]*?)\sid="[^"]*"')
DOCUMENTS = Path(__file__).parents[2] / "documents"


@dataclass(frozen=True, slots=True)
class Report:
    """A document of the corpus: what we read of it, and the document opened again."""

    name: str
    data: bytes
    extraction: Extraction
    opened: Opened
    cells: Cells

    @property
    def tagged(self) -> list[Fact]:
        """The facts that are tagged."""
        return [fact for fact in self.extraction.facts if fact.locator.kind in TAGS]

    @property
    def untagged(self) -> list[Fact]:
        """The facts that are printed without a tag."""
        return [fact for fact in self.extraction.facts if fact.locator.kind == "cell"]

    @property
    def said(self) -> list[Fact]:
        """The facts that sentences state."""
        return [fact for fact in self.extraction.facts if fact.locator.kind == "span"]

    @property
    def facts(self) -> dict[str, Fact]:
        """The facts by their names."""
        return {fact.fact_id: fact for fact in self.extraction.facts}

    def inputs(self) -> list[Fact]:
        """The tagged facts that figures rest on."""
        facts = self.facts
        wanted = {one.fact_id for figure in self.extraction.figures for one in figure.inputs}
        found = (facts[name] for name in sorted(wanted))
        return [fact for fact in found if fact.locator.kind in TAGS]


@pytest.fixture(scope="module")
def reports(shared: Path) -> list[Report]:
    return [
        Report(path.name, data, extract(data, path.name), Opened(data), Cells(data))
        for path in sorted((shared / "corpus" / "ixbrl").iterdir())
        for data in [path.read_bytes()]
    ]


def local(name: str) -> str:
    return name.rpartition(":")[2]


def names_agree(ours: str, theirs: tuple[str, str]) -> bool:
    """Local names are equal, and the prefix says the authority's taxonomy or the filer's own."""
    prefix, _, name = ours.rpartition(":")
    namespace, their_name = theirs
    standard = namespace.startswith(AUTHORITIES)
    return name == their_name and standard == (f"/{prefix}/" in f"{namespace}/")


def disagreements(fact: Fact, locator: Locator, opened: Opened) -> list[str]:
    """What the place says other than the fact: nothing, where the locator is right."""
    try:
        place = opened.at(locator.kind, locator.place)
    except UnlocatableError as error:
        return [str(error)]
    context = place.context
    if context is None:
        return ["no context"]
    members = {
        (axis[1], member[1] if isinstance(member, tuple) else member)
        for axis, member in context.members
    }
    ours = {(local(axis), local(member)) for axis, member in fact.members}
    checks = {
        "characters": place.text == fact.quote,
        "concept": names_agree(fact.concept, place.name),
        "start": context.first_day == fact.period.start,
        "end": context.last_day == fact.period.end,
        "members": members == ours and len(members) == len(fact.members),
        "entity": context.entity == fact.entity,
        "unit": str(place.unit) == fact.unit,
        "decimals": place.decimals == fact.decimals,
        "value": place.kind != "nonNumeric" and place.value == fact.value,
    }
    return [f"{what}: {place.text!r}" for what, agrees in checks.items() if not agrees]


def all_locators(facts: Iterable[Fact]) -> Iterator[tuple[Fact, Locator]]:
    for fact in facts:
        for locator in (fact.locator, *fact.also):
            yield fact, locator


def wrong(facts: Iterable[Fact], opened: Opened) -> list[tuple[str, list[str]]]:
    """The locators that do not lead back, with what disagrees."""
    found = ((str(at), disagreements(fact, at, opened)) for fact, at in all_locators(facts))
    return [(locator, what) for locator, what in found if what]


@pytest.mark.parametrize("module", ["oracle/reopen.py", "oracle/reopen_cells.py"])
def test_the_openers_share_nothing_with_the_extractors(module: str) -> None:
    tree = ast.parse((DOCUMENTS.parent / module).read_bytes())
    modules = {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    modules |= {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    assert not [m for m in modules if m.split(".")[0] in {"extractors", "lxml", "bs4", "tests"}]


@pytest.mark.slow
def test_every_locator_of_every_figure_leads_back_to_its_number(reports: list[Report]) -> None:
    for report in reports:
        assert len(report.inputs()) > 20, report.name
        assert not wrong(report.inputs(), report.opened), report.name


@pytest.mark.slow
def test_every_locator_of_every_other_fact_does_too(reports: list[Report]) -> None:
    for report in reports:
        assert not wrong(report.tagged, report.opened), report.name


def misplaced(fact: Fact, place: str, cells: Cells) -> list[str]:
    """What a cell prints other than the fact: nothing, where its place is right."""
    caption, text = cells.at(place)
    digits = re.sub(r"\D", "", fact.quote).lstrip("0")
    checks = {
        "characters": text == bare(fact.quote),
        "row": caption == bare(fact.caption[-1]),
        "value": fact.value is not None
        and f"{abs(fact.value):f}".replace(".", "").strip("0") == digits.strip("0"),
    }
    return [f"{what}: {caption!r} {text!r}" for what, agrees in checks.items() if not agrees]


def test_every_cell_leads_back_to_its_row_and_number(reports: list[Report]) -> None:
    facts = [(report, fact) for report in reports for fact in report.untagged]
    assert len(facts) > 60
    for report, fact in facts:
        assert not misplaced(fact, fact.locator.place, report.cells), (report.name, fact)
        assert not fact.also


def characters(data: bytes, place: str) -> str:
    """What a span shows: characters of the document without its markup."""
    start, end = map(int, place.split("-"))
    return " ".join(unescape(re.sub(r"<[^>]*>", "", data.decode()[start:end])).split())


def test_every_span_leads_back_to_its_characters(reports: list[Report]) -> None:
    facts = [(report, fact) for report in reports for fact in report.said]
    assert len(facts) >= 4
    for report, fact in facts:
        assert characters(report.data, fact.locator.place) == fact.quote, (report.name, fact)


def test_a_shifted_cell_is_caught(reports: list[Report]) -> None:
    shifts = 0
    for report in reports:
        for fact in report.untagged:
            for place in report.cells.near(fact.locator.place):
                shifts += 1
                assert misplaced(fact, place, report.cells), (report.name, fact, place)
    assert shifts > 300


@pytest.mark.slow
def test_without_ids_the_ordinals_lead_to_the_same_figures(reports: list[Report]) -> None:
    for report in reports:
        data = TAGGED_ID.sub(rb"\1", report.data)
        extraction = extract(data, report.name)
        kinds = {locator.kind for _, locator in all_locators(extraction.facts)}
        assert kinds - {"cell", "span"} == {"xbrl_ordinal"}, report.name
        tagged = [fact for fact in extraction.facts if fact.locator.kind in TAGS]
        assert not wrong(tagged, Opened(data)), report.name
        assert said(extraction) == said(report.extraction), report.name


def said(extraction: Extraction) -> list[tuple[str, str, str, Decimal]]:
    """What the figures say, whatever the document is named."""
    figures = extraction.figures
    return sorted((f.metric, f.segment or "", str(f.period), f.value) for f in figures)


def test_every_tagged_number_is_a_fact_once_or_refused(reports: list[Report]) -> None:
    for report in reports:
        opened, extraction = report.opened, report.extraction
        locators = [locator for _, locator in all_locators(report.tagged)]
        read = [opened.index(locator.kind, locator.place) for locator in locators]
        refused = {
            opened.index(refusal.locator.kind, refusal.locator.place)
            for refusal in extraction.refusals
            if refusal.locator and refusal.locator.kind in TAGS
        }
        numbers = {i for i, place in enumerate(opened.places) if place.kind != "nonNumeric"}
        assert len(read) == len(set(read)), report.name
        assert set(read) <= numbers, report.name
        assert numbers - set(read) <= refused, report.name


def test_every_figure_is_the_weighed_sum_of_its_facts(reports: list[Report]) -> None:
    for report in reports:
        facts = report.facts
        for figure in report.extraction.figures:
            values = [(one.weight, facts[one.fact_id].value) for one in figure.inputs]
            total = sum(
                (weight * value for weight, value in values if value is not None), Decimal()
            )
            assert None not in [value for _, value in values], (report.name, figure)
            assert total == figure.value, (report.name, figure)
            assert {facts[one.fact_id].unit for one in figure.inputs} == {figure.unit}


@pytest.mark.parametrize("by", [-1, 1])
def test_a_shifted_locator_is_caught(reports: list[Report], by: int) -> None:
    shifts, missed = 0, []
    for report in reports:
        for fact, locator in all_locators(report.inputs()):
            there = report.opened.shifted(locator.kind, locator.place, by)
            moved = Locator(*there) if there else None
            if moved is None or moved in (fact.locator, *fact.also):
                continue  # the first or last element, or one that truly prints the same fact
            shifts += 1
            if not disagreements(fact, moved, report.opened):
                missed.append((report.name, str(locator), str(moved)))
    assert shifts > 700
    assert not missed


def test_a_changed_digit_is_caught(reports: list[Report]) -> None:
    for report in reports:
        fact = max(report.inputs(), key=lambda fact: len(fact.quote))
        other = replace(fact, quote=fact.quote[:-1] + ("0" if fact.quote[-1] != "0" else "1"))
        assert disagreements(other, other.locator, report.opened)


ORDINALS = [  # ordinal, concept, characters, value, unit, last day
    (2, "us-gaap:InterestExpense", "3", "3000000", "USD", date(2024, 9, 28)),
    (4, "us-gaap:Revenues", "12,345", "12345000000", "USD", date(2024, 9, 28)),
    (5, "us-gaap:Revenues", "4,567.5", "4567500000", "USD", date(2024, 9, 28)),
    (6, "us-gaap:OperatingIncomeLoss", "8 90.1", "-890100000", "USD", date(2024, 9, 28)),
    (7, "us-gaap:OperatingIncomeLoss", "—", "0", "USD", date(2024, 9, 28)),
    (8, "us-gaap:EarningsPerShareBasic", "1.234,56", "1234.56", "USD/shares", date(2024, 9, 28)),
    (9, "us-gaap:GoodwillImpairmentLoss", "n/a", None, "USD", date(2024, 9, 28)),
    (10, "own:LotValue", "77", "77000", "USD", date(2024, 9, 28)),
    (11, "own:LotCost", "77", "77000", "USD", date(2024, 9, 28)),
    (12, "own:Share", "3 of 1,2", "0.25", "pure", date(2024, 9, 28)),
    (13, "own:First", "1", "1", "USD", date(2024, 9, 28)),
    (14, "own:Second", "2", "2", "USD", date(2024, 9, 28)),
]


def test_elements_without_a_unique_id_are_found_by_their_ordinal() -> None:
    data = (DOCUMENTS / "without_ids.xhtml").read_bytes()
    extraction, opened = extract(data), Opened(data)
    found = {str(fact.locator): fact for fact in extraction.facts}
    assert sorted(found) == sorted(
        [*(f"xbrl_ordinal:{row[0]}" for row in ORDINALS), "xbrl_id:once"]
    )
    for ordinal, concept, quote, value, unit, last_day in ORDINALS:
        fact = found[f"xbrl_ordinal:{ordinal}"]
        assert (fact.concept, fact.quote, fact.unit) == (concept, quote, unit)
        assert fact.value == (None if value is None else Decimal(value))
        assert fact.period.end == last_day
    assert found["xbrl_ordinal:5"].members == {
        ("us-gaap:StatementBusinessSegmentsAxis", "own:CloudMember")
    }
    assert found["xbrl_ordinal:10"].members == {("own:LotAxis", "Lot 7")}
    assert not [
        d for fact, at in all_locators(found.values()) if (d := disagreements(fact, at, opened))
    ]


PAGE = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL"
 xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:iso4217="http://www.xbrl.org/2003/iso4217"
 xmlns:us-gaap="http://fasb.org/us-gaap/2024"
 xmlns:t="http://www.xbrl.org/inlineXBRL/transformation/2020-02-12"><body><ix:header><ix:resources>
<xbrli:context id="c"><xbrli:entity><xbrli:identifier scheme="http://www.sec.gov/CIK">7</xbrli:identifier></xbrli:entity>
<xbrli:period><xbrli:startDate>2024-01-01</xbrli:startDate><xbrli:endDate>2024-12-31</xbrli:endDate></xbrli:period></xbrli:context>
<xbrli:unit id="u"><xbrli:measure>iso4217:USD</xbrli:measure></xbrli:unit></ix:resources></ix:header>
<table>{rows}</table></body></html>"""
ROW = """<tr><td>{before}<ix:nonFraction {id} name="us-gaap:Concept{concept}" contextRef="c" unitRef="u"
 scale="{scale}" {sign} decimals="0" format="t:num-dot-decimal">{text}</ix:nonFraction></td></tr>"""
BEFORE = [
    "",
    '<ix:nonNumeric name="us-gaap:Note" contextRef="c">7</ix:nonNumeric>',
    '<b id="a">7</b>',
]
TEXTS = ["{}", " {}\n", "<b>{}</b>", "{}<ix:exclude> 9</ix:exclude>", "<!-- 9 --> {}<sup></sup>"]


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """A row with one tagged number, its id missing, its own or also another's."""
    name = draw(st.sampled_from(["", 'id="a"', 'id="b"', 'id="c"', 'id="d"']))
    return ROW.format(
        before=draw(st.sampled_from(BEFORE)),
        id=name,
        concept=draw(st.integers(1, 3)),
        scale=draw(st.integers(-3, 9)),
        sign=draw(st.sampled_from(["", 'sign="-"'])),
        text=draw(st.sampled_from(TEXTS)).format(f"{draw(st.integers(0, 10**9)):,}"),
    )


@given(st.lists(numbers(), min_size=1, max_size=12))
def test_any_mixture_of_ids_and_ordinals_leads_back(rows: list[str]) -> None:
    data = PAGE.format(rows="".join(rows)).encode()
    extraction, opened = extract(data), Opened(data)
    located = list(all_locators(extraction.facts))
    assert len({locator for _, locator in located}) == len(located) == len(rows)
    for fact, locator in located:
        assert not disagreements(fact, locator, opened)
        there = opened.shifted(locator.kind, locator.place, 1)
        moved = Locator(*there) if there else None
        own = {opened.index(place.kind, place.place) for place in (fact.locator, *fact.also)}
        same = moved is not None and opened.index(moved.kind, moved.place) in own
        assert moved is None or same or disagreements(fact, moved, opened)
