"""Promotions: told, of which items, and as the forecast reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import polars as pl
from django.db.models import Q

from stockwright.catalog.models import Variant
from stockwright.forecasting.models import Promotion
from stockwright.forecasting.rules.calendar import Span
from stockwright.forecasting.rules.promotions import PromotionState, discounts_by_day, state_of
from stockwright.kit.actor import Actor
from stockwright.kit.frames import Schema, read_frame
from stockwright.kit.paging import Page, decode_day_and_id, page_of
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import ask
from stockwright.kit.tenancy import CompanyQuerySet

_OF_ITEMS = """
    select v.id as variant_id, m.starts_on - date '1970-01-01' as starts_on,
        m.ends_on - date '1970-01-01' as ends_on, m.discount
    from forecasting_promotion m
    join forecasting_promotionitem i on i.company_id = m.company_id and i.promotion_id = m.id
    join catalog_variant v on v.company_id = m.company_id and v.id = i.variant_id and v.archived_at is null
    where m.company_id = %(company)s and m.cancelled_at is null and m.category_id is null
        and m.starts_on <= %(last)s and m.ends_on >= %(first)s
    union all
    select v.id, m.starts_on - date '1970-01-01', m.ends_on - date '1970-01-01', m.discount
    from forecasting_promotion m
    join catalog_product p on p.company_id = m.company_id and p.category_id = m.category_id
    join catalog_variant v on v.company_id = m.company_id and v.product_id = p.id and v.archived_at is null
    where m.company_id = %(company)s and m.cancelled_at is null
        and m.starts_on <= %(last)s and m.ends_on >= %(first)s
"""

_COUNTS = """
    select promotion_id, count(*) from forecasting_promotionitem
    where company_id = %(company)s and promotion_id = any(%(ids)s) group by 1
"""


@dataclass(frozen=True)
class PromotionView:
    """A promotion with where it stands today; `items` counts the named ones (0 where it is of a category)."""

    id: UUID
    name: str
    starts_on: date
    ends_on: date
    discount: Decimal
    state: PromotionState
    category_id: UUID | None
    category: str
    items: int
    note: str
    told_at: datetime
    told_by: str
    changed_at: datetime | None
    changed_by: str
    cancelled_at: datetime | None
    cancelled_by: str
    reason: str


@dataclass(frozen=True)
class PromotedItem:
    """An item of a promotion."""

    variant_id: UUID
    sku: str
    name: str


def promotion_of(actor: Actor, promotion_id: UUID, *, today: date) -> PromotionView:
    """One promotion; NotFound for another company's."""
    row = _promotions(actor).filter(pk=promotion_id).first()
    if row is None:
        raise NotFound(what="promotion")
    return _views(actor, [row], today)[0]


def promotions_of(actor: Actor, promotion_ids: Sequence[UUID], *, today: date) -> list[PromotionView]:
    """Some promotions, in the order of telling."""
    return _views(actor, list(_promotions(actor).filter(pk__in=promotion_ids).order_by("id")), today)


def promotions_page(
    actor: Actor, *, today: date, state: PromotionState | None = None, cursor: str = "", limit: int = 50
) -> Page[PromotionView]:
    """Promotions, the latest to begin first; of one state, or all."""
    rows = _promotions(actor).filter(_in_state(state, today) if state else Q()).order_by("-starts_on", "-id")
    if cursor:
        starts_on, last_id = decode_day_and_id(cursor)
        rows = rows.filter(Q(starts_on__lt=starts_on) | Q(starts_on=starts_on, id__lt=last_id))
    views = _views(actor, list(rows[: limit + 1]), today)
    return page_of(views, limit, key=lambda view: (view.starts_on, view.id))


def promotion_counts(actor: Actor, *, today: date) -> dict[PromotionState, int]:
    """How many promotions stand in each state."""
    rows = Promotion.objects.of(actor)
    return {state: rows.filter(_in_state(state, today)).count() for state in PromotionState}


def promotions_between(actor: Actor, within: Span, *, today: date) -> list[PromotionView]:
    """Promotions that touch a span and are not cancelled, by their first day."""
    rows = _promotions(actor).filter(cancelled_at=None, starts_on__lte=within.last, ends_on__gte=within.first)
    return _views(actor, list(rows.order_by("starts_on", "id")), today)


def items_of(actor: Actor, promotion_id: UUID) -> list[PromotedItem]:
    """The items of a promotion that are not archived, by SKU: its own, or those of its category."""
    named = Q(promotionitem__promotion_id=promotion_id, promotionitem__company_id=actor.company_id)
    category = Promotion.objects.of(actor).filter(pk=promotion_id).values("category_id")
    rows = Variant.objects.of(actor).filter(archived_at=None)
    kept = rows.filter(named | Q(product__category_id__in=category)).select_related("product").distinct()
    return [PromotedItem(row.pk, row.sku, row.product.name) for row in kept.order_by("sku")]


def promos_frame(actor: Actor, series: pl.DataFrame, within: Span) -> pl.DataFrame | None:
    """The discount of each series (series, variant_id) and day; None where nothing was ever promoted."""
    schema: Schema = {"variant_id": pl.String, "starts_on": pl.Int32, "ends_on": pl.Int32, "discount": pl.Float64}
    asked = {"company": actor.company_id, "first": within.first, "last": within.last}
    told = read_frame(_OF_ITEMS, asked, schema).with_columns(pl.col("starts_on", "ends_on").cast(pl.Date))
    rows = told.join(series.select("series", "variant_id"), on="variant_id")
    return None if rows.is_empty() else discounts_by_day(rows, within)


def _promotions(actor: Actor) -> CompanyQuerySet[Promotion]:
    return Promotion.objects.of(actor).select_related("category")


def _in_state(state: PromotionState, today: date) -> Q:
    if state is PromotionState.CANCELLED:
        return Q(cancelled_at__isnull=False)
    when = {
        PromotionState.PLANNED: Q(starts_on__gt=today),
        PromotionState.RUNNING: Q(starts_on__lte=today, ends_on__gte=today),
        PromotionState.OVER: Q(ends_on__lt=today),
    }[state]
    return when & Q(cancelled_at=None)


def _views(actor: Actor, rows: list[Promotion], today: date) -> list[PromotionView]:
    counts = dict(ask(_COUNTS, {"company": actor.company_id, "ids": [row.pk for row in rows]}))
    return [_view(row, counts.get(row.pk, 0), today) for row in rows]


def _view(row: Promotion, items: int, today: date) -> PromotionView:
    state = state_of(
        starts_on=row.starts_on, ends_on=row.ends_on, cancelled=row.cancelled_at is not None, today=today
    )
    own: dict[str, Any] = {"state": state, "category": row.category.name if row.category else "", "items": items}
    names = [name for name in PromotionView.__dataclass_fields__ if name not in own]
    return PromotionView(**own, **{name: getattr(row, name) for name in names})
