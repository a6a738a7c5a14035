"""When customers buy, and how much of the demand of a day without stock could be met."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import polars as pl

from stockwright.accounts.queries import company_of
from stockwright.engine.demand.hours import HOURS, Floats, hour_profile, met_share
from stockwright.kit.actor import Actor
from stockwright.kit.frames import Schema, read_frame
from stockwright.sales.queries.demand import stock_frame

PROFILE_DAYS = 182
BUSIEST = 500
WEEKEND = 6

# A time of exactly noon or midnight is what a source that knows only days is given. Days that were not in stock
# all day are left out, because they have no late customers.
_LINES = """
    with busy as (
        select variant_id from sales_dailysales where company_id = %(company)s and sold_on > %(since)s
            and sold_on <= %(as_of)s
        group by variant_id order by sum(lines) desc, variant_id limit %(busiest)s
    ), sold as (
        select s.location_id, s.sold_on, s.sold_at at time zone %(zone)s as at
        from busy b
        cross join lateral (
            select * from sales_saleline s where s.company_id = %(company)s and s.variant_id = b.variant_id
                and s.sold_at > %(since)s and s.sold_on <= %(as_of)s and s.quantity > 0 offset 0
        ) s
        where not exists (
            select from inventory_snapshot n where n.company_id = %(company)s and n.variant_id = s.variant_id
                and n.location_id = s.location_id and n.taken_on = s.sold_on and n.in_stock_minutes < 1440
        )
    )
    select location_id, extract(isodow from sold_on) >= %(weekend)s,
        case when at::time in ('00:00', '12:00') then null else extract(hour from at) end, count(*)
    from sold group by 1, 2, 3
"""
HOUR_LINES: Schema = {"location_id": pl.String, "weekend": pl.Boolean, "hour": pl.Int32, "lines": pl.Float64}


def in_stock_frame(
    actor: Actor,
    series: pl.DataFrame,
    *,
    since: date,
    as_of: date,
    only: Sequence[str] | None = None,
    lines: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The days on which a series was not in stock all day, as the demand panel wants them.

    series, day, in_stock_minutes, sold_out, and in_stock: the share of the day's demand that came while there
    was stock, by the hours at which the customers of the place buy on working days and at weekends, which
    `selling_hours` tells where they are not given as `lines`.
    """
    days = stock_frame(actor, since, only).join(series.select("series", "location_id"), on="series")
    columns = ("series", "day", "in_stock_minutes", "sold_out")
    if days.is_empty():
        return days.select(*columns, in_stock=pl.lit(1.0))
    if lines is None:
        lines = selling_hours(actor, as_of)
    places = {place: row for row, place in enumerate(sorted({*lines["location_id"], *days["location_id"]}))}
    profile = hour_profile(_counted(lines, places))
    at = days["location_id"].replace_strict(places, return_dtype=pl.Int64).to_numpy()
    weekend = (days["day"].dt.weekday() >= WEEKEND).cast(pl.Int64).to_numpy()
    share = met_share(_minutes(days), profile[at, weekend])
    return days.select(*columns, pl.Series("in_stock", share))


def selling_hours(actor: Actor, as_of: date) -> pl.DataFrame:
    """Lines of the items that are sold most, by place, kind of day and hour (null: not known)."""
    told = {
        "company": actor.company_id,
        "since": as_of - timedelta(days=PROFILE_DAYS),
        "as_of": as_of,
        "zone": company_of(actor).time_zone,
        "busiest": BUSIEST,
        "weekend": WEEKEND,
    }
    return read_frame(_LINES, told, HOUR_LINES)


def _counted(lines: pl.DataFrame, places: dict[str, int]) -> Floats:
    """Lines by place, kind of day and hour, (g, 2, 24); those without a time are spread over the day."""
    counted = np.zeros((len(places), 2, HOURS))
    for place, weekend, hour, count in lines.iter_rows():
        if hour is None:
            counted[places[place], int(weekend)] += count / HOURS
        else:
            counted[places[place], int(weekend), hour] += count
    return counted


def _minutes(days: pl.DataFrame) -> Floats:
    """Minutes in stock in each hour, (k, 24); a day whose hours are not kept is even."""
    even = (pl.col("in_stock_minutes") / HOURS).cast(pl.Int16).repeat_by(HOURS)
    flat = days.select(pl.coalesce("hours", even).explode()).to_series().to_numpy()
    return np.asarray(flat, dtype=np.float64).reshape(-1, HOURS)
