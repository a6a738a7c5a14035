"""Forecasting every item of a company: begin, compute, keep."""

from datetime import date
from uuid import UUID

import polars as pl
import structlog
from django.db.models.functions import Now

from stockwright.accounts.queries import company_of
from stockwright.engine.demand.forecast import Forecast
from stockwright.engine.demand.panel import Panel
from stockwright.engine.demand.predicting import predict
from stockwright.engine.demand.sets import Parts
from stockwright.engine.demand.settings import DemandSettings
from stockwright.engine.demand.storing import to_frame
from stockwright.forecasting.actions.findings import keep_findings
from stockwright.forecasting.actions.overrides import keep_override_days
from stockwright.forecasting.actions.training import trained_version
from stockwright.forecasting.events.runs import ForecastFailed, ForecastFinished
from stockwright.forecasting.models import ForecastRun, ItemForecast, ModelVersion, RunState
from stockwright.forecasting.queries.overrides import overrides_frame
from stockwright.forecasting.queries.panels import demand_panel
from stockwright.forecasting.queries.runs import is_overtaken
from stockwright.forecasting.queries.sets import set_parts
from stockwright.forecasting.rules.overrides import Floats, Overridden, override_days
from stockwright.forecasting.rules.retelling import retold
from stockwright.forecasting.rules.runs import ENGINE, OVERTAKEN, NoSalesYet, last_full_day
from stockwright.inventory.actions.snapshots import take_snapshots
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.frames import copy_frame
from stockwright.kit.problems import Problem
from stockwright.kit.statements import one_at_a_time
from stockwright.kit.tenancy import scope
from stockwright.messaging.actions.events import emit
from stockwright.sales.queries import last_sale_on

log = structlog.get_logger("stockwright.forecasting")


def run_forecast(actor: Actor, *, today: date, seed: int = 1, anew: bool = False) -> UUID:
    """Forecast every item up to HORIZON_DAYS ahead and keep the run; the id of the run.

    It forecasts by what was learnt before, and learns where that is due, or when asked to learn `anew`.

    A run that fails is kept with its reason, and the last good one stays the current one.
    """
    actor.require("plan.run")
    as_of = _as_of(actor, today)
    run = _begin(actor, as_of=as_of)
    try:
        series, panel, parts = _read(actor, as_of)
        settings = DemandSettings()
        version, trained = trained_version(actor, panel, settings, seed=seed, anew=anew)
        told = predict(panel, trained, settings=settings)
        _keep(actor, run_id=run, series=series, told=told, parts=parts, version=version)
    except Exception as error:
        _fail(actor, run_id=run, reason=_in_words(error))
        raise
    keep_findings(actor, series=series, panel=panel)
    return run


def nightly_forecast(actor: Actor, *, today: date) -> None:
    """The forecast step of the night."""
    run_forecast(actor, today=today)


def _as_of(actor: Actor, today: date) -> date:
    with scope(actor.company_id):
        newest = last_sale_on(actor)
    if newest is None:
        raise NoSalesYet
    return last_full_day(today=today, last_sale_on=newest)


def abandon_runs(company_id: str) -> None:
    """Say that the forecast was given up because the workers that tried it died."""
    _close_interrupted(Actor.system(UUID(company_id)))


@deed("plan.run")
def _close_interrupted(actor: Actor) -> None:
    """End the runs that died with their process; one that lives after all still ends well."""
    ForecastRun.objects.of(actor).filter(state=RunState.RUNNING).update(
        state=RunState.FAILED, reason="The program was ended while it worked on the forecast.", finished_at=Now()
    )


@deed("plan.run")
def _begin(actor: Actor, *, as_of: date) -> UUID:
    _close_interrupted(actor)
    run = ForecastRun.objects.create(company_id=actor.company_id, as_of=as_of, engine=ENGINE)
    return run.pk


def _read(actor: Actor, as_of: date) -> tuple[pl.DataFrame, Panel, Parts]:
    with scope(actor.company_id):
        company = company_of(actor)
    take_snapshots(actor, up_to=as_of, time_zone=company.time_zone)
    with scope(actor.company_id, one_moment=True):
        series, panel = demand_panel(actor, as_of=as_of)
        return series, panel, set_parts(actor, series)


@deed("plan.run")
def _keep(
    actor: Actor,
    *,
    run_id: UUID,
    series: pl.DataFrame,
    told: Forecast,
    parts: Parts,
    version: ModelVersion,
) -> None:
    one_at_a_time(actor.company_id, "forecast runs")
    if is_overtaken(actor, run_id):
        _end(actor, run_id, RunState.FAILED, reason=OVERTAKEN)
        return
    overrides = overrides_frame(actor, told.as_of)
    found = retold(told, parts, series, overrides)
    days = override_days(
        Overridden(found.said.mean, found.by), found.base, series, overrides["override_id"], told.as_of
    )
    rows = to_frame(found.said).with_columns(base_mean=_where_other(found.base, found.said.mean))
    rows = rows.join(series.select("series", "variant_id", "location_id"), on="series").drop("series")
    keep_override_days(actor, run_id=run_id, days=days)
    copy_frame(
        rows,
        ItemForecast._meta.db_table,
        constants={"company_id": actor.company_id, "run_id": run_id},
    )
    _end(
        actor,
        run_id,
        RunState.DONE,
        reason="",
        series=rows.height,
        levels=list(told.levels),
        version_id=version.pk,
        settings=version.settings,
        accuracy=version.accuracy,
    )
    emit(actor, ForecastFinished(run_id=run_id, as_of=told.as_of.isoformat(), series=rows.height))
    log.info("forecast finished", company=str(actor.company_id), items=rows.height, as_of=str(told.as_of))


def _where_other(base: Floats, mean: Floats) -> pl.Series:
    """The engine's own means of the series in which they are not what is told, else null."""
    other = (base != mean).any(axis=1)
    lists = [each.tolist() if differs else None for each, differs in zip(base, other, strict=True)]
    return pl.Series(lists, dtype=pl.List(pl.Float32))


@deed("plan.run")
def _fail(actor: Actor, *, run_id: UUID, reason: str) -> None:
    _end(actor, run_id, RunState.FAILED, reason=reason)
    emit(actor, ForecastFailed(run_id=run_id, reason=reason))


def _end(actor: Actor, run_id: UUID, state: RunState, **told: object) -> None:
    ForecastRun.objects.of(actor).filter(pk=run_id).update(state=state, finished_at=Now(), **told)


def _in_words(error: Exception) -> str:
    if isinstance(error, Problem):
        return error.text
    return f"The forecast stopped with an error ({type(error).__name__}: {error})."
