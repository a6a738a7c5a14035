"""Promotions: when they run, what they take off the price, and what of two counts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import polars as pl

from stockwright.forecasting.rules.calendar import BETWEEN, FIRST_DAY, LAST_DAY, Span
from stockwright.kit.problems import Conflict, Invalid

LONGEST_DAYS = 366
LONGEST_NAME = 200
MOST_PROMOTIONS = 1_000
MOST_ITEMS = 10_000


class PromotionState(StrEnum):
    """Where a promotion stands on a day."""

    PLANNED = "planned"
    RUNNING = "running"
    OVER = "over"
    CANCELLED = "cancelled"


class InvalidPromotion(Invalid):
    """A promotion is not told fully."""

    message = "{detail}"


class PromotionCancelled(Conflict):
    """A cancelled promotion does not change."""

    message = "This promotion was cancelled. Plan it anew if it takes place after all."


@dataclass(frozen=True)
class PromotionTold:
    """What a person says of a promotion: of some items, or of all of a category."""

    name: str
    starts_on: date
    ends_on: date
    discount: Decimal
    variant_ids: tuple[UUID, ...] = ()
    category_id: UUID | None = None
    note: str = ""


def checked_promotion(told: PromotionTold) -> PromotionTold:
    """The same with its words in order and each item once, or InvalidPromotion."""
    name = " ".join(told.name.split())
    if not name:
        raise InvalidPromotion(detail="Give the promotion a name.", field="name")
    if len(name) > LONGEST_NAME:
        raise InvalidPromotion(detail=f"Keep the name within {LONGEST_NAME} characters.", field="name")
    if told.ends_on < told.starts_on:
        raise InvalidPromotion(detail="The last day cannot be before the first.", field="ends_on")
    if not FIRST_DAY <= told.starts_on <= told.ends_on < LAST_DAY:
        raise InvalidPromotion(detail=BETWEEN, field="starts_on")
    if (told.ends_on - told.starts_on).days >= LONGEST_DAYS:
        raise InvalidPromotion(detail="A promotion lasts a year at most.", field="ends_on")
    if not 0 < told.discount < 1 or told.discount != round(told.discount, 4):
        detail = "The discount is a share of the price between 0 and 1: 0.2 takes a fifth off."
        raise InvalidPromotion(detail=detail, field="discount")
    if bool(told.variant_ids) == (told.category_id is not None):
        detail = "Name the items of the promotion, or a category: one of the two."
        raise InvalidPromotion(detail=detail, field="items")
    return replace(told, name=name, note=told.note.strip(), variant_ids=tuple(dict.fromkeys(told.variant_ids)))


def check_amount(told: Sequence[PromotionTold]) -> None:
    """Pass silently, or InvalidPromotion where it is too much for one telling."""
    items = sum(len(one.variant_ids) for one in told)
    if len(told) > MOST_PROMOTIONS or items > MOST_ITEMS:
        detail = f"Tell at most {MOST_PROMOTIONS} promotions and {MOST_ITEMS} items at once."
        raise InvalidPromotion(detail=detail, field="items")


def state_of(*, starts_on: date, ends_on: date, cancelled: bool, today: date) -> PromotionState:
    """Where it stands today."""
    if cancelled:
        return PromotionState.CANCELLED
    if today < starts_on:
        return PromotionState.PLANNED
    return PromotionState.RUNNING if today <= ends_on else PromotionState.OVER


def discounts_by_day(rows: pl.DataFrame, within: Span) -> pl.DataFrame:
    """The discount of each series and day: series, day, discount; of two promotions the larger one.

    `rows`: series, starts_on, ends_on, discount (a share of the price).
    """
    shown = rows.filter((pl.col("starts_on") <= within.last) & (pl.col("ends_on") >= within.first))
    cut = shown.select(
        "series",
        "discount",
        pl.date_ranges(
            pl.max_horizontal("starts_on", pl.lit(within.first)), pl.min_horizontal("ends_on", pl.lit(within.last))
        ).alias("day"),
    )
    days = cut.explode("day").group_by("series", "day").agg(pl.col("discount").max())
    return days.select("series", "day", "discount").sort("series", "day")


def first_days(span: Span, days: int) -> Span:
    """The first `days` days of a span."""
    return Span(span.first, min(span.last, span.first + timedelta(days=days - 1)))
