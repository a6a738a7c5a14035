"""What runs low, and what ran low before."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from stockwright.inventory.models import LowStockAlert, LowStockThreshold
from stockwright.inventory.rules.alerts import InvalidAlert
from stockwright.kit.actor import Actor
from stockwright.kit.paging import InvalidCursor, Page, decode_cursor, page_of
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import ask

STATES = ("open", "resolved")

_REPORT = """
    select a.variant_id, v.sku, p.name, a.location_id, coalesce(pl.name, ''), t.on_hand, t.reserved, t.inbound,
        t.available, a.threshold, greatest(a.threshold - t.available, 0), a.opened_at
    from inventory_lowstockalert a
    join catalog_variant v on v.company_id = a.company_id and v.id = a.variant_id
    join catalog_product p on p.company_id = a.company_id and p.id = v.product_id
    left join inventory_location pl on pl.company_id = a.company_id and pl.id = a.location_id
    cross join lateral (
        select coalesce(sum(l.on_hand), 0) as on_hand, coalesce(sum(l.reserved), 0) as reserved,
            coalesce(sum(l.inbound), 0) as inbound,
            coalesce(sum(l.on_hand - l.reserved - l.outbound), 0) as available
        from inventory_level l
        join inventory_location w on w.company_id = l.company_id and w.id = l.location_id
        where l.company_id = %(company)s and l.variant_id = a.variant_id
            and (l.location_id = a.location_id or a.location_id is null and w.sells)
    ) t
    where a.company_id = %(company)s and a.recovered_at is null
    order by t.available - a.threshold, v.sku, a.location_id nulls first
    limit %(limit)s
"""


@dataclass(frozen=True)
class AlertRow:
    """An alert; without a place it is about the whole company. `available` is what was free when it opened."""

    id: UUID
    variant_id: UUID
    sku: str
    name: str
    location_id: UUID | None
    location: str
    opened_at: datetime
    available: Decimal
    threshold: Decimal
    acknowledged_at: datetime | None
    acknowledged_by: str
    resolved_at: datetime | None
    resolved_by: str
    note: str


@dataclass(frozen=True)
class LowItem:
    """An item that is low now: what is there, what is on its way, and what lacks to its threshold."""

    variant_id: UUID
    sku: str
    name: str
    location_id: UUID | None
    location: str
    on_hand: Decimal
    reserved: Decimal
    inbound: Decimal
    available: Decimal
    threshold: Decimal
    lacks: Decimal
    since: datetime


def alerts_page(
    actor: Actor, *, state: str = "open", search: str = "", cursor: str = "", limit: int = 50
) -> Page[AlertRow]:
    """Alerts, the newest first: open ones by when they opened, resolved ones by when they ended."""
    if state not in STATES:
        raise InvalidAlert(detail=f"There is no state “{state}”. Use open or resolved.")
    at = "opened_at" if state == "open" else "resolved_at"
    rows = LowStockAlert.objects.of(actor).filter(resolved_at__isnull=state == "open")
    rows = rows.select_related("variant__product", "location")
    if search:
        rows = rows.filter(Q(variant__sku__icontains=search) | Q(variant__product__name__icontains=search))
    if cursor:
        moment, key = _place(cursor)
        rows = rows.filter(Q(**{f"{at}__lt": moment}) | Q(**{at: moment, "pk__lt": key}))
    found = [_row(alert) for alert in rows.order_by(f"-{at}", "-pk")[: limit + 1]]
    return page_of(found, limit, key=lambda row: (getattr(row, at).isoformat(), row.id))


def alert_of(actor: Actor, alert_id: UUID) -> AlertRow:
    """One alert; NotFound where there is none."""
    rows = LowStockAlert.objects.of(actor).select_related("variant__product", "location")
    alert = rows.filter(pk=alert_id).first()
    if alert is None:
        raise NotFound(what="alert")
    return _row(alert)


def alert_counts(actor: Actor) -> dict[str, int]:
    """How many alerts are open, and how many of these nobody has acknowledged."""
    rows = LowStockAlert.objects.of(actor).filter(resolved_at=None)
    return {"open": rows.count(), "new": rows.filter(acknowledged_at=None).count()}


def low_items(actor: Actor, *, limit: int = 500) -> list[LowItem]:
    """What is low now, what lacks most first; alerts that a person ended are among them."""
    return [LowItem(*row) for row in ask(_REPORT, {"company": actor.company_id, "limit": limit})]


def thresholds_of(actor: Actor, variant_id: UUID) -> dict[UUID, Decimal]:
    """From which quantity on an item is low at each place that is watched on its own."""
    rows = LowStockThreshold.objects.of(actor).filter(variant_id=variant_id)
    return dict(rows.values_list("location_id", "low_stock"))


def _place(cursor: str) -> tuple[datetime, UUID]:
    moment, key = decode_cursor(cursor, 2)
    try:
        return datetime.fromisoformat(moment), UUID(key)
    except ValueError as error:
        raise InvalidCursor from error


def _row(alert: LowStockAlert) -> AlertRow:
    return AlertRow(
        id=alert.pk,
        variant_id=alert.variant_id,
        sku=alert.variant.sku,
        name=alert.variant.product.name,
        location_id=alert.location_id,
        location=alert.location.name if alert.location else "",
        opened_at=alert.opened_at,
        available=alert.available,
        threshold=alert.threshold,
        acknowledged_at=alert.acknowledged_at,
        acknowledged_by=alert.acknowledged_by,
        resolved_at=alert.resolved_at,
        resolved_by=alert.resolved_by,
        note=alert.note,
    )
