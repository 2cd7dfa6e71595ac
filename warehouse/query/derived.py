"""The computed numbers of a company's marts, each with its rule and the figures it is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

import duckdb

from warehouse.query.evidence import Audit
from warehouse.query.leaves import keys_of, leaves
from warehouse.query.lookup import Line

_MARGINS = """
    select
        company_id, ticker, {segment}, fiscal_label, period_start, period_end, basis, currency,
        known_at, unnest([
            {{'metric': 'gross_profit', 'value': gross_profit,
                'unit': currency, 'reason': gross_profit_reason,
                'rule': coalesce(gross_profit_rule, 'revenue − cost of revenue'),
                'ids': [revenue_figure_id, cost_of_revenue_figure_id], 'signs': ['', '−'],
                'is_shown': gross_profit_figure_id is null}},
            {{'metric': 'gross_margin', 'value': gross_margin, 'unit': 'pure',
                'reason': gross_margin_reason,
                'rule': if(gross_profit_figure_id is null,
                    '(revenue − cost of revenue) / revenue', 'gross profit / revenue'),
                'ids': if(gross_profit_figure_id is null,
                    [revenue_figure_id, cost_of_revenue_figure_id],
                    [gross_profit_figure_id, revenue_figure_id]),
                'signs': if(gross_profit_figure_id is null, ['', '−'], ['', '÷']),
                'is_shown': true}},
            {{'metric': 'operating_margin', 'value': operating_margin, 'unit': 'pure',
                'reason': operating_margin_reason, 'rule': 'operating income / revenue',
                'ids': [operating_income_figure_id, revenue_figure_id], 'signs': ['', '÷'],
                'is_shown': true}}
        ]) as one
    from mart.{relation}
    where company_id = $company
"""
_RATIO = """
    select
        company_id, ticker, {segment}, fiscal_label, period_start, period_end, basis,
        {unit} as currency, known_at, {{
            'metric': '{metric}', 'value': {metric}, 'unit': 'pure', 'reason': {metric}_reason,
            'rule': '{rule}', 'ids': {ids}, 'signs': {signs}, 'is_shown': true
        }} as one
    from mart.{relation}
    where company_id = $company and ({metric} is not null or {metric}_reason is not null)
"""
_WATCH = """
    select
        company_id, ticker, null as segment, null as breakdown, null as parent, fiscal_label,
        period_start, period_end, basis, currency, known_at, {
            'metric': 'watch_' || signal, 'value': value, 'unit': unit, 'reason': reason,
            'rule': 'signal ' || signal || ' of the watchlist',
            'ids': figure_ids, 'signs': []::varchar[], 'is_shown': true
        } as one
    from mart.watchlist
    where company_id = $company and (value is not null or direction is not null)
"""
_SURPRISE = """
    select
        company_id, ticker, segment, breakdown, parent, fiscal_label, period_start, period_end,
        basis, unit as currency, actual_known_at as known_at, {
            'metric': 'surprise_' || metric, 'value': surprise, 'unit': unit, 'reason': reason,
            'rule': 'what came − the middle of what was expected on ' || known_at::date,
            'ids': list_concat(actual_figure_ids, figure_ids), 'signs': []::varchar[],
            'is_shown': true
        } as one
    from mart.guidance
    where company_id = $company and surprise is not null and is_latest
"""
_WHOLE = "null as segment, null as breakdown, null as parent"
_PART = "segment, breakdown, parent"
_CHANGE = ("revenue_growth", "revenue / that of the year before − 1", "revenue")
_PROFIT = (
    "operating_income_growth", "operating income / that of the year before − 1", "operating_income",
)  # fmt: skip


def _growth(relation: str, segment: str) -> list[str]:
    return [
        _RATIO.format(
            segment=segment, metric=metric, rule=rule, relation=relation, unit="currency",
            ids=f"[{of}_figure_id, prior_{of}_figure_id]", signs="['', '÷']",
        )
        for metric, rule, of in (_CHANGE, _PROFIT)
    ]  # fmt: skip


_CAPEX = _RATIO.format(
    segment=_WHOLE, metric="capex_to_revenue", rule="capital expenditures / revenue",
    relation="capex_intensity", unit="currency",
    ids="list_concat(capital_expenditures_figure_ids, revenue_figure_ids)",
    signs="[]::varchar[]",
) + " and period_type = 'FY'"  # fmt: skip
_ALL = (
    _MARGINS.format(segment=_WHOLE, relation="company_margin"),
    _MARGINS.format(segment=_PART, relation="segment_margin"),
    *_growth("segment_growth", _PART),
    _CAPEX,
    _WATCH,
    _SURPRISE,
)
_DERIVED = "\nunion all by name\n".join(_ALL)


def company_numbers(con: duckdb.DuckDBPyConnection, company: str) -> list[Audit]:
    """Every current figure of a company and every number computed from them, without duplicates."""
    rows = con.execute(
        "select figure_key from stg.current_figure where company_id = ?", [company]
    ).fetchall()
    cursor = con.execute(_DERIVED, {"company": company})
    names = [column[0] for column in cursor.description or ()]
    made = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    keys = keys_of(con, {one for row in made for one in row["one"]["ids"] if one})
    found = leaves(con, sorted({str(key) for (key,) in rows} | set(keys.values())))
    figures = {one: found[key] for one, key in keys.items() if key in found}
    own = [one for one in found.values() if one.company_id == company]
    numbers = {one.key: one for one in own}
    for row in made:
        if row["one"]["is_shown"] and row["one"]["value"] is not None:
            number = _number(row, figures)
            numbers.setdefault(number.key, number)
    return list(numbers.values())


def derived_key(row: Mapping[str, Any], metric: str) -> str:
    """16 hex digits that identify a computed number, from the grain of its row in a mart."""
    names = (
        "company_id", "segment", "breakdown", "parent", "fiscal_label", "period_start",
        "period_end", "basis",
    )  # fmt: skip
    parts = [metric, *(str(row.get(name)) for name in names), str(_currency(row))]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def _currency(row: Mapping[str, Any]) -> object:
    return row["currency"] if "currency" in row else row.get("unit")


def _number(row: Mapping[str, Any], figures: Mapping[str, Audit]) -> Audit:
    one = row["one"]
    operands = tuple(figures[name] for name in one["ids"] if name in figures)
    start: date | None = row["period_start"]
    line = Line(
        row["segment"], row["breakdown"], row["parent"], row["fiscal_label"], start,
        row["period_end"], row["basis"], one["unit"] or "pure",
    )  # fmt: skip
    signs = tuple(one["signs"])
    return Audit(
        row["company_id"], row["ticker"], one["metric"], line, one["value"],
        None, one["rule"], None, None,
        operands=operands, signs=signs if len(signs) == len(operands) else (),
        known_at=row["known_at"], key=derived_key(row, one["metric"]),
    )  # fmt: skip
