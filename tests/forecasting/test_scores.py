"""Past forecasts are held against what was sold: once, by the day, and anew when late sales come in."""

from datetime import date, timedelta
from uuid import UUID

import numpy as np
import pytest
from tests.make.files import TODAY, brought_in, sales_csv
from tests.make.goods import events_of, rows_of
from tests.make.nights import forecast_shop, runs_by_day
from tests.make.people import colleague, owner

from stockwright.engine.demand import metrics
from stockwright.forecasting.actions.runs import run_forecast
from stockwright.forecasting.actions.scores import nightly_scores, score_runs
from stockwright.forecasting.models import ForecastRun, ItemForecast
from stockwright.forecasting.queries.runs import forecast_of
from stockwright.forecasting.queries.scores import Wanted, compared, newest_scored_day
from stockwright.forecasting.rules.runs import NoSalesYet
from stockwright.forecasting.rules.scores import complete_day
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotAllowed
from stockwright.kit.tenancy import scope
from stockwright.sales.models import DailySales

YESTERDAY = TODAY - timedelta(days=1)
SCORES = "select * from forecasting_forecastscore order by run_id, days, lead, demand_class, location_id, category"


@pytest.fixture(scope="module")
def alice() -> Actor:
    actor = forecast_shop()
    nightly_scores(actor, today=TODAY)
    return actor


def leads(actor: Actor, run: UUID) -> dict[int, set[int]]:
    rows = rows_of(actor, f"select distinct days, lead from forecasting_forecastscore where run_id = '{run}'")
    found: dict[int, set[int]] = {}
    for days, lead in rows:
        found.setdefault(int(str(days)), set()).add(int(str(lead)))
    return found


def test_each_run_is_held_against_the_days_that_are_complete_and_the_windows_that_ended(alice: Actor) -> None:
    runs = runs_by_day(alice)
    assert leads(alice, runs[TODAY - timedelta(days=31)]) == {1: set(range(1, 29)), 7: {7}, 14: {14}, 28: {28}}
    assert leads(alice, runs[TODAY - timedelta(days=21)]) == {1: set(range(1, 21)), 7: {7}, 14: {14}}
    assert leads(alice, runs[TODAY - timedelta(days=4)]) == {1: {1, 2, 3}}


def test_the_figures_are_those_of_the_stored_forecast_beside_the_sales(alice: Actor) -> None:
    run_id = runs_by_day(alice)[TODAY - timedelta(days=31)]
    with scope(alice.company_id):
        run = ForecastRun.objects.of(alice).get(pk=run_id)
        actual, mean, quantiles = [], [], []
        for row in ItemForecast.objects.of(alice).filter(run=run):
            told = forecast_of(run, row)
            sold = dict(
                DailySales.objects.of(alice).filter(variant_id=row.variant_id).values_list("sold_on", "ordered")
            )
            days = [run.as_of + timedelta(days=ahead) for ahead in range(1, 29)]
            actual += [float(sold.get(day, 0)) for day in days]
            mean += told.mean[0].tolist()
            quantiles += told.quantiles[0].tolist()
        [found] = compared(alice, Wanted(date(2026, 1, 1), YESTERDAY, runs=(run_id,)))
    sold_all, point = np.array(actual), np.array(mean)
    assert found.forecast.judged == len(actual)
    assert found.forecast.wape == pytest.approx(metrics.wape(sold_all, point), rel=1e-4)
    assert found.forecast.bias == pytest.approx(metrics.bias(sold_all, point), abs=1e-4)
    assert found.forecast.pinball == pytest.approx(
        metrics.pinball(sold_all, np.array(quantiles), run.levels), rel=1e-3
    )


def test_the_groups_add_up_to_the_whole(alice: Actor) -> None:
    wanted = Wanted(date(2026, 1, 1), YESTERDAY)
    with scope(alice.company_id):
        [whole] = compared(alice, wanted)
        for by in ("lead", "class", "category", "location", "day", "week", "run"):
            parts = compared(alice, wanted, by=by)
            assert sum(part.forecast.judged for part in parts) == whole.forecast.judged
            assert sum(part.forecast.demand for part in parts) == pytest.approx(whole.forecast.demand, rel=1e-5)


def test_the_same_night_twice_changes_nothing(alice: Actor) -> None:
    before, told = rows_of(alice, SCORES), events_of(alice)
    nightly_scores(alice, today=TODAY)
    assert rows_of(alice, SCORES) == before
    assert events_of(alice) == told


def test_nights_that_were_missed_end_where_nights_that_were_not_end() -> None:
    steady, lazy = forecast_shop(nights=(12,)), forecast_shop(nights=(12,))
    for back in range(11, -1, -1):
        score_runs(steady, through=YESTERDAY - timedelta(days=back))
    nightly_scores(lazy, today=TODAY)
    exact = "select days, lead, demand_class, judged, demand, forecast, absolute, naive_absolute, flat_squared"
    query = f"{exact} from forecasting_forecastscore order by 1, 2, 3"
    assert rows_of(steady, query) == rows_of(lazy, query)


def test_sales_that_come_late_are_scored_anew() -> None:
    actor, told_at_once = owner(), owner()
    late = YESTERDAY - timedelta(days=2)
    text = sales_csv(days=80)
    on_time = b"\n".join(line for line in text.split(b"\n") if str(late).encode() not in line)
    brought_in(actor, on_time)
    brought_in(told_at_once, text)
    for each in (actor, told_at_once):
        run_forecast(each, today=TODAY - timedelta(days=10))
        nightly_scores(each, today=TODAY)
    sums = "select lead, days, demand, judged from forecasting_forecastscore order by 1, 2"
    assert rows_of(actor, sums) != rows_of(told_at_once, sums)
    brought_in(actor, text, "again.csv")
    nightly_scores(actor, today=TODAY)
    assert rows_of(actor, sums) == rows_of(told_at_once, sums)


def test_a_day_without_news_is_not_taken_for_a_day_without_demand() -> None:
    assert complete_day(today=TODAY, last_sale_on=TODAY - timedelta(days=4)) == TODAY - timedelta(days=4)
    assert complete_day(today=TODAY, last_sale_on=TODAY) == YESTERDAY
    actor = forecast_shop(nights=(3,))
    nightly_scores(actor, today=TODAY + timedelta(days=5))
    with scope(actor.company_id):
        assert newest_scored_day(actor) == YESTERDAY


def test_without_sales_there_is_nothing_to_score() -> None:
    with pytest.raises(NoSalesYet):
        nightly_scores(owner(), today=TODAY)


def test_only_who_may_plan_scores(alice: Actor) -> None:
    before = rows_of(alice, SCORES)
    with pytest.raises(NotAllowed):
        score_runs(colleague(alice, "viewer"), through=YESTERDAY)
    assert rows_of(alice, SCORES) == before


def test_of_several_runs_of_one_night_the_last_counts() -> None:
    actor = forecast_shop(nights=(9, 9))
    nightly_scores(actor, today=TODAY)
    wanted = Wanted(date(2026, 1, 1), YESTERDAY)
    with scope(actor.company_id):
        newest = ForecastRun.objects.of(actor).order_by("-finished_at").first()
        assert newest is not None
        by_run = compared(actor, wanted, by="run")
        [older] = compared(actor, Wanted(wanted.since, wanted.through, runs=(_other(actor, newest.pk),)))
    assert [found.name for found in by_run] == [newest.pk]
    assert older.forecast.judged == by_run[0].forecast.judged


def _other(actor: Actor, run_id: UUID) -> UUID:
    found = ForecastRun.objects.of(actor).exclude(pk=run_id).first()
    assert found is not None
    return found.pk
