"""When the shop lowers its prices, and how much more it sells then."""

from datetime import timedelta
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stockwright.engine.simulator import stories, words
from stockwright.engine.simulator.catalog import Catalog
from stockwright.engine.simulator.spec import ShopSpec
from stockwright.engine.simulator.stories import PROMOTION_DAYS, PROMOTION_DISCOUNT, StoryKind

Small = NDArray[np.float32]

_SEASON = 91  # days; at most one promotion of an item in each, so that they never overlap
_DISCOUNTS = np.array([0.10, 0.15, 0.20, 0.25, 0.30, 0.40])


class Promotions(NamedTuple):
    """`discount` and `log_uplift`: days x items; `frame`: the calendar, a row per item and promotion."""

    discount: Small
    log_uplift: Small
    frame: pl.DataFrame


def announce(spec: ShopSpec, catalog: Catalog, rng: np.random.Generator) -> Promotions:
    """Each quarter every category has one promotion, in which some of its items take part.

    A lower price sells more by a constant elasticity: the factor is (1 - discount) ** -elasticity.
    """
    seasons = -(-spec.days // _SEASON)
    joins = rng.random((seasons, spec.items)) < rng.beta(1.2, 2.4, spec.items)
    rows = [
        _Promotion(
            np.flatnonzero(joins[season] & (catalog.category == category)),
            season * _SEASON + int(rng.integers(3, 70)),
            int(rng.choice([7, 10, 14])),
            float(rng.choice(_DISCOUNTS)),
        )
        for season, category in np.ndindex(seasons, len(words.CATEGORIES))
    ]
    own = [row for row in rows if row.first < spec.days and not spec.steady]
    written = tuple(story for story in spec.stories if story.kind is StoryKind.PROMOTION)
    begun = own + [_Promotion(np.array([one.item]), one.day, PROMOTION_DAYS, PROMOTION_DISCOUNT) for one in written]
    discount = np.zeros((spec.days, spec.items), dtype=np.float32)
    for row in own:
        discount[row.first : row.first + row.days, row.items] = row.share
    elasticity = rng.uniform(1.5, 3.5, spec.items).astype(np.float32)
    log_uplift = -elasticity * np.log1p(-discount) + stories.told(written, discount.shape)
    for row in begun:
        discount[row.first : row.first + row.days, row.items] = row.share
    return Promotions(discount, log_uplift, _calendar(spec, catalog, begun))


class _Promotion(NamedTuple):
    items: NDArray[np.int64]
    first: int
    days: int
    share: float


def _calendar(spec: ShopSpec, catalog: Catalog, rows: list[_Promotion]) -> pl.DataFrame:
    skus = np.array(catalog.sku)
    parts = [
        pl.DataFrame({"sku": skus[row.items]}, schema={"sku": pl.String}).with_columns(
            starts_on=pl.lit(spec.start_on + timedelta(days=row.first)),
            ends_on=pl.lit(spec.start_on + timedelta(days=row.first + row.days - 1)),
            discount=pl.lit(row.share),
        )
        for row in rows
    ]
    schema = {"sku": pl.String, "starts_on": pl.Date, "ends_on": pl.Date, "discount": pl.Float64}
    return pl.concat([pl.DataFrame(schema=schema), *parts]).sort("starts_on", "sku")
