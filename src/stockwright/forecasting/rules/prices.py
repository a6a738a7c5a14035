"""Prices that are set for a day to come: which one holds when, as it was known before the day."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import polars as pl

from stockwright.forecasting.rules.calendar import BETWEEN, LAST_DAY, Span
from stockwright.kit.problems import Conflict, Invalid

MOST_PRICES = 10_000

_DAY = timedelta(days=1)


class InvalidPrice(Invalid):
    """A planned price is not told fully."""

    message = "{detail}"


class PriceCancelled(Conflict):
    """It was cancelled already."""

    message = "This planned price was cancelled already."


class PriceInForce(Conflict):
    """A price whose day has come is a fact."""

    message = "This price is in force since {from_on}. Plan another price instead."


@dataclass(frozen=True)
class PriceTold:
    """What an item will cost from a day on."""

    variant_id: UUID
    price: Decimal
    from_on: date


def check_prices(told: list[PriceTold], *, today: date) -> None:
    """Pass silently, or InvalidPrice."""
    if not told or len(told) > MOST_PRICES:
        raise InvalidPrice(detail=f"Tell between 1 and {MOST_PRICES} prices at once.", field="prices")
    for one in told:
        if not 0 < one.price < Decimal(10) ** 16 or one.price != round(one.price, 4):
            detail = "A price is above zero and has at most four decimal places."
            raise InvalidPrice(detail=detail, field="price")
        if one.from_on >= LAST_DAY:
            raise InvalidPrice(detail=BETWEEN, field="from_on")
        if one.from_on < today:
            detail = "A price can be planned from today on: what was not known before a day explains nothing of it."
            raise InvalidPrice(detail=detail, field="from_on")
    if len({(one.variant_id, one.from_on) for one in told}) < len(told):
        raise InvalidPrice(detail="An item has two prices from the same day on. Tell one.", field="prices")


def prices_by_day(rows: pl.DataFrame, within: Span) -> pl.DataFrame:
    """The price of each series and day as it was known before the day began: series, day, price.

    `rows`: series, number (the order of telling), from_on, told_on, price, price_before (null where none is
    known). A price holds from its day on, at the earliest on the day after it was told, until the next one.
    The price of before is known from the day after the first telling until the first change.
    """
    held = pl.concat([_in_force(rows), _before(rows)])
    shown = held.filter((pl.col("first") <= within.last) & (pl.col("last") >= within.first))
    days = pl.date_ranges(
        pl.max_horizontal("first", pl.lit(within.first)), pl.min_horizontal("last", pl.lit(within.last))
    )
    return shown.select("series", days.alias("day"), "price").explode("day").sort("series", "day")


def _start() -> pl.Expr:
    """The first day on which a price both holds and was known."""
    return pl.max_horizontal("from_on", pl.col("told_on") + _DAY)


def _in_force(rows: pl.DataFrame) -> pl.DataFrame:
    """The span of each price: a later day goes before an earlier one, then what was told last."""
    ordered = rows.with_columns(first=_start()).sort("series", "from_on", "number")
    following = pl.col("first").reverse().cum_min().reverse().shift(-1).over("series")
    ended = ordered.with_columns(last=following.fill_null(pl.lit(LAST_DAY)) - _DAY)
    return ended.filter(pl.col("first") <= pl.col("last")).select("series", "first", "last", "price")


def _before(rows: pl.DataFrame) -> pl.DataFrame:
    """The span in which only the coming price was told, at the price of before."""
    known = rows.sort("series", "number").with_columns(change=_start().min().over("series"))
    earliest = known.group_by("series", maintain_order=True).first()
    spans = earliest.with_columns(first=pl.col("told_on") + _DAY, last=pl.col("change") - _DAY)
    told = spans.filter((pl.col("first") <= pl.col("last")) & pl.col("price_before").is_not_null())
    return told.select("series", "first", "last", pl.col("price_before").alias("price"))
