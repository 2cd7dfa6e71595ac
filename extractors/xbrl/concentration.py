"""What part of revenue the largest customer is, from tags: rows of a note, "Customer A 13 % 11 %".

Only where the members say that it is a part of revenue, of one customer and of nothing narrower: a
part of receivables, of a segment or of several customers together is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from extractors.language.concepts import CONCENTRATION
from extractors.language.part_names import readable
from extractors.language.phrases import has
from extractors.model import Fact, Figure, Input, Period
from extractors.xbrl.facts import UniqueFact

METRIC = "customer_concentration"
WANTED = {"of": "revenue", "kind": "customer"}


def largest(
    unique_facts: Iterable[UniqueFact], known: Sequence[Figure], document: str
) -> list[tuple[UniqueFact, Figure]]:
    """The largest customer of each period of which the company's revenue is known.

    None where the largest share is of a member that may be several customers.
    """
    sold = {
        figure.period: figure
        for figure in known
        if figure.metric == "revenue" and figure.segment is None
    }
    shares: dict[Period, list[tuple[Decimal, UniqueFact, str]]] = defaultdict(list)
    for unique in unique_facts:
        fact = unique.fact
        if CONCENTRATION.get(fact.concept) != "share" or unique.is_hidden:
            continue
        name = _customer(fact)
        if fact.value is None or not 0 < fact.value <= 1 or fact.unit != "pure":
            continue
        if name and fact.period in sold and not has(name, "several_customers"):
            shares[fact.period].append((fact.value, unique, name))
    found = []
    for period, customers in shares.items():
        value, unique, name = max(customers, key=lambda one: one[0])
        if has(name, "one_customer"):
            found.append((unique, _figure(value, unique.fact, sold[period], document)))
    return found


def _customer(fact: Fact) -> str | None:
    """The name of whose share of revenue it is; None where it is a share of anything else."""
    members = {CONCENTRATION.get(axis): member for axis, member in fact.members}
    if None in members or len(members) != len(fact.members):
        return None
    whose = members.pop("whose", None)
    if whose is None or {use: CONCENTRATION.get(one) for use, one in members.items()} != WANTED:
        return None
    return readable(whose)


def _figure(value: Decimal, fact: Fact, revenue: Figure, document: str) -> Figure:
    return Figure(
        document=document, metric=METRIC, period=fact.period, period_type=revenue.period_type,
        value=value, unit="pure", rule="the largest customer's share of revenue",
        confidence="exact_tag", inputs=(Input(fact.fact_id),), basis=revenue.basis,
        decimals=fact.decimals, concept=fact.concept,
    )  # fmt: skip
