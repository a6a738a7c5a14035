"""How much of a day's demand could be met, read from the ledger and from the times of sales."""

from datetime import timedelta

import polars as pl
import pytest
from tests.make.goods import day, lines, moves, sold, stated
from tests.make.people import owner, people

from stockwright.forecasting.queries.hours import in_stock_frame
from stockwright.forecasting.queries.panels import demand_panel
from stockwright.inventory.actions.movements import post_movements
from stockwright.inventory.actions.snapshots import take_snapshots
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.sales.queries.demand import series_frame

RAN_OUT_ON = 40
NOON = RAN_OUT_ON + 0.5


def told(actor: Actor) -> pl.DataFrame:
    with scope(actor.company_id):
        series = series_frame(actor)
        return in_stock_frame(actor, series, since=day(0).date(), as_of=day(RAN_OUT_ON).date())


def ran_out_at_noon(actor: Actor, *, hour: float, often: int = 1500, by: str = "sale") -> None:
    """Sales at one hour of the day for forty days, and a shelf that is empty from noon of the next."""
    each = often // RAN_OUT_ON
    sold(
        actor, lines(*(("shirt", on + (hour + i / 1000) / 24, 1) for on in range(RAN_OUT_ON) for i in range(each)))
    )
    stated(actor, 3, at=RAN_OUT_ON - 1)
    post_movements(actor, movements=moves((by, NOON, -3, "w")))
    take_snapshots(actor, up_to=day(RAN_OUT_ON).date(), time_zone="UTC")


def test_without_stock_from_noon_an_evening_shop_missed_nearly_everything() -> None:
    alice = owner()
    ran_out_at_noon(alice, hour=18)
    [row] = told(alice).rows(named=True)
    assert (row["in_stock_minutes"], row["sold_out"]) == (720, True)
    assert 0.0 < row["in_stock"] < 0.1


def test_a_day_that_a_write_off_ended_is_without_stock_and_not_sold_out() -> None:
    alice = owner()
    ran_out_at_noon(alice, hour=18, by="waste")
    [row] = told(alice).rows(named=True)
    assert (row["in_stock_minutes"], row["sold_out"]) == (720, False)
    assert 0.0 < row["in_stock"] < 0.1


def test_without_stock_from_noon_a_morning_shop_missed_hardly_anything() -> None:
    alice = owner()
    ran_out_at_noon(alice, hour=9)
    assert told(alice)["in_stock"].to_list() == pytest.approx([1.0], abs=0.1)


def test_sales_that_only_know_their_day_make_an_even_day() -> None:
    alice = owner()
    sold(alice, lines(*(("shirt", on + 0.5, 1 + i) for on in range(RAN_OUT_ON) for i in range(30))))
    stated(alice, 3, at=RAN_OUT_ON - 1)
    post_movements(alice, movements=moves(("waste", NOON, -3, "w")))
    take_snapshots(alice, up_to=day(RAN_OUT_ON).date(), time_zone="UTC")
    assert told(alice)["in_stock"].to_list() == pytest.approx([0.5])


def test_the_panel_takes_the_share_and_the_orders() -> None:
    alice = owner()
    ran_out_at_noon(alice, hour=18)
    with scope(alice.company_id):
        _, panel = demand_panel(alice, as_of=day(RAN_OUT_ON).date())
    assert panel.in_stock[0, -1] < 0.1
    assert panel.in_stock[0, -2] == 1.0
    assert panel.sold_out is not None
    assert panel.sold_out[0, -1]
    assert panel.orders is not None
    assert panel.orders[0, 0] == panel.sold[0, 0]


def test_another_companys_hours_are_not_there() -> None:
    everybody = people()
    ran_out_at_noon(everybody.alice, hour=18)
    mallory = everybody.mallory
    with scope(mallory.company_id):
        series = series_frame(mallory)
        as_of = day(RAN_OUT_ON).date()
        assert in_stock_frame(mallory, series, since=as_of - timedelta(days=9), as_of=as_of).is_empty()
