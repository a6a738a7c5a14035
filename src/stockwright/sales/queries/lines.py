"""Sales line by line."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from stockwright.catalog.queries import item_of
from stockwright.kit.actor import Actor
from stockwright.kit.paging import Page, decode_id, page_of
from stockwright.kit.tenancy import CompanyQuerySet
from stockwright.sales.models import SaleLine


@dataclass(frozen=True)
class LineRow:
    """A line of a sale; a return has a negative quantity."""

    id: UUID
    variant_id: UUID
    sku: str
    location: str
    channel: str
    sold_at: datetime
    sold_on: date
    quantity: Decimal
    revenue: Decimal | None
    order_ref: str
    batch_id: UUID | None


def recent_lines(actor: Actor, variant_id: UUID, *, limit: int = 20) -> list[LineRow]:
    """An item's latest lines, the newest first."""
    item_of(actor, variant_id)
    lines = _lines(actor).filter(variant_id=variant_id).order_by("-sold_at", "-cause")
    return [_line(line) for line in lines[:limit]]


def sales_page(
    actor: Actor,
    *,
    variant_id: UUID | None = None,
    since: date | None = None,
    until: date | None = None,
    cursor: str = "",
    limit: int = 50,
) -> Page[LineRow]:
    """Lines of sales in the stable order of their ids, which is not that of time; days are inclusive."""
    lines = _lines(actor)
    if variant_id is not None:
        lines = lines.filter(variant_id=variant_id)
    if since is not None:
        lines = lines.filter(sold_on__gte=since)
    if until is not None:
        lines = lines.filter(sold_on__lte=until)
    if cursor:
        lines = lines.filter(cause__gt=decode_id(cursor))
    rows = [_line(line) for line in lines.order_by("cause")[: limit + 1]]
    return page_of(rows, limit, key=lambda row: (row.id,))


def _lines(actor: Actor) -> CompanyQuerySet[SaleLine]:
    return SaleLine.objects.of(actor).select_related("variant", "location")


def _line(line: SaleLine) -> LineRow:
    return LineRow(
        id=line.cause,
        variant_id=line.variant_id,
        sku=line.variant.sku,
        location=line.location.name,
        channel=line.channel,
        sold_at=line.sold_at,
        sold_on=line.sold_on,
        quantity=line.quantity,
        revenue=line.revenue,
        order_ref=line.order_ref,
        batch_id=line.batch_id,
    )
