"""Every construct of inline XBRL, one at a time, on markup written by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.errors import DocumentError
from extractors.kinds import is_inline_xbrl
from extractors.model import Duration, Fact, Instant, Locator
from extractors.xbrl.instance import Instance, read
from extractors.xbrl.parse import parse, rebound_prefixes
from tests.builders.ixbrl_filing import (
    CIK,
    END24,
    FY24,
    NAMESPACES,
    OPERATING,
    context,
    page,
    segment,
    unit,
)

IXT = "http://www.xbrl.org/inlineXBRL/transformation/"
RESOURCES = "\n".join(
    [
        context("fy", FY24),
        context("chips", FY24, (segment("ChipsMember"),)),
        context("end", END24),
        *(unit(name) for name in ("USD", "USD/shares", "shares", "pure")),
    ]
)


def instance(
    body: str, resources: str = RESOURCES, *, hidden: str = "", **prefixes: str
) -> Instance:
    data = page(body, resources, hidden=hidden, **prefixes)
    return read(parse(data), "abc", rebound_prefixes(data))


def number(text: str, attributes: str = "", concept: str = "us-gaap:Revenues") -> str:
    """An ix:nonFraction of the year in dollars; `attributes` may override nothing but add."""
    given = {"contextRef": "fy", "unitRef": "USD", "decimals": "-6", "scale": "6"}
    written = "".join(f' {k}="{v}"' for k, v in given.items() if f"{k}=" not in attributes)
    return f'<ix:nonFraction name="{concept}"{written} {attributes}>{text}</ix:nonFraction>'


def facts(body: str, resources: str = RESOURCES, **prefixes: str) -> list[Fact]:
    found = instance(body, resources, **prefixes)
    assert found.refusals == []
    return [tagged.fact for tagged in found.tagged]


def fact(body: str, resources: str = RESOURCES, **prefixes: str) -> Fact:
    (only,) = facts(body, resources, **prefixes)
    return only


def refusal_of(body: str, resources: str = RESOURCES) -> tuple[str, str, Locator | None]:
    found = instance(body, resources)
    assert found.tagged == []
    (only,) = found.refusals
    return only.reason, only.what, only.locator


def test_a_number_with_all_that_it_says():
    assert fact(number("60,922", 'id="f-7" format="ixt:num-dot-decimal"')) == Fact(
        document="abc",
        concept="us-gaap:Revenues",
        period=Duration(date(2024, 1, 1), date(2024, 12, 31)),
        members=frozenset(),
        value=Decimal(60_922_000_000),
        unit="USD",
        decimals=-6,
        quote="60,922",
        locator=Locator("xbrl_id", "f-7"),
        entity=CIK,
    )


@pytest.mark.parametrize(
    ("text", "attributes", "value"),
    [
        ("1", 'scale="9"', 1_000_000_000),
        ("1", 'scale="0"', 1),
        ("75.0", 'scale="-2" unitRef="pure"', Decimal("0.75")),
        ("12.5", 'scale="6" sign="-"', -12_500_000),
        ("0", 'sign="-"', 0),
        (".5", 'scale="0"', Decimal("0.5")),
        ("7.", 'scale="0"', 7),
        ("  42\n ", 'scale="0"', 42),
    ],
)
def test_scale_and_sign_are_applied(text, attributes, value):
    assert fact(number(text, attributes)).value == value


def test_a_missing_scale_is_the_number_itself():
    body = '<ix:nonFraction name="us-gaap:Revenues" contextRef="fy" unitRef="USD" decimals="0">5</ix:nonFraction>'
    assert fact(body).value == 5


@pytest.mark.parametrize(
    ("attributes", "decimals"),
    [
        ('decimals="-6"', -6),
        ('decimals="-8"', -8),
        ('decimals="0"', 0),
        ('decimals="2"', 2),
        ('decimals="INF"', None),
    ],
)
def test_decimals(attributes, decimals):
    assert fact(number("5", attributes)).decimals == decimals


def test_nil_is_no_value_and_not_zero():
    nil = fact(number("", 'xsi:nil="true"'))
    assert nil.value is None
    assert fact(number("5", 'xsi:nil="false"')).value == 5_000_000


def test_a_fraction_is_divided():
    body = (
        '<ix:fraction name="own:Ratio" contextRef="fy" unitRef="pure">'
        '<ix:numerator format="ixt:num-dot-decimal">1,000</ix:numerator> of '
        '<ix:denominator scale="3">8</ix:denominator></ix:fraction>'
    )
    third = fact(body)
    assert (third.value, third.unit, third.quote) == (Decimal("0.125"), "pure", "1,000 of 8")


@pytest.mark.parametrize(
    "inside",
    [
        "<ix:numerator>1</ix:numerator>",
        "<ix:denominator>1</ix:denominator>",
        "<ix:numerator>1</ix:numerator><ix:denominator>0</ix:denominator>",
        "<ix:numerator>one</ix:numerator><ix:denominator>2</ix:denominator>",
    ],
)
def test_a_broken_fraction_is_refused(inside):
    body = f'<ix:fraction id="r" name="own:Ratio" contextRef="fy" unitRef="pure">{inside}</ix:fraction>'
    assert refusal_of(body)[::2] == ("bad_amount", Locator("xbrl_id", "r"))


def test_numbers_inside_numbers_and_inside_text_are_facts_each():
    inner = number("300", 'id="inner"', "own:OfWhichChips")
    outer = number(inner, 'id="outer"')
    text = f'<ix:nonNumeric name="us-gaap:RevenueTextBlock" contextRef="fy">We sold {outer}.</ix:nonNumeric>'
    found = facts(text)
    assert [(f.concept, f.value, f.quote, f.locator.place) for f in found] == [
        ("us-gaap:Revenues", 300_000_000, "300", "outer"),
        ("own:OfWhichChips", 300_000_000, "300", "inner"),
    ]


def test_markup_comments_and_excluded_text_inside_a_number_are_passed_over():
    text = "1,<b>3</b><!-- page 4 --><ix:exclude>Page 4</ix:exclude>00"
    read_fact = fact(number(text, 'format="ixt:num-dot-decimal"'))
    assert (read_fact.value, read_fact.quote) == (1_300_000_000, "1,300")


def test_a_text_is_continued_elsewhere_without_what_it_excludes():
    body = (
        '<p><ix:nonNumeric name="dei:EntityRegistrantName" contextRef="fy" continuedAt="c1">Quartz '
        "<ix:exclude>Page 1</ix:exclude>&amp;</ix:nonNumeric></p>"
        '<p><ix:continuation id="c2">Inc.</ix:continuation></p>'
        '<p><ix:continuation id="c1" continuedAt="c2">Sand</ix:continuation></p>'
    )
    assert instance(body).texts == {"dei:EntityRegistrantName": "Quartz & Sand Inc."}


@pytest.mark.parametrize("following", ["c1", "nowhere"])
def test_a_continuation_in_a_circle_or_to_nowhere_ends(following):
    body = (
        '<ix:nonNumeric name="dei:TradingSymbol" contextRef="fy" continuedAt="c1">QZ</ix:nonNumeric>'
        f'<ix:continuation id="c1" continuedAt="{following}">SD</ix:continuation>'
    )
    assert instance(body).texts == {"dei:TradingSymbol": "QZ SD"}


def test_a_number_inside_a_continuation_is_a_fact():
    body = f'<ix:continuation id="c1"><p>{number("5")}</p></ix:continuation>'
    assert fact(body).value == 5_000_000


def test_the_hidden_section_is_read_and_marked():
    found = instance(number("1"), hidden=number("2"))
    assert [(one.fact.value, one.is_hidden) for one in found.tagged] == [
        (2_000_000, True),
        (1_000_000, False),
    ]


def test_only_texts_of_the_cover_without_members_are_kept_and_the_first_wins():
    def text(concept: str, words: str, where: str = "fy") -> str:
        return f'<ix:nonNumeric name="{concept}" contextRef="{where}">{words}</ix:nonNumeric>'

    body = (
        text("dei:TradingSymbol", "QZSD-WS", "chips")
        + text("dei:TradingSymbol", "QZSD")
        + text("dei:TradingSymbol", "OTHER")
        + text("us-gaap:RevenueTextBlock", "long")
        + text("dei:DocumentType", "10-K", "nowhere")
    )
    assert instance(body).texts == {"dei:TradingSymbol": "QZSD"}


# ------------------------------------------------------------------ transformations


@pytest.mark.parametrize(
    ("registry", "form", "text", "value"),
    [
        ("2010-04-20", "numcommadot", "1,234.5", "1234.5"),
        ("2010-04-20", "numdotcomma", "1.234,5", "1234.5"),
        ("2010-04-20", "numdash", "-", "0"),
        ("2011-07-31", "numdotdecimal", "60,922", "60922"),
        ("2011-07-31", "zerodash", "—", "0"),
        ("2015-02-26", "numdotdecimal", "60,922", "60922"),
        ("2015-02-26", "numcommadecimal", "60.922,1", "60922.1"),
        ("2020-02-12", "num-dot-decimal", "60,922", "60922"),
        ("2020-02-12", "fixed-zero", "—", "0"),
        ("2020-02-12", "fixed-zero", "None", "0"),
        ("2022-02-16", "num-comma-decimal", "60.922", "60922"),
    ],
)
def test_numbers_of_every_registry(registry, form, text, value):
    body = number(text, f'scale="0" format="t:{form}"')
    assert fact(body, t=IXT + registry).value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("one", 1), ("no", 0), ("Twenty-five", 25), ("two hundred and six", 206)],
)
def test_worded_numbers(text, value):
    assert fact(number(text, 'scale="0" format="ixt-sec:numwordsen"')).value == value


def test_the_prefix_of_a_registry_is_only_a_name():
    assert (
        fact(number("1.300", 'format="q:num-comma-decimal"'), q=IXT + "2022-02-16").quote == "1.300"
    )
    assert fact(number("1.300", 'format="ixt:num-dot-decimal"')).value == 1_300_000


@pytest.mark.parametrize(
    ("form", "text", "value"),
    [
        ("ixt:date-monthname-day-year-en", "January 26, 2025", "2025-01-26"),
        ("old:datemonthdayyearen", "Sept. 28, 2024", "2024-09-28"),
        ("first:datelongus", "December 31, 2024", "2024-12-31"),
        ("ixt:date-monthname-day-en", "December 31", "--12-31"),
        ("ixt-sec:boolballotbox", "☒", "true"),
        ("ixt:fixed-false", "no", "false"),
    ],
)
def test_dates_and_marks_of_the_cover(form, text, value):
    body = f'<ix:nonNumeric name="dei:Something" contextRef="fy" format="{form}">{text}</ix:nonNumeric>'
    found = instance(body, old=IXT + "2015-02-26", first=IXT + "2010-04-20")
    assert (found.texts, found.refusals) == ({"dei:Something": value}, [])


def test_a_cover_text_that_breaks_its_format_is_refused():
    body = '<ix:nonNumeric name="dei:DocumentPeriodEndDate" contextRef="fy" format="ixt:date-month-day-year">soon</ix:nonNumeric>'
    found = instance(body)
    assert found.texts == {}
    assert [refusal.reason for refusal in found.refusals] == ["bad_amount"]


@pytest.mark.parametrize(
    ("text", "attributes"),
    [
        ("", ""),  # nothing, and not nil
        ("—", 'format="ixt:num-dot-decimal"'),
        ("1,2x4", 'format="ixt:num-dot-decimal"'),
        ("-5", ""),  # a sign stands in its attribute
        ("(5)", 'format="ixt:num-dot-decimal"'),
        ("5", 'format="ixt:numdotdecimal"'),  # a name of another registry
        ("5", 'format="unknown:num-dot-decimal"'),
        ("5", 'scale="six"'),
        ("5", 'scale="9999999"'),
        ("5", 'decimals="many"'),
        ("1e5", ""),
        ("1,300", ""),  # without a format only plain digits
        ("NaN", ""),
        ("٣", ""),  # digits of another script
    ],
)
def test_what_is_no_amount_is_refused_with_its_place(text, attributes):
    reason, what, locator = refusal_of(number(text, f'id="f-3" {attributes}'))
    assert (reason, locator) == ("bad_amount", Locator("xbrl_id", "f-3"))
    assert "us-gaap:Revenues" in what
    assert "\n" not in what


# ------------------------------------------------------------------ contexts and units


def test_a_missing_context_or_unit_is_refused():
    reason, what, locator = refusal_of(number("5", 'id="f-1" contextRef="nowhere"'))
    assert (reason, locator) == ("missing_context", Locator("xbrl_id", "f-1"))
    assert what == "us-gaap:Revenues: context 'nowhere'"
    reason, what, _ = refusal_of(number("5", 'unitRef="florins"'))
    assert (reason, what) == ("missing_unit", "us-gaap:Revenues: unit 'florins'")


def test_a_refusal_costs_its_fact_alone():
    found = instance(number("5", 'contextRef="nowhere"') + number("6") + number("x"))
    assert [one.fact.value for one in found.tagged] == [6_000_000]
    assert [refusal.reason for refusal in found.refusals] == ["missing_context", "bad_amount"]


@pytest.mark.parametrize(
    "period",
    [
        "<xbrli:instant>2024-13-31</xbrli:instant>",
        "<xbrli:instant></xbrli:instant>",
        "<xbrli:startDate>2024-12-31</xbrli:startDate><xbrli:endDate>2024-01-01</xbrli:endDate>",
        "<xbrli:startDate>2024-12-31</xbrli:startDate>",
        "<xbrli:forever/>",
    ],
)
def test_a_context_without_a_right_period_is_refused_and_its_facts_too(period):
    broken = context("broken", END24).replace("<xbrli:instant>2024-12-31</xbrli:instant>", period)
    found = instance(number("5", 'contextRef="broken"'), RESOURCES + broken)
    assert found.tagged == []
    assert [refusal.reason for refusal in found.refusals] == ["bad_period", "missing_context"]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-12-31", date(2024, 12, 31)),
        ("2025-01-01T00:00:00", date(2024, 12, 31)),
        ("2024-12-31T24:00:00", date(2024, 12, 31)),
        ("2024-03-01T00:00:00", date(2024, 2, 29)),
        ("\n2024-12-31 ", date(2024, 12, 31)),
    ],
)
def test_midnight_at_the_start_of_a_day_ends_the_day_before(written, day):
    resources = unit("USD") + context("end", END24).replace("2024-12-31", written)
    assert fact(number("5", 'contextRef="end"'), resources).period == Instant(day)


def test_durations_with_times_start_on_their_day_and_end_the_day_before():
    resources = unit("USD") + (
        context("fy", FY24)
        .replace("2024-01-01<", "2024-01-01T00:00:00<")
        .replace("2024-12-31<", "2025-01-01T00:00:00<")
    )
    assert fact(number("5"), resources).period == FY24


def test_explicit_and_typed_members():
    typed = (
        '<xbrldi:typedMember dimension="us-gaap:StatementBusinessSegmentsAxis">'
        "<own:name> Chips\n and Boards </own:name></xbrldi:typedMember>"
    )
    members = (segment("ChipsMember"), OPERATING)
    resources = RESOURCES + context("both", FY24, members) + context("typed", FY24, extra=typed)
    both, by_type = facts(
        number("5", 'contextRef="both"') + number("6", 'contextRef="typed"'), resources
    )
    assert both.members == {
        ("us-gaap:StatementBusinessSegmentsAxis", "own:ChipsMember"),
        ("srt:ConsolidationItemsAxis", "us-gaap:OperatingSegmentsMember"),
    }
    assert by_type.members == {("us-gaap:StatementBusinessSegmentsAxis", "Chips and Boards")}


def test_members_in_the_scenario_count_as_those_in_the_segment():
    moved = context("s", FY24, (segment("ChipsMember"),))
    inside = moved[moved.index("<xbrli:segment>") : moved.index("</xbrli:entity>")]
    scenario = inside.replace("xbrli:segment", "xbrli:scenario")
    moved = moved.replace(inside, "").replace("</xbrli:period>", "</xbrli:period>" + scenario)
    assert fact(number("5", 'contextRef="s"'), RESOURCES + moved).members == {
        segment("ChipsMember")
    }


@pytest.mark.parametrize("name", ["USD", "USD/shares", "shares", "pure"])
def test_units(name):
    assert fact(number("5", f'unitRef="{name}"')).unit == name


def test_a_unit_of_several_measures_and_an_own_prefix():
    squared = (
        '<xbrli:unit id="odd"><xbrli:measure>iso4217:USD</xbrli:measure>'
        "<xbrli:measure>own:wafer</xbrli:measure></xbrli:unit>"
    )
    assert fact(number("5", 'unitRef="odd"'), RESOURCES + squared).unit == "USD*wafer"


def test_the_entity_of_the_context_is_kept():
    resources = unit("USD") + context("fy", FY24, entity="0009990042")
    assert fact(number("5"), resources).entity == "0009990042"


# ------------------------------------------------------------------ names


@pytest.mark.parametrize(
    ("uri", "concept"),
    [
        ("http://fasb.org/us-gaap/2024", "us-gaap:Revenues"),
        ("http://fasb.org/us-gaap/2019-01-31", "us-gaap:Revenues"),
        ("http://xbrl.us/us-gaap/2009-01-31", "us-gaap:Revenues"),
        ("http://fasb.org/srt/2023", "srt:Revenues"),
        ("http://xbrl.sec.gov/dei/2025", "dei:Revenues"),
        ("https://xbrl.ifrs.org/taxonomy/2024-03-27/ifrs-full", "ifrs-full:Revenues"),
        ("http://xbrl.ifrs.org/taxonomy/2014-03-05/ifrs-full", "ifrs-full:Revenues"),
        ("http://www.example.com/20241231", "gaap:Revenues"),
        ("http://fasb.org.example.com/us-gaap/2024", "gaap:Revenues"),
    ],
)
def test_the_namespace_decides_what_a_prefix_means(uri, concept):
    assert fact(number("5", concept="gaap:Revenues"), gaap=uri).concept == concept


def test_a_usurped_prefix_is_not_the_standard_taxonomy():
    usurped = fact(number("5"), us_gaap="http://www.example.com/20241231")
    assert usurped.concept == "x-us-gaap:Revenues"


def test_a_prefix_bound_again_inside_means_what_it_means_there():
    rebound = 'xmlns:us-gaap="http://www.example.com/20241231"'
    inside, outside = facts(number("5", rebound) + number("6"))
    assert inside.concept != "us-gaap:Revenues"
    assert outside.concept == "us-gaap:Revenues"


def test_axes_and_members_have_canonical_names_too():
    axis = ("gaap:StatementBusinessSegmentsAxis", "gaap:AllOtherSegmentsMember")
    resources = RESOURCES + context("other", FY24, (axis,))
    found = fact(number("5", 'contextRef="other"'), resources, gaap=NAMESPACES["us-gaap"])
    assert found.members == {
        ("us-gaap:StatementBusinessSegmentsAxis", "us-gaap:AllOtherSegmentsMember")
    }


def test_the_first_inline_namespace_is_read_too():
    assert fact(number("5"), ix="http://www.xbrl.org/2008/inlineXBRL").value == 5_000_000


# ------------------------------------------------------------------ places


def test_a_place_is_the_unique_id_or_else_the_position_among_all_tagged_elements():
    text = '<ix:nonNumeric name="dei:DocumentType" contextRef="fy">10-K</ix:nonNumeric>'
    body = (
        number("1", 'id="a"') + text + number("2") + number("3", 'id="b"') + number("4", 'id="b"')
    )
    assert [str(one.locator) for one in facts(body)] == [
        "xbrl_id:a",
        "xbrl_ordinal:3",
        "xbrl_ordinal:4",
        "xbrl_ordinal:5",
    ]


# ------------------------------------------------------------------ the parser's door


def test_the_look_at_the_bytes_knows_inline_xbrl():
    assert is_inline_xbrl(page("", ""))
    assert not is_inline_xbrl(b"<html><body>ix:nonFraction</body></html>")


def test_named_html_entities_are_read_as_their_characters():
    amount = number("1&nbsp;300", 'format="ixt:num-dot-decimal"')
    assert fact(f"<p>a&nbsp;b &mdash; {amount} &amp; &lt;</p>").value == 1_300_000_000


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (page("<p><b>5</p></b>", RESOURCES), "unreadable"),
        (page("&bogus;", RESOURCES), "unreadable"),
        (page("5 < 6", RESOURCES), "unreadable"),
    ],
)
def test_what_is_not_well_formed_is_one_clear_error(data, reason):
    with pytest.raises(DocumentError) as caught:
        parse(data)
    assert caught.value.reason == reason
    assert "\n" not in str(caught.value)


def reason_of(data: bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        parse(data)
    return caught.value.reason


WHOLE = page(number("5"), RESOURCES).strip()
CUTS = range(WHOLE.index(b"<html"), len(WHOLE), 23)


def test_a_document_cut_anywhere_is_refused():
    assert {reason_of(WHOLE[:cut]) for cut in CUTS} <= {"truncated", "unreadable"}


def test_a_document_cut_anywhere_is_called_truncated():
    assert {reason_of(WHOLE[:cut]) for cut in CUTS} == {"truncated"}


BILLION_LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL">&c;</html>"""


@pytest.mark.parametrize(
    "data",
    [
        BILLION_LAUGHS,
        b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><html>&x;</html>',
        b'<!DOCTYPE html [<!ENTITY % x SYSTEM "http://example.com/x.dtd"> %x;]><html/>',
    ],
)
def test_declared_entities_are_refused_unexpanded(data):
    with pytest.raises(DocumentError, match="entities") as caught:
        parse(data)
    assert caught.value.reason == "entity_declaration"


# ------------------------------------------------------------------ invariants


@given(
    value=st.integers(min_value=0, max_value=10**12),
    scale=st.integers(min_value=-4, max_value=9),
    negative=st.booleans(),
)
def test_the_scale_an_amount_is_printed_in_does_not_change_it(value, scale, negative):
    printed = f"{Decimal(value).scaleb(-scale):,f}"
    sign = ' sign="-"' if negative else ""
    read_fact = fact(number(printed, f'scale="{scale}"{sign} format="ixt:num-dot-decimal"'))
    assert read_fact.value == (-value if negative else value)
    assert read_fact.quote == printed


@given(st.permutations(range(6)))
def test_the_order_of_contexts_and_units_does_not_matter(order):
    pieces = [
        context("fy", FY24), context("chips", FY24, (segment("ChipsMember"),)), context("end", END24),
        unit("USD"), unit("pure"), unit("USD/shares"),
    ]  # fmt: skip
    body = number("5") + number("6", 'contextRef="chips"') + number("7", 'contextRef="end"')
    body += number("8", 'unitRef="pure"') + number("9", 'unitRef="USD/shares"')
    assert facts(body, "\n".join(pieces[at] for at in order)) == facts(body, "\n".join(pieces))
