"""The sample site and the corpus as a warehouse: quarters, frameworks and closes over time.

The corpus goes in as a person would put it in, through the inbox, with an inbox.csv of our own.
"""

from __future__ import annotations

import csv
import shutil
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.builders.homes import Homes
from tests.builders.reports import ask
from tests.flows.conftest import Command

pytestmark = pytest.mark.slow

INBOX = """\
file,company_id,form,published
nvda_FY2024_Q1_newsroom.html,nvidia,8-K,2023-05-24
nvda_FY2024_Q3_newsroom.html,nvidia,8-K,2023-11-21
nvda_FY2025_Q1_newsroom.html,nvidia,8-K,2024-05-22
nvda_FY2025_Q4_newsroom.html,nvidia,8-K,2025-02-26
nvda_FY2026_Q1_newsroom.html,nvidia,8-K,2025-05-28
nvda-10-k-2025-02-26.html,nvidia,10-K,2025-02-26
nvda-10-q-2025-08-27.html,nvidia,10-Q,2025-08-27
amzn-10-k-2025-02-07.html,amazon,10-K,2025-02-07
laxmimerit_amazon_10-q_q2_2025.pdf,amazon,10-Q,2025-08-01
bogdan_AMZN_10K.pdf,amazon,10-K,2026-02-06
AMD_2021_10K.pdf,amd,10-K,2022-02-03
AMD_2022_annualreport.pdf,amd,10-K,2023-02-27
AMD_10-K_2026-02-04_amd-20251227.htm,amd,10-K,2026-02-04
INTEL_2020_10K.pdf,intel,10-K,2021-01-22
docugami_2022_Q3_INTC_10Q.pdf,intel,10-Q,2022-10-28
INTEL_2023Q1_EARNINGS.pdf,intel,8-K,2023-04-27
intc_10-K_0000050863-24-000010.html,intel,10-K,2024-01-26
pathway_goog-exhibit-99-1-q1-2023-19.pdf,alphabet,8-K,2023-04-25
googl-10-k-2025-02-05.html,alphabet,10-K,2025-02-05
ORACLE_2021_10K.pdf,oracle,10-K,2021-06-21
Oracle.10-Q.html,oracle,10-Q,2024-09-10
ADOBE_2021_10K.pdf,adobe,10-K,2022-01-21
adbe-10-k-2025-01-13.html,adobe,10-K,2025-01-13
"""
TICKERS = {"NVDA": "nvidia", "MSFT": "microsoft", "AMZN": "amazon"}


@pytest.fixture(scope="module")
def corpus(homes: Homes, shared: Path) -> Command:
    def fill(home: Path) -> None:
        folder = home / "inbox"
        folder.mkdir()
        for row in csv.DictReader(INBOX.splitlines()):
            (path,) = (shared / "corpus").glob(f"*/{row['file']}")
            shutil.copy(path, folder)
        (folder / "inbox.csv").write_text(INBOX)
        done = Command(home / "data")("refresh", "--source", "inbox", folder)
        assert done.code == 0, done.err

    return Command(homes.made("releases-of-the-corpus", fill)[0] / "data")


def facts(path: Path) -> list[dict[str, str]]:
    """Published quarters, printed to the million: what is rounded in prose says less."""
    with path.open(newline="", encoding="utf-8") as file:
        return [
            row
            for row in csv.DictReader(file)
            if row["company_ticker"] in TICKERS
            and row["period_type"] == "Q"
            and row["kind"] == "actual"
            and row["unit"] == "USD"
            and "billion" not in row["printed"]
        ]


def compared(home: Path, published: list[dict[str, str]]) -> tuple[int, list[dict[str, str]]]:
    """How many published quarters stg.quarterly has, and those of another value."""
    rows = ask(
        home,
        """
        select company_id, metric, ref.segment_key(segment), basis, period_end::varchar, value,
            half_unit
        from stg.quarterly where value is not null and unit = 'USD'
        """,
    )
    found = {tuple(row[:5]): (row[5], row[6]) for row in rows}
    with duckdb.connect(str(home / "profit_pools.duckdb"), read_only=True) as con:
        keys = {
            name: ask(con, "select ref.segment_key(?)", name)[0][0]
            for name in {row["segment"] for row in published if row["segment"]}
        }
    number, wrong = 0, []
    for row in published:
        key = (TICKERS[row["company_ticker"]], row["metric"], keys.get(row["segment"]),
               row["basis"], row["period_end"])  # fmt: skip
        if key in found:
            number += 1
            value, half_unit = found[key]  # a difference of two numbers is as exact as both are
            if abs(value - Decimal(row["value"])) > half_unit:  # type: ignore[operator]
                wrong.append(row)
    return number, wrong


def breaks(home: Path) -> list[tuple[object, ...]]:
    """Wholes that their parts do not add up to, summed here and not by the warehouse's own check."""
    return ask(
        home,
        """
        select company_id, metric, fiscal_label, sum(part.standing_value), any_value(whole.standing_value)
        from stg.current_figure as part
        join stg.current_figure as whole
            using (company_id, metric, basis, unit, period_start, period_end, fiscal_label)
        where part.is_in_partition and whole.segment is null and whole.kind = 'actual'
        group by company_id, metric, basis, unit, period_start, period_end, fiscal_label
        having abs(sum(part.standing_value) - any_value(whole.standing_value))
            > (count(*) + 1) * max(greatest(part.half_unit, whole.half_unit))
        order by all
        """,
    )


def unlisted(home: Path) -> list[tuple[object, ...]]:
    listed = set(ask(
        home, "select company_id, metric, fiscal_label from mart.conflict where kind = 'company_close'"
    ))  # fmt: skip
    return [row for row in breaks(home) if row[:3] not in listed]


# --- the sample ------------------------------------------------------------------------------------


def test_quarters_of_the_sample_are_those_published(sample: Command, shared: Path) -> None:
    number, wrong = compared(sample.home, facts(shared / "facts/facts.csv"))
    assert wrong == []
    assert number >= 300  # of 346


def test_no_close_of_the_sample_is_broken_in_silence(sample: Command) -> None:
    assert breaks(sample.home)  # of Dell the published parts lack its other businesses
    assert unlisted(sample.home) == []


CLOUD = """
    select fiscal_label, revenue / 1e6, round(revenue_growth, 3), revenue_growth_reason
    from mart.segment_growth
    where ticker = 'MSFT' and segment = 'Intelligent Cloud' and period_type = 'FY'
    order by period_end
"""


def test_before_the_recut_of_microsoft_the_first_printed_segments_stand(
    sample: Command, command: Command
) -> None:
    """10-K of fiscal 2024: 105,362 million; that year before is in no document of the site."""
    shutil.copytree(sample.home, command.home)
    done = command("rebuild", "--as-of", "2024-07-31")
    assert done.code == 0, done.err
    (path,) = command.home.glob("**/*2024-07-31*.duckdb")
    with duckdb.connect(str(path), read_only=True) as con:
        assert ask(con, CLOUD) == [("FY2024", 105362, None, "no_prior_year")]
        assert ask(con, "select count(*) from mart.restatement") == [(0,)]


def test_today_the_recast_segments_stand_and_grow(sample: Command) -> None:
    """10-K of fiscal 2025: 106,265, 87,464 and 72,944 million."""
    assert ask(sample.home, CLOUD) == [
        ("FY2023", 72944, None, "no_prior_year"),
        ("FY2024", 87464, Decimal("0.199"), None),
        ("FY2025", 106265, Decimal("0.215"), None),
    ]


def test_quarters_across_the_recut_have_no_growth(sample: Command) -> None:
    """July to September 2024 is in the new segments, the year before in the old."""
    assert ask(
        sample.home,
        "select distinct revenue_growth, revenue_growth_reason from mart.segment_growth"
        " where ticker = 'MSFT' and fiscal_label = 'FY2025Q1'",
    ) == [(None, "framework_break")]


# --- the corpus ------------------------------------------------------------------------------------


def test_quarters_of_the_corpus_are_those_published(corpus: Command, shared: Path) -> None:
    number, wrong = compared(corpus.home, facts(shared / "facts/facts.csv"))
    assert wrong == []
    assert number >= 120


def test_fourth_quarters_that_no_document_prints(corpus: Command) -> None:
    """Intel's 10-K of 2023 less its 10-Q of October 2022: releases say 14,042 and 20,528 million."""
    assert ask(
        corpus.home,
        "select fiscal_label, value / 1e6, method from stg.quarterly where company_id = 'intel'"
        " and metric = 'revenue' and segment is null and method = 'FY − 9M' order by 1",
    ) == [("FY2021Q4", 20528, "FY − 9M"), ("FY2022Q4", 14042, "FY − 9M")]


def test_second_quarters_of_cash_flows(corpus: Command) -> None:
    """NVIDIA's 10-Q of July 2025 prints half years: 3,122 less 1,227, and 1,346 less 369 million."""
    assert ask(
        corpus.home,
        "select fiscal_label, value / 1e6 from stg.quarterly where company_id = 'nvidia'"
        " and metric = 'capital_expenditures' and method = 'H1 − Q' order by 1",
    ) == [("FY2025Q2", 977), ("FY2026Q2", 1895)]


def test_no_close_of_the_corpus_is_broken_in_silence(corpus: Command) -> None:
    assert breaks(corpus.home)  # Intel's 10-Q does not print what its segments sell each other
    assert unlisted(corpus.home) == []


def test_the_recuts_of_amd_and_intel_are_found_and_the_others_have_none(corpus: Command) -> None:
    """AMD cut anew in 2022 and, Client with Gaming, in 2025; Intel in 2022 and 2023."""
    assert ask(
        corpus.home, "select company_id, max(framework) from stg.framework group by 1 order by 1"
    ) == [
        ("adobe", 1), ("alphabet", 1), ("amazon", 1), ("amd", 3), ("intel", 3), ("nvidia", 1),
        ("oracle", 1),
    ]  # fmt: skip


def test_growth_of_amds_data_center_is_within_its_framework(corpus: Command) -> None:
    """The 10-K of 2025 prints 16,635, 12,579 and 6,496 million; that of 2022 6,043 and 3,694."""
    assert ask(
        corpus.home,
        "select fiscal_label, revenue / 1e6, round(revenue_growth, 3), revenue_growth_reason"
        " from mart.segment_growth where company_id = 'amd' and segment = 'Data Center'"
        " and breakdown = 'segment' and revenue is not null order by period_end desc limit 4",
    ) == [
        ("FY2025", 16635, Decimal("0.322"), None),
        ("FY2024", 12579, Decimal("0.936"), None),
        ("FY2023", 6496, None, "framework_break"),
        ("FY2022", 6043, Decimal("0.636"), None),
    ]  # fmt: skip


def test_releases_of_the_corpus_are_borne_out(corpus: Command) -> None:
    assert ask(
        corpus.home,
        "select sum(confirmed) >= 20, sum(contradicted) from mart.confirmation",
    ) == [(True, 0)]
