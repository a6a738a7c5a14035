"""What went missing, by reason and month; what moved, by kind and month."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from stockwright.insights.queries.periods import Period, value_column
from stockwright.kit.actor import Actor
from stockwright.kit.statements import ask

# What was taken back never was a loss, and taking back a gain is none either.
_LOSSES = """
    select date_trunc('month', m.happened_at at time zone %(zone)s)::date as month, m.kind,
        coalesce(nullif(m.reason, ''), m.kind) as reason, count(*), -sum(m.quantity), -sum(m.{value})
    from inventory_movement m
    where m.company_id = %(company)s and m.kind in ('count', 'adjustment', 'waste') and m.quantity < 0
        and m.happened_at >= %(begin)s and m.happened_at < %(end)s and m.reverses is null
        and not exists (
            select 1 from inventory_movement r where r.company_id = %(company)s and r.reverses = m.id
        )
    group by 1, 2, 3 order by 1, 6 desc, 3
"""

_FLOWS = """
    select date_trunc('month', m.happened_at at time zone %(zone)s)::date as month, m.kind, count(*),
        coalesce(sum(m.quantity) filter (where m.quantity > 0), 0),
        coalesce(-sum(m.quantity) filter (where m.quantity < 0), 0), sum(m.{value})
    from inventory_movement m
    where m.company_id = %(company)s and m.kind not in ('reserve', 'release')
        and m.happened_at >= %(begin)s and m.happened_at < %(end)s
    group by 1, 2 order by 1, 2
"""


class Loss(NamedTuple):
    """Pieces that a month lost for a reason; a loss is above zero."""

    month: date
    kind: str
    reason: str
    movements: int
    pieces: Decimal
    value: Decimal


class Flow(NamedTuple):
    """What a month's movements of one kind brought in and took out; `value` is what they changed."""

    month: date
    kind: str
    movements: int
    pieces_in: Decimal
    pieces_out: Decimal
    value: Decimal


def shrinkage(actor: Actor, period: Period) -> list[Loss]:
    """What counts found missing, was written off or adjusted away, by month, the dearest reason first."""
    rows = ask(_LOSSES.format(value=value_column(actor)), period.params(actor))
    return [Loss(*row) for row in rows]


def flows(actor: Actor, period: Period) -> list[Flow]:
    """Every kind of movement by month."""
    return [Flow(*row) for row in ask(_FLOWS.format(value=value_column(actor)), period.params(actor))]
