"""Why a document gave what it gave: every number accounted for, by the stages of `extract` itself."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from extractors import Explanation, explain, extract
from extractors.explanation.fates import CHOICE, OF_TABLES
from extractors.explanation.stories import TableStory
from extractors.html import reader
from extractors.model import Extraction
from extractors.sentences.unread_sentences import WhyNot
from extractors.tables import printed_figures
from extractors.tables.printed_facts import PrintedFact
from extractors.tables.table_readings import Step, table_readings
from extractors.tables.unread import Unread, Why
from extractors.xbrl import untagged_tables
from tests.builders.html_page import APRIL, page, table
from tests.builders.pdf_page import Drawn

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted((ROOT / "tests/documents").glob("*.*htm*"))
HEAD = """
 | Three Months Ended~2 |
 | April 30, 2025 | April 30, 2024 | % Change
"""


def told(*parts: str) -> Explanation:
    return explain(page(APRIL, "(in millions)", *parts))


def fates(story: TableStory) -> dict[tuple[str, str], str]:
    return {(one.meaning, one.quote): one.fate.outcome for one in story.numbers}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_it_gives_all_that_extract_gives(path: Path) -> None:
    data = path.read_bytes()
    explained, plain = explain(data, path.name), extract(data, path.name)
    assert type(plain) is Extraction
    assert plain.figures
    for field in ("document", "facts", "figures", "refusals", "unmapped", "opinions"):
        assert getattr(explained, field) == getattr(plain, field)


def test_columns_tell_their_period_and_why_they_are_left_out() -> None:
    (story,) = told(
        table(HEAD + "Revenue | 1,200 | 1,000 | 20%\nNet income | 90 | 80 | 13%")
    ).tables
    assert story.unit == "USD, times 1,000,000"
    assert [(str(c.periods[0]) if c.periods else "", c.excluded) for c in story.columns] == [
        ("2025-02-01/2025-04-30", None),
        ("2024-02-01/2024-04-30", None),
        ("", Why.CHANGE_COLUMN),
    ]
    assert [(one.caption, one.quotes, one.why) for one in story.unread] == [
        ("Revenue", ("20%",), Why.CHANGE_COLUMN),
        ("Net income", ("13%",), Why.CHANGE_COLUMN),
    ]


def test_a_refused_number_names_the_check_and_what_goes_with_it() -> None:
    text = "Revenue | 1,200 | 1,000 |\nCost of revenue | 500 | 400 |\nGross profit | 700 | 610 |"
    (story,) = told(table(HEAD + text)).tables
    assert fates(story) == {
        ("revenue", "1,200"): "figure",
        ("revenue", "1,000"): "figure",
        ("cost_of_revenue", "500"): "figure",
        ("cost_of_revenue", "400"): "refused",
        ("gross_profit", "700"): "figure",
        ("gross_profit", "610"): "left out",
    }
    (cost, gross) = [one.fate for one in story.numbers if one.quote in ("400", "610")]
    assert cost.check == gross.check == "tables.reconcile.close"
    assert cost.why.startswith("does_not_close: ")
    assert "with what is refused: cost_of_revenue" in gross.why


def test_a_number_that_another_table_repeats_names_the_place_that_is_taken() -> None:
    income = table(
        HEAD + "Revenue | 1,200 | 1,000 |\nIncome taxes | 9 | 8 |\nNet income | 90 | 80 |"
    )
    summary = table(HEAD + "Revenue | 1,200 | 1,000 |\nNet income | 90 | 80 |")
    first, second = told(summary, "(in millions)", income).tables
    assert set(fates(second).values()) == {"figure"}
    assert set(fates(first).values()) == {"repeats"}
    assert first.numbers[0].fate.why == "1,200 at cell:2/3/2 is taken"


def test_two_places_in_conflict_are_both_refused() -> None:
    one = table(HEAD + "Revenue | 1,250 | 1,000 |\nOperating income | 300 | 220 |")
    other = table(HEAD + "Revenue | 1,200 | 1,000 |\nOperating income | 300 | 220 |")
    both = told(one, "(in millions)", other).tables
    refused = [n.quote for story in both for n in story.numbers if n.fate.outcome == "refused"]
    assert refused == ["1,250", "1,200"]


def test_a_table_of_another_entity_is_refused_whole() -> None:
    text = "Revenue | 1,200 | 1,000 |\nNet income | 90 | 80 |"
    (story,) = told("Results of discontinued operations", table(HEAD + text)).tables
    assert {one.fate.check for one in story.numbers} == {"tables.other_entities.exclude"}
    assert {one.fate.outcome for one in story.numbers} == {"refused", "left out"}


def test_sentences_tell_why_they_are_no_outlook() -> None:
    ahead = "in the second quarter of fiscal 2026"
    title = "First quarter of fiscal 2026, ended April 30, 2025."
    found = explain(
        page(
            title,
            f"We expect revenue of $1.3 billion {ahead}.",
            f"We expect operating expenses of at least $450 million {ahead}.",
            f"We expect strong growth of revenue of $2 billion {ahead}.",
            "We expect revenue of $1.3 billion.",
            f"We expected revenue of $1.3 billion {ahead}, and sales rose.",
            table(HEAD + "Revenue | 1,200 | 1,000 |\nNet income | 90 | 80 |"),
        )
    )
    assert [(figure.metric, fact.quote) for figure, fact in found.outlooks] == [
        ("revenue", "$1.3 billion")
    ]
    assert [one.why for one in found.unread] == [
        WhyNot.VALUE, WhyNot.LEAD, WhyNot.NO_PERIOD, WhyNot.PAST,
    ]  # fmt: skip


def test_a_tagged_filing_tells_its_tables_and_how_its_parts_got_their_names() -> None:
    path = ROOT / "tests/documents/stratus-10-q.htm"
    found = explain(path.read_bytes())
    income = found.tables[0]
    assert income.kind == "tagged, cash_flow, income, segment"
    sales = next(one for one in income.numbers if one.quote == "4,000")
    assert sales.path == ("Total net sales",)
    assert sales.column == ("Three Months Ended June 30,", "2025")
    assert (sales.fate.outcome, sales.value) == ("figure", "4,000,000,000 USD")
    taxes = next(one for one in income.numbers if one.path == ("Provision for income taxes",))
    assert taxes.fate.outcome == "unmapped"
    names = {one.member: (one.name, one.votes[0]) for one in found.names}
    assert names["own:GoodsMember"] == ("Net product sales", ("Net product sales", 12))


def test_a_tagged_filing_tells_its_sentences_to_another_process() -> None:
    path = ROOT / "tests/documents/lattice-10-k.htm"
    said = b"<p>We expect revenue of $1.3 billion.</p></body>"
    found = explain(path.read_bytes().replace(b"</body>", said))
    assert [(one.text, one.why) for one in found.unread] == [
        ("We expect revenue of $1.3 billion.", WhyNot.NO_PERIOD)
    ]
    assert pickle.loads(pickle.dumps(found)).unread == found.unread


def test_a_report_in_pdf_tells_its_pages() -> None:
    drawn = Drawn().text("First quarter of fiscal 2026, ended April 30, 2025.", "(in millions)")
    drawn.table(HEAD.replace(" | % Change", "") + "Revenue | 1,200 | 1,000\nNet income | 90 | 80")
    drawn.canvas.save()
    (story,) = explain(drawn.data.getvalue()).tables
    assert story.place is not None
    assert str(story.place).startswith("box:1/")
    assert set(fates(story).values()) == {"figure"}


def test_every_number_of_a_table_is_a_line_or_has_a_reason() -> None:
    """No number drops in silence, whatever its row and its column are."""
    text = """
Revenue | 1,200 | 1,000 | 20%
Operating loss | 30 | — | n/a
Shares (in thousands of shares) | 5 | 6 | 7
Gross margin | 58.3% | 60% | (1.7) pts
Sundry | 1 | 2 | 3"""
    tables = reader.read(reader.parse(page(APRIL, "(in millions)", table(HEAD + text)))).tables
    (read,), _ = table_readings(tables, [])
    printed = {token.locator for row in read.table.rows for token in row.amounts}
    lines = {one.token.locator for one in read.numbers if isinstance(one, PrintedFact)}
    unread = {t.locator for one in read.numbers if isinstance(one, Unread) for t in one.tokens}
    assert lines | unread == printed


def test_the_checks_that_the_fates_name_are_those_that_run() -> None:
    path = ROOT / "tests/documents/harbor-release.htm"
    tables = reader.read(reader.parse(path.read_bytes())).tables
    names = {step.check for step in printed_figures.figures(tables, [], "").steps}
    assert CHOICE in names
    confirmed = Step.of(untagged_tables.confirmed, (), ()).check
    assert OF_TABLES - names == {confirmed}
