"""Two sides of the books held against each other: what has to be, and what is."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from stockwright.kit.actor import Actor
from stockwright.kit.statements import ask

MOST = 100
"""How many differences are told one by one; the rest is counted."""

# One statement, so that both sides are of one moment. Its first row counts, the others are the differences.
_COMPARE = """
    with wanted as (
        select subject, variant_id, location_id, sum(amount) as amount from ({wanted}) w group by 1, 2, 3
    ), found as (
        select subject, variant_id, location_id, sum(amount) as amount from ({found}) f group by 1, 2, 3
    ), sides as materialized (
        select subject, variant_id, location_id, coalesce(w.amount, 0) as wanted, coalesce(f.amount, 0) as found
        from wanted w full join found f using (subject, variant_id, location_id)
    ), wrong as (
        select * from sides where wanted <> found order by variant_id, location_id, subject limit %(most)s
    )
    select null as subject, null::uuid as variant_id, null as sku, null::uuid as location_id, null as location,
        count(*)::numeric as wanted, (count(*) filter (where wanted <> found))::numeric as found from sides
    union all
    select * from (
        select d.subject, d.variant_id, coalesce(v.sku, ''), d.location_id, coalesce(p.name, ''), d.wanted, d.found
        from wrong d
        left join catalog_variant v on v.company_id = %(company)s and v.id = d.variant_id
        left join inventory_location p on p.company_id = %(company)s and p.id = d.location_id
        order by v.sku, p.name, d.subject
    ) told
"""


@dataclass(frozen=True)
class Disagreement:
    """An item at a place where one side of the books says other than the other; `subject` says of what."""

    subject: str
    variant_id: UUID | None
    sku: str
    location_id: UUID | None
    location: str
    wanted: Decimal
    found: Decimal


@dataclass(frozen=True)
class Comparison:
    """How many rows were held against each other, how many disagree, and the first of these."""

    compared: int
    different: int
    rows: tuple[Disagreement, ...]


def compared(actor: Actor, *, wanted: str, found: str, most: int = MOST) -> Comparison:
    """Two statements compared that each answer subject, variant_id, location_id and amount.

    They may name the parameter `company`; an absent row stands for zero.
    """
    statement = _COMPARE.format(wanted=wanted, found=found)
    counts, *rows = ask(statement, {"company": actor.company_id, "most": most})
    return Comparison(int(counts[5]), int(counts[6]), tuple(Disagreement(*row) for row in rows))


def told(rows: tuple[Disagreement, ...], *, compared: int) -> Comparison:
    """Differences that were found in another way."""
    return Comparison(compared, len(rows), rows[:MOST])
