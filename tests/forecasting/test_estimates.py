"""What would have been sold with stock all day is kept beside what was sold."""

from datetime import date, timedelta

import pytest
from tests.make.demand import DAYS, OUT, main_place, shop_without_stock
from tests.make.goods import day, item, rows_of
from tests.make.people import owner, people

from stockwright.forecasting.actions.runs import run_forecast
from stockwright.forecasting.queries.estimates import estimates_of
from stockwright.insights.queries.demand import ItemDemand, item_demand
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotFound
from stockwright.kit.tenancy import scope


def demand(actor: Actor, since: date | None = None) -> ItemDemand:
    shirt, main = item(actor), main_place(actor)
    with scope(actor.company_id):
        return item_demand(actor, shirt, main, since=since)


def test_days_without_stock_have_an_estimate_and_the_others_what_was_sold() -> None:
    alice = shop_without_stock(owner())
    told = {each.day: each for each in demand(alice).days}
    for number in range(DAYS):
        found = told[day(number).date()]
        if number in range(OUT[0], OUT[-1]):
            assert (found.sold, found.in_stock_minutes) == (0.0, 0)
            assert found.estimate == pytest.approx(4.0, rel=0.15)
        elif number not in OUT:
            assert found.estimate == found.sold == 4.0
    assert demand(alice).estimate == pytest.approx(4.0 * DAYS, rel=0.03)


def test_the_estimate_of_last_night_is_replaced() -> None:
    alice = shop_without_stock(owner())
    before = rows_of(alice, "select count(*) from forecasting_demandestimate")
    run_forecast(alice, today=day(DAYS).date())
    assert rows_of(alice, "select count(*) from forecasting_demandestimate") == before == [(1,)]


def test_days_can_be_asked_for_since_one() -> None:
    alice = shop_without_stock(owner())
    since = day(DAYS).date() - timedelta(days=10)
    assert demand(alice, since).days[0].day == since


def test_another_company_has_no_estimates_and_no_such_place() -> None:
    everybody = people()
    shop_without_stock(everybody.alice)
    shirt, main = item(everybody.alice), main_place(everybody.alice)
    with scope(everybody.mallory.company_id):
        assert estimates_of(everybody.mallory, variant_id=shirt, location_id=main) == {}
        with pytest.raises(NotFound):
            item_demand(everybody.mallory, shirt, main)
