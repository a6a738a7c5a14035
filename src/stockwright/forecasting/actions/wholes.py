"""The end of a run: what can be told only once all its items are there."""

import polars as pl
import structlog
from django.db.models import Sum
from django.db.models.functions import Now

from stockwright.engine.demand.storing import to_frame
from stockwright.forecasting.actions.findings import forget_gone
from stockwright.forecasting.actions.overrides import keep_override_days
from stockwright.forecasting.events.runs import ForecastFinished
from stockwright.forecasting.models import ForecastRun, ForecastShard, ItemForecast, RunState
from stockwright.forecasting.queries.overrides import overrides_frame
from stockwright.forecasting.queries.runs import CurrentForecast, items_of_run
from stockwright.forecasting.queries.sets import set_parts, sets_and_parts
from stockwright.forecasting.rules.overrides import Floats, Overridden, override_days
from stockwright.forecasting.rules.retelling import retold
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.frames import copy_frame
from stockwright.messaging.actions.events import emit
from stockwright.messaging.actions.queue import defer_once

log = structlog.get_logger("stockwright.forecasting")


@deed("plan.run")
def finish_run(actor: Actor, *, run: ForecastRun) -> None:
    """Take sets apart, follow what people said, and make the run the current one; its rows are all kept.

    The caller holds the lock of the run.
    """
    overrides = overrides_frame(actor, run.as_of)
    touched = sorted({*sets_and_parts(actor), *overrides["variant_id"]})
    if touched:
        _retell(actor, items_of_run(actor, run, touched), overrides)
    shards = ForecastShard.objects.of(actor).filter(run_id=run.pk)
    series = shards.aggregate(series=Sum("series"))["series"] or 0
    shards.delete()
    ForecastRun.objects.of(actor).filter(pk=run.pk).update(
        state=RunState.DONE, series=series, common={}, finished_at=Now()
    )
    forget_gone(actor, run_id=run.pk, as_of=run.as_of)
    emit(actor, ForecastFinished(run_id=run.pk, as_of=run.as_of.isoformat(), series=series))
    log.info("forecast finished", company=str(actor.company_id), items=series, as_of=str(run.as_of))
    if run.then:
        defer_once(run.then, actor)


def _retell(actor: Actor, kept: CurrentForecast, overrides: pl.DataFrame) -> None:
    """Tell some items of a run anew: sets taken apart, and as people said."""
    found = retold(kept.told, set_parts(actor, kept.items), kept.items, overrides)
    mean = found.said.mean
    days = override_days(Overridden(mean, found.by), found.base, kept.items, overrides["override_id"], kept.as_of)
    keep_override_days(actor, run_id=kept.run_id, days=days)
    rows = to_frame(found.said).with_columns(base_mean=_where_other(found.base, mean)).drop("series")
    named = rows.hstack(kept.items.select("variant_id", "location_id"))
    other = pl.Series(((mean != kept.told.mean) | (mean != found.base)).any(axis=1))
    _replace(actor, kept, named, kept.items["variant_id"].filter(other).unique())


def _where_other(base: Floats, mean: Floats) -> pl.Series:
    """The engine's own means of the series in which they are not what is told, else null."""
    other = (base != mean).any(axis=1)
    lists = [each.tolist() if differs else None for each, differs in zip(base, other, strict=True)]
    return pl.Series(lists, dtype=pl.List(pl.Float32))


def _replace(actor: Actor, kept: CurrentForecast, rows: pl.DataFrame, items: pl.Series) -> None:
    ItemForecast.objects.of(actor).filter(run_id=kept.run_id, variant_id__in=items.to_list()).delete()
    copy_frame(
        rows.filter(pl.col("variant_id").is_in(items.implode())),
        ItemForecast._meta.db_table,
        constants={"company_id": actor.company_id, "run_id": kept.run_id},
    )
