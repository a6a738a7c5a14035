"""The shop's books as frames, with the names people use."""

from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stockwright.engine.simulator import words
from stockwright.engine.simulator.catalog import Catalog, supplier_codes
from stockwright.engine.simulator.deliveries import Orders
from stockwright.engine.simulator.records import Receipts, Records, Sales
from stockwright.engine.simulator.spec import ShopSpec
from stockwright.engine.simulator.world import World

Ints = NDArray[np.int64]

_EPOCH = date(1970, 1, 1)
_LETTER = {"shop": "S", "web": "W", "marketplace": "M", "wholesale": "B"}


class Calendar:
    """Turns day numbers and seconds of the local day into dates and instants."""

    def __init__(self, spec: ShopSpec) -> None:
        self.spec = spec

    def dates(self, day: NDArray[Any]) -> pl.Series:
        """The dates of day numbers."""
        first = (self.spec.start_on - _EPOCH).days
        return pl.Series((day + first).astype(np.int32)).cast(pl.Date)

    def instants(self, day: NDArray[Any], second: NDArray[Any]) -> pl.Series:
        """The instants of local seconds, in UTC."""
        first = (self.spec.start_on - _EPOCH).days
        micros = ((day.astype(np.int64) + first) * 86_400 + second) * 1_000_000
        local = pl.Series(micros).cast(pl.Datetime("us"))
        return local.dt.replace_time_zone(self.spec.time_zone, ambiguous="earliest").dt.convert_time_zone("UTC")


def locations(spec: ShopSpec) -> pl.DataFrame:
    """One row per location."""
    return pl.DataFrame(words.LOCATIONS[: spec.locations], schema=["code", "name"], orient="row")


def opening(calendar: Calendar, catalog: Catalog, stock: Ints) -> pl.DataFrame:
    """What lay in the shop when its books begin: midnight of the first day."""
    cell = np.flatnonzero(stock > 0)
    zeros = np.zeros(len(cell), dtype=np.int64)
    return pl.DataFrame(
        {
            **_cells(calendar.spec, catalog, cell),
            "quantity": stock[cell],
            "at": calendar.instants(zeros, zeros),
        }
    )


def sales(calendar: Calendar, catalog: Catalog, records: Records) -> pl.DataFrame:
    """All sales lines and returns, by time."""
    lines = Sales(*(np.concatenate(column) for column in zip(*records.sales, strict=True)))
    names = words.CHANNELS[: calendar.spec.channels]
    letters = pl.Series([_LETTER[name] for name in names])
    customer = pl.Series(lines.customer)
    frame = pl.DataFrame(
        {
            "at": calendar.instants(lines.day, lines.second),
            **_cells(calendar.spec, catalog, lines.cell),
            "channel": pl.Series(names).gather(lines.channel),
            "order": letters.gather(lines.channel) + _numbered("-", pl.Series(lines.order + 1), 7),
            "quantity": lines.pieces,
            "price": lines.price,
            "customer": _numbered("C", customer.set(customer < 0, None), 6),
        }
    )
    return frame.sort("at", maintain_order=True)


def receipts(calendar: Calendar, catalog: Catalog, records: Records, orders: Orders) -> pl.DataFrame:
    """Everything that was delivered, by time."""
    goods = _received(records)
    frame = pl.DataFrame(
        {
            "at": calendar.instants(goods.day, goods.second),
            **_cells(calendar.spec, catalog, goods.cell),
            "quantity": goods.pieces.astype(np.int64),
            "order_number": _numbered("PO-", pl.Series(orders.number[goods.line] + 1), 6),
        }
    )
    return frame.sort("at", maintain_order=True)


def purchase_orders(calendar: Calendar, catalog: Catalog, records: Records, orders: Orders) -> pl.DataFrame:
    """Every order line, with what has come of it by the evening of the last day."""
    goods = _received(records)
    come = np.bincount(goods.line, goods.pieces, len(orders.cell)).astype(np.int64)
    item = orders.cell // calendar.spec.locations
    codes = pl.Series(supplier_codes(len(catalog.suppliers.lead_mean)))
    return pl.DataFrame(
        {
            "number": _numbered("PO-", pl.Series(orders.number + 1), 6),
            "supplier": codes.gather(catalog.supplier[item]),
            **_cells(calendar.spec, catalog, orders.cell),
            "quantity": orders.pieces,
            "placed_on": calendar.dates(orders.placed),
            "expected_on": calendar.dates(orders.promised),
            "received_quantity": come,
            "open": come < orders.pieces,
        }
    )


def truth(calendar: Calendar, world: World, records: Records) -> pl.DataFrame:
    """What was wanted, sold and there: one row per item, location and day since its launch."""
    spec, skus = world.spec, world.goods.sku
    places = [code for code, _ in words.LOCATIONS[: spec.locations]]
    born = np.repeat(world.launched, spec.locations)
    alive = np.arange(spec.days) >= born[:, None]
    days = np.broadcast_to(np.arange(spec.days, dtype=np.int32), alive.shape)
    cell = np.repeat(np.arange(len(born), dtype=np.uint32), spec.days - born)
    mean = world.demand.mean.T[:, None, :] * world.share[:, :, None].astype(np.float32)
    return pl.DataFrame(
        {
            "sku": pl.Series(skus, dtype=pl.Enum(skus)).gather(cell // spec.locations),
            "location": pl.Series(places, dtype=pl.Enum(places)).gather(cell % spec.locations),
            "day": calendar.dates(days[alive]),
            "mean_demand": mean.reshape(alive.shape)[alive],
            "demand": records.demand.T[alive],
            "sold": records.sold.T[alive],
            "in_stock_minutes": records.minutes.T[alive],
        }
    )


def _received(records: Records) -> Receipts:
    return Receipts(*(np.concatenate(column) for column in zip(*records.receipts, strict=True)))


def _cells(spec: ShopSpec, catalog: Catalog, cell: NDArray[Any]) -> dict[str, pl.Series]:
    places = pl.Series([code for code, _ in words.LOCATIONS[: spec.locations]])
    return {
        "sku": pl.Series(catalog.sku).gather(cell // spec.locations),
        "location": places.gather(cell % spec.locations),
    }


def _numbered(prefix: str, number: pl.Series, digits: int) -> pl.Series:
    return pl.select(pl.lit(prefix) + number.cast(pl.String).str.zfill(digits)).to_series()
