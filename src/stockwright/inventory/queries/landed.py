"""Costs that came with goods: what they were divided over, and what became of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from stockwright.inventory.models import LandedCost, LandedCostLine
from stockwright.inventory.rules.landed import Received
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO
from stockwright.kit.paging import Page, decode_cursor, page_of
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import ask

_RECEIVED = """
    select m.posting_id, m.variant_id, m.location_id, sum(m.quantity),
        sum(coalesce(round(m.quantity * m.unit_cost, 4), m.fifo_value))
    from inventory_movement m
    where m.company_id = %(company)s and m.posting_id = any(%(postings)s) and m.kind = 'receipt'
        and m.quantity > 0 and m.reverses is null and not exists (
            select from inventory_movement r where r.company_id = m.company_id and r.reverses = m.id
        )
    group by 1, 2, 3 order by min(m.id)
"""

_POSTINGS = """
    select distinct posting_id from inventory_movement
    where company_id = %(company)s and variant_id = any(%(variants)s) and kind = 'receipt'
        and ref_type = %(ref_type)s and ref_id = %(ref_id)s and posting_id is not null
"""


@dataclass(frozen=True)
class LandedLine:
    """A line's share of a cost, and what of it left with goods sold already."""

    variant_id: UUID
    sku: str
    name: str
    location_id: UUID
    location: str
    quantity: Decimal
    share: Decimal
    average_value: Decimal
    fifo_value: Decimal

    @property
    def average_variance(self) -> Decimal:
        """What is cost of goods sold by moving average."""
        return self.share - self.average_value

    @property
    def fifo_variance(self) -> Decimal:
        """What is cost of goods sold first in, first out."""
        return self.share - self.fifo_value


@dataclass(frozen=True)
class LandedView:
    """A cost with its lines."""

    id: UUID
    kind: str
    amount: Decimal
    divided_by: str
    document: str
    note: str
    happened_at: datetime
    by: str
    posting_id: UUID | None
    undone_at: datetime | None
    undone_by: str
    lines: tuple[LandedLine, ...]

    @property
    def average_variance(self) -> Decimal:
        """What is cost of goods sold by moving average."""
        return sum((line.average_variance for line in self.lines), ZERO)

    @property
    def fifo_variance(self) -> Decimal:
        """What is cost of goods sold first in, first out."""
        return sum((line.fifo_variance for line in self.lines), ZERO)


def received_by(actor: Actor, posting_ids: Collection[UUID]) -> list[Received]:
    """What these postings received and nobody undid, a line for each item, place and posting."""
    rows = ask(_RECEIVED, {"company": actor.company_id, "postings": list(posting_ids)})
    return [Received(*row) for row in rows]


def receipts_of(actor: Actor, *, ref_type: str, ref_id: str, variant_ids: Collection[UUID]) -> list[UUID]:
    """The postings by which a document received these items."""
    asked = {"company": actor.company_id, "variants": list(variant_ids), "ref_type": ref_type, "ref_id": ref_id}
    return [posting_id for (posting_id,) in ask(_POSTINGS, asked)]


def landed_cost(actor: Actor, cost_id: UUID) -> LandedView:
    """One cost with its lines; NotFound for another company's."""
    cost = LandedCost.objects.of(actor).filter(pk=cost_id).first()
    if cost is None:
        raise NotFound(what="landed cost")
    return _views(actor, [cost])[0]


def landed_costs(actor: Actor, *, cursor: str = "", limit: int = 50) -> Page[LandedView]:
    """Costs with their lines, the newest first."""
    costs = LandedCost.objects.of(actor).order_by("-id")
    if cursor:
        costs = costs.filter(pk__lt=decode_cursor(cursor, 1)[0])
    views = _views(actor, list(costs[: limit + 1]))
    return page_of(views, limit, key=lambda view: (str(view.id),))


def _views(actor: Actor, costs: list[LandedCost]) -> list[LandedView]:
    lines: dict[UUID, list[LandedLine]] = {}
    rows = LandedCostLine.objects.of(actor).filter(cost_id__in=[cost.pk for cost in costs])
    for row in rows.select_related("variant__product", "location").order_by("cost_id", "number"):
        lines.setdefault(row.cost_id, []).append(_line(row))
    return [
        LandedView(
            id=cost.pk,
            kind=cost.kind,
            amount=cost.amount,
            divided_by=cost.divided_by,
            document=cost.document,
            note=cost.note,
            happened_at=cost.happened_at,
            by=cost.by,
            posting_id=cost.posting_id,
            undone_at=cost.undone_at,
            undone_by=cost.undone_by,
            lines=tuple(lines.get(cost.pk, ())),
        )
        for cost in costs
    ]


def _line(row: LandedCostLine) -> LandedLine:
    return LandedLine(
        variant_id=row.variant_id,
        sku=row.variant.sku,
        name=row.variant.product.name,
        location_id=row.location_id,
        location=row.location.name,
        quantity=row.quantity,
        share=row.share,
        average_value=row.average_value,
        fifo_value=row.fifo_value,
    )
