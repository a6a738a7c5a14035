"""Planned prices: told, and as the forecast reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import polars as pl
from django.db.models import Q

from stockwright.catalog.queries import item_of
from stockwright.forecasting.models import PlannedPrice
from stockwright.forecasting.rules.calendar import Span
from stockwright.forecasting.rules.prices import prices_by_day
from stockwright.kit.actor import Actor
from stockwright.kit.frames import Schema, read_frame
from stockwright.kit.paging import Page, decode_day_and_id, page_of
from stockwright.kit.problems import NotFound

_TOLD = """
    select p.variant_id, p.from_on - date '1970-01-01', p.told_on - date '1970-01-01', p.price, p.price_before,
        row_number() over (order by p.told_at, p.id)
    from forecasting_plannedprice p
    join catalog_variant v on v.company_id = p.company_id and v.id = p.variant_id and v.archived_at is null
    where p.company_id = %(company)s and p.cancelled_at is null and p.from_on <= %(last)s
"""


@dataclass(frozen=True)
class PriceView:
    """What an item costs from a day on, with when that was told."""

    id: UUID
    variant_id: UUID
    sku: str
    name: str
    price: Decimal
    price_before: Decimal | None
    from_on: date
    told_at: datetime
    told_by: str
    cancelled_at: datetime | None
    cancelled_by: str


def price_of(actor: Actor, price_id: UUID) -> PriceView:
    """One planned price; NotFound for another company's."""
    row = PlannedPrice.objects.of(actor).filter(pk=price_id).select_related("variant__product").first()
    if row is None:
        raise NotFound(what="planned price")
    return _view(row)


def prices_of(actor: Actor, price_ids: Sequence[UUID]) -> list[PriceView]:
    """Some planned prices, in the order of telling."""
    rows = PlannedPrice.objects.of(actor).filter(pk__in=price_ids).select_related("variant__product")
    return [_view(row) for row in rows.order_by("id")]


def prices_page(
    actor: Actor, *, variant_id: UUID | None = None, cursor: str = "", limit: int = 50
) -> Page[PriceView]:
    """Planned prices, the latest day first; NotFound for another company's item."""
    rows = PlannedPrice.objects.of(actor).select_related("variant__product").order_by("-from_on", "-id")
    if variant_id:
        item_of(actor, variant_id)
        rows = rows.filter(variant_id=variant_id)
    if cursor:
        from_on, last_id = decode_day_and_id(cursor)
        rows = rows.filter(Q(from_on__lt=from_on) | Q(from_on=from_on, id__lt=last_id))
    views = [_view(row) for row in rows[: limit + 1]]
    return page_of(views, limit, key=lambda view: (view.from_on, view.id))


def planned_frame(actor: Actor, series: pl.DataFrame, within: Span) -> pl.DataFrame | None:
    """The price known before each day of each series (series, variant_id); None where none was ever planned."""
    schema: Schema = {
        "variant_id": pl.String,
        "from_on": pl.Int32,
        "told_on": pl.Int32,
        "price": pl.Float64,
        "price_before": pl.Float64,
        "number": pl.Int64,
    }
    told = read_frame(_TOLD, {"company": actor.company_id, "last": within.last}, schema)
    dated = told.with_columns(pl.col("from_on", "told_on").cast(pl.Date))
    rows = dated.join(series.select("series", "variant_id"), on="variant_id")
    return None if rows.is_empty() else prices_by_day(rows, within)


def _view(row: PlannedPrice) -> PriceView:
    own: dict[str, Any] = {"sku": row.variant.sku, "name": row.variant.product.name}
    names = [name for name in PriceView.__dataclass_fields__ if name not in own]
    return PriceView(**own, **{name: getattr(row, name) for name in names})
