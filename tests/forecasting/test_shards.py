"""A large company is forecast shard by shard, and is told the same as in one piece."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import TypeVar
from uuid import UUID

import numpy as np
import polars as pl
import pytest
from django.db import connection
from django.utils import timezone
from tests.make.goods import events_of, item, rows_of
from tests.make.jobs import run_jobs
from tests.make.shops import stocked_shop
from tests.make.threads import together
from tests.make.told import override

from stockwright.forecasting.actions.runs import abandon_shard, run_forecast, start_forecast
from stockwright.forecasting.actions.shards import forecast_shard
from stockwright.forecasting.actions.successions import inherit_history
from stockwright.forecasting.models import ForecastRun, ForecastShard, ItemForecast, ModelVersion, RunState
from stockwright.forecasting.queries.runs import last_attempt, latest_run
from stockwright.forecasting.rules.overrides import Way
from stockwright.forecasting.rules.shards import ForecastUnderWay, divided
from stockwright.forecasting.rules.ways import Ways
from stockwright.inventory.actions.kits import set_components
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.messaging.actions.stalled import SILENT_SECONDS, retake_stalled_jobs

WHOLE = Ways(settings=Ways().sampled, most=10_000)
ALL = 10_000
SHARDED = replace(WHOLE, most=24, witnesses=ALL, sample=ALL)
TODAY = clock.today("UTC")
Thing = TypeVar("Thing")
Answer = TypeVar("Answer")


@pytest.fixture(scope="module")
def alice() -> Actor:
    """The owner of a shop of 40 items at two places, with a set, a successor and an override."""
    actor = stocked_shop(items=40, days=120, locations=2)
    [(whole,), (part,), (old,), (told,)] = rows_of(
        actor,
        "select variant_id from sales_dailysales group by 1 order by sum(ordered) desc, 1 limit 4",
    )
    new = item(actor, "successor")
    set_components(actor, kit_id=UUID(str(whole)), components=[(UUID(str(part)), Decimal(2))])
    since = TODAY - timedelta(days=3)
    inherit_history(
        actor, variant_id=new, predecessor_id=UUID(str(old)), from_on=since, share=Decimal(1), replaces=True
    )
    for variant in (part, told):
        days = {"starts_on": TODAY, "expires_on": TODAY + timedelta(days=9), "today": TODAY}
        override(actor, UUID(str(variant)), way=Way.TIMES, amount="3", **days)  # type: ignore[arg-type]
    return actor


def rows_of_run(actor: Actor, run_id: UUID) -> pl.DataFrame:
    told = ItemForecast.objects.of(actor).filter(run_id=run_id).order_by("variant_id", "location_id")
    names = [field.attname for field in ItemForecast._meta.fields if field.attname not in ("run_id", "pk")]
    return pl.DataFrame([{name: getattr(row, name) for name in names} for row in told], infer_schema_length=None)


def same(one: pl.DataFrame, other: pl.DataFrame) -> None:
    """Both tell the same of the same items."""
    assert one["variant_id"].to_list() == other["variant_id"].to_list()
    assert one["demand_class"].to_list() == other["demand_class"].to_list()
    assert one["base_mean"].is_null().to_list() == other["base_mean"].is_null().to_list()
    for name in ("mean", "dispersion", "drift"):
        assert np.array(one[name].to_list()) == pytest.approx(np.array(other[name].to_list()), rel=1e-4, abs=1e-6)
    for name in ("velocity_30", "lost_estimate", "outliers_capped"):
        assert one[name].to_numpy() == pytest.approx(other[name].to_numpy(), rel=1e-4, abs=1e-5)


def of_run(actor: Actor, run_id: UUID) -> ForecastRun:
    with scope(actor.company_id):
        return ForecastRun.objects.of(actor).get(pk=run_id)


def found_past(actor: Actor) -> list[tuple[object, ...]]:
    """What is kept of the past beside the forecast."""
    return [
        *rows_of(actor, "select variant_id, location_id, days from forecasting_demandestimate order by 1, 2"),
        *rows_of(actor, "select variant_id, location_id, day from forecasting_outlier order by 1, 2, 3"),
    ]


def test_shards_tell_the_same_as_the_whole_company(alice: Actor) -> None:
    whole = run_forecast(alice, today=TODAY, ways=WHOLE)
    past = found_past(alice)
    sharded = run_forecast(alice, today=TODAY, ways=SHARDED)
    first, second = of_run(alice, whole), of_run(alice, sharded)
    assert first.shards == 1
    assert second.shards >= 4
    assert (second.state, second.series, second.version_id) == (RunState.DONE, first.series, first.version_id)
    with scope(alice.company_id):
        same(rows_of_run(alice, whole), rows_of_run(alice, sharded))
        assert not ForecastShard.objects.of(alice).exists()
        assert ItemForecast.objects.of(alice).filter(run_id=sharded).exclude(base_mean=None).count() == 4
    assert found_past(alice) == past


def test_few_witnesses_tell_nearly_the_same(alice: Actor) -> None:
    whole = run_forecast(alice, today=TODAY, ways=WHOLE)
    nearly = run_forecast(alice, today=TODAY, ways=replace(SHARDED, witnesses=16))
    with scope(alice.company_id):
        one, other = (np.array(rows_of_run(alice, run)["mean"].to_list()) for run in (whole, nearly))
    assert np.abs(one - other).sum() / one.sum() < 0.1


def test_the_workers_share_the_shards_and_the_last_one_makes_the_run_current(alice: Actor) -> None:
    whole = run_forecast(alice, today=TODAY, ways=WHOLE)
    told = events_of(alice).count("forecast.finished")
    start_forecast(alice, today=TODAY, ways=SHARDED)
    with scope(alice.company_id):
        before, queued = latest_run(alice), last_attempt(alice)
    assert before is not None
    assert queued is not None
    assert (before.pk, queued.state) == (whole, RunState.RUNNING)
    run_jobs()
    with scope(alice.company_id):
        after = latest_run(alice)
        same(rows_of_run(alice, whole), rows_of_run(alice, queued.pk))
    assert after is not None
    assert after.pk == queued.pk
    assert events_of(alice).count("forecast.finished") == told + 1


def test_a_shard_that_died_with_its_worker_is_taken_up_again(alice: Actor) -> None:
    good = run_forecast(alice, today=TODAY, ways=WHOLE)
    start_forecast(alice, today=TODAY, ways=SHARDED)
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers default values returning id")
        [worker] = cursor.fetchone()
        cursor.execute(
            "update procrastinate_jobs set status = 'doing', worker_id = %s where args @> '{\"number\": 2}'",
            [worker],
        )
        cursor.execute(
            "update procrastinate_workers set last_heartbeat = now() - %s::interval where id = %s",
            [f"{2 * SILENT_SECONDS} seconds", worker],
        )
    run_jobs()
    with scope(alice.company_id):
        current, left = latest_run(alice), ForecastShard.objects.of(alice).filter(kept=False)
        assert current is not None
        assert (current.pk, [shard.number for shard in left]) == (good, [2])
    retake_stalled_jobs(now=timezone.now())
    run_jobs()
    with scope(alice.company_id):
        current = latest_run(alice)
    assert current is not None
    assert current.pk != good


def test_doing_a_shard_again_changes_nothing(alice: Actor) -> None:
    start_forecast(alice, today=TODAY, ways=SHARDED)
    with scope(alice.company_id):
        run = last_attempt(alice)
    assert run is not None

    def kept() -> tuple[int, int]:
        with scope(alice.company_id):
            rows = ItemForecast.objects.of(alice).filter(run_id=run.pk)
            return rows.count(), ForecastShard.objects.of(alice).filter(kept=True).count()

    forecast_shard(alice, run_id=run.pk, number=1)
    once = kept()
    forecast_shard(alice, run_id=run.pk, number=1)
    assert kept() == once
    run_jobs()
    finished = kept()
    forecast_shard(alice, run_id=run.pk, number=1)
    assert kept() == finished


def test_a_run_whose_shard_is_given_up_fails_with_its_reason_and_leaves_nothing(alice: Actor) -> None:
    good = run_forecast(alice, today=TODAY, ways=WHOLE)
    start_forecast(alice, today=TODAY, ways=SHARDED)
    with scope(alice.company_id):
        run = last_attempt(alice)
    assert run is not None
    forecast_shard(alice, run_id=run.pk, number=0)
    abandon_shard(str(alice.company_id), str(run.pk), 1)
    run_jobs()
    with scope(alice.company_id):
        current, failed = latest_run(alice), ForecastRun.objects.of(alice).get(pk=run.pk)
        assert not ItemForecast.objects.of(alice).filter(run_id=run.pk).exists()
        assert not ForecastShard.objects.of(alice).exists()
    assert current is not None
    assert (current.pk, failed.state) == (good, RunState.FAILED)
    assert "part 2" in failed.reason


def test_who_asks_while_the_workers_are_at_it_gets_another_forecast_afterwards(alice: Actor) -> None:
    start_forecast(alice, today=TODAY, ways=SHARDED)
    with pytest.raises(ForecastUnderWay):
        run_forecast(alice, today=TODAY, ways=WHOLE)
    with scope(alice.company_id):
        before = ForecastRun.objects.of(alice).count()
    start_forecast(alice, today=TODAY, ways=SHARDED)
    start_forecast(alice, today=TODAY, anew=True, ways=SHARDED)
    with scope(alice.company_id):
        assert ForecastRun.objects.of(alice).count() == before
        run = last_attempt(alice)
    assert run is not None
    assert run.then == "forecasting.retrain"
    run_jobs()
    with scope(alice.company_id):
        newest = ModelVersion.objects.of(alice).order_by("-number").first()
        assert ForecastRun.objects.of(alice).count() == before + 1
    assert newest is not None
    assert newest.why == "asked"


def test_a_failure_in_the_middle_leaves_the_last_good_run(alice: Actor) -> None:
    good = run_forecast(alice, today=TODAY, ways=WHOLE)
    with pytest.raises(MemoryError):
        run_forecast(alice, today=TODAY, ways=replace(SHARDED, settings=WHOLE.settings), spread=breaking)
    with scope(alice.company_id):
        current, last = latest_run(alice), last_attempt(alice)
        assert last is not None
        assert not ItemForecast.objects.of(alice).filter(run_id=last.pk).exists()
    assert current is not None
    assert (current.pk, last.state, "not enough" in last.reason) == (good, RunState.FAILED, True)


def test_workers_that_end_together_finish_the_run_once(alice: Actor) -> None:
    told = events_of(alice).count("forecast.finished")
    start_forecast(alice, today=TODAY, ways=SHARDED)
    with scope(alice.company_id):
        run = last_attempt(alice)
    assert run is not None
    twice = [*range(run.shards), *range(run.shards)]
    together(*(partial(forecast_shard, alice, run_id=run.pk, number=number) for number in twice))
    finished = of_run(alice, run.pk)
    with scope(alice.company_id):
        rows = ItemForecast.objects.of(alice).filter(run_id=run.pk).count()
    assert (finished.state, finished.series) == (RunState.DONE, rows)
    assert events_of(alice).count("forecast.finished") == told + 1


@pytest.mark.parametrize("kind", ["processes", "dask"])
def test_shards_that_are_computed_elsewhere_tell_the_same(alice: Actor, kind: str) -> None:
    whole = run_forecast(alice, today=TODAY, ways=WHOLE)
    with spreads(kind) as spread:
        elsewhere = run_forecast(alice, today=TODAY, ways=replace(SHARDED, spread=spread))
    with scope(alice.company_id):
        same(rows_of_run(alice, whole), rows_of_run(alice, elsewhere))


@contextmanager
def spreads(kind: str) -> Iterator[str]:
    """The name of a spread over two other processes."""
    if kind == "processes":
        yield "processes:2"
        return
    distributed = pytest.importorskip("distributed", reason="Dask is not installed (the extra dask).")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as found:
        yield f"dask:{found.scheduler_address}"


def breaking(work: Callable[[Thing], Answer], things: Iterable[Thing], /) -> Iterator[Answer]:
    """A spread that has no memory for a second thing."""
    yield work(next(iter(things)))
    raise MemoryError("not enough")


def items(*told: tuple[str, str | None, int]) -> pl.DataFrame:
    schema = {"variant_id": pl.String, "category": pl.String, "series": pl.Int64}
    return pl.DataFrame(told, schema=schema, orient="row")


def test_categories_stay_together_where_they_fit_and_links_always() -> None:
    shop = items(*((f"tea-{n}", "tea", 2) for n in range(4)), *((f"cup-{n}", "cup", 1) for n in range(25)))
    found = divided(shop, [("tea-0", "cup-3")], most=10, witnesses=11, sample=1000)
    assert sorted(one for shard in found.shards for one in shard) == sorted(shop["variant_id"])
    sizes = dict(shop.select("variant_id", "series").iter_rows())
    assert max(sum(sizes[one] for one in shard) for shard in found.shards) <= 10
    teas = {
        number for number, shard in enumerate(found.shards) for one in shard if one in ("tea-1", "tea-2", "tea-3")
    }
    assert len(teas) == 1
    assert any({"tea-0", "cup-3"} <= set(shard) for shard in found.shards)
    assert len(found.witnesses) == 10
    assert {one[:3] for one in found.witnesses} == {"tea", "cup"}
    assert set(found.sample) == set(shop["variant_id"])
    assert found.series == 33
