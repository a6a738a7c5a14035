"""Forecasts, trainings and people at the same time, in real threads and on connections of their own."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import numpy as np
import pytest
from django.db import connections
from tests.architecture.tables import as_owner
from tests.make.demand import BULK, findings_of, main_place, shop_with_bulk
from tests.make.files import brought_in, sales_csv
from tests.make.goods import day, events_of, item, rows_of
from tests.make.people import owner
from tests.make.threads import together
from tests.make.told import promotion, source

from stockwright.forecasting.actions.outliers import decide_outlier
from stockwright.forecasting.actions.overrides import make_override
from stockwright.forecasting.actions.promotions import cancel_promotion
from stockwright.forecasting.actions.runs import ENDED, run_forecast
from stockwright.forecasting.actions.training import choose_version, release_version
from stockwright.forecasting.queries.runs import CurrentForecast, current_forecast
from stockwright.forecasting.queries.versions import versions
from stockwright.forecasting.rules.overrides import OverrideTold, Way
from stockwright.kit.actor import Actor
from stockwright.kit.clock import now
from stockwright.kit.tenancy import scope

TODAY = date(2026, 3, 2)
AT_ONCE = 3


@pytest.fixture
def alice() -> Actor:
    """A shop with a good forecast."""
    actor = owner()
    brought_in(actor, sales_csv(days=60, skus=2))
    run_forecast(actor, today=TODAY)
    return actor


def forecasts(actor: Actor) -> UUID:
    return run_forecast(actor, today=TODAY, anew=True)


def runs_of(actor: Actor) -> list[tuple[object, ...]]:
    return rows_of(actor, "select state, reason from forecasting_forecastrun order by started_at")


def told_of(actor: Actor) -> CurrentForecast:
    with scope(actor.company_id):
        found = current_forecast(actor)
    assert found is not None
    return found


def first_version(actor: Actor) -> UUID:
    with scope(actor.company_id):
        return versions(actor, limit=9)[-1].id


def versions_of(actor: Actor) -> list[tuple[int, bool, bool]]:
    with scope(actor.company_id):
        return [(one.number, one.current, one.held) for one in versions(actor, limit=9)]


@contextmanager
def held_up(actor: Actor, *works: Callable[[], object], at: str) -> Iterator[list[Future[object]]]:
    """Each work in a thread of its own, waiting in this order for the lock `at` until the block is left."""

    def done(work: Callable[[], object]) -> object:
        try:
            return work()
        finally:
            connections.close_all()

    waiting = (
        "select count(*) from pg_locks where locktype = 'advisory' and not granted "
        "and database = (select oid from pg_database where datname = current_database())"
    )
    with ThreadPoolExecutor(len(works)) as pool, as_owner() as connection:
        connection.execute("select pg_advisory_lock(hashtextextended(%s, 0))", [f"{actor.company_id}:{at}"])
        futures: list[Future[object]] = []
        for number, work in enumerate(works, 1):
            futures.append(pool.submit(done, work))
            while connection.execute(waiting).fetchone() != (number,):
                assert not futures[-1].done(), "It never came to the lock."
        yield futures
        connection.execute("select pg_advisory_unlock_all()")


def test_trainings_at_once_all_end_with_a_version_each_and_one_of_them_forecasts(alice: Actor) -> None:
    made = together(*[lambda: forecasts(alice)] * AT_ONCE)
    assert sorted(number for number, _, _ in versions_of(alice)) == [1, 2, 3, 4]
    assert [current for _, current, _ in versions_of(alice)].count(True) == 1
    ends = runs_of(alice)
    assert set(ends) <= {("done", ""), ("failed", ENDED)}
    assert ends.count(("done", "")) >= 2
    told = told_of(alice)
    assert told.run_id in made
    assert len(told.items) == 2


def test_a_run_that_was_overtaken_by_a_later_one_does_not_take_its_place(alice: Actor) -> None:
    runs = [lambda: run_forecast(alice, today=TODAY)] * 2
    with held_up(alice, *runs, at="forecast runs") as [early, late]:
        pass
    assert early.result() != late.result()
    assert told_of(alice).run_id == late.result()
    assert runs_of(alice)[1:] == [("failed", ENDED), ("done", "")]


def test_a_run_that_was_given_up_and_lives_after_all_keeps_nothing(alice: Actor) -> None:
    good = told_of(alice).run_id
    with held_up(alice, lambda: run_forecast(alice, today=TODAY), at="forecast runs") as [future]:
        rows_of(
            alice,
            "update forecasting_forecastrun set state = 'failed', reason = 'It was thought dead.' "
            "where state = 'running' returning 1",
        )
    future.result()
    assert runs_of(alice) == [("done", ""), ("failed", "It was thought dead.")]
    assert told_of(alice).run_id == good
    assert rows_of(alice, "select distinct run_id from forecasting_itemforecast") == [(good,)]


def test_a_version_that_a_person_chooses_while_another_is_learnt_stays_in_place(alice: Actor) -> None:
    forecasts(alice)
    first = first_version(alice)
    with held_up(
        alice, lambda: choose_version(alice, version_id=first), lambda: forecasts(alice), at="model versions"
    ) as futures:
        assert not any(future.done() for future in futures)
    assert versions_of(alice) == [(3, False, False), (2, False, False), (1, True, True)]


def test_a_version_may_be_let_go_while_a_forecast_is_made_by_it(alice: Actor) -> None:
    only = first_version(alice)
    choose_version(alice, version_id=only)
    with held_up(alice, lambda: run_forecast(alice, today=TODAY), at="forecast runs"):
        release_version(alice, version_id=only)
    assert versions_of(alice) == [(1, True, False)]
    assert runs_of(alice)[-1] == ("done", "")


def test_of_two_overrides_made_at_once_one_counts_and_neither_is_lost(alice: Actor) -> None:
    shirt = item(alice, "SKU-0")

    def say(pieces: int) -> Callable[[], object]:
        told = OverrideTold(shirt, None, Way.FIXED, Decimal(pieces), TODAY, TODAY + timedelta(days=27), "Fair")
        return lambda: make_override(alice, told=told, now=now(), today=TODAY, source=source())

    together(say(10), say(20))
    run_forecast(alice, today=TODAY)
    assert rows_of(alice, "select count(*) from forecasting_override") == [(2,)]
    told = told_of(alice)
    at = told.items["variant_id"].to_list().index(str(shirt))
    assert np.unique(told.told.mean[at]).tolist() in ([10.0], [20.0])


def test_a_promotion_that_is_cancelled_while_a_run_reads_it_is_in_that_run_and_not_in_the_next(
    alice: Actor,
) -> None:
    sale = promotion(alice, item(alice, "SKU-0"), starts_on=TODAY, days=14, discount="0.5")
    with held_up(alice, lambda: run_forecast(alice, today=TODAY), at="forecast runs") as [future]:
        cancel_promotion(alice, promotion_id=sale.pk, now=now())
    future.result()
    assert runs_of(alice)[-1] == ("done", "")
    run_forecast(alice, today=TODAY)
    told = told_of(alice).told
    assert np.array_equal(told.mean, told.plain)


def test_a_damping_is_taken_back_once_while_the_night_looks_at_the_same_day() -> None:
    alice = shop_with_bulk(owner())
    findings_of(alice, 90)
    key = {"variant_id": item(alice), "location_id": main_place(alice), "day": day(BULK).date()}

    def decide(decision: str) -> object:
        return decide_outlier(alice, **key, decision=decision, now=now(), today=day(90).date())  # type: ignore[arg-type]

    decide("damp")
    together(*[lambda: decide("")] * AT_ONCE, lambda: findings_of(alice, 90))
    assert rows_of(alice, "select found, decision from forecasting_outlier") == [(True, "")]
    assert events_of(alice).count("forecast.outlier_decided") == 2
