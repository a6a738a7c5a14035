"""Items, stock and sales as rows."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import md5
from uuid import UUID

import polars as pl

from stockwright.catalog.actions.items import add_items
from stockwright.catalog.queries import variant_ids
from stockwright.inventory.actions.statements import StockTold, state_stock
from stockwright.inventory.queries.levels import stock_of
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.statements import ask
from stockwright.kit.tenancy import scope
from stockwright.sales.actions.lines import SalesRecorded, record_sales

START = datetime(2026, 1, 1, tzinfo=UTC)


def day(number: float) -> datetime:
    """The moment so many days after the first of January 2026."""
    return START + timedelta(days=number)


def item(actor: Actor, sku: str = "shirt") -> UUID:
    """The id of an item, which is added when it is new."""
    add_items(actor, items=pl.DataFrame({"sku": [sku]}))
    with scope(actor.company_id):
        return variant_ids(actor, [sku])[sku]


def stated(
    actor: Actor, on_hand: float, at: float = 0, *, sku: str = "shirt", batch_id: UUID | None = None
) -> StockTold:
    """Say that so much of an item was in Main, `at` days after the start."""
    row = {"sku": [sku], "location": ["Main"], "on_hand": [Decimal(str(on_hand))], "at": [day(at)]}
    return state_stock(actor, stock=pl.DataFrame(row), batch_id=batch_id or new_id())


def lines(*told: tuple[str, float, float], price: float = 10) -> pl.DataFrame:
    """Lines of sales: (SKU, days after the start, pieces)."""
    moments = [day(at) for _, at, _ in told]
    return pl.DataFrame(
        {
            "sku": [sku for sku, _, _ in told],
            "at": moments,
            "on": [moment.date() for moment in moments],
            "quantity": [Decimal(str(pieces)) for _, _, pieces in told],
            "price": [Decimal(str(price))] * len(told),
            "fingerprint": [md5(repr(line).encode(), usedforsecurity=False).hexdigest() for line in told],
        },
        schema={
            "sku": pl.String,
            "at": pl.Datetime("us", "UTC"),
            "on": pl.Date,
            "quantity": pl.Decimal(18, 4),
            "price": pl.Decimal(20, 4),
            "fingerprint": pl.String,
        },
    )


def sold(actor: Actor, *frames: pl.DataFrame, batch_id: UUID | None = None) -> SalesRecorded:
    """Record frames of lines as one telling."""
    return record_sales(actor, batches=frames, batch_id=batch_id)


def moves(*told: tuple[str, float, float, str], sku: str = "shirt") -> pl.DataFrame:
    """Movements of an item in Main: (kind, days after the start, pieces, cause)."""
    return pl.DataFrame(
        {
            "sku": [sku] * len(told),
            "location": ["Main"] * len(told),
            "kind": [kind for kind, _, _, _ in told],
            "happened_at": [day(at) for _, at, _, _ in told],
            "quantity": [Decimal(str(pieces)) for _, _, pieces, _ in told],
            "cause": [cause for _, _, _, cause in told],
        }
    )


def on_hand(actor: Actor, sku: str = "shirt") -> Decimal:
    """What the level of an item says, over all places."""
    with scope(actor.company_id):
        found = variant_ids(actor, [sku])[sku]
        return sum((level.on_hand for level in stock_of(actor, found)), Decimal(0))


def rows_of(actor: Actor, query: str) -> list[tuple[object, ...]]:
    """What a query answers inside the actor's company."""
    with scope(actor.company_id):
        return ask(query, {})


def events_of(actor: Actor) -> list[str]:
    """The names of the company's events, in order."""
    return [str(name) for (name,) in rows_of(actor, "select name from messaging_event order by at, id")]


def books(actor: Actor) -> dict[str, Sequence[tuple[object, ...]]]:
    """The state of sales and stock, to be compared before and after."""
    return {
        "lines": rows_of(actor, "select cause, variant_id, quantity, revenue from sales_saleline order by 1"),
        "days": rows_of(
            actor,
            "select variant_id, location_id, channel, sold_on, ordered, returned, revenue, lines "
            "from sales_dailysales order by 1, 2, 3, 4",
        ),
        "levels": rows_of(
            actor,
            "select variant_id, location_id, on_hand, reserved, stated_at from inventory_level "
            "where on_hand <> 0 or stated_at is not null order by 1, 2",
        ),
    }
