"""The registry says who is who and what earns where, and refuses rows that cannot be."""

import csv
import io
import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.errors import RegistryError
from warehouse.registry.csv_rows import read
from warehouse.registry.declarations import TABLES
from warehouse.registry.registry import Registry, load

SEGMENTS = "company_id,framework,segment,layer,weight,valid_from,valid_to,known_from,evidence"
IDENTIFIERS = "company_id,scheme,identifier,valid_from,valid_to"
COMPANIES = "company_id,name,country,reporting_currency,fiscal_year_end,fiscal_label_rule,note"
EVIDENCE = "https://www.sec.gov/Archives/a.htm"

OUTSIDE = Path(__file__).parents[2] / "builders" / "overlay"

Overlay = Callable[..., Path]


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load()


@pytest.fixture
def overlay(tmp_path: Path) -> Overlay:
    """Writes a file of a header and rows, and gives the folder."""

    def write(table: str, header: str, *rows: str) -> Path:
        text = "\n".join([header, *rows]) + "\n"
        (tmp_path / f"{table}.csv").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def refusal(folder: Path) -> str:
    with pytest.raises(RegistryError) as caught:
        load(folder)
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix(f"{folder}/")


# The packaged data


def test_the_packaged_files_are_the_declared_tables(registry: Registry) -> None:
    folder = resources.files("warehouse.registry") / "data"
    names = {path.name for path in folder.iterdir() if path.name.endswith(".csv")}
    assert names == {f"{name}.csv" for name in TABLES}
    assert set(registry.tables) == set(TABLES)


@pytest.mark.parametrize(
    ("identifier", "company_id"),
    [
        ("amazon", "amazon"),
        ("AMZN", "amazon"),
        (" amzn ", "amazon"),
        ("0001018724", "amazon"),
        ("1018724", "amazon"),
        ("CIK0001018724", "amazon"),
        ("zxtilkjkg63jeloeg630", "amazon"),
        ("GOOGL", "alphabet"),
        ("GOOG", "alphabet"),
        ("TSM", "tsmc"),
        ("2330.tw", "tsmc"),
        ("2488", "amd"),
        ("000660.KS", "sk_hynix"),
        ("8035.t", "tokyo_electron"),
        ("928876", "tower_semiconductor"),
    ],
)
def test_a_company_is_found_by_any_of_its_names(
    registry: Registry, identifier: str, company_id: str
) -> None:
    assert registry.company(identifier) == company_id


@pytest.mark.parametrize(
    ("identifier", "hint"),
    [("amazn", "did you mean amazon"), ("NVDIA", "nvidia"), ("Alphabet Inc", "alphabet")],
)
def test_an_unknown_company_gets_near_matches(
    registry: Registry, identifier: str, hint: str
) -> None:
    with pytest.raises(RegistryError, match="names no company") as caught:
        registry.company(identifier)
    assert hint in caught.value.to_do


@pytest.mark.parametrize("identifier", ["", "   ", "qqqqqq", "💰", "9" * 40])
def test_what_is_like_nothing_is_told_where_to_add_it(registry: Registry, identifier: str) -> None:
    with pytest.raises(RegistryError, match=r"add it to companies\.csv"):
        registry.company(identifier)


def test_a_ticker_counts_in_its_time(registry: Registry) -> None:
    assert registry.company("FB", date(2022, 6, 8)) == "meta"
    assert registry.company("META", date(2022, 6, 9)) == "meta"
    with pytest.raises(RegistryError, match="'FB' names no company on 2022-06-09; it named meta"):
        registry.company("FB", date(2022, 6, 9))


def test_a_ticker_that_passed_on_names_its_last_holder(overlay: Overlay) -> None:
    rows = ["meta,ticker,XYZ,2001-01-01,2010-12-31", "adobe,ticker,XYZ,2011-01-01,"]
    registry = load(overlay("identifiers", IDENTIFIERS, *rows))
    assert registry.company("XYZ") == "adobe"
    assert registry.company("XYZ", date(2010, 12, 31)) == "meta"


def test_every_issuer_of_the_facts_is_there(registry: Registry, shared: Path) -> None:
    with (shared / "facts" / "companies.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 23
    for row in rows:
        assert registry.company(row["ticker"]) == registry.company(row["cik"] or row["ticker"])


def test_every_rate_of_the_facts_is_there_once(registry: Registry, shared: Path) -> None:
    with (shared / "facts" / "fx.csv").open(encoding="utf-8") as file:
        wanted = {
            (row["currency"], row["period_start"], row["period_end"])
            for row in csv.DictReader(file)
        }
    rows = list(registry.tables["fx"].records())
    assert {(row["currency"], row["period_start"], row["period_end"]) for row in rows} == wanted
    [rate] = [
        row["average_rate_per_usd"]
        for row in rows
        if (row["currency"], row["period_start"], row["period_end"])
        == ("TWD", "2024-10-01", "2024-12-31")
    ]
    assert rate is not None
    assert 32 < float(rate) < 33  # TSMC's own average for the quarter is 32.30


def layers_of(
    registry: Registry, company: str, day: str
) -> dict[tuple[str, str | None], str | None]:
    return {
        (str(row["framework"]), row["segment"]): row["layer"]
        for row in registry.tables["segments"].records()
        if row["company_id"] == company
        and (row["valid_from"] or "") <= day <= (row["valid_to"] or "9999")
    }


def test_segments_earn_in_their_layers(registry: Registry) -> None:
    amazon = layers_of(registry, "amazon", "2024-12-31")
    assert amazon["2019", "AWS"] == "cloud"
    assert amazon["2019", "North America"] == "out_of_scope"
    microsoft = layers_of(registry, "microsoft", "2024-06-30")
    for cut in ("2019", "2024"):  # the year was printed in both, before and after August 2024
        assert microsoft[cut, "Intelligent Cloud"] == "cloud"
        assert microsoft[cut, "Productivity and Business Processes"] == "software"
    assert layers_of(registry, "microsoft", "2025-06-30").keys() == {
        ("2024", "Intelligent Cloud"),
        ("2024", "Productivity and Business Processes"),
        ("2024", "More Personal Computing"),
    }
    assert layers_of(registry, "tsmc", "2024-12-31") == {("company", None): "foundry"}


@pytest.mark.parametrize(
    ("day", "frameworks"),
    [
        ("2019-12-28", {"2019"}),
        ("2022-12-31", {"2022"}),
        ("2024-12-28", {"2022", "2025"}),
        ("2025-12-27", {"2025"}),
    ],
)
def test_amd_was_cut_twice(registry: Registry, day: str, frameworks: set[str]) -> None:
    assert {cut for cut, _ in layers_of(registry, "amd", day)} == frameworks


def test_whoever_is_packaged_has_a_place_in_the_chain(registry: Registry) -> None:
    placed = {row["company_id"] for row in registry.tables["segments"].records()}
    assert [
        row["company_id"]
        for row in registry.tables["companies"].records()
        if row["company_id"] not in placed
    ] == []


def test_companies_outside_of_the_chain_are_an_overlay(registry: Registry) -> None:
    laid = load(OUTSIDE)
    more = len(laid.tables["companies"].rows) - len(registry.tables["companies"].rows)
    assert (more, laid.company("IBM"), laid.company("BKE")) == (10, "ibm", "buckle")


@pytest.mark.parametrize("company", ["wistron", "wiwynn"])
def test_a_maker_and_its_subsidiary_count_once(registry: Registry, company: str) -> None:
    """Wistron's accounts hold Wiwynn's."""
    [layer] = layers_of(registry, company, "2025-12-31").values()
    assert layer == {"wistron": "systems", "wiwynn": "out_of_scope"}[company]


def test_who_publishes_nothing_says_so(registry: Registry) -> None:
    assert [
        row["company_id"]
        for row in registry.tables["companies"].records()
        if row["publishes"] == "none"
    ] == ["openai", "anthropic"]


# What an overlay may do


def test_an_overlay_adds_and_replaces(registry: Registry, overlay: Overlay) -> None:
    folder = overlay(
        "companies",
        "name,company_id,country,reporting_currency,fiscal_year_end,note",
        "Amazon,amazon,US,USD,12-31,renamed here",
        '"Ampere Computing",ampere,GB,USD,03-31,',
    )
    overlay("identifiers", IDENTIFIERS, "ampere,cik,0001045520,,")
    (folder / "README.md").write_text("why we differ")
    (folder / ".hidden").write_text("")
    laid = load(folder)
    names = {row["company_id"]: row["name"] for row in laid.tables["companies"].records()}
    assert names["amazon"] == "Amazon"
    assert names["ampere"] == "Ampere Computing"
    assert len(names) == len(registry.tables["companies"].rows) + 1
    assert laid.company("1045520") == "ampere"
    rules = {
        row["company_id"]: row["fiscal_label_rule"] for row in laid.tables["companies"].records()
    }
    assert rules["ampere"] == "year_of_end"
    assert laid.hash != registry.hash


def test_an_empty_overlay_changes_nothing(registry: Registry, overlay: Overlay) -> None:
    assert (
        load(overlay("reviews", "review_id,verdict,reason,evidence,reviewer,known_from"))
        == registry
    )


def test_cells_become_canonical(overlay: Overlay) -> None:
    folder = overlay(
        "segments", SEGMENTS, f" meta ,2025, Software,software,0.50,,,2025-04-23,{EVIDENCE}",
        f"meta,2025,Consulting,out_of_scope,01.000,,,2025-04-23T16:05:00-04:00,{EVIDENCE}",
    )  # fmt: skip
    rows = {row["segment"]: row for row in load(folder).tables["segments"].records()}
    assert rows["Software"]["company_id"] == "meta"
    assert rows["Software"]["weight"] == "0.5"
    assert rows["Software"]["valid_from"] is None
    assert rows["Software"]["known_from"] == "2025-04-23T00:00:00+00:00"
    assert rows["Consulting"]["weight"] == "1"
    assert rows["Consulting"]["known_from"] == "2025-04-23T20:05:00+00:00"


# What it refuses, and how it says so


def test_an_unknown_layer_names_everything(overlay: Overlay) -> None:
    folder = overlay("segments", SEGMENTS, f"meta,2025,Software,sofware,1,,,,{EVIDENCE}")
    assert refusal(folder) == (
        "segments.csv, line 2, column layer: 'sofware' is not in layers.csv; did you mean software? "
        "allowed: equipment, foundry, memory, chips, systems, cloud, software, models, out_of_scope"
    )


@pytest.mark.parametrize(
    ("table", "header", "row", "message"),
    [
        ("segments", SEGMENTS, f"mety,2025,S,chips,1,,,,{EVIDENCE}", "line 2, column company_id: 'mety' is not in companies.csv; did you mean meta"),
        ("segments", SEGMENTS, f"meta,2025,S,chips,1.01,,,,{EVIDENCE}", "column weight: '1.01' is not valid; give a number from 0 to 1 with at most 6 places"),
        ("segments", SEGMENTS, f"meta,2025,S,chips,-0.1,,,,{EVIDENCE}", "column weight: '-0.1' is not valid"),
        ("segments", SEGMENTS, f"meta,2025,S,chips,NaN,,,,{EVIDENCE}", "column weight: 'NaN' is not valid"),
        ("segments", SEGMENTS, f"meta,2025,S,chips,0.1234567,,,,{EVIDENCE}", "column weight: '0.1234567' is not valid"),
        ("segments", SEGMENTS, f"meta,2025,S,chips,\u0661,,,,{EVIDENCE}", "column weight"),
        ("segments", SEGMENTS, "meta,2025,S,chips,1,,,,", "column evidence: the value is missing; give the https address of a filing"),
        ("segments", SEGMENTS, "meta,2025,S,chips,1,,,,a 10-K", "column evidence: 'a 10-K' is not valid; give the https address of a filing"),
        ("segments", SEGMENTS, f"meta,2025,S,chips,1,2025-02-30,,,{EVIDENCE}", "column valid_from: '2025-02-30' is not valid; give a date as YYYY-MM-DD"),
        ("segments", SEGMENTS, f"meta,2025,S,chips,1,2025-W01-1,,,{EVIDENCE}", "column valid_from: '2025-W01-1' is not valid"),
        ("segments", SEGMENTS, f"meta,2025,S,chips,1,2025-02-02,2025-02-01,,{EVIDENCE}", "column valid_to: 2025-02-01 is before valid_from 2025-02-02; swap or mend them"),
        ("segments", SEGMENTS, f"meta,2025,S,chips,1,,,2025-02-01T10:00:00,{EVIDENCE}", "column known_from: '2025-02-01T10:00:00' is not valid; give a date as YYYY-MM-DD, or a time with its zone"),
        ("identifiers", IDENTIFIERS, "meta,cik,51143,,", "column identifier: '51143' is not a cik; give ten digits, with leading zeros"),
        ("identifiers", IDENTIFIERS, "meta,ticker,meta,,", "column identifier: 'meta' is not a ticker"),
        ("identifiers", IDENTIFIERS, "meta,lei,VGRQXHF3J8VDLUA7XE93,,", "column identifier: 'VGRQXHF3J8VDLUA7XE93' is not a lei"),
        ("identifiers", IDENTIFIERS, "meta,isin,US4592001014,,", "column scheme: unknown value 'isin'; allowed: ticker, cik, lei"),
        ("identifiers", IDENTIFIERS, "meta,ticker,AMZN,2020-01-01,", "column identifier: 'AMZN' names amazon at the same time (registry/identifiers.csv, line "),
        ("companies", COMPANIES, "AMPERE,Ampere,US,USD,03-31,,", "column company_id: 'AMPERE' is not valid; give a slug such as hon_hai"),
        ("companies", COMPANIES, "ampere,Ampere,US,USD,02-32,,", "column fiscal_year_end: '02-32' is not valid; give month and day as MM-DD"),
        ("companies", COMPANIES, "ampere,Ampere,US,dollars,03-31,,", "column reporting_currency: 'dollars' is not valid; give a currency code such as USD"),
        ("companies", COMPANIES, "ampere,Ampere,US,USD,03-31,year_of_stat,", "column fiscal_label_rule: unknown value 'year_of_stat'; did you mean year_of_start or year_of_end?"),
        ("sources", "source,company_id,host,url,kind,note", "x,,https://a.com,,edgar,", "column host: 'https://a.com' is not valid; give a host name such as www.sec.gov"),
        ("fx", "currency,period_start,period_end,average_rate_per_usd,source_url", f"TWD,2024-01-01,2024-12-31,0,{EVIDENCE}", "column average_rate_per_usd: '0' is not valid"),
        ("reviews", "review_id,verdict,reason,evidence,reviewer,known_from", f"r1,accept,seen,{EVIDENCE},mk,2025-01-01", "column figure_key: the review names no figure"),
        ("corrections", "correction_id,document,metric,segment,period_start,period_end,basis,expect_value,value,unit,reason,evidence,reviewer,known_from", f"c1,{'a' * 64},revenu,,,2024-12-31,gaap,1,2,USD,typo,p. 3,mk,2025-01-01", "column metric: unknown value 'revenu'; did you mean revenue or cost_of_revenue?"),
        ("corrections", "correction_id,document,metric,segment,period_start,period_end,basis,expect_value,value,unit,reason,evidence,reviewer,known_from", f"c1,{'a' * 64},revenue,,,2024-12-31,gaap,,2,USD,typo,p. 3,mk,2025-01-01", "column expect_value: the value is missing"),
        ("segments", SEGMENTS, "meta,2025,S", "line 2: 3 cells stand under 9 columns; quote commas in cells"),
        ("segments", SEGMENTS, 'meta,"2025,S', "line 2: unexpected end of data; mend the quotes"),
        ("segments", SEGMENTS.replace("layer", "layr"), "", "line 1: unknown column 'layr'; did you mean layer?"),
        ("segments", SEGMENTS.replace("evidence", "layer"), "", "line 1: a column stands twice"),
        ("segments", SEGMENTS.removesuffix(",evidence"), "", "line 1: the column 'evidence' is missing"),
    ],
)  # fmt: skip
def test_a_bad_row_is_refused(
    overlay: Overlay, table: str, header: str, row: str, message: str
) -> None:
    told = refusal(overlay(table, header, row))
    assert told.startswith(f"{table}.csv, line ")
    assert message in told


def test_a_key_stands_once(overlay: Overlay) -> None:
    row = f"meta,2025,Software,software,1,2025-01-01,,,{EVIDENCE}"
    told = refusal(overlay("segments", SEGMENTS, row, "", row))
    assert told.startswith("segments.csv, line 4, column company_id: meta, 2025, Software")
    assert "segments.csv, line 2; keep one of the two rows" in told


def test_lines_are_counted_through_quoted_ones(overlay: Overlay) -> None:
    rows = ['ampere,"Arm\nHoldings",GB,USD,03-31,,', "x y,X,GB,USD,03-31,,"]
    assert refusal(overlay("companies", COMPANIES, *rows)).startswith("companies.csv, line 4")


def test_weights_of_a_segment_sum_to_one_at_most(overlay: Overlay) -> None:
    half = "meta,2025,Software,{},0.6,{},{},{}," + EVIDENCE
    apart = (
        half.format("software", "", "2024-12-31", ""),
        half.format("cloud", "2025-01-01", "", ""),
    )
    load(overlay("segments", SEGMENTS, *apart))
    later = half.format("software", "", "", ""), half.format("cloud", "", "", "2025-06-01")
    load(overlay("segments", SEGMENTS, *later))  # a later judgement replaces an earlier one
    at_once = half.format("software", "", "", ""), half.format("cloud", "2025-01-01", "", "")
    assert refusal(overlay("segments", SEGMENTS, *at_once)) == (
        "segments.csv, line 3, column weight: the weights of Software sum to 1.2 on 2025-01-01; "
        "let them sum to 1 at most: the rest is out_of_scope"
    )


def test_a_company_enters_whole_or_by_segments(overlay: Overlay) -> None:
    folder = overlay("segments", SEGMENTS, f"tsmc,2025,Wafers,foundry,1,2025-01-01,,,{EVIDENCE}")
    assert (
        "'Wafers' counts tsmc twice: the whole company enters in registry/segments.csv"
        in refusal(folder)
    )


def test_an_unknown_file_is_refused(overlay: Overlay) -> None:
    with pytest.raises(
        RegistryError, match=r"unknown file 'segment\.csv'; did you mean segments\.csv"
    ):
        load(overlay("segment", SEGMENTS))


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="there is no such folder; set PROFIT_POOLS_REGISTRY"):
        load(tmp_path / "none")


def test_bytes_that_are_no_text_are_refused(overlay: Overlay) -> None:
    folder = overlay("layers", "layer,name,definition,position")
    (folder / "layers.csv").write_bytes(b"layer,name,definition,position\nx,\xff,y,1\n")
    assert refusal(folder) == "layers.csv, line 2: byte 0xff is not UTF-8; save it as UTF-8"


def test_a_table_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "layers.csv").mkdir()
    with pytest.raises(RegistryError, match=r"layers\.csv: is a directory"):
        load(tmp_path)


# The hash


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(set(TABLES) - {"identifiers"})), st.randoms(), st.booleans())
def test_the_hash_is_of_the_content_alone(
    registry: Registry,
    tmp_path_factory: pytest.TempPathFactory,
    table: str,
    chance: random.Random,
    quoted: bool,
) -> None:
    """The whole table laid over itself, with rows, columns, quotes and line ends otherwise."""
    folder = tmp_path_factory.mktemp("overlay")
    columns = list(registry.tables[table].columns)
    rows = list(registry.tables[table].records())
    chance.shuffle(columns)
    chance.shuffle(rows)
    text = io.StringIO()
    style = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    writer = csv.DictWriter(text, columns, quoting=style, lineterminator="\r\n" if quoted else "\n")
    writer.writeheader()
    writer.writerows(rows)
    (folder / f"{table}.csv").write_text(
        ("\ufeff" if quoted else "") + text.getvalue(), "utf-8", newline=""
    )
    assert load(folder).hash == registry.hash
    if rows:
        reread = read((folder / f"{table}.csv").read_bytes(), "x", TABLES[table])
        assert len(reread) == len(rows)


@pytest.mark.parametrize(
    "row",
    [
        "2023-01-01,2023-12-31,31.1525",
        "2023-01-01,2023-12-30,31.1524",
        "2023-01-02,2023-12-31,31.1524",
    ],
)
def test_the_hash_sees_every_cell(overlay: Overlay, row: str) -> None:
    header = "currency,period_start,period_end,average_rate_per_usd,source_url"
    base = load(overlay("fx", header, f"ZAR,2023-01-01,2023-12-31,31.1524,{EVIDENCE}")).hash
    assert load(overlay("fx", header, f"ZAR,{row},{EVIDENCE}")).hash != base


def test_the_first_ticker_is_the_primary_one_so_its_rank_is_content(overlay: Overlay) -> None:
    rows = ["ampere,ticker,AMPR,,", "ampere,ticker,AMPX,,", "ampere,cik,0001045520,,"]
    overlay("companies", COMPANIES, "ampere,Ampere,US,USD,03-31,,")
    one = load(overlay("identifiers", IDENTIFIERS, *rows)).hash
    same = load(overlay("identifiers", IDENTIFIERS, rows[2], rows[0], rows[1])).hash
    other = load(overlay("identifiers", IDENTIFIERS, rows[1], rows[0], rows[2])).hash
    assert one == same != other


# Shares that are put down to AI, and who buys from whom

AI = "company_id,segment,valid_from,valid_to,low,mid,high,basis,evidence,known_from"
BUILDOUT = "company_id,side,segment,valid_from,valid_to,known_from,evidence"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("meta,,,,0.3,0.2,0.4,assumed,,", "column low: low 0.3 is above mid 0.2; let low, mid and high rise"),
        ("meta,,,,0.1,0.5,0.4,assumed,,", "column mid: mid 0.5 is above high 0.4"),
        ("meta,,,,-0.1,0.5,0.6,assumed,,", "column low: '-0.1' is not valid; give a number from 0 to 1"),
        ("meta,,,,0.1,0.5,1.1,assumed,,", "column high: '1.1' is not valid"),
        ("meta,,,,0.1,0.5,,assumed,,", "column high: the value is missing"),
        ("meta,,,,0.1,0.2,0.3,sourced,,", "column evidence: a share that is sourced lacks its evidence"),
        ("meta,,,,0.1,0.2,0.3,derived,the 10-K,", "column evidence: a share that is derived lacks its evidence"),
        ("meta,,,,0.1,0.2,0.3,guessed,,", "column basis: unknown value 'guessed'"),
        ("ibn,,,,0.1,0.2,0.3,assumed,,", "column company_id: 'ibn' is not in companies.csv"),
        ("meta,,2025-01-02,2025-01-01,0.1,0.2,0.3,assumed,,", "2025-01-01 is before valid_from 2025-01-02"),
    ],
)  # fmt: skip
def test_a_share_that_cannot_be_is_refused(overlay: Overlay, row: str, message: str) -> None:
    told = refusal(overlay("ai_share", AI, row))
    assert told.startswith("ai_share.csv, line 2")
    assert message in told


def test_of_one_part_one_share_holds_at_a_time(overlay: Overlay) -> None:
    row = "meta,Software,{},{},0.1,0.2,0.3,assumed,,{}"
    load(
        overlay("ai_share", AI, row.format("", "2024-12-31", ""), row.format("2025-01-01", "", ""))
    )
    load(overlay("ai_share", AI, row.format("", "", ""), row.format("", "", "2025-06-01")))
    apart = row.format("", "", ""), row.replace("Software", "Consulting").format("", "", "")
    load(overlay("ai_share", AI, *apart))
    at_once = row.format("", "2025-01-01", ""), row.format("2025-01-01", "", "")
    told = refusal(overlay("ai_share", AI, *at_once))
    assert told.startswith("ai_share.csv, line 3, column valid_from: 'Software' stands for")
    assert told.endswith("line 2; give the two rows dates that do not overlap")


def test_a_signal_is_a_row(overlay: Overlay) -> None:
    head = "signal,numerator,denominator,unit,not_positive,definition"
    row = "rd_days,inventory,{},days,{},inventory / revenue x days"
    signals = load(overlay("signals", head, row.format("revenue", "no_revenue"))).tables["signals"]
    assert [r["numerator"] for r in signals.records() if r["signal"] == "rd_days"] == ["inventory"]
    told = refusal(overlay("signals", head, row.format("revenue", "")))
    assert told.startswith("signals.csv, line 2, column not_positive: a denominator and the reason")
    told = refusal(overlay("signals", head, row.format("profit", "no_revenue")))
    assert told.startswith("signals.csv, line 2, column denominator: unknown value 'profit'")


def test_a_buyer_is_a_whole_company(overlay: Overlay) -> None:
    load(overlay("buildout", BUILDOUT, f"meta,seller,Software,,,,{EVIDENCE}"))
    told = refusal(overlay("buildout", BUILDOUT, f"meta,buyer,Software,,,,{EVIDENCE}"))
    assert told.startswith("buildout.csv, line 2, column segment: 'Software' is a part")
    twice = f"meta,buyer,,,2025-01-01,,{EVIDENCE}", f"meta,buyer,,2025-01-01,,,{EVIDENCE}"
    assert "'meta' stands for the same dates" in refusal(overlay("buildout", BUILDOUT, *twice))


def test_the_packaged_shares_are_quotients_of_nvidias_own_numbers(registry: Registry) -> None:
    """Compute and Data Center over revenue: 10-K of fiscal 2025, 10-Q of July 2025, 10-K of 2026."""
    printed = {
        "2023-01-30": ("38950", "47525", "60922", "60922"),
        "2024-01-29": ("102196", "115186", "130497", "130497"),
        "2025-01-27": ("67999", "193737", "90805", "215938"),
    }
    rows = [row for row in registry.tables["ai_share"].records() if row["company_id"] == "nvidia"]
    assert {str(row["valid_from"]) for row in rows} == set(printed)
    for row in rows:
        compute, center, under_compute, under_center = map(Decimal, printed[str(row["valid_from"])])
        assert Decimal(str(row["low"])) == round(compute / under_compute, 6)
        assert Decimal(str(row["mid"])) == round(center / under_center, 6)
        assert (row["basis"], row["high"]) == ("derived", row["mid"])


def test_every_member_of_a_layer_has_a_share_of_each_year_from_2022(registry: Registry) -> None:
    """What enters: a company's segment, or the company where it is one row or may be."""
    shares: dict[tuple[str | None, ...], set[str]] = {}
    for row in registry.tables["ai_share"].records():
        if row["company_id"] != "nvidia":
            assert (row["basis"], str(row["evidence"])[:20]) == ("assumed", "an assumption; low: ")
            key = (row["company_id"], row["segment"])
            shares.setdefault(key, set()).add(str(row["valid_from"])[:4])
    years = {"2022", "2023", "2024", "2025"}
    # Broadcom's segments by name since they are told apart
    late = {key for key, found in shares.items() if found != years}
    assert late == {
        ("broadcom", "Semiconductor Solutions"), ("broadcom", "Infrastructure Software")
    }  # fmt: skip
    layered = {
        str(row["company_id"])
        for row in registry.tables["segments"].records()
        if row["layer"] != "out_of_scope" and row["valid_to"] is None
    }
    assert layered - {str(company) for company, _ in shares} == {"nvidia"}


def test_a_layer_given_without_reading_a_filing_says_so(registry: Registry) -> None:
    """An address of a list of filings, or of a site, is no filing."""
    assumed = set()
    for row in registry.tables["segments"].records():
        mark, _, address = str(row["evidence"]).rpartition("https://")
        path = address.partition("/")[2].rstrip("/")
        is_place = "browse-edgar" in path or not any(sign in path for sign in ("/", ".", "-"))
        assert mark in ("", "assumed: ")
        if mark:
            assumed.add(row["company_id"])
        else:
            assert not is_place, row["evidence"]
    assert assumed == {
        "applied_materials", "arista", "arm", "celestica", "digital_realty", "equinix",
        "globalfoundries", "hpe", "kla", "lam_research", "lenovo", "marvell", "qualcomm", "samsung",
        "sap", "smic", "snowflake", "tokyo_electron", "tower_semiconductor", "umc", "vertiv",
        "wistron", "wiwynn",
    }  # fmt: skip


def test_buyers_build_clouds(registry: Registry) -> None:
    rows = list(registry.tables["buildout"].records())
    assert {str(row["company_id"]) for row in rows if row["side"] == "buyer"} == {
        "amazon", "microsoft", "alphabet", "meta", "oracle", "coreweave",
    }  # fmt: skip
    assert {(row["company_id"], row["segment"]) for row in rows if row["side"] == "seller"} == {
        ("nvidia", "Data Center"), ("amd", "Data Center"),
    }  # fmt: skip


# What an overlay leaves out


def test_a_company_left_out_takes_its_rows_along(overlay: Overlay) -> None:
    found = load(overlay("left_out", "table,key,reason", "companies,amazon,not of my chain"))
    left = {
        name: [row for row in table.records() if row.get("company_id") == "amazon"]
        for name, table in found.tables.items()
    }
    assert {name: rows for name, rows in left.items() if rows} == {}
    assert "microsoft" in {row["company_id"] for row in found.tables["segments"].records()}


def test_all_packaged_companies_may_go_and_an_own_one_stays(overlay: Overlay) -> None:
    overlay("companies", COMPANIES, "amazon,Mine,US,USD,12-31,,")
    found = load(overlay("left_out", "table,key", "companies,*"))
    assert [row["name"] for row in found.tables["companies"].records()] == ["Mine"]
    assert found.tables["segments"].rows == ()
    assert len(found.tables["layers"].rows) == 9


def test_what_is_not_packaged_cannot_be_left_out(overlay: Overlay) -> None:
    assert refusal(overlay("left_out", "table,key", "companies,amazn")) == (
        "left_out.csv, line 2, column key: 'amazn' is not in the packaged companies.csv; "
        "did you mean amazon or samsung or arm?"
    )
