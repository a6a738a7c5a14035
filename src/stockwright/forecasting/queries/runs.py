"""What the current forecast says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import polars as pl

from stockwright.engine.demand.forecast import Forecast
from stockwright.engine.demand.storing import LISTS, NUMBERS, TEXTS, from_frame
from stockwright.forecasting.models import ForecastRun, ItemForecast, RunState
from stockwright.kit.actor import Actor
from stockwright.kit.frames import Schema, read_frame
from stockwright.kit.tenancy import CompanyQuerySet

_COLUMNS = (*TEXTS, *LISTS, *NUMBERS, "quantiles", "outliers_capped")


@dataclass(frozen=True)
class CurrentForecast:
    """A run's forecast: `items` (series, variant_id, location_id) in the order of `told`'s rows."""

    run_id: UUID
    as_of: date
    items: pl.DataFrame
    told: Forecast


def latest_run(actor: Actor) -> ForecastRun | None:
    """The newest run that ended well."""
    done = versioned(ForecastRun.objects.of(actor)).filter(state=RunState.DONE)
    return done.order_by("-finished_at").first()


def last_attempt(actor: Actor) -> ForecastRun | None:
    """The newest run, however it went."""
    return ForecastRun.objects.of(actor).order_by("-started_at").first()


def current_forecast(actor: Actor) -> CurrentForecast | None:
    """The whole current forecast, in one read."""
    run = latest_run(actor)
    return None if run is None else items_of_run(actor, run)


def items_of_run(actor: Actor, run: ForecastRun, items: Sequence[str] | None = None) -> CurrentForecast:
    """What a run tells of all items, or of some."""
    names = ("variant_id", "location_id", *_COLUMNS)
    query = (
        f"select {', '.join(names)} from {ItemForecast._meta.db_table} "
        "where company_id = %(company)s and run_id = %(run)s "
        "and (%(items)s::uuid[] is null or variant_id = any(%(items)s::uuid[])) order by variant_id, location_id"
    )
    asked = {"company": actor.company_id, "run": run.pk, "items": None if items is None else list(items)}
    schema: Schema = {
        **dict.fromkeys(names, pl.String),
        **dict.fromkeys(NUMBERS, pl.Float64),
        **dict.fromkeys(LISTS, pl.List(pl.Float32)),
        "outliers_capped": pl.Int64,
    }
    rows = read_frame(query, asked, schema).with_row_index("series")
    return CurrentForecast(
        run_id=run.pk,
        as_of=run.as_of,
        items=rows.select("series", "variant_id", "location_id"),
        told=from_frame(rows, as_of=run.as_of, levels=tuple(run.levels)),
    )


def forecast_of(run: ForecastRun, *rows: ItemForecast) -> Forecast:
    """Stored rows of items as a forecast of as many series, in their order."""
    columns = {name: [getattr(row, name) for row in rows] for name in _COLUMNS}
    columns["quantiles"] = [f"\\x{bytes(packed).hex()}" for packed in columns["quantiles"]]
    lists: Schema = dict.fromkeys(LISTS, pl.List(pl.Float32))
    frame = pl.DataFrame(columns, schema_overrides=dict(lists))
    return from_frame(frame, as_of=run.as_of, levels=tuple(run.levels))


def base_mean_of(row: ItemForecast) -> list[float]:
    """Expected pieces of each day as the engine told them, before people's overrides."""
    return list(row.base_mean or row.mean)


def plain_mean_of(row: ItemForecast) -> list[float]:
    """Expected pieces of each day without promotions and planned prices."""
    return list(row.plain or base_mean_of(row))


def version_of(run: ForecastRun) -> str:
    """Which model made a run: the engine, and the number of what it had learnt (of runs that are `versioned`)."""
    return f"{run.engine}.{run.version.number}" if run.version else run.engine


def versioned(runs: CompanyQuerySet[ForecastRun]) -> CompanyQuerySet[ForecastRun]:
    """The runs with the numbers of their versions, without what these learnt."""
    heavy = ("content", "skill", "accuracy", "settings")
    return runs.select_related("version").defer(*(f"version__{name}" for name in heavy))
