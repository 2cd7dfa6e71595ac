"""The vocabulary: each phrase has a witness, each kind is asked for, and one grammar answers."""

import ast
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

import extractors
from extractors.language import phrases
from extractors.language.captions import basis_of, clean_caption, plain_caption, without_marks
from extractors.language.concepts import line_meanings
from extractors.language.phrases import PHRASES, Phrase, Span, has, pattern, pattern_of, read
from extractors.pdf.page_choice import KINDS

ROWS = [row for rows in PHRASES.values() for row in rows]
ROOT = Path(extractors.__file__).parent
ASKED = {"has", "pattern", "source", "value", "spans", "rest"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind}:{row.pattern[:40]}")
def test_a_phrase_is_in_its_witness(row: Phrase) -> None:
    assert pattern_of(row).search(row.witness)
    assert has(row.witness, row.kind, row.value)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind}:{row.pattern[:40]}")
def test_a_witness_holds_no_other_value_unless_the_note_says_why(row: Phrase) -> None:
    others = [other for other in PHRASES[row.kind] if other.value != row.value]
    assert row.note or not [o for o in others if pattern_of(o).search(row.witness)]


def test_the_rows_of_a_kind_stand_together_and_none_twice() -> None:
    lines = phrases.SOURCE.read_text(encoding="utf-8").splitlines()[1:]
    kinds = [kind for kind, _ in groupby(line.split(",")[0] for line in lines)]
    assert len(kinds) == len(set(kinds)) == len(PHRASES)
    assert len({(row.kind, row.at, row.pattern) for row in ROWS}) == len(ROWS) == len(lines)


def _asked() -> Iterator[tuple[Path, str]]:
    """Every string that code hands to a function of the vocabulary, or keeps in a constant."""
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in ASKED:
                    yield from ((path, word) for arg in node.args for word in _words(arg))
            if isinstance(node, ast.Assign):
                yield from ((path, word) for word in _words(node.value))


def _words(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


def test_every_kind_is_asked_for_by_code_or_by_another_kind() -> None:
    inserted = {name for row in ROWS for name in re.findall(r"\{([a-z_]+)\}", row.pattern)}
    pages = {f"page_{kind.name}{title}" for kind in KINDS for title in ("", "_title")}
    assert not PHRASES.keys() - {kind for _, kind in _asked()} - inserted - pages
    assert not inserted - PHRASES.keys()


ONE_READER = {
    "unit": "units.py",
    "hundreds": "units.py",
    "footnote": "captions.py",
    "caption_noise": "captions.py",
    "basis_prefix": "captions.py",
    "numeric_date": "dates.py",
    "month": "names.py",
}


@pytest.mark.parametrize("kind", ONE_READER)
def test_readers_ask_one_function_for_what_needs_more_than_a_look(kind: str) -> None:
    """'(in millions)' by units.unit_of, a caption by captions.plain_caption: nowhere else."""
    asking = set()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                given = [a.value for a in node.args if isinstance(a, ast.Constant)]
                if name in ASKED and kind in given:
                    asking.add(path.name)
    assert asking == {ONE_READER[kind]}


def test_a_kind_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        has("Revenue", "revenu")


def test_no_word_list_is_compiled_outside_the_rooms_of_language() -> None:
    """Expressions of other rooms are of shapes: digits, signs, tags; words are rows of the file."""
    allowed = ROOT / "language"
    found = []
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_compile = isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile"
            if is_compile and allowed not in path.parents:
                text = " ".join(_words(node))
                if len(re.findall(r"[a-z]{4,}\|", text)) > 1:
                    found.append(f"{path.name}: {text[:60]}")
    assert not found


# One grammar for what six had read differently.


@pytest.mark.parametrize("mark", [" [1]", " (iv)", " (1)", " (a)", "*", "¹", "ᵃ", " (1)(2)", " †"])
def test_footnotes_are_none_of_a_caption(mark: str) -> None:
    assert clean_caption(f"Revenue{mark}") == without_marks(f"Revenue{mark}") == "Revenue"
    assert plain_caption(f"Revenue{mark}") == "revenue"
    assert [m.metric for m in line_meanings(plain_caption(f"Revenue{mark}"))] == ["revenue"]


@pytest.mark.parametrize(
    "text", ["Total", "Totals", "Subtotal", "Sub-total", "Total, net", "Total:"]
)
def test_a_total_and_nothing_else(text: str) -> None:
    assert has(text, "total")
    assert has(text, "total_line")


@pytest.mark.parametrize("text", ["Consolidated", "Total segments", "Company", "Sub-total Cloud"])
def test_a_total_of_something(text: str) -> None:
    assert not has(text, "total")
    assert has(text, "total_line")


@pytest.mark.parametrize("text", ["Total Client", "Subtotal Client", "Sub-total, Client"])
def test_the_whole_that_a_total_is_of(text: str) -> None:
    assert pattern("total_of").sub("", text) == "Client"


# What a caption gives.


def test_a_caption_gives_spans_values_and_the_rest() -> None:
    caption = read("Non-GAAP gross margin as reported")
    assert caption.value("basis") == "non_gaap"
    assert caption.spans("basis") == (
        Span("basis", 0, 8, "non_gaap"),
        Span("basis", 22, 33, "gaap"),
    )
    assert caption.rest("basis", "non_gaap") == "  gross margin as reported"
    assert caption.has("margin")
    assert not caption.has("change")
    assert caption.spans("change") == ()
    assert basis_of(caption.text) is None


def test_the_same_caption_is_read_once() -> None:
    assert read("Operating income") is read("Operating income")
    assert read("x" * 600) is not read("x" * 600)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NT$ thousands", "TWD"),
        ("in millions of euros", "EUR"),
        ("R$ millions", "BRL"),
        ("(in millions)", None),
    ],
)
def test_the_currency_of_a_caption(text: str, value: str | None) -> None:
    assert read(text).value("currency") == value


def test_months_have_their_numbers() -> None:
    names = "January Feb March Apr May June Jul August Sept October Nov Dec".split()
    assert [read(name).value("month") for name in names] == [str(n) for n in range(1, 13)]
