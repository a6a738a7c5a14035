"""Whatever a company sold, it gets a forecast that can be used, or a clear reason; the last good one stays."""

from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest
from tests.make.goods import day, item, lines, rows_of, sold, stated
from tests.make.people import owner

from stockwright.catalog.actions.items import archive_item, create_item
from stockwright.forecasting.actions.runs import run_forecast
from stockwright.forecasting.actions.scores import nightly_scores
from stockwright.forecasting.queries.runs import CurrentForecast, current_forecast, last_attempt
from stockwright.forecasting.rules.runs import NoSalesYet
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import scope
from stockwright.replenishment.actions.plans import run_plan
from stockwright.sales.actions.lines import undo_batch

DAYS = 90
TODAY = day(DAYS).date()
TEN_YEARS = 3650

Told = list[tuple[str, float, float]]


def daily(sku: str, pieces: float, days: int = DAYS) -> Told:
    return [(sku, DAYS - days + on + 0.5, pieces) for on in range(days)]


STRANGE: dict[str, Told] = {
    "one sale, yesterday": [("shirt", 89.5, 1)],
    "one sale, today": [("shirt", 90.5, 1)],
    "one sale, five years ahead": [("shirt", DAYS + 5 * 365, 1)],
    "one sale, three years ago": [("shirt", DAYS - 3 * 365, 1)],
    "nothing but returns": [("shirt", 80.5, -1), ("shirt", 85.5, -3)],
    "returns far above the sales": daily("shirt", 5) + [("shirt", on + 0.6, -1e6) for on in range(0, DAYS, 2)],
    "a million millions on one day": [*daily("shirt", 2), ("shirt", 70.7, 1e12)],
    "a million millions every day": daily("shirt", 1e12),
    "the most that can be stored, every day": daily("shirt", 99_999_999_999_999),
    "the least that can be stored, every day": daily("shirt", 0.0001),
    "always the same": daily("shirt", 3),
    "two days of history": daily("shirt", 2, days=2),
    "ten years of history": daily("shirt", 2, days=TEN_YEARS),
    "one item that lives and one that died": [*daily("shirt", 2), ("hat", 0.5, 1)],
}


def told_of(actor: Actor) -> CurrentForecast:
    with scope(actor.company_id):
        found = current_forecast(actor)
    assert found is not None
    return found


@pytest.mark.parametrize("strange", STRANGE)
def test_a_strange_company_gets_numbers_that_can_be_used_and_its_night_goes_on(strange: str) -> None:
    alice = owner()
    create_item(alice, sku="shirt", cost=Decimal("99.99"), price=Decimal(250))
    stated(alice, 1, at=DAYS - 1)
    sold(alice, lines(*STRANGE[strange]))
    run_forecast(alice, today=TODAY)
    told = told_of(alice).told
    for each in (told.mean, told.variance, told.quantiles, told.velocity, told.lost_estimate):
        assert np.isfinite(each).all()
        assert (each >= 0).all()
    assert told.mean.shape == (len({"shirt", *(sku for sku, _, _ in STRANGE[strange])}), 28)
    run_plan(alice, today=TODAY)
    nightly_scores(alice, today=TODAY + timedelta(days=3))
    again = run_forecast(alice, today=TODAY + timedelta(days=3), anew=True)
    assert told_of(alice).run_id == again


@pytest.mark.parametrize(("strange", "a_day"), [("always the same", 3.0), ("ten years of history", 2.0)])
def test_what_never_changes_is_expected_to_go_on(strange: str, a_day: float) -> None:
    alice = owner()
    sold(alice, lines(*STRANGE[strange]))
    run_forecast(alice, today=TODAY)
    assert told_of(alice).told.mean.mean() == pytest.approx(a_day, rel=0.05)


def test_one_absurd_day_does_not_make_the_forecast_absurd() -> None:
    alice = owner()
    sold(alice, lines(*STRANGE["a million millions on one day"]))
    run_forecast(alice, today=TODAY)
    assert told_of(alice).told.mean.sum() < 28 * 5


def test_when_all_sales_are_taken_back_the_reason_is_told_and_the_last_good_forecast_stays() -> None:
    alice = owner()
    batch = new_id()
    sold(alice, lines(*daily("shirt", 2)), batch_id=batch)
    good = run_forecast(alice, today=TODAY)
    undo_batch(alice, batch_id=batch)
    with pytest.raises(NoSalesYet, match="no sales yet"):
        run_forecast(alice, today=TODAY)
    assert told_of(alice).run_id == good


def test_when_every_item_is_archived_a_forecast_of_nothing_is_kept() -> None:
    alice = owner()
    sold(alice, lines(*daily("shirt", 2)))
    run_forecast(alice, today=TODAY)
    archive_item(alice, variant_id=item(alice), at=day(DAYS))
    run_forecast(alice, today=TODAY, anew=True)
    assert len(told_of(alice).items) == 0
    run_plan(alice, today=TODAY)
    nightly_scores(alice, today=TODAY + timedelta(days=3))


def test_an_amount_that_is_no_number_ends_the_run_with_a_reason_and_the_last_good_forecast_stays() -> None:
    alice = owner()
    sold(alice, lines(*daily("shirt", 2)))
    good = run_forecast(alice, today=TODAY)
    rows_of(alice, f"update sales_dailysales set ordered = 'NaN' where sold_on = '{day(50).date()}' returning 1")
    with pytest.raises(ValueError, match="not numbers"):
        run_forecast(alice, today=TODAY)
    with scope(alice.company_id):
        last = last_attempt(alice)
    assert last is not None
    assert last.state == "failed"
    assert "Correct or remove these days" in last.reason
    assert told_of(alice).run_id == good
