"""Which shards a company's forecast has, and what each of them is made from."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
import polars as pl
from procrastinate.contrib.django.models import ProcrastinateJob

from stockwright.engine.demand.panel import Indexes, Panel
from stockwright.engine.demand.settings import DemandSettings
from stockwright.engine.demand.shards import witnessed
from stockwright.forecasting.models import ForecastRun, ForecastShard, RunState
from stockwright.forecasting.queries.hours import HOUR_LINES, selling_hours
from stockwright.forecasting.queries.panels import Only, demand_panel
from stockwright.forecasting.queries.successions import links_frame
from stockwright.forecasting.rules.runs import HISTORY_DAYS
from stockwright.forecasting.rules.shards import Divided, divided
from stockwright.forecasting.rules.ways import Ways
from stockwright.kit.actor import Actor
from stockwright.kit.frames import Schema, read_frame
from stockwright.kit.statements import ask_one
from stockwright.kit.tenancy import scope

SHARD_TASK = "forecasting.shard"
_ALIVE = ("todo", "doing")

_AT_MOST = """
    select (select count(*) from catalog_variant where company_id = %(company)s and archived_at is null)
        * (select count(*) from inventory_location where company_id = %(company)s)
"""
_ITEMS = """
    with known as (
        select variant_id, location_id from sales_dailysales where company_id = %(company)s
        union
        select variant_id, location_id from inventory_level where company_id = %(company)s
    )
    select k.variant_id, p.category_id, count(*)
    from known k
    join catalog_variant v on v.company_id = %(company)s and v.id = k.variant_id and v.archived_at is null
    join catalog_product p on p.company_id = %(company)s and p.id = v.product_id
    group by 1, 2
"""
_SCHEMA: Schema = {"variant_id": pl.String, "category": pl.String, "series": pl.Int64}
_FIRST = "select min(sold_on) from sales_dailysales where company_id = %(company)s and sold_on >= %(since)s"


@dataclass(frozen=True)
class Common:
    """What all shards of a run share: its day, how many series there are, and what is read once for all."""

    as_of: date
    series: int
    start: date
    hours: pl.DataFrame
    settings: DemandSettings

    def told(self) -> dict[str, object]:
        """The same for JSON."""
        return {
            "as_of": self.as_of.isoformat(),
            "series": self.series,
            "start": self.start.isoformat(),
            "hours": self.hours.rows(),
            "settings": asdict(self.settings),
        }


class Reading(NamedTuple):
    """The series that a shard is to tell of, their rows in the panel (m,), and the panel, witnesses and all."""

    series: pl.DataFrame
    own: Indexes
    panel: Panel


def division(actor: Actor, *, as_of: date, ways: Ways) -> Divided | None:
    """The shards that the company's items make; None where all of them are one."""
    [at_most] = ask_one(_AT_MOST, {"company": actor.company_id})
    if at_most <= ways.most:
        return None
    items = read_frame(_ITEMS, {"company": actor.company_id}, _SCHEMA)
    if int(items["series"].sum()) <= ways.most:
        return None
    links = links_frame(actor, as_of=as_of)
    pairs = list(links.select("variant_id", "predecessor_id").iter_rows())
    return divided(_succeeded(items, links), pairs, most=ways.most, witnesses=ways.witnesses, sample=ways.sample)


def _succeeded(items: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """The items with those that so far have only what they inherit; who is replaced has no series of its own."""
    heirs = links.select(heir="variant_id", variant_id="predecessor_id").join(items, on="variant_id")
    fresh = heirs.unique("heir", keep="first").select("category", "series", variant_id="heir")
    every = pl.concat([items, fresh.join(items, on="variant_id", how="anti").select(items.columns)])
    gone = pl.col("variant_id").is_in(links.filter("replaces")["predecessor_id"].implode())
    return every.with_columns(series=pl.when(gone).then(0).otherwise("series"))


def common_of(actor: Actor, *, as_of: date, series: int, settings: DemandSettings) -> Common:
    """What is read once for all shards."""
    since = as_of - timedelta(days=HISTORY_DAYS - 1)
    [first] = ask_one(_FIRST, {"company": actor.company_id, "since": since})
    return Common(as_of, series, min(first or as_of, as_of), selling_hours(actor, as_of), settings)


def common_from(told: Mapping[str, Any]) -> Common:
    """What `Common.told` told."""
    hours = pl.DataFrame(told["hours"], schema=dict(HOUR_LINES), orient="row")
    return Common(
        as_of=date.fromisoformat(told["as_of"]),
        series=told["series"],
        start=date.fromisoformat(told["start"]),
        hours=hours,
        settings=settings_from(told["settings"]),
    )


def settings_from(told: Mapping[str, Any]) -> DemandSettings:
    """Settings that went through JSON."""
    plain: dict[str, Any] = {name: tuple(each) if isinstance(each, list) else each for name, each in told.items()}
    return DemandSettings(**plain)


def whole_company(actor: Actor, *, as_of: date) -> Reading:
    """Every series of a company that is one shard."""
    with scope(actor.company_id, one_moment=True):
        series, panel = demand_panel(actor, as_of=as_of)
    return Reading(series, np.arange(panel.size), panel)


def shard_reading(actor: Actor, shard: ForecastShard, common: Common) -> Reading:
    """The series of a shard, with its witnesses."""
    if shard.items is None:
        return whole_company(actor, as_of=common.as_of)
    items = [str(one) for one in shard.items]
    reading = sample_reading(actor, [*items, *map(str, shard.witnesses)], common)
    own = reading.series["variant_id"].is_in(items)
    panel = witnessed(reading.panel, own.to_numpy(), common.series)
    return Reading(reading.series.filter(own), own.arg_true().to_numpy().astype(np.int64), panel)


def sample_reading(actor: Actor, items: list[str], common: Common) -> Reading:
    """Some items of a large company."""
    only = Only(items, common.start, common.hours)
    with scope(actor.company_id, one_moment=True):
        series, panel = demand_panel(actor, as_of=common.as_of, only=only)
    return Reading(series, np.arange(panel.size), panel)


def open_shard(actor: Actor, *, run_id: UUID, number: int) -> ForecastShard | None:
    """A shard that is still to be forecast; None where it is kept, or its run is over."""
    shards = ForecastShard.objects.of(actor).filter(run_id=run_id, number=number, kept=False)
    return shards.filter(run__state=RunState.RUNNING).select_related("run__version").first()


def run_under_way(actor: Actor) -> ForecastRun | None:
    """The run whose shards wait in the queue or are in the hands of a worker."""
    for run in ForecastRun.objects.of(actor).filter(state=RunState.RUNNING, shards__gt=1):
        jobs = ProcrastinateJob.objects.filter(task_name=SHARD_TASK, status__in=_ALIVE, args__run_id=str(run.pk))
        if jobs.exists():
            return run
    return None
