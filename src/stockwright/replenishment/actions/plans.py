"""Making the morning's plan: read, advise, keep."""

from dataclasses import asdict
from datetime import date
from uuid import UUID

import polars as pl
import structlog
from django.db.models.functions import Now

from stockwright.accounts.models import Company
from stockwright.accounts.queries import company_of
from stockwright.engine.ordering.policy import plan
from stockwright.engine.ordering.settings import OrderingSettings
from stockwright.forecasting.queries.runs import CurrentForecast, current_forecast
from stockwright.forecasting.rules.runs import planning_day
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.frames import copy_frame
from stockwright.kit.ids import new_id
from stockwright.kit.problems import Problem
from stockwright.kit.tenancy import scope
from stockwright.messaging.actions.events import emit
from stockwright.purchasing.queries import open_arrivals
from stockwright.replenishment.events import PlanFailed, PlanFinished
from stockwright.replenishment.models import Advice, PlanRun
from stockwright.replenishment.queries.decisions import open_flags
from stockwright.replenishment.queries.inputs import items_to_plan, trends
from stockwright.replenishment.queries.summaries import summary_of
from stockwright.replenishment.rules import NoForecastYet

MOST_PIECES, MOST_MONEY = 9e13, 9e15
"""What can be stored: one absurd item does not take the plan of all others away."""

log = structlog.get_logger("stockwright.replenishment")

_BESIDE_THE_TERMS = {
    *("item", "sku", "name", "location_name", "category", "supplier", "variant_id", "location_id"),
    *("trend", "reasons"),
}


def run_plan(actor: Actor, *, today: date) -> UUID:
    """Advise on every item from the current forecast and keep the plan; the id of the run.

    A plan that fails is kept with its reason, and the last good lists stay.
    """
    actor.require("plan.run")
    with scope(actor.company_id, one_moment=True):
        told, company = current_forecast(actor), company_of(actor)
    if told is None:
        raise NoForecastYet
    planned_on = planning_day(today=today, as_of=told.as_of)
    settings = ordering_settings(company)
    run_id = _begin(actor, planned_on=planned_on, forecast_run_id=told.run_id, settings=settings)
    try:
        advice = _advise(actor, told, settings, planned_on, assume_no_stock=company.assume_no_stock)
        _keep(actor, run_id=run_id, advice=advice, planned_on=planned_on)
    except Exception as error:
        _fail(actor, run_id=run_id, reason=_in_words(error))
        raise
    return run_id


def nightly_plan(actor: Actor, *, today: date) -> None:
    """The plan step of the night."""
    run_plan(actor, today=today)


def ordering_settings(company: Company) -> OrderingSettings:
    """How the company wants to order, as the engine reads it."""
    return OrderingSettings(
        policy="runway" if company.policy == "runway" else "position",
        service_level=float(company.service_level),
        lead_days=company.lead_days,
        review_days=company.review_days,
        safety_days=company.safety_days,
        threshold_days=company.threshold_days,
        spike_factor=float(company.spike_factor),
        confidence_floor=float(company.confidence_floor),
        confidence_within=float(company.confidence_within),
        extra_cover_days=company.extra_cover_days,
    )


def _advise(
    actor: Actor,
    told: CurrentForecast,
    settings: OrderingSettings,
    planned_on: date,
    *,
    assume_no_stock: bool,
) -> pl.DataFrame:
    with scope(actor.company_id, one_moment=True):
        items = items_to_plan(actor, forecast_run_id=told.run_id, as_of=told.as_of)
        items = items.with_columns(stock_assumed=pl.col("on_hand").is_null() & assume_no_stock)
        if assume_no_stock:
            items = items.with_columns(pl.col("on_hand").fill_null(0.0))
        arrivals = open_arrivals(actor)
    known = _with_demand(items, told, settings)
    keys = known.select("item", "variant_id", "location_id")
    advice = plan(known, arrivals.join(keys, on=["variant_id", "location_id"]), today=planned_on, settings=settings)
    trend = trends(actor, items=items, as_of=told.as_of)
    return advice.with_columns(trend=pl.Series(trend, dtype=pl.List(pl.Float64)))


def _with_demand(items: pl.DataFrame, told: CurrentForecast, settings: OrderingSettings) -> pl.DataFrame:
    """Items with the moments of demand over lead time, protection period and a week."""
    ordered = items.join(told.items, on=["variant_id", "location_id"], how="left", maintain_order="left")
    rows = ordered["series"].to_numpy()
    forecast = told.told.rows(rows)
    lead = ordered["lead_days"].fill_null(settings.lead_days).cast(pl.Float64).to_numpy()
    lead_mean, lead_variance = forecast.window_moments(lead)
    protect_mean, protect_variance = forecast.window_moments(lead + settings.review_days)
    week, _ = forecast.window_moments(lead * 0 + 7)
    return ordered.drop("series").with_columns(
        review_days=pl.lit(settings.review_days),
        safety_days=pl.lit(settings.safety_days),
        service_level=pl.lit(settings.service_level),
        burn_rate=pl.Series(forecast.mean.mean(axis=1)),
        lead_mean=pl.Series(lead_mean),
        lead_variance=pl.Series(lead_variance),
        protect_mean=pl.Series(protect_mean),
        protect_variance=pl.Series(protect_variance),
        forecast_7=pl.Series(week),
        confidence=pl.Series(forecast.confidence(lead, settings.confidence_within)),
        confidence_within=pl.lit(settings.confidence_within),
        demand_class=pl.Series(forecast.demand_class.astype(str).tolist(), dtype=pl.String),
        method=pl.Series(forecast.method.astype(str).tolist(), dtype=pl.String),
        lost_estimate=pl.Series(forecast.lost_estimate),
    )


def abandon_runs(company_id: str) -> None:
    """Say that the plan was given up because the workers that tried it died."""
    _close_interrupted(Actor.system(UUID(company_id)))


@deed("plan.run")
def _close_interrupted(actor: Actor) -> None:
    """End the runs that died with their process; one that lives after all still ends well."""
    PlanRun.objects.of(actor).filter(state="running").update(
        state="failed", reason="The program was ended while it worked on the plan.", finished_at=Now()
    )


@deed("plan.run")
def _begin(actor: Actor, *, planned_on: date, forecast_run_id: UUID, settings: OrderingSettings) -> UUID:
    _close_interrupted(actor)
    run = PlanRun.objects.create(
        company_id=actor.company_id,
        planned_on=planned_on,
        forecast_run_id=forecast_run_id,
        settings=asdict(settings),
    )
    return run.pk


@deed("plan.run")
def _keep(actor: Actor, *, run_id: UUID, advice: pl.DataFrame, planned_on: date) -> None:
    rows = _rows(advice).with_columns(flag_note=_flags(actor, advice))
    flagged = rows.with_columns(
        shown_in=pl.when(pl.col("flag_note") != "").then(pl.lit("attention")).otherwise("action_list")
    )
    copy_frame(
        flagged,
        Advice._meta.db_table,
        constants={"company_id": actor.company_id, "run_id": run_id},
    )
    summary = summary_of(flagged)
    PlanRun.objects.of(actor).filter(pk=run_id).update(state="done", summary=summary, finished_at=Now())
    count = summary["lists"]["order_today"]["items"]
    emit(actor, PlanFinished(run_id=run_id, planned_on=planned_on.isoformat(), order_today=count))
    log.info("plan finished", company=str(actor.company_id), items=rows.height, order_today=count)


def _rows(advice: pl.DataFrame) -> pl.DataFrame:
    """The advice as rows of its table."""
    terms = [name for name in advice.columns if name not in _BESIDE_THE_TERMS]
    return advice.select(
        pl.Series("id", [str(new_id()) for _ in range(advice.height)], dtype=pl.String),
        "variant_id",
        "location_id",
        pl.col("list").alias("action_list"),
        "sku",
        "name",
        "location_name",
        "category",
        "supplier",
        pl.col("on_hand").round(4).alias("current_stock"),
        pl.col("quantity").clip(upper_bound=MOST_PIECES).round(4).alias("recommended_quantity"),
        (pl.col("quantity") * pl.col("cost")).clip(upper_bound=MOST_MONEY).round(4).alias("order_value"),
        "runway_days",
        "stockout_on",
        pl.col("money_at_stake").fill_null(0.0).clip(upper_bound=MOST_MONEY).round(4),
        pl.col("priority").fill_null(0.0),
        pl.col("confidence").fill_null(0.0),
        "reasons",
        pl.struct(terms).struct.json_encode().alias("terms"),
        "trend",
    )


def _flags(actor: Actor, advice: pl.DataFrame) -> pl.Series:
    """The notes of the lines that a person flagged and nobody has cleared yet."""
    notes = open_flags(actor)
    keys = zip(advice["variant_id"], advice["location_id"], strict=True)
    return pl.Series([notes.get((variant, location), "") for variant, location in keys], dtype=pl.String)


@deed("plan.run")
def _fail(actor: Actor, *, run_id: UUID, reason: str) -> None:
    PlanRun.objects.of(actor).filter(pk=run_id).update(state="failed", reason=reason, finished_at=Now())
    emit(actor, PlanFailed(run_id=run_id, reason=reason))


def _in_words(error: Exception) -> str:
    if isinstance(error, Problem):
        return error.text
    return f"The plan stopped with an error ({type(error).__name__}: {error})."
