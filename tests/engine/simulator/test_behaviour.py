"""The shop shows what real shops show."""

from datetime import date, timedelta

import polars as pl
import pytest

from stockwright.engine.simulator.shop import Shop
from stockwright.engine.simulator.simulation import simulate
from stockwright.engine.simulator.spec import ShopSpec

from .figures import mean, total


def of_category(shop: Shop, name: str) -> pl.DataFrame:
    skus = shop.products.filter(pl.col("category") == name)["sku"]
    return shop.truth.filter(pl.col("sku").cast(pl.String).is_in(skus.implode()))


def mean_in(truth: pl.DataFrame, *months: int) -> float:
    return mean(truth.filter(pl.col("day").dt.month().is_in(months))["mean_demand"])


def test_demand_scatters_around_its_true_mean(shop: Shop) -> None:
    assert shop.truth["demand"].sum() == pytest.approx(shop.truth["mean_demand"].sum(), rel=0.02)


def test_christmas_sells_before_christmas_and_the_garden_in_spring(shop: Shop) -> None:
    christmas, garden = of_category(shop, "Christmas"), of_category(shop, "Garden")
    assert mean_in(christmas, 11, 12) > 4 * mean_in(christmas, 5, 6)
    assert mean_in(garden, 5, 6) > 2 * mean_in(garden, 11, 12)


def test_saturday_is_the_best_day_of_the_week(shop: Shop) -> None:
    by_day = shop.truth.group_by(weekday=pl.col("day").dt.weekday()).agg(pl.col("demand").mean())
    assert by_day.sort("demand")["weekday"][-1] == 6


def test_some_items_are_new_and_some_are_dying(shop: Shop) -> None:
    spec = shop.spec
    new = shop.products.filter(pl.col("launched_on") > spec.start_on)
    first_day = shop.truth.group_by(pl.col("sku").cast(pl.String)).agg(pl.col("day").min())
    assert 10 < new.height < 50
    assert new.join(first_day, on="sku").select((pl.col("day") == pl.col("launched_on")).all()).item()
    late = pl.col("day") > spec.end_on - timedelta(days=60)
    year = pl.col("day").is_between(spec.start_on, spec.start_on + timedelta(days=200))
    fallen = shop.truth.group_by("sku").agg(
        now=pl.col("mean_demand").filter(late).mean(), then=pl.col("mean_demand").filter(year).mean()
    )
    assert fallen.filter(pl.col("now") < pl.col("then") / 20).height >= 5


def test_most_items_sell_on_few_days_and_some_on_nearly_all(shop: Shop) -> None:
    busy = shop.truth.group_by("sku", "location").agg(days=(pl.col("demand") > 0).mean())["days"]
    assert mean(busy < 0.15) > 0.3
    assert total(busy > 0.5) >= 3


def test_some_items_are_bought_by_the_dozen(shop: Shop) -> None:
    sold = shop.sales.filter(pl.col("quantity") > 0).group_by("sku").agg(pl.col("quantity").mean())["quantity"]
    assert 0.03 < mean(sold > 2.5) < 0.3


def test_promotions_lower_the_price_and_raise_the_demand(shop: Shop) -> None:
    days = shop.promotions.with_columns(
        day=pl.date_ranges("starts_on", "ends_on")
    ).explode("day").select(pl.col("sku"), pl.col("day"), pl.col("discount"))  # fmt: skip
    assert not days.select("sku", "day").is_duplicated().any()
    sales = shop.sales.filter(pl.col("quantity") > 0).with_columns(day=pl.col("at").dt.date())
    paid = sales.join(shop.products.select("sku", plain="price"), on="sku").join(
        days, on=["sku", "day"], how="left"
    )
    cut = pl.col("plain") * (1 - pl.col("discount").fill_null(0.0))
    assert paid.select((pl.col("price") - cut).abs().max()).item() < 0.0051
    during = shop.truth.with_columns(pl.col("sku").cast(pl.String)).join(days, on=["sku", "day"], how="left")
    around = during.with_columns(on=pl.col("discount").is_not_null()).group_by("on").agg(pl.col("demand").mean())
    assert around.filter("on")["demand"][0] > 1.3 * around.filter(~pl.col("on"))["demand"][0]


def test_shelves_are_empty_now_and_then_and_it_costs_sales(shop: Shop) -> None:
    empty = 1 - mean(shop.truth["in_stock_minutes"]) / 1440
    lost = 1 - total(shop.truth["sold"]) / total(shop.truth["demand"])
    assert 0.01 < empty < 0.12
    assert 0.03 < lost < 0.2


def test_every_location_and_channel_has_its_share(shop: Shop) -> None:
    main = shop.sales.filter(pl.col("location") == "MAIN")
    share = main["channel"].value_counts(normalize=True)
    assert set(share["channel"]) == {"shop", "web", "marketplace"}
    assert (share["proportion"] > 0.1).all()
    assert 0.5 < main.height / shop.sales.height < 0.8


def test_suppliers_are_late_at_times_and_send_parts(shop: Shop) -> None:
    first = shop.receipts.group_by(number="order_number", sku="sku", location="location").agg(
        pl.col("at").min(), parts=pl.len()
    )
    lines = shop.purchase_orders.join(first, on=["number", "sku", "location"])
    late = mean(lines["at"].dt.date() > lines["expected_on"])
    assert 0.2 < late < 0.6
    assert 0.02 < mean(lines["parts"] > 1) < 0.3


def test_the_last_evening_leaves_work_for_the_morning(shop: Shop) -> None:
    still_open = shop.purchase_orders.filter("open")
    assert still_open.height > 20
    assert still_open.filter(pl.col("expected_on") <= shop.spec.end_on).height > 0
    assert still_open.filter(pl.col("received_quantity") > 0).height > 0


def test_the_full_range_of_sizes_can_be_made() -> None:
    tiny = simulate(ShopSpec(end_on=date(2026, 1, 31), items=1, days=60, locations=1, channels=1))
    wide = simulate(ShopSpec(end_on=date(2026, 1, 31), items=120, days=60, locations=3, channels=4))
    assert tiny.truth.height <= 60
    assert wide.locations["code"].to_list() == ["MAIN", "HARBOUR", "OLDTOWN"]
    assert wide.sales["channel"].n_unique() == 4
