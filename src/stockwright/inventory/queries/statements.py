"""What became of the items of a batch of statements after it was taken back."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from stockwright.inventory.models import Movement, Statement
from stockwright.inventory.rules.statements import undoing_of
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import ask

MOST_TOLD = 1000


@dataclass(frozen=True)
class UndoneLine:
    """An item at a place, before and after; without `stated_at` nobody's word holds there any more."""

    variant_id: UUID
    sku: str
    location_id: UUID
    location: str
    before: Decimal
    after: Decimal
    stated_at: datetime | None


@dataclass(frozen=True)
class UndoneStock:
    """A batch that was taken back: its statements, and the largest changes that this made."""

    batch_id: UUID
    statements: int
    lines: list[UndoneLine]


_LINES = """
    with told as (
        select distinct variant_id, location_id from inventory_statement
        where company_id = %(company)s and batch_id = %(batch)s
    ), moved as (
        select variant_id, location_id, sum(quantity) as quantity from inventory_movement
        where company_id = %(company)s and posting_id = %(posting)s group by variant_id, location_id
    )
    select l.variant_id, v.sku, l.location_id, p.name, l.on_hand - coalesce(m.quantity, 0), l.on_hand, l.stated_at
    from told t
    join inventory_level l on l.company_id = %(company)s and l.variant_id = t.variant_id
        and l.location_id = t.location_id
    join catalog_variant v on v.company_id = %(company)s and v.id = t.variant_id
    join inventory_location p on p.company_id = %(company)s and p.id = t.location_id
    left join moved m on m.variant_id = t.variant_id and m.location_id = t.location_id
    order by abs(coalesce(m.quantity, 0)) desc, v.sku, p.name limit %(most)s
"""


def standing(actor: Actor, batch_id: UUID) -> int:
    """How many statements of a batch hold; NotFound where there is no such batch."""
    told = Statement.objects.of(actor).filter(batch_id=batch_id)
    if not told.exists():
        raise NotFound(what="statement of stock")
    return told.filter(undone_at=None).count()


def undone_lines(actor: Actor, batch_id: UUID) -> list[UndoneLine]:
    """The items of a batch that was taken back, the largest changes first."""
    given = {
        "company": actor.company_id,
        "batch": batch_id,
        "posting": undoing_of(batch_id),
        "most": MOST_TOLD,
    }
    return [UndoneLine(*row) for row in ask(_LINES, given)]


def batch_of_posting(actor: Actor, posting_id: UUID) -> UUID:
    """The batch of statements that made a posting, or NotFound."""
    made = Movement.objects.of(actor).filter(posting_id=posting_id, ref_type="statement")
    found = made.order_by("pk").values_list("ref_id", flat=True).first()
    if found is None:
        raise NotFound(what="posting")
    return UUID(found)
