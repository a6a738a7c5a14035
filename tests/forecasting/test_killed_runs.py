"""The process that forecasts is killed at any moment: the last good run stays, and the next one takes over."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import psycopg
import pytest
from tests.architecture.tables import as_owner
from tests.conftest import ROOT
from tests.make.files import brought_in, sales_csv
from tests.make.goods import rows_of
from tests.make.people import owner

from stockwright.forecasting.actions.runs import ENDED, run_forecast
from stockwright.forecasting.queries.runs import current_forecast, last_attempt, latest_run
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope

TODAY = date(2026, 3, 2)
PATIENCE = 60.0
PROGRAM = f"""
import sys
from uuid import UUID
import django
django.setup()
from datetime import date
from stockwright.forecasting.actions.runs import run_forecast
from stockwright.kit.actor import Actor
run_forecast(Actor.system(UUID(sys.argv[1])), today=date.fromisoformat("{TODAY}"), anew=True)
"""


@pytest.fixture
def alice() -> Actor:
    """A shop with a good forecast."""
    actor = owner()
    brought_in(actor, sales_csv(days=120, skus=20))
    run_forecast(actor, today=TODAY)
    return actor


@contextmanager
def forecasting_process(actor: Actor) -> Iterator[subprocess.Popen[bytes]]:
    """A process of its own that forecasts the company, learning anew."""
    words = [sys.executable, "-c", PROGRAM, str(actor.company_id)]
    with subprocess.Popen(words, cwd=ROOT, env=os.environ.copy()) as process:  # noqa: S603 - our own program
        try:
            yield process
        finally:
            process.kill()


def until(seen: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Look again and again until it is seen."""
    end = time.monotonic() + PATIENCE
    while not seen():
        assert time.monotonic() < end, "It was never seen."
        assert process.poll() is None, "The process ended by itself."


def killed(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


def states(actor: Actor) -> list[object]:
    return [state for (state,) in rows_of(actor, "select state from forecasting_forecastrun order by started_at")]


def kept(actor: Actor) -> dict[str, object]:
    """All that a run leaves behind, apart from its own row."""
    tables = ("itemforecast", "overrideday", "modelversion", "outlier", "demandestimate", "demandnotice")
    return {name: rows_of(actor, f"select count(*) from forecasting_{name}") for name in tables}


def waits_for(connection: psycopg.Connection[tuple[object, ...]], lock: str) -> Callable[[], bool]:
    """Whether somebody waits for a lock of this kind in this database."""
    asked = (
        "select 1 from pg_locks where locktype = %s and not granted "
        "and database = (select oid from pg_database where datname = current_database())"
    )
    return lambda: connection.execute(asked, [lock]).fetchone() is not None


def assert_the_last_good_one_stays_and_the_next_takes_over(actor: Actor, before: dict[str, object]) -> None:
    with scope(actor.company_id):
        good, last = latest_run(actor), last_attempt(actor)
        assert current_forecast(actor) is not None
    assert good is not None
    assert last is not None
    assert (good.state, last.state, states(actor)) == ("done", "running", ["done", "running"])
    assert kept(actor) == before
    again = run_forecast(actor, today=TODAY)
    assert states(actor) == ["done", "failed", "done"]
    with scope(actor.company_id):
        now = latest_run(actor)
    assert now is not None
    assert now.pk == again
    [(reason,)] = rows_of(actor, "select reason from forecasting_forecastrun where state = 'failed'")
    assert str(reason) == ENDED


def test_killed_while_it_reads_and_learns(alice: Actor) -> None:
    before = kept(alice)
    with forecasting_process(alice) as process:
        until(lambda: states(alice)[-1] == "running", process)
        killed(process)
    assert_the_last_good_one_stays_and_the_next_takes_over(alice, before)


def test_killed_between_learning_and_keeping_what_was_learnt(alice: Actor) -> None:
    before = kept(alice)
    with as_owner() as connection, forecasting_process(alice) as process:
        connection.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{alice.company_id}:model versions"]
        )
        until(waits_for(connection, "advisory"), process)
        killed(process)
        connection.rollback()
    assert_the_last_good_one_stays_and_the_next_takes_over(alice, before)


def test_killed_while_it_keeps_the_forecasts_of_the_items(alice: Actor) -> None:
    """Held up at the rows of the items, when what was learnt is stored already."""
    before = kept(alice)
    with as_owner() as connection, forecasting_process(alice) as process:
        connection.execute("lock table forecasting_itemforecast in share mode")
        until(waits_for(connection, "relation"), process)
        killed(process)
        connection.rollback()
    assert_the_last_good_one_stays_and_the_next_takes_over(alice, {**before, "modelversion": [(2,)]})
