"""Each company read as if no one had ever seen it: without the words that only its reports taught.

    python -m tests.benchmarks.cross_validation SHARED [COMPANY...]

For each company the alternatives of the vocabulary that no other company's documents bear out are
taken out, and its documents are read by the readers that are left. Labels are those of SHARED/gold,
and the tags of SHARED/corpus/silver for its filings without them. What cannot be left out is code:
a mechanism that one report taught stays, so the truth lies a little below these figures.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pypdfium2
from lxml import html

from extractors import extract
from extractors.language import phrases
from flows.terminal import jsonl
from tests.benchmarks.own_words import Row, is_worded, left, rows, written

ROOT = Path(__file__).parents[2]
LANGUAGE = Path("extractors") / "language"
VOCABULARIES = ("phrases.csv", "concepts.csv")
SETS = {
    "ixbrl": "ixbrl", "ixbrl_untagged": "ixbrl", "html_releases": "html_releases", "pdf": "pdf",
    "second/ixbrl": "second/ixbrl", "second/ixbrl_untagged": "second/ixbrl",
    "second/html_releases": "second/html_releases", "second/pdf": "second/pdf",
}  # fmt: skip
SILVER = "silver as HTML"
BLOCKS = ("td", "th", "p", "div", "span", "li", "h1", "h2", "h3", "h4", "b", "i")
WORD = re.compile("[A-Za-z]{2}")
HEADING = 150
"""Characters of a text that may be a caption or a heading; a longer one counts with an amount."""
AMOUNT = re.compile(r"\d ?%|\d\.\d|\d (?:m|b)illion")
Label = dict[str, str]


@dataclass(slots=True)
class Document:
    """One document of a company: where it lies, and its labels by set."""

    path: Path
    company: str
    labels: dict[str, list[Label]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class Score:
    """Found, wrong and all labels; figures that are judged by grade, right and wrong."""

    states: Counter[tuple[str, str]]
    grades: Counter[tuple[str, bool]]

    def __add__(self, other: Score) -> Score:
        return Score(self.states + other.states, self.grades + other.grades)


NOTHING = Score(Counter(), Counter())


def scorer(shared: Path, name: str) -> ModuleType:
    """A script of SHARED/tools as a module."""
    spec = importlib.util.spec_from_file_location(name, shared / "tools" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def documents(shared: Path, folder: Path) -> list[Document]:
    """All labelled documents; those of silver are laid into `folder` without their tags."""
    found: dict[Path, Document] = {}
    tool = scorer(shared, "score_extraction")
    for name, where in SETS.items():
        text = (shared / "gold" / f"{name}.csv").read_text(encoding="utf-8")
        for label in tool.csv.DictReader(text.splitlines()):
            path = next((shared / "corpus" / where).rglob(label["doc"]))
            one = found.setdefault(path, Document(path, label["company"]))
            one.labels[name].append(label)
    return [*found.values(), *_silver(shared, folder)]


def _silver(shared: Path, folder: Path) -> Iterator[Document]:
    tool = scorer(shared, "silver")
    for path in sorted((shared / "corpus" / "silver").iterdir()):
        if not path.stat().st_size or path.suffix not in (".htm", ".html"):
            continue
        bare = folder / path.name
        bare.write_bytes(tool.stripped(path.read_bytes()))
        one = Document(bare, path.name.split("_")[0])
        one.labels[SILVER] = [
            {name: "" if (cell := figure.get(name)) is None else str(cell) for name in tool.COLUMNS}
            | {"printed": figure["quote"] or "", "bound": "", "comment": ""}
            for figure in as_now(path)
            if figure["kind"] == "actual" and tool.COMPUTED not in figure["rule"]
            and figure["metric"] in {None: tool.WHOLE, "segment": tool.SEGMENTS}.get(
                figure["breakdown"], ())
        ]  # fmt: skip
        yield one


def lines(path: Path) -> frozenset[str]:
    """What a document prints in words: its cells, lines and paragraphs, each once."""
    data = path.read_bytes()
    if data.startswith(b"%PDF"):
        with pypdfium2.PdfDocument(data) as document:
            pages = [page.get_textpage().get_text_bounded().splitlines() for page in document]
        single = [line for page in pages for line in page]
        texts = [*single, *(f"{one} {then}" for one, then in pairwise(single))]
    else:
        blocks = html.fromstring(data).iter(*BLOCKS)
        texts = [
            one.text_content() for one in blocks if next(one.iterdescendants(*BLOCKS), None) is None
        ]
    each = {" ".join(text.split()) for text in texts}
    return frozenset(
        text for text in each
        if WORD.search(text) and (len(text) < HEADING or AMOUNT.search(text))
    )  # fmt: skip


def vocabularies(read: list[Row], printed: dict[str, frozenset[str]]) -> dict[str, list[Row]]:
    """What is left of the rows for each company when its own words are gone."""
    who: dict[str, set[str]] = defaultdict(set)
    for company, texts in printed.items():
        for text in texts:
            who[text].add(company)
    of_a_kind = {
        kind: [text for text in who if phrases.pattern(kind).search(text)]
        for kind in {row.fields["kind"] for row in read if row.is_phrase}
    }
    kept: dict[str, list[Row]] = {company: [] for company in printed}
    for row in read:
        search = row.search(row.fields["pattern"]) if is_worded(row) else None
        asked = of_a_kind[row.fields["kind"]] if row.is_phrase else who
        shorter = left(row, {text: who[text] for text in asked if search and search(text)})
        for company, mine in kept.items():
            mine.append(shorter.get(company, row))
    return kept


def readers(folder: Path, vocabulary: dict[str, list[Row]]) -> Path:
    """A copy of the program in `folder` whose vocabulary is these rows."""
    ignored = shutil.ignore_patterns("__pycache__")
    for package in ("extractors", "flows", "warehouse"):
        shutil.copytree(ROOT / package, folder / package, ignore=ignored)
    for name, kept in vocabulary.items():
        (folder / LANGUAGE / name).write_text(written(kept), encoding="utf-8")
    return folder


def as_now(path: Path) -> list[dict[str, str]]:
    """What this program reads from a document."""
    return list(map(json.loads, jsonl.figures(extract(path.read_bytes(), path.name))))


def as_copied(program: Path, path: Path) -> list[dict[str, str]]:
    """What the copy of the program reads from a document. Raises RuntimeError where it fails.

    A document that it refuses is an exit code 1 with one line, and no figure.
    """
    command = [sys.executable, "-m", "flows", "extract", "--format", "jsonl", str(path)]
    done = subprocess.run(
        command, cwd=program, env=os.environ | {"PYTHONPATH": str(program)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode not in (0, 1) or "Traceback" in done.stderr:
        raise RuntimeError(f"{path.name}: {done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def score(tool: ModuleType, one: Document, read: list[dict[str, str]]) -> Score:
    """The document's figures against its labels."""
    total = Score(Counter(), Counter())
    for name, labels in one.labels.items():
        _, states, _, _ = tool.judge(labels, read)
        total.states.update((name, state) for _, state in states)
        wanted = defaultdict(list)
        for label in labels:
            wanted[tool.key(label)].append(label)
        for figure in read:
            if same := wanted.get(tool.key(figure)):
                is_right = any(tool.matches(figure, label) for label in same)
                total.grades[figure["confidence"], is_right] += 1
    return total


class Rates(NamedTuple):
    """Found among all labels; wrong among what is given for one."""

    labels: int
    recall: float
    wrong: float


def rates(one: Score, name: str | None = None) -> Rates:
    """Those of a set, or of all together."""
    count: Counter[str] = Counter()
    for (which, state), many in one.states.items():
        if name in (which, None):
            count[state] += many
    labels, bad = sum(count.values()), count["wrong"] + count["misplaced"]
    return Rates(labels, count["found"] / max(1, labels), bad / max(1, count["found"] + bad))


def table(known: Score, unknown: Score) -> Iterator[str]:
    """Markdown: each set as it is read, and with each company's own words left out; then grades."""
    yield "| set | labels | recall | wrong | recall, left out | wrong, left out |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name in (*SETS, SILVER, None):
        now, then = rates(known, name), rates(unknown, name)
        yield (
            f"| {name or 'together'} | {now.labels:,} | {now.recall:.2%} | {now.wrong:.2%} "
            f"| {then.recall:.2%} | {then.wrong:.2%} |"
        )
    yield ""
    yield "| grade | figures that a label judges | wrong | the same, left out | wrong, left out |"
    yield "|---|---:|---:|---:|---:|"
    for grade in sorted({grade for grade, _ in known.grades + unknown.grades}):
        yield f"| {grade} | {_judged(known, grade)} | {_judged(unknown, grade)} |"


def _judged(one: Score, grade: str) -> str:
    right, wrong = one.grades[grade, True], one.grades[grade, False]
    return f"{right + wrong:,} | {wrong / max(1, right + wrong):.2%}"


def measure(shared: Path, only: Sequence[str] = ()) -> tuple[Score, Score]:
    """All companies, or `only` some, as they are read and as if unseen; a line each on stderr."""
    tool = scorer(shared, "score_extraction")
    known = unknown = NOTHING
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        found = documents(shared, work)
        printed: dict[str, frozenset[str]] = defaultdict(frozenset)
        for one in found:
            printed[one.company] |= lines(one.path)
        whole = {
            name: rows((ROOT / LANGUAGE / name).read_text(encoding="utf-8"))
            for name in VOCABULARIES
        }
        reduced = {name: vocabularies(read, printed) for name, read in whole.items()}
        for company in only or sorted(printed):
            mine = [one for one in found if one.company == company]
            kept = {name: by[company] for name, by in reduced.items()}
            gone = sum(
                was != now
                for name in kept
                for was, now in zip(whole[name], kept[name], strict=True)
            )
            before = sum((score(tool, d, as_now(d.path)) for d in mine), NOTHING)
            after = before
            if gone:
                program = readers(work / company, kept)
                after = sum((score(tool, d, as_copied(program, d.path)) for d in mine), NOTHING)
                shutil.rmtree(program)
            now, then = rates(before), rates(after)
            print(
                f"{company}: {gone} rows shorter, recall {now.recall:.2%} → {then.recall:.2%}, "
                f"wrong {then.wrong:.2%}", file=sys.stderr, flush=True,
            )  # fmt: skip
            known, unknown = known + before, unknown + after
    return known, unknown


if __name__ == "__main__":
    print(*table(*measure(Path(sys.argv[1]), sys.argv[2:])), sep="\n")
