"""What would have been sold with stock all day is kept beside what was sold."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from tests.make.goods import day, item, lines, moves, rows_of, sold, stated
from tests.make.people import owner, people

from stockwright.forecasting.actions.runs import run_forecast
from stockwright.forecasting.queries.estimates import estimates_of
from stockwright.insights.queries.demand import ItemDemand, item_demand
from stockwright.inventory.actions.movements import post_movements
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotFound
from stockwright.kit.tenancy import scope

DAYS = 90
OUT = range(70, 80)


def shop(actor: Actor) -> Actor:
    """Four shirts a day, and ten days without a single one on the shelf."""
    stated(actor, 1000, at=-1)
    sold(actor, lines(*(("shirt", on + 0.5, 4) for on in range(DAYS) if on not in OUT)))
    told = [("waste", OUT[0] - 0.1, -(1000 - 4 * OUT[0]), "w"), ("receipt", OUT[-1] + 0.9, 1000, "r")]
    post_movements(actor, movements=moves(*told))  # type: ignore[arg-type]
    run_forecast(actor, today=day(DAYS).date())
    return actor


def place(actor: Actor) -> UUID:
    [(found,)] = rows_of(actor, "select id from inventory_location where name = 'Main'")
    return UUID(str(found))


def demand(actor: Actor, since: date | None = None) -> ItemDemand:
    shirt, main = item(actor), place(actor)
    with scope(actor.company_id):
        return item_demand(actor, shirt, main, since=since)


def test_days_without_stock_have_an_estimate_and_the_others_what_was_sold() -> None:
    alice = shop(owner())
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
    alice = shop(owner())
    before = rows_of(alice, "select count(*) from forecasting_demandestimate")
    run_forecast(alice, today=day(DAYS).date())
    assert rows_of(alice, "select count(*) from forecasting_demandestimate") == before == [(1,)]


def test_days_can_be_asked_for_since_one() -> None:
    alice = shop(owner())
    since = day(DAYS).date() - timedelta(days=10)
    assert demand(alice, since).days[0].day == since


def test_another_company_has_no_estimates_and_no_such_place() -> None:
    everybody = people()
    shop(everybody.alice)
    shirt, main = item(everybody.alice), place(everybody.alice)
    with scope(everybody.mallory.company_id):
        assert estimates_of(everybody.mallory, variant_id=shirt, location_id=main) == {}
        with pytest.raises(NotFound):
            item_demand(everybody.mallory, shirt, main)
