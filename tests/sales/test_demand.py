"""The frames that the demand panel is made of."""

from datetime import timedelta

import polars as pl
from tests.make.goods import day, item, lines, moves, sold, stated
from tests.make.people import owner, people

from stockwright.catalog.actions.items import add_items, archive_item
from stockwright.inventory.actions.movements import post_movements
from stockwright.inventory.actions.snapshots import take_snapshots
from stockwright.kit.tenancy import scope
from stockwright.sales.queries.demand import SERIES, sales_frame, series_frame, stock_frame


def test_series_are_numbered_densely_and_alike_in_all_frames() -> None:
    alice = owner()
    add_items(alice, items=pl.DataFrame({"sku": ["mug", "never"], "name": ["Mug", "N"], "category": ["Tea", None]}))
    sold(alice, lines(("shirt", 0, 2), ("mug", 1, 3), ("mug", 1.5, -1)))
    stated(alice, 5, at=2, sku="mug")
    stated(alice, 0, at=2, sku="hat")
    post_movements(alice, movements=moves(("waste", 3.5, -5, "w"), sku="mug"))
    take_snapshots(alice, up_to=day(4).date(), time_zone="UTC")
    with scope(alice.company_id):
        series, sales, stock = series_frame(alice), sales_frame(alice), stock_frame(alice)
    assert series["series"].to_list() == [0, 1, 2]
    number = dict(series.select("sku", "series").iter_rows())
    [mug] = series.filter(sku="mug").rows(named=True)
    assert (mug["name"], mug["category"], mug["first_on"], mug["stated"]) == (
        "Mug",
        "Tea",
        day(1).date(),
        True,
    )
    assert sales.filter(series=number["mug"]).rows() == [(number["mug"], day(1).date(), 3.0, 1.0, 20.0, 0.0)]
    assert sales.filter(series=number["shirt"]).select("sold", "orders").rows() == [(2.0, 1.0)]
    assert stock.filter(series=number["mug"])["in_stock_minutes"].to_list() == [720, 0]
    assert stock.filter(series=number["mug"])["hours"].to_list() == [[60] * 12 + [0] * 12, None]
    assert stock.filter(series=number["mug"])["sold_out"].to_list() == [False, False]
    assert stock.filter(series=number["hat"])["in_stock_minutes"].to_list() == [0, 0, 0]


def test_the_channels_of_a_day_are_added_up_and_old_days_left_out() -> None:
    alice = owner()
    told = lines(("shirt", 0, 2), ("shirt", 5, 3), ("shirt", 5.5, 4))
    sold(alice, told.with_columns(channel=pl.Series(["a", "a", "b"])))
    with scope(alice.company_id):
        assert sales_frame(alice)["sold"].to_list() == [2.0, 7.0]
        assert sales_frame(alice, day(1).date())["sold"].to_list() == [7.0]


def test_archived_items_are_left_out() -> None:
    alice = owner()
    sold(alice, lines(("shirt", 0, 2), ("mug", 0, 1)))
    archive_item(alice, variant_id=item(alice), at=day(9))
    with scope(alice.company_id):
        assert series_frame(alice)["sku"].to_list() == ["mug"]
        assert sales_frame(alice).height == 1


def test_another_companys_series_are_not_there() -> None:
    everybody = people()
    sold(everybody.alice, lines(("shirt", 0, 2)))
    stated(everybody.alice, 0, at=1)
    take_snapshots(everybody.alice, up_to=day(3).date() + timedelta(days=1), time_zone="UTC")
    with scope(everybody.mallory.company_id):
        empty = series_frame(everybody.mallory)
        assert empty.is_empty()
        assert empty.schema == pl.Schema(SERIES)
        assert sales_frame(everybody.mallory).is_empty()
        assert stock_frame(everybody.mallory).is_empty()
