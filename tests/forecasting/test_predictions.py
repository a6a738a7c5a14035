"""Every prediction is one row, with what came once its day is complete."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.make.files import TODAY
from tests.make.goods import rows_of
from tests.make.nights import forecast_shop, runs_by_day
from tests.make.people import owner

from stockwright.accounts.actions.companies import change_company
from stockwright.forecasting.models import ForecastRun, ItemForecast
from stockwright.forecasting.queries.prediction_days import PredictionFilter
from stockwright.forecasting.queries.predictions import Prediction, predictions_page
from stockwright.forecasting.queries.runs import forecast_of, latest_run
from stockwright.forecasting.rules.predictions import TooManyDays, accuracy_score
from stockwright.kit.actor import Actor
from stockwright.kit.paging import InvalidCursor
from stockwright.kit.problems import NotFound
from stockwright.kit.tenancy import scope

YESTERDAY = TODAY - timedelta(days=1)
WEEK = PredictionFilter(since=TODAY - timedelta(days=7), until=TODAY + timedelta(days=6))


@pytest.fixture(scope="module")
def alice() -> Actor:
    return forecast_shop(nights=(30, 20, 3), skus=2)


def told(actor: Actor, wanted: PredictionFilter, *, limit: int = 1000) -> list[Prediction]:
    """All pages."""
    found: list[Prediction] = []
    cursor: str | None = None
    with scope(actor.company_id):
        while True:
            page = predictions_page(actor, wanted, today=TODAY, cursor=cursor, limit=limit)
            found += page.items
            cursor = page.next_cursor
            if cursor is None:
                return found


def test_without_a_wish_it_is_what_the_newest_run_speaks_of(alice: Actor) -> None:
    found = told(alice, PredictionFilter(current=True))
    with scope(alice.company_id):
        run = latest_run(alice)
    assert run is not None
    assert {one.run_id for one in found} == {run.pk}
    assert {one.day for one in found} == {run.as_of + timedelta(days=ahead) for ahead in range(1, 29)}
    assert len(found) == 2 * 28


def test_a_prediction_is_what_the_run_stored(alice: Actor) -> None:
    run_id = runs_by_day(alice)[TODAY - timedelta(days=21)]
    found = told(alice, PredictionFilter(run_id=run_id))
    with scope(alice.company_id):
        run = ForecastRun.objects.of(alice).get(pk=run_id)
        for row in ItemForecast.objects.of(alice).filter(run=run):
            stored = forecast_of(run, row)
            mine = [one for one in found if one.variant_id == row.variant_id]
            assert [one.days_ahead for one in mine] == list(range(1, 29))
            assert [one.value for one in mine] == pytest.approx(stored.mean[0].tolist(), rel=1e-5)
            low, high = run.levels.index(0.1), run.levels.index(0.9)
            assert [one.lower for one in mine] == pytest.approx(stored.quantiles[0][:, low].tolist(), rel=1e-3)
            assert [one.upper for one in mine] == pytest.approx(stored.quantiles[0][:, high].tolist(), rel=1e-3)
            assert mine[0].confidence == pytest.approx(float(stored.confidence([1.0])[0]), abs=1e-4)
    assert all(0 <= one.confidence <= 1 and one.interval == 0.8 for one in found)


def test_what_came_is_filled_in_once_the_day_is_complete(alice: Actor) -> None:
    found = told(alice, replace(WEEK, current=True))
    rows = rows_of(alice, "select variant_id, sold_on, ordered from sales_dailysales")
    sold = {(str(variant), day): pieces for variant, day, pieces in rows}
    for one in found:
        if one.day <= YESTERDAY:
            assert one.actual_value == sold.get((str(one.variant_id), one.day), 0)
            assert one.accuracy_score == pytest.approx(accuracy_score(one.value, one.actual_value or Decimal(0)))
        else:
            assert (one.actual_value, one.accuracy_score) == (None, None)


def test_currently_there_is_one_a_product_and_day_from_the_newest_run_before_it(alice: Actor) -> None:
    every, current = told(alice, WEEK), told(alice, replace(WEEK, current=True))
    keys = [(one.variant_id, one.location_id, one.day) for one in current]
    assert len(keys) == len(set(keys)) == 2 * 14
    assert len(every) > len(current)
    for one in current:
        rivals = [other for other in every if (other.variant_id, other.day) == (one.variant_id, one.day)]
        assert one.days_ahead == min(other.days_ahead for other in rivals)


@pytest.mark.parametrize("current", [True, False])
def test_pages_of_any_size_tell_the_same_in_the_same_order(alice: Actor, *, current: bool) -> None:
    wanted = replace(WEEK, current=current)
    assert told(alice, wanted, limit=5) == told(alice, wanted) == told(alice, wanted, limit=42)


def test_one_product_at_one_place(alice: Actor) -> None:
    [first, *_] = told(alice, PredictionFilter(current=True))
    found = told(
        alice, PredictionFilter(variant_id=first.variant_id, location_id=first.location_id, current=True), limit=9
    )
    assert {one.variant_id for one in found} == {first.variant_id}
    assert len(found) == 28


def test_a_day_out_of_stock_has_no_score_because_demand_may_have_been_more(alice: Actor) -> None:
    [one, *_] = told(alice, PredictionFilter(since=YESTERDAY, until=YESTERDAY, current=True))
    actor = forecast_shop(nights=(3,), skus=1)
    rows_of(
        actor,
        "insert into inventory_snapshot (company_id, variant_id, location_id, taken_on, on_hand, reserved, "
        "in_stock_minutes) select company_id, variant_id, location_id, date '2026-03-01', 0, 0, 600 "
        "from forecasting_itemforecast returning 1",
    )
    [dry] = told(actor, PredictionFilter(since=YESTERDAY, until=YESTERDAY, current=True))
    assert one.in_stock_all_day is True
    assert (dry.in_stock_all_day, dry.accuracy_score) == (False, None)
    assert dry.actual_value is not None


def test_nobody_elses_rows_and_no_endless_lists(alice: Actor) -> None:
    mallory = owner()
    with scope(mallory.company_id):
        assert predictions_page(mallory, WEEK, today=TODAY, cursor=None, limit=10).items == []
        for stolen in (PredictionFilter(run_id=uuid4()), PredictionFilter(location_id=uuid4())):
            with pytest.raises(NotFound):
                predictions_page(mallory, stolen, today=TODAY, cursor=None, limit=10)
    with scope(alice.company_id):
        endless = PredictionFilter(since=date(2020, 1, 1), until=TODAY)
        with pytest.raises(TooManyDays):
            predictions_page(alice, endless, today=TODAY, cursor=None, limit=10)
        with pytest.raises(InvalidCursor):
            predictions_page(alice, WEEK, today=TODAY, cursor="WyJ4Il0", limit=10)


@given(predicted=st.floats(0, 1e6), actual=st.decimals(0, 10**6, places=2))
def test_the_score_is_between_0_and_1_and_the_same_both_ways(predicted: float, actual: Decimal) -> None:
    score = accuracy_score(predicted, actual)
    assert 0.0 <= score <= 1.0
    assert score == pytest.approx(accuracy_score(float(actual), Decimal(predicted)))


def test_right_is_one_and_half_is_a_half() -> None:
    assert accuracy_score(0.0, Decimal(0)) == 1.0
    assert accuracy_score(5.0, Decimal(5)) == 1.0
    assert accuracy_score(5.0, Decimal(10)) == accuracy_score(10.0, Decimal(5)) == 0.5
    assert accuracy_score(3.0, Decimal(0)) == 0.0


def test_how_near_is_near_is_the_companys_own(alice: Actor) -> None:
    def sure() -> list[float]:
        with scope(alice.company_id):
            found = predictions_page(alice, PredictionFilter(), today=TODAY, cursor=None, limit=50)
        return [one.confidence for one in found.items]

    usual = sure()
    change_company(alice, confidence_within=Decimal("0.90"))
    wide = sure()
    change_company(alice, confidence_within=Decimal("0.30"))
    assert all(more >= less for more, less in zip(wide, usual, strict=True))
    assert sum(wide) > sum(usual)
