"""An item that takes over the demand of another: what it inherits, and who may inherit from whom."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

import polars as pl

from stockwright.forecasting.rules.calendar import BETWEEN, FIRST_DAY, LAST_DAY
from stockwright.kit.problems import Invalid

LARGEST_SHARE = Decimal(10)


class InvalidSuccession(Invalid):
    """An item cannot inherit like this."""

    message = "{detail}"


class Demand(NamedTuple):
    """Series (n rows), and their sales and days without full stock, by series number."""

    series: pl.DataFrame
    sales: pl.DataFrame
    stock: pl.DataFrame


def check_succession(
    variant_id: UUID, predecessor_id: UUID, share: Decimal, predecessors: Mapping[UUID, UUID], *, from_on: date
) -> None:
    """Pass silently, or say why the item cannot follow that one; `predecessors` are the links there are."""
    if not 0 < share <= LARGEST_SHARE:
        raise InvalidSuccession(detail=f"The share has to be above 0% and at most {100 * LARGEST_SHARE}%.")
    if not FIRST_DAY <= from_on < LAST_DAY:
        raise InvalidSuccession(detail=BETWEEN, field="from_on")
    seen = predecessor_id
    while seen != variant_id:
        before = predecessors.get(seen)
        if before is None:
            return
        seen = before
    raise InvalidSuccession(
        detail="An item cannot follow itself, nor one that follows it. Choose the item that was sold before."
    )


def inherited(demand: Demand, links: pl.DataFrame) -> Demand:
    """The demand with what successors inherit, without items that were replaced.

    `links`: variant_id, predecessor_id, from_on, share, replaces, and sku, name, category of the variant. At
    every location the successor has the predecessor's days before `from_on`, times `share`; who is replaced
    is left out from `from_on` on, which has to lie in the past for all of them. Series are numbered anew.
    """
    left = links
    while left.height:
        ripe = left.filter(~pl.col("predecessor_id").is_in(left["variant_id"].implode()))
        demand = _handed_on(demand, ripe)
        left = left.filter(pl.col("predecessor_id").is_in(left["variant_id"].implode()))
    return _numbered(demand, links.filter("replaces")["predecessor_id"])


def _handed_on(demand: Demand, links: pl.DataFrame) -> Demand:
    """One generation: what predecessors have is given to their successors at the same locations."""
    series = demand.series
    heirs = links.join(
        series.select("series", "location_id", "first_on", "last_on", predecessor_id="variant_id"),
        on="predecessor_id",
    ).rename({"series": "old", "first_on": "old_first_on", "last_on": "old_last_on"})
    own = series.select("variant_id", "location_id", "series")
    heirs = heirs.join(own, on=["variant_id", "location_id"], how="left")
    fresh = heirs.filter(pl.col("series").is_null())
    first = series.height
    fresh = fresh.with_columns(series=pl.int_range(first, first + fresh.height, dtype=pl.Int32))
    heirs = pl.concat([heirs.filter(pl.col("series").is_not_null()), fresh])
    added = fresh.select(
        *("series", "variant_id", "location_id", "sku", "name", "category"),
        launched_on=pl.lit(None, pl.Date),
        first_on=pl.col("old_first_on"),
        last_on=pl.col("old_last_on"),
        stated=pl.lit(value=False),
    )
    begun = heirs.select("series", inherited_on="old_first_on")
    every = pl.concat([series, added.select(series.columns)], how="vertical_relaxed")
    dated = every.join(begun, on="series", how="left", maintain_order="left").with_columns(
        first_on=pl.min_horizontal("first_on", "inherited_on"),
        launched_on=pl.when(pl.col("inherited_on").is_null()).then("launched_on"),
    )
    map_of = heirs.select("old", "from_on", "share", heir="series")
    return Demand(
        dated.drop("inherited_on"),
        pl.concat([demand.sales, _given(demand.sales, map_of, scaled=("sold", "returned", "revenue"))]),
        pl.concat([demand.stock, _given(demand.stock, map_of, scaled=())]),
    )


def _given(days: pl.DataFrame, map_of: pl.DataFrame, *, scaled: tuple[str, ...]) -> pl.DataFrame:
    """The predecessors' days as the heirs get them."""
    found = days.join(map_of, left_on="series", right_on="old").filter(pl.col("day") < pl.col("from_on"))
    return found.with_columns(
        series=pl.col("heir").cast(days.schema["series"]),
        **{name: pl.col(name) * pl.col("share") for name in scaled},
    ).select(days.columns)


def _numbered(demand: Demand, gone: pl.Series) -> Demand:
    """Without the items that are `gone`, numbered from 0 in the order of item and location."""
    kept = demand.series.filter(~pl.col("variant_id").is_in(gone.implode())).sort("variant_id", "location_id")
    places = kept.select(old="series").with_row_index("new").with_columns(pl.col("new").cast(pl.Int32))
    series = kept.with_columns(series=places["new"])

    def moved(days: pl.DataFrame) -> pl.DataFrame:
        joined = days.join(places, left_on="series", right_on="old")
        return joined.with_columns(series="new").select(days.columns).sort("series", "day")

    return Demand(series, moved(demand.sales), moved(demand.stock))
