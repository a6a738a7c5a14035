"""Forecast runs: kept, never overwritten, and honest about failure."""

from datetime import date, timedelta

import numpy as np
import pytest
from tests.make.files import brought_in, sales_csv
from tests.make.people import colleague, owner, people

from stockwright.forecasting.actions.runs import run_forecast
from stockwright.forecasting.models import ForecastRun, ItemForecast, RunState
from stockwright.forecasting.queries.runs import current_forecast, last_attempt, latest_run
from stockwright.forecasting.rules.runs import NoSalesYet, last_full_day, planning_day
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotAllowed
from stockwright.kit.tenancy import scope

TODAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def alice() -> Actor:
    actor = owner()
    brought_in(actor, sales_csv(days=120, skus=6))
    run_forecast(actor, today=TODAY)
    return actor


def test_every_item_has_quantiles_in_order_for_each_of_28_days(alice: Actor) -> None:
    with scope(alice.company_id):
        told = current_forecast(alice)
    assert told is not None
    assert told.told.mean.shape == (len(told.items), 28)
    assert (np.diff(told.told.quantiles, axis=2) >= 0).all()


def test_what_was_stored_tells_the_same_law_as_was_computed(alice: Actor) -> None:
    with scope(alice.company_id):
        told = current_forecast(alice)
    assert told is not None
    mean, variance = told.told.window_moments(np.full(len(told.items), 21.0))
    assert mean == pytest.approx(told.told.mean[:, :21].sum(axis=1), rel=1e-5)
    assert (variance > 0).all()


def test_a_second_run_stands_beside_the_first(alice: Actor) -> None:
    with scope(alice.company_id):
        before = ItemForecast.objects.of(alice).count()
    run_forecast(alice, today=TODAY)
    with scope(alice.company_id):
        assert ForecastRun.objects.of(alice).filter(state=RunState.DONE).count() == 2
        assert ItemForecast.objects.of(alice).count() == 2 * before


def test_a_run_that_fails_says_why_and_the_last_good_one_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    actor = owner()
    brought_in(actor, sales_csv(days=60, skus=3))
    good = run_forecast(actor, today=TODAY)

    def breaks(*_: object, **__: object) -> None:
        raise MemoryError("not enough")

    with monkeypatch.context() as patched:
        patched.setattr("stockwright.engine.demand.shards.predict", breaks)
        with pytest.raises(MemoryError):
            run_forecast(actor, today=TODAY)
    with scope(actor.company_id):
        current, last = latest_run(actor), last_attempt(actor)
    assert current is not None
    assert current.pk == good
    assert last is not None
    assert (last.state, "not enough" in last.reason) == (RunState.FAILED, True)


def test_without_sales_there_is_nothing_to_forecast() -> None:
    with pytest.raises(NoSalesYet):
        run_forecast(owner(), today=TODAY)


def test_only_who_may_plan_runs_it() -> None:
    with pytest.raises(NotAllowed):
        run_forecast(people().bob, today=TODAY)
    assert colleague(owner(), "buyer").may("plan.run")


def test_history_counts_up_to_yesterday_while_sales_keep_coming() -> None:
    assert last_full_day(today=TODAY, last_sale_on=TODAY) == TODAY - timedelta(days=1)
    assert last_full_day(today=TODAY, last_sale_on=TODAY - timedelta(days=8)) == TODAY - timedelta(days=1)


def test_old_data_ends_where_it_ends_and_the_plan_is_for_the_day_after() -> None:
    ended = date(2011, 12, 9)
    assert last_full_day(today=TODAY, last_sale_on=ended) == ended
    assert planning_day(today=TODAY, as_of=ended) == date(2011, 12, 10)
