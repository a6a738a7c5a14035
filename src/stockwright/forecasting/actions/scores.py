"""Holding past forecasts against what was sold."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import polars as pl

from stockwright.accounts.queries import company_of
from stockwright.engine.demand.backtest import judged_after
from stockwright.engine.demand.panel import Panel
from stockwright.engine.demand.scoring import run_scores
from stockwright.forecasting.actions.spells import note_accuracy
from stockwright.forecasting.events.scores import ForecastsScored
from stockwright.forecasting.models import ForecastScore
from stockwright.forecasting.queries.due import DueRun, changed_day, due_runs
from stockwright.forecasting.queries.panels import demand_panel
from stockwright.forecasting.queries.sets import set_parts
from stockwright.forecasting.queries.told import days_told
from stockwright.forecasting.rules.runs import HORIZON_DAYS, NoSalesYet
from stockwright.forecasting.rules.scores import LEAST_KNOWN_DAYS, RUNS_AT_ONCE, SCALE_DAYS, complete_day
from stockwright.inventory.actions.snapshots import take_snapshots
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.frames import copy_frame
from stockwright.kit.statements import one_at_a_time, run
from stockwright.kit.tenancy import scope
from stockwright.messaging.actions.events import emit
from stockwright.sales.queries.days import last_sale_on

_WRITE_RUNS = """
    insert into forecasting_scoredrun (company_id, run_id, through)
    select %(company)s, * from unnest(%(runs)s::uuid[], %(through)s::int[])
    on conflict (company_id, run_id) do update set through = excluded.through
"""

_WRITE_DAYS = """
    insert into forecasting_scoredday (company_id, day, ordered, lines)
    select %(company)s, each::date, coalesce(sum(s.ordered), 0), coalesce(sum(s.lines), 0)
    from generate_series(%(since)s::timestamp, %(through)s::timestamp, interval '1 day') each
    left join sales_dailysales s on s.company_id = %(company)s and s.sold_on = each::date
    group by each
    on conflict (company_id, day) do nothing
"""

# The runs that still have their item forecasts; what others were worth stays as it was found.
_TOUCHED = """
    select id, as_of from forecasting_forecastrun r
    where company_id = %(company)s and as_of >= %(day)s::date - %(horizon)s::int
        and exists (select from forecasting_itemforecast f where f.company_id = r.company_id and f.run_id = r.id)
"""
_FORGET_SCORES = f"""
    delete from forecasting_forecastscore s using ({_TOUCHED}) r
    where s.company_id = %(company)s and s.run_id = r.id and s.judged_on >= %(day)s
"""
_REWIND_RUNS = f"""
    update forecasting_scoredrun s set through = greatest(%(day)s::date - r.as_of - 1, 0) from ({_TOUCHED}) r
    where s.company_id = %(company)s and s.run_id = r.id and s.through >= %(day)s::date - r.as_of
"""
_FORGET_DAYS = "delete from forecasting_scoredday where company_id = %(company)s and day >= %(day)s"


def nightly_scores(actor: Actor, *, today: date) -> None:
    """The step of the night: score every stored run on the days that became complete, then judge the newest week.

    What earlier nights missed is caught up; done twice it changes nothing.
    """
    with scope(actor.company_id):
        newest, time_zone = last_sale_on(actor), company_of(actor).time_zone
    if newest is None:
        raise NoSalesYet
    through = complete_day(today=today, last_sale_on=newest)
    take_snapshots(actor, up_to=through, time_zone=time_zone)
    while score_runs(actor, through=through):
        pass
    note_accuracy(actor, today=today)


@deed("plan.run")
def score_runs(actor: Actor, *, through: date) -> int:
    """Score up to RUNS_AT_ONCE runs that lack days up to `through`; how many there were.

    A past day whose sales changed since is scored anew, with all that follow it. Components of sets are not
    judged: their forecast contains what sets will take, and their own sales do not.
    """
    one_at_a_time(actor.company_id, "forecast scores")
    _rewind(actor, through)
    due = due_runs(actor, through=through, limit=RUNS_AT_ONCE)
    if not due:
        return 0
    series, panel = demand_panel(actor, as_of=through, days=(through - due[0].as_of).days + SCALE_DAYS)
    alone = series.filter(~pl.col("series").is_in(set_parts(actor, series).component.tolist()))
    judged = [one for one in due if _last_known(panel, one) >= LEAST_KNOWN_DAYS - 1]
    if judged:
        copy_frame(
            pl.concat([_scores(actor, one, alone, panel) for one in judged]),
            ForecastScore._meta.db_table,
            constants={"company_id": actor.company_id},
        )
    _remember(actor, due, through)
    emit(actor, ForecastsScored(runs=len(due), through=through.isoformat()))
    return len(due)


def _rewind(actor: Actor, through: date) -> None:
    day = changed_day(actor, through=through)
    if day is None:
        return
    told = {"company": actor.company_id, "day": day, "horizon": HORIZON_DAYS}
    for statement in (_FORGET_SCORES, _REWIND_RUNS, _FORGET_DAYS):
        run(statement, told)


def _scores(actor: Actor, due: DueRun, series: pl.DataFrame, panel: Panel) -> pl.DataFrame:
    """The scores of one run, ready to be kept."""
    items, told = days_told(actor, due.run_id, due.levels, since=due.since, until=due.until)
    known = series.select("variant_id", "location_id", "series", "category")
    found_at = items.join(known, on=["variant_id", "location_id"], how="left", maintain_order="left")
    keys = found_at.with_columns(pl.col("category").fill_null("")).select("demand_class", "location_id", "category")
    found = run_scores(
        judged_after(panel, _last_known(panel, due)),
        told,
        found_at["series"].cast(pl.Int64).fill_null(-1).to_numpy(),
        keys,
        levels=np.asarray(due.levels, dtype=np.float64),
        seed=due.run_id.int,
    )
    return found.with_columns(
        pl.lit(str(due.run_id)).alias("run_id"),
        (pl.lit(due.as_of) + pl.duration(days=pl.col("lead"))).cast(pl.Date).alias("judged_on"),
    )


def _last_known(panel: Panel, due: DueRun) -> int:
    """The column of the last day that a run knew; one that knew less than a week is not judged."""
    return panel.days - 1 - (panel.as_of - due.as_of).days


def _remember(actor: Actor, due: Sequence[DueRun], through: date) -> None:
    """What was scored, and the sales it was scored by."""
    scored = {"runs": [one.run_id for one in due], "through": [one.until for one in due]}
    run(_WRITE_RUNS, {"company": actor.company_id, **scored})
    since = min(one.as_of + timedelta(days=one.since) for one in due)
    run(_WRITE_DAYS, {"company": actor.company_id, "since": since, "through": through})
