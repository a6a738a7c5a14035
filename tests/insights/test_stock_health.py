"""The metrics of the stock's health, each against a slow obvious twin."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from tests.make.goods import day, item, lines, moves, rows_of, sold, stated
from tests.make.people import owner, people

from stockwright.catalog.models import Variant
from stockwright.insights.queries.ageing import age_buckets, idle_stock
from stockwright.insights.queries.coverage import count_coverage, stockouts
from stockwright.insights.queries.fill_rates import fill_rate
from stockwright.insights.queries.losses import flows, shrinkage
from stockwright.insights.queries.periods import InvalidPeriod, Period
from stockwright.insights.queries.turnover import turnover
from stockwright.insights.queries.valuation import GROUPS, abc_analysis, summary, valuation
from stockwright.inventory.actions.fulfilment import commit_reservation, release_reservation
from stockwright.inventory.actions.movements import post_movements
from stockwright.inventory.actions.reservations import Wish, reserve_stock
from stockwright.inventory.actions.snapshots import take_snapshots
from stockwright.inventory.actions.undo import undo_posting
from stockwright.inventory.models import Reservation
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope

TWO_MONTHS = Period(date(2026, 1, 1), date(2026, 2, 28), "UTC")


@pytest.fixture(scope="module")
def trader() -> Actor:
    """Shirts and mugs at ten and four a piece; sales, a receipt, losses in two months, a gain."""
    actor = owner()
    for sku, cost in (("shirt", 10), ("mug", 4), ("vase", 7)):
        item(actor, sku)
        with scope(actor.company_id):
            Variant.objects.of(actor).filter(sku=sku).update(cost=Decimal(cost))
    stated(actor, 50, 0, sku="shirt")
    stated(actor, 30, 1, sku="mug")
    for number in range(2, 50, 3):
        sold(actor, lines(("shirt", number, 2), ("mug", number, 1)))
    post_movements(actor, movements=moves(("receipt", 20, 12, "r"), ("waste", 21, -3, "w"), ("count", 40, -4, "c")))
    post_movements(actor, movements=moves(("adjustment", 41, -2, "a"), ("adjustment", 42, 5, "up"), sku="mug"))
    take_snapshots(actor, up_to=date(2026, 2, 28), time_zone="UTC")
    return actor


def ledger(actor: Actor) -> list[tuple[datetime, str, Decimal, Decimal]]:
    query = "select happened_at, kind, quantity, average_value from inventory_movement order by 1"
    return rows_of(actor, query)  # type: ignore[return-value]


def test_shrinkage_is_what_counts_waste_and_adjustments_took(trader: Actor) -> None:
    slow: dict[tuple[date, str], Decimal] = {}
    for at, kind, quantity, _ in ledger(trader):
        if kind in ("count", "waste", "adjustment") and quantity < 0:
            key = (at.date().replace(day=1), kind)
            slow[key] = slow.get(key, Decimal(0)) - quantity
    with scope(trader.company_id):
        told = shrinkage(trader, TWO_MONTHS)
    assert {(loss.month, loss.reason): loss.pieces for loss in told} == slow
    assert sum(loss.value for loss in told) == 3 * 10 + 4 * 10 + 2 * 4


def test_a_loss_that_was_taken_back_is_none() -> None:
    actor = owner()
    stated(actor, 10)
    post_movements(actor, movements=moves(("waste", 2, -4, "w")))
    [(posting,)] = rows_of(actor, "select posting_id from inventory_movement where kind = 'waste'")
    with scope(actor.company_id):
        assert [loss.pieces for loss in shrinkage(actor, TWO_MONTHS)] == [4]
    undo_posting(actor, posting_id=posting, now=day(3))  # type: ignore[arg-type]
    with scope(actor.company_id):
        assert shrinkage(actor, TWO_MONTHS) == []


def test_movements_by_kind_and_month_add_up_to_the_ledger(trader: Actor) -> None:
    with scope(trader.company_id):
        told = flows(trader, TWO_MONTHS)
    rows = ledger(trader)
    assert sum(flow.pieces_in - flow.pieces_out for flow in told) == sum(row[2] for row in rows)
    assert sum(flow.value for flow in told) == sum(row[3] for row in rows)
    assert sum(flow.movements for flow in told) == len(rows)


def test_turnover_is_cost_of_goods_over_the_mean_of_every_days_value(trader: Actor) -> None:
    rows = ledger(trader)
    values = []
    for number in range(TWO_MONTHS.days):
        end = datetime.combine(TWO_MONTHS.since + timedelta(days=number + 1), datetime.min.time(), tzinfo=UTC)
        values.append(sum((value for at, _, _, value in rows if at < end), Decimal(0)))
    cost = -sum((value for _, kind, _, value in rows if kind == "sale"), Decimal(0))
    mean = sum(values, Decimal(0)) / len(values)
    with scope(trader.company_id):
        told = turnover(trader, TWO_MONTHS)
    assert told.cost_of_goods == cost
    assert told.average_value == round(mean, 4)
    assert told.turns == round(cost / round(mean, 4) * 365 / TWO_MONTHS.days, 4)
    assert told.carrying_cost(Decimal("0.2")) == round(round(mean, 4) * Decimal("0.2") * TWO_MONTHS.days / 365, 4)
    assert told.closing_value == values[-1]


def test_the_age_of_stock_adds_up_to_all_of_it(trader: Actor) -> None:
    now = day(100)
    slow: dict[int, Decimal] = {}
    for received, left in rows_of(trader, "select received_at, quantity_left from inventory_layer"):
        age = (now - received).total_seconds() / 86400  # type: ignore[operator]
        first = max(start for start in (0, 31, 61, 91, 181, 366) if start <= age or start == 0)
        slow[first] = slow.get(first, Decimal(0)) + left  # type: ignore[operator]
    with scope(trader.company_id):
        told = age_buckets(trader, now=now)
    assert {one.first_day: one.pieces for one in told if one.pieces} == {k: v for k, v in slow.items() if v}
    assert [one.last_day for one in told] == [30, 60, 90, 180, 365, None]


def test_idle_is_what_has_stock_and_no_sale_in_so_many_days() -> None:
    actor = owner()
    for sku, last in (("new", 58), ("old", 20), ("never", None), ("gone", 3)):
        stated(actor, 5, 0, sku=sku)
        if last:
            sold(actor, lines((sku, last, 5 if sku == "gone" else 1)))
    with scope(actor.company_id):
        for days, expected in (
            (10, {"old", "never"}),
            (3, {"old", "never"}),
            (2, {"new", "old", "never"}),
            (90, {"never"}),
        ):
            told = idle_stock(actor, today=day(60).date(), days=days)
            assert {row.sku for row in told.dearest} == expected
            assert (told.items, told.all_items) == (len(expected), 3)


def test_coverage_counts_an_item_once_however_often_it_was_counted(trader: Actor) -> None:
    with scope(trader.company_id):
        january = count_coverage(trader, Period(date(2026, 1, 1), date(2026, 1, 31), "UTC"))
        february = count_coverage(trader, Period(date(2026, 2, 1), date(2026, 2, 28), "UTC"))
    assert (january.items, january.counted, january.share) == (3, 2, Decimal("0.6667"))
    assert (february.counted, february.by_month) == (1, [(date(2026, 2, 1), 1)])


def test_stockouts_add_up_the_days_as_they_were_closed(trader: Actor) -> None:
    rows = rows_of(trader, "select taken_on, in_stock_minutes from inventory_snapshot")
    with scope(trader.company_id):
        told = stockouts(trader, TWO_MONTHS)
    assert sum(one.days for one in told) == len(rows)
    assert sum(one.dry_days for one in told) == sum(minutes == 0 for _, minutes in rows)
    assert sum(one.dry_minutes for one in told) == sum(1440 - int(str(minutes)) for _, minutes in rows)


def test_fill_rate_counts_what_went_out_of_what_was_asked() -> None:
    actor = owner()
    stated(actor, 20)
    shirt = item(actor)
    made = [
        reserve_stock(actor, source=f"o:{n}", lines=[Wish(shirt, Decimal(n))], now=day(5)).reservation_id
        for n in (2, 3, 4, 1)
    ]
    commit_reservation(actor, reservation_id=made[0], now=day(5))
    commit_reservation(actor, reservation_id=made[1], now=day(5), quantities={0: Decimal(1)})
    release_reservation(actor, reservation_id=made[1], now=day(5))
    release_reservation(actor, reservation_id=made[2], now=day(5))
    with scope(actor.company_id):
        today = Reservation.objects.of(actor).first().created_at.date()  # type: ignore[union-attr]
        told = fill_rate(actor, Period(today, today, "UTC"))
    assert [told.lines, told.full_lines, told.asked, told.committed] == [3, 1, 9, 3]
    assert told.of_pieces == Decimal("0.3333")


def test_demand_goes_on_at_its_pace_while_there_is_no_stock() -> None:
    actor = owner()
    stated(actor, 10, 0)
    sold(actor, lines(("shirt", 5, 10)))
    take_snapshots(actor, up_to=date(2026, 1, 10), time_zone="UTC")
    with scope(actor.company_id):
        told = fill_rate(actor, Period(date(2026, 1, 1), date(2026, 1, 10), "UTC"))
    assert [told.sold, told.wanted, told.of_demand] == [10, 20, Decimal("0.5")]


def test_valuation_by_any_group_and_the_summary_agree(trader: Actor) -> None:
    [(pieces, average, fifo)] = rows_of(
        trader, "select sum(on_hand), sum(average_value), sum(fifo_value) from inventory_level"
    )
    with scope(trader.company_id):
        whole = summary(trader)
        for group in GROUPS:
            rows = valuation(trader, by=group)
            assert (sum(row.pieces for row in rows), sum(row.average_value for row in rows)) == (pieces, average)
            assert sum(row.fifo_value for row in rows) == fifo
    assert (whole.pieces, whole.average_value, whole.fifo_value) == (pieces, average, fifo)
    assert whole.in_stock + whole.low + whole.out + whole.negative + whole.unknown == 3
    assert whole.unknown == 1


def test_classes_hold_every_item_once(trader: Actor) -> None:
    with scope(trader.company_id):
        told = abc_analysis(trader, TWO_MONTHS)
    assert [one.name for one in told] == ["A", "B", "C"]
    assert sum(one.items for one in told) == 3
    assert told[0].sold >= told[1].sold >= told[2].sold


def test_a_period_has_an_order_and_an_end() -> None:
    for since, until in ((date(2026, 2, 1), date(2026, 1, 1)), (date(2020, 1, 1), date(2026, 1, 1))):
        with pytest.raises(InvalidPeriod):
            Period(since, until, "UTC")


def test_another_company_adds_nothing(trader: Actor) -> None:
    mallory = people().mallory
    with scope(mallory.company_id):
        for ask in (shrinkage, flows, stockouts):
            assert ask(mallory, TWO_MONTHS) == []
        assert turnover(mallory, TWO_MONTHS).average_value == summary(mallory).pieces == 0
        assert idle_stock(mallory, today=date(2026, 3, 1), days=1).all_items == 0
