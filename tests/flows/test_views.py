"""`profitpools pools`, `profitpools company` and `profitpools sql` on the sample, as one reads them."""

from __future__ import annotations

import pytest

from tests.flows.conftest import Command

pytestmark = pytest.mark.slow  # the whole sample site is read for it


def test_pools_of_the_last_year_with_shares_and_shares_in_time(sample: Command) -> None:
    done = sample("pools")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "Profit pools of 2025, USD bn"
    (chips,) = [line for line in lines if line.startswith("Chips ")]
    # 371.7 of sales, of which 43 % are 159.7: the hand computation of test_pools_of_facts
    assert chips.split()[1:7] == ["371.7", "–", "43.0%", "159.7", "31.5%", "100%"]
    assert "Systems: 2 of 5 members, without hon_hai, quanta, supermicro;" in done.out
    (year,) = [line for line in lines if line.startswith("2023 ")]
    assert year.split() == ["2023", "5%", "coverage", "0%", "25%", "coverage", "37%", "34%",
                            "not", "disclosed"]  # fmt: skip


def test_pools_of_a_quarter_have_quarters_beside_them(sample: Command) -> None:
    done = sample("pools", "2024Q4")
    assert done.code == 0
    assert [line.split()[0] for line in done.out.splitlines() if line.startswith("202")] == [
        f"{year}Q{quarter}" for year in (2024, 2025) for quarter in (1, 2, 3, 4)
    ]


def test_a_period_without_pools_is_named(sample: Command) -> None:
    done = sample("pools", "1999")
    assert (done.code, done.out) == (1, "")
    assert done.line.startswith("profitpools: pools: '1999' has no pools; give a year (2022, 2023,")


def test_a_company_on_a_page(sample: Command) -> None:
    done = sample("company", "NVDA")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(
        "NVIDIA Corporation (NVDA), reports in USD\nlast report until 2026-01-25;"
    )
    told = [" ".join(line.split()) for line in done.out.splitlines()]
    assert "FY2025 130.5 bn USD 75.0% 81.5 bn 62.4% –" in told  # 81,453 of 130,497
    assert "FY2026Q4 gross_margin non_gaap 75.0% 75.2% within" in told
    assert "FY2026Q4 revenue gaap 65.0 bn USD 68.1 bn above" in told
    assert "2025 Chips – 130.4 bn USD 81% approximate" in told


def test_a_company_that_the_registry_lacks_is_named(sample: Command) -> None:
    done = sample("company", "ZZZZ")
    assert (done.code, done.out) == (1, "")
    assert "'ZZZZ' names no company" in done.line


def test_a_claim_is_told_in_words(sample: Command) -> None:
    done = sample(
        "sql", "--format", "csv", "select claim_id, told from mart.claim order by claim_id"
    )
    told = dict(line.split(",", 1) for line in done.out.splitlines())
    assert told["highest_margin_not_largest_pool"].strip('"') == "rank 9, claimed: not 1"
    assert told["tsmc_gross_margin_2024"].strip('"') == "56.12 %, claimed: 56.1 %"
    assert told["aws_margin_above_30"].strip('"') == "37.0 %, claimed: above 30 %"
    assert told["chips_cyclical"] == "cannot tell: too few years"


def test_an_answer_is_limited_and_expanded(sample: Command) -> None:
    done = sample("sql", "--limit", "1", "--expand", "select 1 as one, range as n from range(3)")
    assert (done.code, done.out) == (0, "-- 1 ---\none  1\nn    0\n(1 row)\n")
    assert done.line == "1 of 3 rows, by --limit"
    assert sample("sql", "--limit", "0", "select 1").code == 2
