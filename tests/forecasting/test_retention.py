"""Item forecasts of old runs are deleted, and never one that is still needed."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.api.rows.trade import advice
from tests.make.files import TODAY
from tests.make.goods import rows_of
from tests.make.nights import forecast_shop, runs_by_day
from tests.make.people import colleague

from stockwright.forecasting.actions.model_files import adopt_version
from stockwright.forecasting.actions.retention import forget_forecasts, forget_versions
from stockwright.forecasting.actions.runs import run_forecast
from stockwright.forecasting.actions.scores import nightly_scores
from stockwright.forecasting.actions.training import choose_version
from stockwright.forecasting.queries.model_files import model_file
from stockwright.forecasting.queries.versions import versions
from stockwright.forecasting.rules.model_files import ModelFile, written
from stockwright.forecasting.rules.retention import NIGHTS, REDONE_DAYS, WEEKLY_DAYS, KeptRun, to_forget
from stockwright.forecasting.rules.versions import VERSIONS_KEPT, VersionForgotten
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotAllowed
from stockwright.kit.tenancy import scope
from stockwright.replenishment.models import PlanRun
from stockwright.replenishment.queries.advice import forecasts_in_use

LONG_AFTER = TODAY + timedelta(days=100)


def made(as_of: date, hour: int = 7) -> KeptRun:
    return KeptRun(uuid4(), as_of, datetime(as_of.year, as_of.month, as_of.day, hour, tzinfo=UTC))


RUNS = st.lists(
    st.builds(made, st.dates(TODAY - timedelta(days=900), TODAY - timedelta(days=1)), st.integers(0, 23)),
    max_size=60,
)


@given(runs=RUNS, chosen=st.integers(0, 59))
def test_what_is_needed_is_never_forgotten(runs: list[KeptRun], chosen: int) -> None:
    in_use = {runs[chosen % len(runs)].id} if runs else set()
    gone = set(to_forget(runs, today=TODAY, in_use=in_use))
    assert not gone & in_use
    if runs:
        assert max(runs, key=lambda run: run.finished_at).id not in gone
    kept = [run for run in runs if run.id not in gone]
    for run in runs:
        age = (TODAY - run.as_of).days
        if age <= NIGHTS:
            assert any(other.as_of == run.as_of for other in kept)
        elif age <= WEEKLY_DAYS:
            week = run.as_of.isocalendar()[:2]
            assert any(other.as_of.isocalendar()[:2] == week for other in kept)


@given(runs=RUNS)
def test_what_is_old_is_forgotten(runs: list[KeptRun]) -> None:
    gone = set(to_forget(runs, today=TODAY, in_use=()))
    newest = max(runs, key=lambda run: run.finished_at).id if runs else None
    kept = [run for run in runs if run.id not in gone and run.id != newest]
    assert all((TODAY - run.as_of).days <= WEEKLY_DAYS for run in kept)
    old = [run.as_of.isocalendar()[:2] for run in kept if (TODAY - run.as_of).days > NIGHTS]
    assert len(old) == len(set(old))
    nights = [run.as_of for run in kept if REDONE_DAYS < (TODAY - run.as_of).days <= NIGHTS]
    assert len(nights) == len(set(nights))


def forecasts(actor: Actor) -> dict[UUID, int]:
    rows = rows_of(actor, "select run_id, count(*) from forecasting_itemforecast group by 1")
    return {UUID(str(run)): int(str(number)) for run, number in rows}


def test_the_current_run_and_that_of_the_plan_shown_stay_with_all_scores() -> None:
    actor = forecast_shop(nights=(12, 11, 10, 9, 1))
    nightly_scores(actor, today=TODAY)
    runs = runs_by_day(actor)
    planned, weekly, current = (runs[TODAY - timedelta(days=back + 1)] for back in (11, 9, 1))
    advice(actor)
    with scope(actor.company_id):
        PlanRun.objects.of(actor).update(forecast_run_id=planned)
        in_use = forecasts_in_use(actor)
    scores = rows_of(actor, "select count(*), sum(judged) from forecasting_forecastscore")
    before = forecasts(actor)
    deleted = forget_forecasts(actor, today=LONG_AFTER, in_use=in_use)
    assert in_use == {planned}
    assert set(forecasts(actor)) == {planned, weekly, current}
    assert deleted == sum(number for run, number in before.items() if run not in {planned, weekly, current})
    assert rows_of(actor, "select count(*), sum(judged) from forecasting_forecastscore") == scores
    assert forget_forecasts(actor, today=LONG_AFTER, in_use=in_use) == 0


def test_one_companys_forgetting_is_not_anothers() -> None:
    mine, theirs = forecast_shop(nights=(9, 8, 1)), forecast_shop(nights=(9, 8, 1))
    before = forecasts(theirs)
    assert forget_forecasts(mine, today=LONG_AFTER, in_use=())
    assert forecasts(theirs) == before


def test_only_who_may_plan_forgets() -> None:
    actor = forecast_shop(nights=(9, 8, 1))
    before = forecasts(actor)
    with pytest.raises(NotAllowed):
        forget_forecasts(colleague(actor, "viewer"), today=LONG_AFTER, in_use=())
    assert forecasts(actor) == before


def test_of_old_versions_only_what_they_were_worth_is_kept() -> None:
    actor = forecast_shop(nights=(0,), days=60, skus=2)
    told = written(model_of(actor))
    for _ in range(VERSIONS_KEPT):
        adopt_version(actor, told=told)
    assert forget_versions(actor) == 0  # the oldest is the current one
    with scope(actor.company_id):
        second = versions(actor, limit=99)[-2]
    choose_version(actor, version_id=second.id)
    assert forget_versions(actor) == 1
    with scope(actor.company_id):
        found = versions(actor, limit=99)
    assert [one.number for one in found if not one.kept] == [1]
    assert found[-1].accuracy == found[0].accuracy
    with pytest.raises(VersionForgotten):
        choose_version(actor, version_id=found[-1].id)
    with scope(actor.company_id), pytest.raises(VersionForgotten):
        model_file(actor, number=1)
    run_forecast(actor, today=TODAY)
    assert forget_versions(actor) == 0


def model_of(actor: Actor) -> ModelFile:
    with scope(actor.company_id):
        return model_file(actor)[1]
