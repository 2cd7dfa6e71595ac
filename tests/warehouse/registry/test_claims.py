"""A claim is judged by its digits and by what the figures say; users add their own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.errors import BuildError, PipelineError, RegistryError
from flows.sample.tables import PACKAGED
from tests.builders import reports
from tests.builders.homes import Built, Homes
from tests.builders.reports import AMAZON_2024, Line, Report, ask, segment, warehouse, year
from tests.builders.sample_warehouse import built
from warehouse import registry
from warehouse.build.diff import diff_claims
from warehouse.query.connection import connect
from warehouse.registry.claim_queries import Query
from warehouse.registry.declarations import TABLES
from warehouse.relations import order

NOW = datetime(2026, 7, 1, tzinfo=UTC)
HEADER = "claim_id,claim,claimed,unit,comparison,reading\n"
ONE = "-- what AMD has; one row\n"
VERDICT = "select verdict, found, reason from mart.claim"


AWS = "aws_operating_income_2024"  # 39,834 million
MARGIN = "aws_margin_about_37"  # 39,834 / 107,556 = 0.370356
PLACES: dict[str, tuple[str | None, ...]] = {
    AWS: ("operating_income", "amazon", "AWS", "gaap", "FY2024"),
    MARGIN: ("operating_margin", "amazon", "AWS", "gaap", "FY2024"),
}


def claim(
    claim_id: str, claimed: str, unit: str, comparison: str = "equals"
) -> tuple[str | None, ...]:
    """A row of claims.csv; where the claim is on one figure, with the place of that."""
    row = (claim_id, f"claims {claimed}", claimed, unit, comparison, f"what {claim_id} finds")
    return row + PLACES.get(claim_id, (None,) * 5)


def judged(*documents: Report, of: tuple[str | None, ...]) -> list[tuple[object, ...]]:
    with warehouse(*documents, registry=reports.registry(claims=[of])) as con:
        return ask(con, VERDICT)


# --- the verdict ----------------------------------------------------------------------------------


VERDICTS = (
    (AWS, "39.834", "billion", "equals", "holds"),
    (AWS, "39834", "million", "equals", "holds"),
    (AWS, "39834000000", "number", "equals", "holds"),
    (AWS, "39.8340", "billion", "equals", "holds"),
    (AWS, "39.83", "billion", "equals", "rounds to"),
    (AWS, "39.8", "billion", "equals", "rounds to"),
    (AWS, "40", "billion", "equals", "rounds to"),
    (AWS, "40.0", "billion", "equals", "differs"),
    (AWS, "39.84", "billion", "equals", "differs"),
    (AWS, "-39.8", "billion", "equals", "differs"),
    (AWS, "39.834", "million", "equals", "differs"),
    (MARGIN, "37.0356", "percent", "equals", "holds"),
    (MARGIN, "37.0", "percent", "equals", "rounds to"),
    (MARGIN, "37", "percent", "equals", "rounds to"),
    (MARGIN, "37.1", "percent", "equals", "differs"),
    (MARGIN, "30", "percent", "above", "holds"),
    (MARGIN, "37.0356", "percent", "above", "differs"),
    (MARGIN, "38", "percent", "above", "differs"),
    (MARGIN, "38", "percent", "below", "holds"),
    (MARGIN, "37", "percent", "below", "differs"),
)
FACTORS = {"billion": 10**9, "million": 10**6, "number": 1}


def test_a_verdict_is_of_the_digits_claimed() -> None:
    rows = [
        (f"c{at:02}", *claim(figure, claimed, unit, comparison)[1:])
        for at, (figure, claimed, unit, comparison, _) in enumerate(VERDICTS)
    ]
    with warehouse(AMAZON_2024, registry=reports.registry(claims=rows)) as con:
        found = ask(con, f"{VERDICT} order by claim_id")
    for (figure, claimed, unit, comparison, verdict), row in zip(VERDICTS, found, strict=True):
        value = Decimal(39_834_000_000) / FACTORS[unit] if figure == AWS else Decimal("37.0356")
        assert row == (verdict, value, None), (claimed, unit, comparison)


def of_segments(cases: list[tuple[str, str]]) -> list[object]:
    """The verdicts on what segments earned, each a figure in millions and a claim in billions."""
    names = [f"Part {number:02}" for number in range(len(cases))]
    report = Report(
        "a",
        tuple(
            segment("operating_income", value, year(2024), name)
            for name, (value, _) in zip(names, cases, strict=True)
        ),
    )
    rows = [
        (name.replace("Part ", "p"), *claim(AWS, claimed, "billion")[1:-3], name, "gaap", "FY2024")
        for name, (_, claimed) in zip(names, cases, strict=True)
    ]
    with warehouse(report, registry=reports.registry(claims=rows)) as con:
        return [verdict for verdict, *_ in ask(con, f"{VERDICT} order by claim_id")]


def test_half_rounds_away_from_zero_on_both_sides() -> None:
    assert of_segments([
        ("39,850", "39.9"), ("39,849", "39.8"), ("-39,850", "-39.9"), ("-40", "0.0"),
    ]) == ["rounds to"] * 4  # fmt: skip
    assert of_segments([
        ("39,850", "39.8"), ("-39,850", "-39.8"), ("-50", "0.0"),
    ]) == ["differs"] * 3  # fmt: skip


@settings(max_examples=2, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 10**6), st.integers(0, 3), st.integers(-2, 2)),
        min_size=12, max_size=12,
    )
)  # fmt: skip
def test_a_claim_is_right_exactly_where_printing_the_figure_gives_it(
    cases: list[tuple[int, int, int]],
) -> None:
    """Python's own rounding of decimals is the other way to the same verdict."""
    printed, expected = [], []
    for millions, places, off in cases:
        figure, step = Decimal(millions) / 1000, Decimal(1).scaleb(-places)
        claimed = figure.quantize(step, rounding="ROUND_HALF_UP") + off * step
        printed.append((f"{millions}", f"{claimed}"))
        expected.append("differs" if off else "holds" if claimed == figure else "rounds to")
    assert of_segments(printed) == expected


def test_what_no_document_says_cannot_be_told() -> None:
    with warehouse(registry=reports.registry(claims=[claim(AWS, "39.8", "billion")])) as con:
        assert ask(con, "select verdict, reason, explanation, figure_id from mart.claim") == [
            ("cannot tell", "not_collected", f"what {AWS} finds: no document read says it", None)
        ]


def test_what_is_held_back_cannot_be_told() -> None:
    other = Report(
        "other", (segment("operating_income", "39,000", year(2024), "AWS"),), known_at="2025-02-08"
    )
    assert judged(AMAZON_2024, other, of=claim(AWS, "39.8", "billion")) == [
        ("cannot tell", None, "conflict")
    ]


def test_every_unit_has_its_factor() -> None:
    (column,) = [one for one in TABLES["claims"].columns if one.name == "unit"]
    rows = [(f"of_{unit}", *claim(AWS, "1", unit)[1:]) for unit in column.allowed]
    with warehouse(AMAZON_2024, registry=reports.registry(claims=rows)) as con:
        assert len(ask(con, VERDICT)) == len(rows)


# --- claims that take more than one number --------------------------------------------------------

CLOUDS = (
    ("0001652044", "Google Cloud"),
    ("0001018724", "AWS"),
    ("0000789019", "Intelligent Cloud"),
)


def spender(cik: str, name: str, spent: tuple[str, ...], kept: tuple[str, ...]) -> Report:
    """1,000 of sales, a cloud of 100 of them; what was spent and what it kept in 2023 to 2025."""
    lines: list[Line] = []
    for number, capex, profit in zip((2023, 2024, 2025), spent, kept, strict=True):
        lines += [
            Line("revenue", "1,000", year(number)),
            Line("capital_expenditures", capex, year(number)),
            segment("revenue", "100", year(number), name),
            segment("operating_income", profit, year(number), name),
        ]
    return Report(name, tuple(lines), cik=cik, period_end="2025-12-31", known_at="2026-02-06")


@pytest.mark.parametrize(
    ("spent", "kept", "expected"),
    [
        # more is spent each year: where no margin falls, nothing is proved
        (("10", "20", "30"), ("20", "20", "25"), ("cannot tell", None, "no_cause")),
        (("10", "20", "30"), ("20", "25", "24"), ("differs", 1, None)),
        (("10", "20", "30"), ("20", "19", "-5"), ("differs", 2, None)),
        # a margin that falls while less is spent speaks neither for nor against
        (("10", "20", "15"), ("20", "25", "24"), ("cannot tell", None, "no_cause")),
    ],
)
def test_what_is_said_of_capital_spending(
    spent: tuple[str, ...], kept: tuple[str, ...], expected: tuple[object, ...]
) -> None:
    (google, aws, azure) = CLOUDS
    steady = ("10", "10", "10")
    documents = (
        spender(*google, spent, kept), spender(*aws, steady, steady), spender(*azure, steady, steady)
    )  # fmt: skip
    with warehouse(*documents, registry=registry.load()) as con:
        sql = (
            "select verdict, found, reason from mart.claim where claim_id = 'capex_locks_in_cloud'"
        )
        assert ask(con, sql) == [expected]
    with warehouse(*documents[1:], registry=registry.load()) as con:
        assert ask(con, sql) == [("cannot tell", None, "not_collected")]


def test_one_year_against_it_is_enough_whoever_is_missing() -> None:
    falls = spender(*CLOUDS[1], ("10", "20", "30"), ("20", "25", "24"))
    with warehouse(falls, registry=registry.load()) as con:
        ((verdict, found, explanation),) = ask(
            con,
            "select verdict, found, explanation from mart.claim"
            " where claim_id = 'capex_locks_in_cloud'",
        )
    assert (verdict, found) == ("differs", 1)
    assert str(explanation).startswith("Google Cloud FY2024: not_collected; ")


CHIPS = ("0000002488", "0000050863", "0000723125", "0001045810")  # AMD, Intel, Micron, NVIDIA


@pytest.mark.parametrize(
    ("margins", "expected"),
    [
        # 1,000 of sales a year: the deepest fall is from the highest year before
        (("300", "310", "250", "260", "190", "300", "400", "410"), ("holds", 12, None)),
        (("100", "200", "300", "400", "420", "340", "500", "600"), ("differs", 8, None)),
        (("300", "310", "250", "260", "190", "300", "400"), ("cannot tell", None, "too_few_years")),
    ],
)
def test_a_cycle_takes_years_to_see(margins: tuple[str, ...], expected: tuple[object, ...]) -> None:
    documents = [
        Report(
            f"{cik} {number}",
            (
                Line("revenue", "1,000", year(number)),
                Line("operating_income", margin, year(number)),
            ),
            cik=cik, period_end=f"{number}-12-31", known_at=f"{number + 1}-02-07",
        )
        for cik in CHIPS
        for number, margin in enumerate(margins, 2016)
    ]  # fmt: skip
    with warehouse(*documents, registry=registry.load()) as con:
        sql = "select verdict, found, reason from mart.claim where claim_id = 'chips_cyclical'"
        assert ask(con, sql) == [expected]


# --- the claims of the article on annual reports of the sample ------------------------------------


def sample(home: Path, tables: Path | None = None, only: Iterable[str] = ("AMZN", "MSFT")) -> Path:
    """A warehouse of annual reports, and NVIDIA's releases, that the sample site would show."""
    return built(
        home,
        lambda filing: (
            filing.company.ticker in only
            and filing.form == ("8-K" if filing.company.ticker == "NVDA" else "10-K")
        ),
        tables or PACKAGED,
    )


@pytest.fixture(scope="module")
def home(homes: Homes) -> Path:
    def annual(home: Path) -> None:
        sample(home, only=("AMZN", "MSFT", "GOOGL", "NVDA", "AMD", "MU"))

    return homes.made("claims-of-the-sample", annual)[0]


@pytest.mark.slow
def test_the_articles_claims(home: Path) -> None:
    """By hand from flows/sample/facts.csv."""
    told = ask(home, "select claim_id, found, verdict, reason from mart.claim order by all")
    assert told == [
        ("aws_margin_about_37", Decimal("37.0356"), "rounds to", None),  # 39,834 / 107,556
        ("aws_margin_above_30", Decimal("37.0356"), "holds", None),
        ("aws_operating_income_2024", Decimal("39.834"), "rounds to", None),
        ("aws_operating_income_2025", Decimal("45.606"), "rounds to", None),
        ("aws_revenue_2024", Decimal("107.556"), "rounds to", None),
        # AWS and Intelligent Cloud in fiscal 2025: 45,606 / 128,725 after 39,834 / 107,556, and
        # 44,589 / 106,265 after 37,813 / 87,464
        ("capex_locks_in_cloud", Decimal(2), "differs", None),
        ("chips_cyclical", None, "cannot tell", "not_collected"),  # Intel is not here
        # whoever is not here might have both
        ("highest_margin_not_largest_pool", None, "cannot tell", "coverage"),
        ("makers_thin_margins", None, "cannot tell", "not_collected"),
        ("microsoft_profit_growth", Decimal("23.621"), "rounds to", None),  # 109,433 / 88,523
        ("microsoft_revenue_growth", Decimal("15.67"), "rounds to", None),  # 245,122 / 211,915
        ("nvidia_outlook_gaap", Decimal("70.6"), "holds", None),
        ("nvidia_outlook_non_gaap", Decimal(71), "holds", None),
        ("tsmc_gross_margin_2024", None, "cannot tell", "not_collected"),
        ("tsmc_operating_margin_2024", None, "cannot tell", "not_collected"),
    ]


def test_the_outlook_is_told_as_one(home: Path) -> None:
    for basis, name in (("gaap", "GAAP"), ("non_gaap", "non-GAAP")):
        [(told,)] = ask(
            home, "select explanation from mart.claim where claim_id = ?", f"nvidia_outlook_{basis}"
        )
        assert f"the outlook for the first quarter of fiscal 2026, {name}" in str(told)
        assert "not a result" in str(told)


def test_every_found_number_leads_to_quotes_in_documents(home: Path) -> None:
    cells = ask(
        home,
        """
        select c.claim_id, bool_and(l.quote is not null and l.locator is not null
            and l.url is not null and l.sha256 is not null), bool_or(f.id = c.figure_id),
            bool_and(l.known_at <= c.known_at or c.claim_id like 'nvidia%')
        from mart.claim as c, unnest(c.figure_ids) as f (id)
        left join mart.figure_lineage as l on l.figure_id = f.id
        where c.found is not null
        group by c.claim_id
        """,
    )
    assert {row[1:] for row in cells} == {(True, True, True)}
    assert len(cells) == 10  # of AWS five, of Microsoft and NVIDIA two each, of spending one


@pytest.mark.slow
def test_a_figure_changed_in_its_document_changes_the_verdict(tmp_path: Path, home: Path) -> None:
    (tmp_path / "tables").mkdir()
    for name in ("facts.csv", "companies.csv", "filings.csv", "fx.csv"):
        text = PACKAGED.joinpath(name).read_text(encoding="utf-8")
        changed = text.replace("39834000000", "31234000000").replace("39,834", "31,234")
        (tmp_path / "tables" / name).write_text(changed, encoding="utf-8")
    other = sample(tmp_path / "home", tmp_path / "tables", only=("AMZN",))
    about_aws = (
        "select claim_id, verdict, found from mart.claim where claim_id like 'aws%' order by 1"
    )
    assert ask(other, about_aws) == [
        ("aws_margin_about_37", "differs", Decimal("29.0398")),  # 31,234 / 107,556
        ("aws_margin_above_30", "differs", Decimal("29.0398")),
        ("aws_operating_income_2024", "differs", Decimal("31.234")),
        ("aws_operating_income_2025", "rounds to", Decimal("45.606")),
        ("aws_revenue_2024", "rounds to", Decimal("107.556")),
    ]
    changes = diff_claims(home / "profit_pools.duckdb", other / "profit_pools.duckdb")
    assert "claim aws_operating_income_2024: rounds to (39.834) → differs (31.234) billion" in [
        str(change) for change in changes
    ]
    assert not {one.claim_id for one in changes} & {"aws_revenue_2024", "aws_operating_income_2025"}


@pytest.mark.slow
def test_a_build_from_before_there_were_claims_has_none(tmp_path: Path, homes: Homes) -> None:
    known = reports.registry(claims=[claim(AWS, "39.8", "billion")])
    old, new = (
        Built(homes, tmp_path / name)(AMAZON_2024, registry=known).path for name in ("old", "new")
    )
    assert diff_claims(old, new) == diff_claims(new, new) == []
    with duckdb.connect(old) as con:
        con.execute("drop table mart.claim")
    assert [f"{one.what} {one}" for one in diff_claims(old, new)] == [
        f"appeared claim {AWS}: none → rounds to (39.834) billion"
    ]
    assert [f"{one.what} {one}" for one in diff_claims(new, old)] == [
        f"vanished claim {AWS}: rounds to (39.834) → none billion"
    ]


# --- a claim of one's own -------------------------------------------------------------------------

MINE = """\
-- what Amazon had left of its sales; one row
select
    operating_margin as found, [operating_income_figure_id, revenue_figure_id] as figure_ids,
    known_at, operating_margin_reason as reason, 'of the group' as explanation
from mart.company_margin
where company_id = 'amazon' and fiscal_label = 'FY2024';
"""


def overlay(folder: Path, text: str | None, row: str = "mine,Mine,10.8,percent,,all of it") -> Path:
    (folder / "claims").mkdir(parents=True)
    (folder / "claims.csv").write_text(HEADER + row + "\n")
    (folder / "claims/README.md").write_text("why")
    if text is not None:
        (folder / "claims/mine.sql").write_text(text)
    return folder


def refused(folder: Path, home: Path) -> str:
    """The one line of the error, from the folder on."""
    with pytest.raises(PipelineError) as caught:
        reports.build(home, AMAZON_2024, registry=registry.load(folder))
    line = str(caught.value)
    assert "\n" not in line
    return line.removeprefix(f"{folder}/")


@pytest.mark.slow
def test_a_user_adds_a_row_and_a_query(tmp_path: Path) -> None:
    reckoned = MINE.replace(" known_at,", " known_at - interval 0 day as known_at,")
    folder = overlay(tmp_path / "mine", reckoned)
    laid = registry.load(folder)
    path = reports.build(tmp_path / "home", AMAZON_2024, registry=laid).path
    with connect(path) as con:
        rows = con.execute(
            "select found, verdict, explanation, len(figure_ids), comparison, unit from mart.claim"
            " where claim_id = 'mine'"
        ).fetchall()
        count = con.execute("select count(*) from mart.claim").fetchall()
    # 68,593 / 637,959 = 0.107519
    assert rows == [(Decimal("10.7519"), "rounds to", "of the group", 2, "equals", "percent")]
    assert count == [(len(registry.load().tables["claims"].rows) + 1,)]
    (folder / "claims/mine.sql").write_text(MINE.replace("of the group", "of all"))
    assert registry.load(folder).hash != laid.hash != registry.load().hash


@pytest.mark.slow
def test_a_user_puts_another_query_or_number_in_the_place_of_ours(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    (folder / "claims").mkdir(parents=True)
    (folder / "claims/aws_revenue_2024.sql").write_text(MINE)
    (folder / "claims.csv").write_text(HEADER + "aws_revenue_2024,Mine,11,percent,below,all\n")
    path = reports.build(tmp_path / "home", AMAZON_2024, registry=registry.load(folder)).path
    with connect(path) as con:
        sql = "select found, verdict from mart.claim where claim_id = 'aws_revenue_2024'"
        assert con.execute(sql).fetchall() == [(Decimal("10.7519"), "holds")]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (MINE.replace("select", "selct", 1), "is not a select: syntax error"),
        (MINE.replace("operating_margin as", "margin as"), 'Referenced column "margin" not found'),
        (MINE.replace("'of the group' as explanation", "1 as x"), 'does not have a column named "explanation"'),
        (MINE.replace("operating_margin as", "'much' as"), 'Could not convert string "much"'),
        (MINE.replace("-- what", "what"), "is not a select|lacks its first line"),
        (MINE + "select 1", "holds 2 statements"),
        (ONE + "create table mart.x as select 1", "is not a select"),
        (MINE.replace("mart.company_margin", "mart.nothing"), "reads mart.nothing, which is not"),
        (MINE.replace("mart.company_margin", "mart.claim"), "reads mart.claim, which a claim may not"),
        (MINE.replace("mart.company_margin", "claim.aws_revenue_2024"), "which a claim may not"),
        (MINE.replace("mart.company_margin", "'x.csv'"), "reads x.csv, which is not of the wareh"),
        (MINE.replace("mart.company_margin", "read_csv('x')"), r"reads read_csv\(\), which is not"),
        (MINE.replace("operating_margin as", "random() as"), "calls random, which changes"),
        (MINE.replace(" known_at,", " current_timestamp as known_at,"), "calls current_timestamp"),
        (MINE.replace(" known_at,", " known_at + age(known_at) as known_at,"), "calls age, which"),
    ],
)  # fmt: skip
def test_a_broken_query_is_named_in_one_line(tmp_path: Path, text: str, complaint: str) -> None:
    line = refused(overlay(tmp_path / "mine", text), tmp_path / "home")
    assert re.match(rf"claims/mine\.sql: .*({complaint})", line), line
    assert not (tmp_path / "home/profit_pools.duckdb").exists()


def test_a_query_that_gives_two_rows_stops_the_build(tmp_path: Path) -> None:
    text = MINE.replace("where company_id = 'amazon' and fiscal_label = 'FY2024'", "")
    later = Report("b", AMAZON_2024.lines, cik="0001045810")
    with pytest.raises(BuildError, match=r"mine: 2 rows, let claims/mine\.sql give one"):
        reports.build(
            tmp_path / "home", AMAZON_2024, later,
            registry=registry.load(overlay(tmp_path / "mine", text)),
        )  # fmt: skip


def test_a_claim_without_query_and_a_query_without_claim(tmp_path: Path) -> None:
    folder = overlay(tmp_path / "one", None)
    assert refused(folder, tmp_path) == (
        "claims.csv, line 2, column claim_id: no query finds 'mine'; write claims/mine.sql beside it,"
        " or name one figure by its metric"
    )
    folder = overlay(tmp_path / "two", MINE)
    (folder / "claims.csv").unlink()
    assert refused(folder, tmp_path) == (
        "claims/mine.sql: no row of claims.csv has the claim_id 'mine'; add one"
    )
    (folder / "claims/mine.txt").write_text("")
    assert refused(folder, tmp_path) == "claims: unknown file 'mine.txt'; name it CLAIM_ID.sql"


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("7nm,Mine,1,number,,r", "'7nm' is not valid; give a slug that begins with a letter"),
        ("mine,Mine,about 1,number,,r", "'about 1' is not valid; give a number with the digits"),
        ("mine,Mine,1,percnt,,r", "unknown value 'percnt'; did you mean percent"),
        ("mine,Mine,1,number,over,r", "unknown value 'over'"),
    ],
)
def test_a_bad_row_is_refused(tmp_path: Path, row: str, complaint: str) -> None:
    with pytest.raises(RegistryError, match=complaint):
        registry.load(overlay(tmp_path, MINE, row))


def test_a_claim_on_one_figure_names_all_of_it_and_has_no_query(tmp_path: Path) -> None:
    head = HEADER.replace("\n", ",metric,company_id,segment,basis,fiscal_label\n")
    folder = overlay(tmp_path / "mine", None)
    row = "mine,Mine,10.8,percent,,all of it,operating_margin,amazon,,gaap,"
    (folder / "claims.csv").write_text(head + row + "\n")
    assert "column fiscal_label: names a metric and no fiscal_label" in refused(folder, tmp_path)
    (folder / "claims.csv").write_text(head + row + "FY2024\n")
    assert "mine" in {row[0] for row in registry.load(folder).tables["claims"].rows}
    (folder / "claims/mine.sql").write_text(MINE)
    assert "claims/mine.sql: 'mine' names a figure already" in refused(folder, tmp_path)


def test_a_reserved_word_is_a_name_too() -> None:
    found = order.relations(queries={"order": Query("claims/order.sql", MINE)})
    with warehouse(AMAZON_2024) as con:
        (one,) = [one for one in found if one.name == "claim.order"]
        con.execute(f"create table {one.name} as {one.select}")
        assert con.execute("select count(*) from claim.order").fetchall() == [(1,)]
