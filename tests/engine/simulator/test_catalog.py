"""The goods look like goods."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from stockwright.engine.simulator.barcodes import ean13
from stockwright.engine.simulator.shop import Shop
from stockwright.engine.simulator.simulation import simulate
from stockwright.engine.simulator.spec import ShopSpec

FRAMES = (
    "suppliers", "products", "locations", "opening", "sales", "receipts", "purchase_orders", "promotions",
    "truth",
)  # fmt: skip


def small(seed: int) -> Shop:
    return simulate(ShopSpec(end_on=date(2026, 6, 30), items=30, days=120, seed=seed))


def test_the_same_seed_makes_the_same_shop() -> None:
    one, two = small(3), small(3)
    for name in FRAMES:
        assert_frame_equal(getattr(one, name), getattr(two, name))


def test_another_seed_makes_another_shop() -> None:
    assert not small(3).sales.equals(small(4).sales)


@pytest.mark.parametrize("column", ["sku", "name", "barcode"])
def test_every_item_can_be_told_apart(shop: Shop, column: str) -> None:
    assert shop.products[column].n_unique() == shop.spec.items


def test_ten_thousand_items_still_have_names_of_their_own() -> None:
    shop = simulate(ShopSpec(end_on=date(2026, 6, 30), items=15_000, days=60, locations=1))
    assert shop.products.select(pl.col("sku", "name", "barcode").n_unique()).row(0) == (15_000,) * 3


def test_barcodes_carry_their_check_digit() -> None:
    assert ean13(1) == "2000000000015"
    for number in (7, 42, 12_345):
        digits = [int(digit) for digit in ean13(number)]
        assert (sum(digits[0::2]) + 3 * sum(digits[1::2])) % 10 == 0


def test_goods_are_sold_for_more_than_they_cost(shop: Shop) -> None:
    assert (shop.products["price"] > shop.products["cost"]).all()
    assert (shop.products["cost"] > 0).all()


def test_the_variants_of_a_product_share_price_and_supplier(shop: Shop) -> None:
    same = shop.products.group_by(pl.col("sku").str.head(7)).agg(pl.col("price", "cost", "supplier").n_unique())
    assert same.select(pl.col("price", "cost", "supplier").max()).row(0) == (1, 1, 1)


def test_quoted_lead_times_are_those_of_the_supplier(shop: Shop) -> None:
    both = shop.products.join(shop.suppliers, left_on="supplier", right_on="code")
    assert ((both["lead_days"] - both["lead_days_mean"]).abs() <= 0.5).all()


@pytest.mark.parametrize(
    "wrong", [{"items": 0}, {"items": 60_000}, {"days": 10}, {"locations": 4}, {"channels": 0}]
)
def test_an_impossible_shop_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="shop"):
        ShopSpec(end_on=date(2026, 1, 1), **wrong)
