"""Forecasting every item of a company: begin, learn where that is due, and have the shards forecast."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Now

from stockwright.accounts.queries import company_of
from stockwright.engine.demand.training import Trained
from stockwright.forecasting.actions.shards import forecast_shards, set_out
from stockwright.forecasting.actions.training import trained_version
from stockwright.forecasting.events.runs import ForecastFailed
from stockwright.forecasting.models import ForecastRun, ForecastShard, ItemForecast, ModelVersion, RunState
from stockwright.forecasting.queries.shards import (
    Common,
    Reading,
    common_of,
    division,
    run_under_way,
    sample_reading,
    whole_company,
)
from stockwright.forecasting.queries.ways import ways_here
from stockwright.forecasting.rules.runs import ENGINE, NoSalesYet, last_full_day
from stockwright.forecasting.rules.shards import Divided, ForecastUnderWay
from stockwright.forecasting.rules.ways import Ways
from stockwright.inventory.actions.snapshots import take_snapshots
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.problems import Problem
from stockwright.kit.spreading import Spread, spread_over
from stockwright.kit.tenancy import scope
from stockwright.messaging.actions.events import emit
from stockwright.messaging.actions.queue import defer_once
from stockwright.sales.queries.days import last_sale_on

ENDED = "The program was ended, or another forecast was begun, while it worked on this one."


class Begun(NamedTuple):
    """A run that is ready to be forecast: what its shards share, what was learnt, and what is read already."""

    run_id: UUID
    shards: Divided | None
    common: Common
    version: ModelVersion
    trained: Trained
    read: Reading | None


def run_forecast(
    actor: Actor,
    *,
    today: date,
    seed: int = 1,
    anew: bool = False,
    ways: Ways | None = None,
    spread: Spread | None = None,
) -> UUID:
    """Forecast every item up to HORIZON_DAYS ahead and keep the run; the id of the run.

    It forecasts by what was learnt before, and learns where that is due, or when asked to learn `anew`. A large
    company is forecast shard by shard, by another `spread` than that of the `ways` where one is given.

    A run that fails is kept with its reason, and the last good one stays the current one.
    """
    actor.require("plan.run")
    chosen = ways or ways_here()
    run_id = _begin(actor, as_of=_as_of(actor, today))
    with failing(actor, run_id):
        begun = _prepared(actor, run_id, chosen, seed=seed, anew=anew)
        _set_out(actor, begun, queued=False)
        _forecast(actor, begun, spread or spread_over(chosen.at_hand))
    return run_id


def start_forecast(actor: Actor, *, today: date, anew: bool = False, ways: Ways | None = None) -> None:
    """The same for the workers: the shards of a large company are left to all of them.

    While such a forecast is under way, another one is made after it.
    """
    actor.require("plan.run")
    chosen = ways or ways_here()
    if ask_after(actor, task="forecasting.retrain" if anew else "forecasting.refresh"):
        return
    run_id = _begin(actor, as_of=_as_of(actor, today))
    with failing(actor, run_id):
        begun = _prepared(actor, run_id, chosen, seed=1, anew=anew)
        queued = chosen.queued and begun.shards is not None
        _set_out(actor, begun, queued=queued)
        if not queued:
            _forecast(actor, begun, spread_over(chosen.at_hand))


def nightly_forecast(actor: Actor, *, today: date) -> None:
    """The forecast step of the night."""
    start_forecast(actor, today=today)


def _as_of(actor: Actor, today: date) -> date:
    with scope(actor.company_id):
        newest = last_sale_on(actor)
    if newest is None:
        raise NoSalesYet
    return last_full_day(today=today, last_sale_on=newest)


@deed("plan.run")
def ask_after(actor: Actor, *, task: str) -> bool:
    """Let a task follow the run that the workers are at; whether there is such a run."""
    under_way = run_under_way(actor)
    if under_way is None:
        return False
    running = ForecastRun.objects.of(actor).filter(pk=under_way.pk, state=RunState.RUNNING)
    if not running.update(then=task):
        defer_once(task, actor)
    return True


def abandon_runs(company_id: str) -> None:
    """Say that the forecast was given up because the workers that tried it died."""
    actor = Actor.system(UUID(company_id))
    with scope(actor.company_id):
        under_way = run_under_way(actor)
    _close(actor, Q() if under_way is None else ~Q(pk=under_way.pk))


def abandon_shard(company_id: str, run_id: str, number: int) -> None:
    """Say that a run was given up because the workers that tried one of its shards died."""
    reason = f"The program was ended several times while it worked on part {number + 1}. It may need more memory."
    fail_run(Actor.system(UUID(company_id)), run_id=UUID(run_id), reason=reason)


@deed("plan.run")
def _close(actor: Actor, which: Q) -> None:
    """End the runs that died with their process, or are still at work: they keep nothing any more."""
    dead = list(ForecastRun.objects.of(actor).filter(which, state=RunState.RUNNING).values_list("pk", flat=True))
    ForecastRun.objects.of(actor).filter(pk__in=dead).update(state=RunState.FAILED, reason=ENDED, finished_at=Now())
    _empty(actor, dead)


@deed("plan.run")
def _begin(actor: Actor, *, as_of: date) -> UUID:
    if run_under_way(actor) is not None:
        raise ForecastUnderWay
    _close(actor, Q())
    run = ForecastRun.objects.create(company_id=actor.company_id, as_of=as_of, engine=ENGINE)
    return run.pk


def _prepared(actor: Actor, run_id: UUID, ways: Ways, *, seed: int, anew: bool) -> Begun:
    with scope(actor.company_id):
        company = company_of(actor)
        as_of = ForecastRun.objects.of(actor).values_list("as_of", flat=True).get(pk=run_id)
    take_snapshots(actor, up_to=as_of, time_zone=company.time_zone)
    with scope(actor.company_id, one_moment=True):
        shards = division(actor, as_of=as_of, ways=ways)
        settings = ways.settings if shards is None else ways.sampled
        common = common_of(actor, as_of=as_of, series=shards.series if shards else 0, settings=settings)
    if shards is None:
        read = whole_company(actor, as_of=as_of)
        learnt = trained_version(actor, read.panel, settings, seed=seed, anew=anew)
        return Begun(run_id, None, common, *learnt, read)
    sample = sample_reading(actor, shards.sample, common)
    learnt = trained_version(actor, sample.panel, settings, seed=seed, anew=anew)
    return Begun(run_id, shards, common, *learnt, None)


def _set_out(actor: Actor, begun: Begun, *, queued: bool) -> None:
    told = begun._asdict()
    set_out(actor, **{name: told[name] for name in ("run_id", "version", "common", "shards")}, queued=queued)


def _forecast(actor: Actor, begun: Begun, spread: Spread) -> None:
    with scope(actor.company_id):
        shards = list(ForecastShard.objects.of(actor).filter(run_id=begun.run_id).order_by("number"))
    forecast_shards(
        actor,
        shards=shards,
        common=begun.common,
        trained=begun.trained,
        spread=spread,
        read=begun.read,
    )


@contextmanager
def failing(actor: Actor, run_id: UUID) -> Iterator[None]:
    """A failure inside ends the run with its reason."""
    try:
        yield
    except Exception as error:
        fail_run(actor, run_id=run_id, reason=in_words(error))
        raise


@deed("plan.run")
def fail_run(actor: Actor, *, run_id: UUID, reason: str) -> None:
    """End a run without a forecast, and say why; one that is over stays as it is."""
    running = ForecastRun.objects.of(actor).filter(pk=run_id, state=RunState.RUNNING)
    if running.update(state=RunState.FAILED, reason=reason, finished_at=Now()):
        _empty(actor, [run_id])
        emit(actor, ForecastFailed(run_id=run_id, reason=reason))


def _empty(actor: Actor, runs: list[UUID]) -> None:
    """Forget the shards of runs that failed, and what these had kept."""
    if runs:
        ForecastShard.objects.of(actor).filter(run_id__in=runs).delete()
        ItemForecast.objects.of(actor).filter(run_id__in=runs).delete()
        ForecastRun.objects.of(actor).filter(pk__in=runs).update(common={})


def in_words(error: Exception) -> str:
    """Why a run failed."""
    if isinstance(error, Problem):
        return error.text
    return f"The forecast stopped with an error ({type(error).__name__}: {error})."
