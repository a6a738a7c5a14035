"""Telling the forecast what items will cost."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from stockwright.catalog.models import Variant
from stockwright.forecasting.events.prices import PlannedPriceDropped, PricesPlanned
from stockwright.forecasting.models import PlannedPrice
from stockwright.forecasting.rules.prices import PriceCancelled, PriceInForce, PriceTold, check_prices
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked_one
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import one_at_a_time
from stockwright.messaging.actions.events import emit


@deed("forecast.write")
def plan_prices(
    actor: Actor, *, told: Sequence[PriceTold], now: datetime, today: date, source: str
) -> list[PlannedPrice]:
    """Set prices for days to come, all or none; asking again for the same source returns what was set.

    A price from a day on for which one is planned already takes its place.
    """
    one_at_a_time(actor.company_id, "planned prices")
    if known := list(PlannedPrice.objects.of(actor).filter(source=source).order_by("id")):
        return known
    check_prices(list(told), today=today)
    items = {one.variant_id for one in told}
    costs_now = dict(Variant.objects.of(actor).filter(pk__in=items).values_list("pk", "price"))
    if len(costs_now) < len(items):
        raise NotFound(what="item")
    rows = [
        PlannedPrice(
            company_id=actor.company_id,
            variant_id=one.variant_id,
            price=one.price,
            price_before=costs_now[one.variant_id] or None,
            from_on=one.from_on,
            source=source,
            told_at=now,
            told_on=today,
            told_by=actor.label,
        )
        for one in told
    ]
    PlannedPrice.objects.bulk_create(rows)
    emit(actor, PricesPlanned(len(rows), source))
    return rows


@deed("forecast.write")
def cancel_price(actor: Actor, *, price_id: UUID, now: datetime, today: date) -> PlannedPrice:
    """Take a planned price back before its day; PriceInForce from then on."""
    row = locked_one(PlannedPrice.objects.of(actor).filter(pk=price_id), what="planned price")
    if row.cancelled_at is not None:
        raise PriceCancelled
    if row.from_on <= today:
        raise PriceInForce(from_on=row.from_on)
    row.cancelled_at, row.cancelled_by = now, actor.label
    row.save(update_fields=["cancelled_at", "cancelled_by"])
    emit(actor, PlannedPriceDropped(row.pk, row.variant_id, str(row.from_on)))
    return row
