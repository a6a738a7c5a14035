"""Days of bulk orders, and what people said of them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import polars as pl
from django.db.models import Q

from stockwright.catalog.queries import item_of
from stockwright.forecasting.models import Outlier
from stockwright.forecasting.rules.outliers import Explained, explained
from stockwright.kit.actor import Actor
from stockwright.kit.frames import read_frame
from stockwright.kit.paging import Page, decode_key, page_of
from stockwright.kit.problems import NotFound

_DECISIONS = """
    select variant_id, location_id, day - date '1970-01-01', decision
    from forecasting_outlier where company_id = %(company)s and decision <> ''
"""


@dataclass(frozen=True)
class OutlierRow:
    """A day on which an item sold more than is believed, or of which a person said something.

    `believed` of `sold` counts. `effect` is what counting the day in full adds to the forecast of four weeks.
    """

    variant_id: UUID
    sku: str
    name: str
    location_id: UUID
    location: str
    day: date
    sold: float
    believed: float
    good_day: float
    orders: int
    largest: float
    customer: str
    explained: Explained
    effect: float
    found: bool
    decision: str
    note: str
    decided_by: str
    decided_at: datetime | None


def decisions_frame(actor: Actor, series: pl.DataFrame) -> pl.DataFrame:
    """What people said of days of these series: series, day, decision."""
    schema = {"variant_id": pl.String, "location_id": pl.String, "day": pl.Int32, "decision": pl.String}
    rows = read_frame(_DECISIONS, {"company": actor.company_id}, schema)
    found = rows.join(series.select("series", "variant_id", "location_id"), on=["variant_id", "location_id"])
    return found.select("series", pl.col("day").cast(pl.Date), "decision")


def outliers_page(
    actor: Actor,
    *,
    variant_id: UUID | None = None,
    decided: bool | None = None,
    since: date | None = None,
    cursor: str = "",
    limit: int = 50,
) -> Page[OutlierRow]:
    """Outlying days, the newest first: all, those that a person decided, or those that wait for one."""
    rows = Outlier.objects.of(actor).select_related("variant__product", "location")
    rows = rows.exclude(decision="", found=False)
    if variant_id is not None:
        item_of(actor, variant_id)
        rows = rows.filter(variant_id=variant_id)
    if decided is not None:
        rows = rows.exclude(decision="") if decided else rows.filter(decision="")
    if since is not None:
        rows = rows.filter(day__gte=since)
    if cursor:
        rows = rows.filter(_after(cursor))
    found = [_row(row) for row in rows.order_by("-day", "variant_id", "location_id")[: limit + 1]]
    return page_of(found, limit, key=lambda row: (row.day, row.variant_id, row.location_id))


def _after(cursor: str) -> Q:
    on, item, place = decode_key(cursor, date.fromisoformat, UUID, UUID)
    same_item = Q(day=on, variant_id=item, location_id__gt=place)
    return Q(day__lt=on) | Q(day=on, variant_id__gt=item) | same_item


def _row(row: Outlier) -> OutlierRow:
    return OutlierRow(
        variant_id=row.variant_id,
        sku=row.variant.sku,
        name=row.variant.product.name,
        location_id=row.location_id,
        location=row.location.name,
        day=row.day,
        sold=row.sold,
        believed=row.believed,
        good_day=row.good_day,
        orders=row.orders,
        largest=row.largest,
        customer=row.customer,
        explained=explained(sold=row.sold, orders=row.orders, largest=row.largest),
        effect=row.effect,
        found=row.found,
        decision=row.decision,
        note=row.note,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )


def outlier_of(actor: Actor, *, variant_id: UUID, location_id: UUID, day: date) -> OutlierRow:
    """One day of an item; NotFound where nothing is known of it."""
    rows = Outlier.objects.of(actor).select_related("variant__product", "location")
    row = rows.filter(variant_id=variant_id, location_id=location_id, day=day).first()
    if row is None:
        raise NotFound(what="day")
    return _row(row)
