"""The demand of an item day by day: what was sold, and what would have been with stock all day."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from stockwright.forecasting.queries.estimates import estimates_of
from stockwright.inventory.models import Snapshot
from stockwright.inventory.queries.locations import check_location
from stockwright.kit.actor import Actor
from stockwright.sales.queries.days import item_history, last_sale_on

LONGEST = timedelta(days=364)
FULL_DAY = 1440


@dataclass(frozen=True)
class DemandDay:
    """A day of an item; no minutes where its stock is not known."""

    day: date
    sold: float
    estimate: float
    in_stock_minutes: int | None


@dataclass(frozen=True)
class ItemDemand:
    """The demand of an item at a place, the oldest day first."""

    variant_id: UUID
    location_id: UUID
    days: tuple[DemandDay, ...]

    @property
    def sold(self) -> float:
        """Pieces sold, which is the least that was wanted."""
        return sum(day.sold for day in self.days)

    @property
    def estimate(self) -> float:
        """Pieces that would have been sold with stock all day."""
        return sum(day.estimate for day in self.days)


def item_demand(actor: Actor, variant_id: UUID, location_id: UUID, *, since: date | None = None) -> ItemDemand:
    """The days up to the newest sale of the company, `since` a day, at most a year; NotFound for no such place."""
    check_location(actor, location_id)
    last = last_sale_on(actor)
    if last is None:
        return ItemDemand(variant_id, location_id, ())
    first = max(last - LONGEST, since or date.min)
    sold = {
        total.day: float(total.sold)
        for total in item_history(actor, variant_id, since=first, location_id=location_id)
    }
    estimates = estimates_of(actor, variant_id=variant_id, location_id=location_id)
    minutes = _minutes(actor, variant_id, location_id, first, last)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return ItemDemand(
        variant_id,
        location_id,
        tuple(_day(day, sold.get(day, 0.0), estimates.get(day), minutes.get(day)) for day in days),
    )


def _day(day: date, sold: float, estimate: float | None, minutes: int | None) -> DemandDay:
    return DemandDay(day, sold, sold if estimate is None else estimate, minutes)


def _minutes(actor: Actor, variant_id: UUID, location_id: UUID, first: date, last: date) -> dict[date, int]:
    rows = Snapshot.objects.of(actor).filter(
        variant_id=variant_id, location_id=location_id, taken_on__range=(first, last)
    )
    return dict(rows.values_list("taken_on", "in_stock_minutes"))
