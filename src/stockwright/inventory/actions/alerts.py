"""Alerts of items that run low: opened and resolved by what happens to the stock.

A look every minute takes the items whose stock changed since the last one, out of the events, so that a
reservation has nothing to do with alerts. Once a day all items are looked at, since items that stop selling
change without an event.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from stockwright.catalog.queries import item_of
from stockwright.inventory.actions.alerts_sql import CHANGED, OPEN, RECOVER, STATES
from stockwright.inventory.events.alerts import AlertAcknowledged, LowStock, LowStockResolved, ThresholdSet
from stockwright.inventory.models import AlertCheck, Location, LowStockAlert, LowStockThreshold
from stockwright.inventory.rules.alerts import (
    SOLD_WITHIN_DAYS,
    AlertResolved,
    check_note,
    check_threshold,
)
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked_one
from stockwright.kit.money import plain
from stockwright.kit.statements import ask, one_at_a_time, work_in_bulk
from stockwright.messaging.actions.events import emit, emit_all
from stockwright.messaging.events import Happening

_OVERLAP = timedelta(minutes=5)
"""How far back a look goes again: an event carries the moment at which its transaction began."""


class AlertsRefreshed(NamedTuple):
    """How many alerts a look opened and ended."""

    opened: int
    recovered: int


@deed("inventory.write")
def refresh_alerts(actor: Actor, *, now: datetime, everything: bool = False) -> AlertsRefreshed:
    """Open an alert for each item that ran low since the last look, and end those of items that recovered.

    Looking twice changes nothing. The first look of a day (in UTC), or with `everything`, takes all items.
    """
    one_at_a_time(actor.company_id, "alerts")
    last = AlertCheck.objects.of(actor).first()
    whole = everything or last is None or last.checked_at.date() != now.date()
    params = {"company": actor.company_id, "now": now, "since_sale": now - timedelta(days=SOLD_WITHIN_DAYS)}
    variants = None if last is None or whole else _changed(actor, last.checked_at - _OVERLAP)
    AlertCheck.objects.update_or_create(company_id=actor.company_id, defaults={"checked_at": now})
    if variants is not None and not variants:
        return AlertsRefreshed(0, 0)
    work_in_bulk(len(variants) if variants is not None else 1000)
    given = params | {"variants": variants}
    recovered = ask(RECOVER.format(states=STATES), given)
    opened = ask(OPEN.format(states=STATES), given)
    told: list[Happening] = [_recovered(row) for row in recovered if row[-1]]
    told += [LowStock(*row) for row in opened]
    emit_all(actor, told)
    return AlertsRefreshed(opened=len(opened), recovered=len(recovered))


@deed("inventory.write")
def acknowledge_alert(actor: Actor, *, alert_id: UUID, now: datetime) -> LowStockAlert:
    """Say that somebody takes care of it; a second time changes nothing."""
    alert = _locked(actor, alert_id)
    if alert.acknowledged_at is not None:
        return alert
    if alert.resolved_at is not None:
        raise AlertResolved
    alert.acknowledged_at, alert.acknowledged_by = now, actor.label
    alert.save(update_fields=["acknowledged_at", "acknowledged_by"])
    emit(actor, AlertAcknowledged(*_facts(alert)))
    return alert


@deed("inventory.write")
def resolve_alert(actor: Actor, *, alert_id: UUID, now: datetime, note: str = "") -> LowStockAlert:
    """End an alert by hand; the item alerts again only after its stock recovered once."""
    alert = _locked(actor, alert_id)
    if alert.resolved_at is not None:
        return alert
    alert.resolved_at, alert.resolved_by, alert.note = now, actor.label, check_note(note)
    alert.save(update_fields=["resolved_at", "resolved_by", "note"])
    emit(actor, LowStockResolved(*_facts(alert), actor.label, alert.note))
    return alert


@deed("inventory.write")
def set_threshold(
    actor: Actor, *, variant_id: UUID, location_id: UUID, low_stock: Decimal | None, now: datetime
) -> None:
    """Let an item count as low at a place from this quantity on; null ends the watch on that place.

    Its alerts follow at once.
    """
    check_threshold(low_stock)
    item_of(actor, variant_id)
    locked_one(Location.objects.of(actor).filter(pk=location_id), what="location")
    rows = LowStockThreshold.objects.of(actor).filter(variant_id=variant_id, location_id=location_id)
    before = rows.values_list("low_stock", flat=True).first()
    if before == low_stock:
        return
    if low_stock is None:
        rows.delete()
    else:
        LowStockThreshold.objects.update_or_create(
            company_id=actor.company_id,
            variant_id=variant_id,
            location_id=location_id,
            defaults={"low_stock": low_stock},
        )
    told = {"before": {"low_stock": _told(before)}, "after": {"low_stock": _told(low_stock)}}
    emit(actor, ThresholdSet(variant_id=variant_id, location_id=location_id, **told))
    refresh_alerts(actor, now=now)


def _changed(actor: Actor, since: datetime) -> list[UUID] | None:
    """The items whose stock or threshold changed since then; None for all of them."""
    [(variants, all_of_them)] = ask(CHANGED, {"company": actor.company_id, "since": since})
    return None if all_of_them else variants or []


def _recovered(row: tuple[Any, ...]) -> LowStockResolved:
    alert_id, variant_id, sku, location_id, available, threshold, _ = row
    return LowStockResolved(alert_id, variant_id, sku, location_id, available, threshold, "system", "")


def _locked(actor: Actor, alert_id: UUID) -> LowStockAlert:
    rows = LowStockAlert.objects.of(actor).select_related("variant").filter(pk=alert_id)
    return locked_one(rows, what="alert")


def _facts(alert: LowStockAlert) -> tuple[UUID, UUID, str, UUID | None, Decimal, Decimal]:
    return alert.pk, alert.variant_id, alert.variant.sku, alert.location_id, alert.available, alert.threshold


def _told(low_stock: Decimal | None) -> str | None:
    return None if low_stock is None else plain(low_stock)
