"""Forecasting a run shard by shard, here or by whoever takes a shard out of the queue."""

from collections.abc import Iterator, Sequence
from uuid import UUID

import polars as pl
from procrastinate.contrib.django import app

from stockwright.engine.demand.forecast import Forecast
from stockwright.engine.demand.shards import Part, forecast_part
from stockwright.engine.demand.storing import to_frame
from stockwright.engine.demand.training import Trained
from stockwright.forecasting.actions.findings import keep_findings
from stockwright.forecasting.actions.wholes import finish_run
from stockwright.forecasting.models import ForecastRun, ForecastShard, ItemForecast, ModelVersion, RunState
from stockwright.forecasting.queries.shards import (
    SHARD_TASK,
    Common,
    Reading,
    common_from,
    open_shard,
    shard_reading,
)
from stockwright.forecasting.queries.versions import trained_of
from stockwright.forecasting.rules.shards import Divided
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.frames import copy_frame
from stockwright.kit.locking import locked
from stockwright.kit.spreading import Spread, here
from stockwright.kit.statements import one_at_a_time
from stockwright.kit.tenancy import scope


@deed("plan.run")
def set_out(
    actor: Actor, *, run_id: UUID, version: ModelVersion, common: Common, shards: Divided | None, queued: bool
) -> None:
    """Write down which shards a run has and what they share; `queued`, the workers take them from now on."""
    items = [None] if shards is None else shards.shards
    witnesses = [] if shards is None else shards.witnesses
    ForecastShard.objects.bulk_create(
        ForecastShard(company_id=actor.company_id, run_id=run_id, number=number, items=each, witnesses=beside)
        for number, each in enumerate(items)
        for beside in [[one for one in witnesses if one not in set(each or ())]]
    )
    ForecastRun.objects.of(actor).filter(pk=run_id).update(
        shards=len(items),
        common=common.told(),
        levels=list(common.settings.levels),
        version_id=version.pk,
        settings=version.settings,
        accuracy=version.accuracy,
    )
    if queued:
        for number in range(len(items)):
            job = app.configure_task(SHARD_TASK)
            job.defer(company_id=str(actor.company_id), run_id=str(run_id), number=number)


def forecast_shard(actor: Actor, *, run_id: UUID, number: int) -> None:
    """Forecast one shard and keep it; who keeps the last one finishes the run. Done already, nothing happens."""
    with scope(actor.company_id):
        shard = open_shard(actor, run_id=run_id, number=number)
        if shard is None or shard.run.version is None:
            return
        trained = trained_of(actor, shard.run.version)
    forecast_shards(actor, shards=[shard], common=common_from(shard.run.common), trained=trained, spread=here)


def forecast_shards(
    actor: Actor,
    *,
    shards: Sequence[ForecastShard],
    common: Common,
    trained: Trained,
    spread: Spread,
    read: Reading | None = None,
) -> None:
    """Forecast some shards of a run and keep each as it comes; `read` is what is read already of the only one."""
    readings: dict[int, Reading] = {}

    def parts() -> Iterator[Part]:
        for shard in shards:
            reading = read or shard_reading(actor, shard, common)
            readings[shard.number] = reading
            yield Part(shard.number, reading.panel, reading.own, trained, common.settings)

    of_run = {shard.number: shard.run_id for shard in shards}
    for told in spread(forecast_part, parts()):
        reading = readings.pop(told.number)
        keep_shard(actor, run_id=of_run[told.number], number=told.number, series=reading.series, told=told.forecast)
        keep_findings(actor, series=reading.series, panel=reading.panel)


@deed("plan.run")
def keep_shard(actor: Actor, *, run_id: UUID, number: int, series: pl.DataFrame, told: Forecast) -> None:
    """Keep the forecast of a shard's series, in their order; the last one makes the run the current one."""
    one_at_a_time(actor.company_id, "forecast runs")
    shards = ForecastShard.objects.of(actor).filter(run_id=run_id)
    # The run is locked before its shards, by whoever ends it too.
    running = locked(ForecastRun.objects.of(actor).filter(pk=run_id, state=RunState.RUNNING))
    if not running or not shards.filter(number=number, kept=False).exists():
        return
    rows = to_frame(told).drop("series").hstack(series.select("variant_id", "location_id"))
    copy_frame(rows, ItemForecast._meta.db_table, constants={"company_id": actor.company_id, "run_id": run_id})
    shards.filter(number=number).update(kept=True, series=rows.height)
    if not shards.filter(kept=False).exists():
        finish_run(actor, run=running[0])
