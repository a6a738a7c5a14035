"""The three kinds of file: how the readable rows of each are taken in, and taken back."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from stockwright.catalog.actions.items import add_items
from stockwright.catalog.actions.undo import remember_items, restore_items
from stockwright.channels.models import ImportBatch
from stockwright.inventory.actions.statements import state_stock, undo_statements
from stockwright.inventory.rules.locations import MAIN_LOCATION
from stockwright.kit.actor import Actor
from stockwright.sales.actions.lines import record_sales, undo_batch

_PRODUCT_COLUMNS = (
    *("sku", "name", "category", "cost", "price", "barcode", "supplier"),
    *("lead_days", "moq", "pack_multiple"),
)


@dataclass(frozen=True)
class Taken:
    """Rows that were new, rows that changed nothing, and the control totals by name."""

    added: int
    known: int
    totals: dict[str, Any] = field(default_factory=dict)


def take_in(actor: Actor, *, batch: ImportBatch, rows: Iterator[pl.DataFrame], zone: ZoneInfo) -> Taken:
    """Take in the rows of a file by its kind, within the caller's transaction."""
    if batch.kind == "sales":
        return _sales(actor, batch, rows)
    if batch.kind == "stock":
        return _stock(actor, batch, rows, zone)
    return _products(actor, batch, rows)


def take_back(actor: Actor, batch: ImportBatch) -> None:
    """Undo what the file brought, by its kind."""
    if batch.kind == "sales":
        undo_batch(actor, batch_id=batch.pk)
    elif batch.kind == "stock":
        undo_statements(actor, batch_id=batch.pk)
    else:
        restore_items(actor, source=str(batch.pk))


def _sales(actor: Actor, batch: ImportBatch, rows: Iterator[pl.DataFrame]) -> Taken:
    done = record_sales(actor, batches=rows, batch_id=batch.pk)
    totals = {
        "quantity": str(done.quantity),
        "returned": str(done.returned),
        "revenue": str(done.revenue),
        "duplicates": done.duplicates,
        "new_items": done.new_items,
        "first_on": done.first_on.isoformat() if done.first_on else None,
        "last_on": done.last_on.isoformat() if done.last_on else None,
    }
    return Taken(done.added, done.known, totals)


def _stock(actor: Actor, batch: ImportBatch, rows: Iterator[pl.DataFrame], zone: ZoneInfo) -> Taken:
    """A stock file has one row per item and place, so it is small: it is taken as one frame."""
    told = pl.concat(list(rows))
    if told.is_empty():
        return Taken(0, 0)
    now = batch.created_at.astimezone(zone)
    moments = [_stated_at(on, now) for on in told["on"]]
    stock = told.select(
        "sku",
        pl.col("location").fill_null("").str.strip_chars().replace("", MAIN_LOCATION),
        pl.col("quantity").alias("on_hand"),
        pl.Series("at", moments, dtype=pl.Datetime("us", "UTC")),
    )
    done = state_stock(actor, stock=stock, batch_id=batch.pk)
    costs = told.filter(pl.col("cost").is_not_null()).select("sku", "cost")
    if costs.height:
        remember_items(actor, skus=costs["sku"].to_list(), source=str(batch.pk))
        add_items(actor, items=costs)
    totals = {"quantity": str(told["quantity"].sum()), "new_items": done.new_items, "corrections": done.moved}
    return Taken(done.stated, done.known, totals)


def _stated_at(on: Any, now: datetime) -> datetime:
    """A day without a time is its end, but never later than the moment of the upload."""
    if on is None:
        return now
    end = datetime.combine(on, time.min, tzinfo=now.tzinfo) + timedelta(days=1)
    return min(end, now)


def _products(actor: Actor, batch: ImportBatch, rows: Iterator[pl.DataFrame]) -> Taken:
    """A product file has one row per item, so it is small: it is taken as one frame."""
    told = pl.concat(list(rows))
    if told.is_empty():
        return Taken(0, 0)
    items = told.select(name for name in _PRODUCT_COLUMNS if name in told.columns)
    remember_items(actor, skus=items["sku"].to_list(), source=str(batch.pk))
    done = add_items(actor, items=items)
    totals = {"new_items": done.added, "changed_items": done.changed}
    return Taken(done.added + done.changed, told.height - done.added - done.changed, totals)
