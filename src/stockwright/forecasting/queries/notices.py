"""Changes in the demand of items."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from stockwright.catalog.queries import item_of
from stockwright.engine.demand.notices import NoticeKind
from stockwright.forecasting.models import DemandNotice
from stockwright.kit.actor import Actor
from stockwright.kit.paging import Page, decode_day_and_id, page_of


@dataclass(frozen=True)
class NoticeRow:
    """An item sells otherwise since a day: pieces per day in stock `before` and `now`; closed: over, or usual."""

    id: UUID
    variant_id: UUID
    sku: str
    name: str
    location_id: UUID
    location: str
    kind: NoticeKind
    since: date
    before: float
    now: float
    opened_on: date
    seen_on: date
    closed_on: date | None


def notices_page(
    actor: Actor,
    *,
    variant_id: UUID | None = None,
    kind: str = "",
    with_closed: bool = False,
    cursor: str = "",
    limit: int = 50,
) -> Page[NoticeRow]:
    """Changes in demand, those noticed last first; without those that are over or have become usual."""
    rows = DemandNotice.objects.of(actor).select_related("variant__product", "location")
    if variant_id is not None:
        item_of(actor, variant_id)
        rows = rows.filter(variant_id=variant_id)
    if kind:
        rows = rows.filter(kind=kind)
    if not with_closed:
        rows = rows.filter(closed_on=None)
    if cursor:
        rows = rows.filter(_after(cursor))
    found = [_row(row) for row in rows.order_by("-opened_on", "-id")[: limit + 1]]
    return page_of(found, limit, key=lambda row: (row.opened_on, row.id))


def notice_counts(actor: Actor) -> dict[str, int]:
    """How many notices of each kind are open."""
    kinds = DemandNotice.objects.of(actor).filter(closed_on=None).values_list("kind", flat=True)
    found = list(kinds)
    return {kind: found.count(kind) for kind in NoticeKind if kind in found}


def _after(cursor: str) -> Q:
    on, key = decode_day_and_id(cursor)
    return Q(opened_on__lt=on) | Q(opened_on=on, id__lt=key)


def _row(row: DemandNotice) -> NoticeRow:
    return NoticeRow(
        id=row.pk,
        variant_id=row.variant_id,
        sku=row.variant.sku,
        name=row.variant.product.name,
        location_id=row.location_id,
        location=row.location.name,
        kind=NoticeKind(row.kind),
        since=row.since,
        before=row.before,
        now=row.now,
        opened_on=row.opened_on,
        seen_on=row.seen_on,
        closed_on=row.closed_on,
    )
