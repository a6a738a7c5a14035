"""What counts as demand on a channel: what was ordered, what was bought out, or what was not given back."""

from datetime import date

import polars as pl
import pytest
from tests.make.goods import day, events_of, lines, rows_of, sold
from tests.make.people import owner, people

from stockwright.forecasting.queries.sold import sold_frame
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotAllowed
from stockwright.kit.tenancy import scope
from stockwright.sales.actions.channels import set_channel_demand
from stockwright.sales.queries.channels import channel_demands
from stockwright.sales.queries.demand import series_frame
from stockwright.sales.rules import DemandKind, InvalidChannelDemand

LATER = 60


def told(actor: Actor, *rows: tuple[float, float, str], channel: str = "market") -> None:
    """Lines of shirts: (day, pieces, order)."""
    frame = lines(*(("shirt", at, pieces) for at, pieces, _ in rows))
    sold(actor, frame.with_columns(pl.Series("order", [order for _, _, order in rows]), channel=pl.lit(channel)))


def demand(actor: Actor, as_of: float = LATER) -> dict[date, float]:
    with scope(actor.company_id):
        series_frame(actor)
        frame = sold_frame(actor, since=None, as_of=day(as_of).date())
    return {row["day"]: row["sold"] for row in frame.to_dicts() if row["sold"]}


@pytest.fixture
def alice() -> Actor:
    """Five ordered on the first day; two of them refused after three days, one brought back after thirty."""
    actor = owner()
    told(actor, (0, 5, "A-1"), (3, -2, "A-1"), (30, -1, "A-1"))
    return actor


def test_without_a_word_what_was_ordered_counts(alice: Actor) -> None:
    assert demand(alice) == {day(0).date(): 5.0}


def test_bought_out_leaves_what_was_refused_out_of_the_day_it_was_ordered_on(alice: Actor) -> None:
    set_channel_demand(alice, channel="market", kind="bought_out")
    assert demand(alice) == {day(0).date(): 3.0}


def test_net_leaves_out_all_that_came_back_whenever(alice: Actor) -> None:
    set_channel_demand(alice, channel="market", kind="net")
    assert demand(alice) == {day(0).date(): 2.0}


def test_how_long_customers_take_to_decide_is_the_channels_own(alice: Actor) -> None:
    set_channel_demand(alice, channel="market", kind="bought_out", settle_days=2)
    assert demand(alice) == {day(0).date(): 5.0}
    set_channel_demand(alice, channel="market", kind="bought_out", settle_days=40)
    assert demand(alice) == {day(0).date(): 2.0}


def test_a_return_without_an_order_counts_on_its_own_day(alice: Actor) -> None:
    told(alice, (40, 6, "A-2"), (41, 4, ""), (41.5, -3, ""))
    set_channel_demand(alice, channel="market", kind="net")
    assert demand(alice) == {day(0).date(): 2.0, day(40).date(): 6.0, day(41).date(): 1.0}


def test_other_channels_go_on_counting_what_was_ordered(alice: Actor) -> None:
    told(alice, (0, 4, "A-1"), (2, -4, "A-1"), channel="shop")
    set_channel_demand(alice, channel="market", kind="net")
    assert demand(alice) == {day(0).date(): 6.0}


def test_orders_that_can_still_be_refused_count_by_what_is_usually_kept() -> None:
    alice = owner()
    for number in range(40):
        told(alice, (number, 10, f"O-{number}"), (number + 2, -6, f"O-{number}"))
    told(alice, (59, 10, "new"))
    set_channel_demand(alice, channel="market", kind="bought_out")
    found = demand(alice)
    assert found[day(5).date()] == 4.0
    assert found[day(59).date()] == pytest.approx(4.0, abs=0.2)


def test_the_price_stays_what_was_paid_for_a_piece(alice: Actor) -> None:
    set_channel_demand(alice, channel="market", kind="bought_out")
    with scope(alice.company_id):
        series_frame(alice)
        [row] = (
            sold_frame(alice, since=day(0).date(), as_of=day(LATER).date()).filter(pl.col("sold") > 0).to_dicts()
        )
    assert row["revenue"] / row["sold"] == pytest.approx(10.0)


def test_the_books_of_sales_stay_and_the_change_is_told(alice: Actor) -> None:
    query = "select sold_on, channel, ordered, returned, revenue, lines from sales_dailysales order by 1, 2"
    before = rows_of(alice, query)
    set_channel_demand(alice, channel=" market ", kind="net")
    set_channel_demand(alice, channel="market", kind="net")
    assert rows_of(alice, query) == before
    assert events_of(alice).count("channel_demand.changed") == 1
    with scope(alice.company_id):
        assert [(row.channel, row.kind) for row in channel_demands(alice)] == [("market", DemandKind.NET)]


def test_channels_with_sales_are_offered(alice: Actor) -> None:
    with scope(alice.company_id):
        found = channel_demands(alice, since=day(0).date())
        assert [(row.channel, row.kind) for row in found] == [("market", DemandKind.ORDERED)]
        assert channel_demands(alice, since=day(90).date()) == []


@pytest.mark.parametrize(
    "wrong", [{"channel": " "}, {"channel": "x" * 51}, {"kind": "some"}, {"settle_days": 0}, {"settle_days": 91}]
)
def test_what_is_told_wrongly_changes_nothing(alice: Actor, wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidChannelDemand):
        set_channel_demand(alice, **{"channel": "market", "kind": "net", **wrong})  # type: ignore[arg-type]
    assert rows_of(alice, "select 1 from sales_channeldemand") == []


def test_only_who_may_tell_the_forecast_sets_it() -> None:
    everybody = people()
    with pytest.raises(NotAllowed):
        set_channel_demand(everybody.bob, channel="market", kind="net")
    set_channel_demand(everybody.alice, channel="market", kind="net")
    with scope(everybody.mallory.company_id):
        assert channel_demands(everybody.mallory) == []
