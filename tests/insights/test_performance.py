"""The front page's line and the tables of accuracy come from what happened, once enough did."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.make.files import TODAY
from tests.make.goods import rows_of
from tests.make.nights import forecast_shop, runs_by_day
from tests.make.people import owner

from stockwright.forecasting.actions.scores import nightly_scores
from stockwright.forecasting.models import ForecastRun
from stockwright.insights.queries.forecast_runs import run_story, runs_page
from stockwright.insights.queries.performance import Asked, calibration_of, model_performance
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotFound
from stockwright.kit.tenancy import scope


@pytest.fixture(scope="module")
def shop() -> Actor:
    actor = forecast_shop(nights=(30, 20, 3))
    nightly_scores(actor, today=TODAY)
    return actor


@pytest.fixture
def alice(shop: Actor) -> Iterator[Actor]:
    with scope(shop.company_id):
        yield shop


def test_before_any_score_there_is_only_the_run() -> None:
    actor = forecast_shop(nights=(0,))
    with scope(actor.company_id):
        found = model_performance(actor, Asked())
    assert found.run is not None
    assert (found.overall, found.groups, found.through, found.spell) == (None, [], None, None)


def test_a_company_without_a_forecast_has_an_empty_answer() -> None:
    actor = owner()
    with scope(actor.company_id):
        found = model_performance(actor, Asked())
    assert (found.run, found.overall, found.calibration) == (None, None, None)


@pytest.mark.parametrize("by", ["lead", "class", "category", "location", "week", "run"])
def test_groups_add_up_to_the_whole(alice: Actor, by: str) -> None:
    found = model_performance(alice, Asked(period=365, by=by))
    assert found.overall is not None
    assert sum(group.judged for group in found.groups) == found.overall.judged
    assert all(isinstance(group.name, str) for group in found.groups)


def test_places_are_told_by_their_names(alice: Actor) -> None:
    [place] = model_performance(alice, Asked(by="location")).groups
    assert place.name == "Main"


def test_the_line_is_from_what_happened_once_there_is_enough_of_it(alice: Actor) -> None:
    run = ForecastRun.objects.of(alice).latest("finished_at")
    told = {"days": 14, "held_90": 0.77, "calibration": []}
    run.accuracy = told
    few = calibration_of(alice, run, TODAY - timedelta(days=1))
    assert few is not None
    assert (few.source, few.at_90.held) == ("backtest", 0.77)
    rows_of(alice, "update forecasting_forecastscore set judged = 500, below_90 = 450 where days = 14 returning 1")
    enough = calibration_of(alice, run, TODAY - timedelta(days=1))
    assert enough is not None
    assert (enough.source, enough.at_90.level, enough.at_90.held, enough.days) == ("live", 0.9, 0.9, 14)
    assert enough.at_90.judged >= 500


def test_the_interval_of_a_back_test_is_the_share_between_its_two_quantiles(alice: Actor) -> None:
    run = ForecastRun.objects.of(alice).latest("finished_at")
    held = ((0.1, 0.12), (0.9, 0.88), (0.25, 0.2), (0.75, 0.8))
    rows = [{"demand_class": "all", "days": 14, "level": at, "held": share, "judged": 60} for at, share in held]
    run.accuracy = {"days": 14, "held_90": 0.88, "calibration": rows}
    found = calibration_of(alice, run, None)
    assert found is not None
    told = {one.level: one.held for one in found.intervals}
    assert told == {0.5: pytest.approx(0.6), 0.8: pytest.approx(0.76)}


def test_each_run_has_its_own_story(alice: Actor) -> None:
    runs = runs_by_day(alice)
    oldest, newest = (runs[TODAY - timedelta(days=back + 1)] for back in (30, 3))
    old, new = run_story(alice, oldest), run_story(alice, newest)
    assert [lead.name for lead in old.leads] == [str(lead) for lead in range(1, 29)]
    assert [lead.name for lead in new.leads] == ["1", "2", "3"]
    assert old.overall is not None
    assert sum(lead.judged for lead in old.leads) == old.overall.judged
    assert old.has_items


def test_the_list_of_runs_goes_on_where_a_page_ended(alice: Actor) -> None:
    first = runs_page(alice, cursor="", limit=2)
    assert first.next_cursor
    second = runs_page(alice, cursor=first.next_cursor, limit=2)
    days = [story.run.as_of for story in (*first.items, *second.items)]
    assert [(TODAY - day).days for day in days] == [4, 21, 31]
    assert second.next_cursor is None


def test_another_companys_run_or_place_does_not_exist(alice: Actor) -> None:
    with pytest.raises(NotFound):
        run_story(alice, uuid4())
    with pytest.raises(NotFound):
        model_performance(alice, Asked(location_id=uuid4()))
