"""The past of one item by day: what was sold, and what was there at the end of the day."""

from dataclasses import dataclass
from datetime import date, timedelta

from stockwright.insights.queries.stored_forecasts import ItemKey
from stockwright.inventory.models import Snapshot
from stockwright.kit.actor import Actor
from stockwright.sales.queries.days import item_history as daily_totals


@dataclass(frozen=True)
class History:
    """One number for each day from `first` on; None in `sold` is a day without stock, in `stock` unknown."""

    first: date
    sold: tuple[float | None, ...]
    stock: tuple[float | None, ...]


def item_history(actor: Actor, item: ItemKey, *, last: date, days: int) -> History:
    """The last `days` days of an item up to `last`."""
    first = last - timedelta(days=days - 1)
    told = _snapshots(actor, item, first, last)
    totals = daily_totals(actor, item[0], since=first, location_id=item[1])
    pieces = {total.day: float(total.sold) for total in totals}
    calendar = [first + timedelta(days=i) for i in range(days)]
    sold = tuple(
        None if day not in pieces and told.get(day, (0.0, 1))[1] == 0 else pieces.get(day, 0.0) for day in calendar
    )
    stock = tuple(told[day][0] if day in told else None for day in calendar)
    return History(first, sold, stock if told else ())


def _snapshots(actor: Actor, item: ItemKey, first: date, last: date) -> dict[date, tuple[float, int]]:
    rows = Snapshot.objects.of(actor).filter(variant_id=item[0], location_id=item[1], taken_on__range=(first, last))
    found = rows.values_list("taken_on", "on_hand", "in_stock_minutes")
    return {day: (float(on_hand), minutes) for day, on_hand, minutes in found}
