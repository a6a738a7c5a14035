"""All that a forecast is made from, read in one moment."""

from datetime import date, timedelta
from typing import NamedTuple

import polars as pl

from stockwright.engine.demand.building import build_panel
from stockwright.engine.demand.panel import BEYOND, Panel
from stockwright.forecasting.queries.calendar import event_days
from stockwright.forecasting.queries.hours import in_stock_frame
from stockwright.forecasting.queries.outliers import decisions_frame
from stockwright.forecasting.queries.prices import planned_frame
from stockwright.forecasting.queries.promotions import promos_frame
from stockwright.forecasting.queries.sold import sold_frame
from stockwright.forecasting.queries.successions import links_frame
from stockwright.forecasting.rules.calendar import Span
from stockwright.forecasting.rules.runs import HISTORY_DAYS, HORIZON_DAYS
from stockwright.forecasting.rules.successions import Demand, inherited
from stockwright.kit.actor import Actor
from stockwright.sales.queries.demand import series_frame


class Only(NamedTuple):
    """A part of the items, and what holds for all of them: the first day, and when customers buy."""

    items: list[str]
    start: date
    lines: pl.DataFrame


def demand_panel(
    actor: Actor, *, as_of: date, days: int = HISTORY_DAYS, only: Only | None = None
) -> tuple[pl.DataFrame, Panel]:
    """Every item at every place as it is known at the end of `as_of`, or `only` some: the series, and their panel.

    Told are also the calendar, the promotions and the planned prices, up to the end of the horizon.
    To be called in a scope that sees one moment. The series are those of `sales.queries.demand`, without
    items that others replaced, and with those that so far have only what they inherited.
    """
    since = as_of - timedelta(days=days - 1)
    ahead = Span(since, as_of + timedelta(days=HORIZON_DAYS))
    around = Span(since, ahead.last + timedelta(days=BEYOND))
    items, start, lines = only or (None, None, None)
    known = series_frame(actor, items)
    own = Demand(
        known,
        sold_frame(actor, since=since, as_of=as_of, only=items),
        in_stock_frame(actor, known, since=since, as_of=as_of, only=items, lines=lines),
    )
    series, sales, stock = inherited(own, links_frame(actor, as_of=as_of))
    return series, build_panel(
        series=series.with_columns(
            first_on=pl.min_horizontal("launched_on", "first_on"),
            key=pl.concat_str("variant_id", "location_id", separator="@"),
        ),
        sales=sales,
        stock=stock,
        decisions=decisions_frame(actor, series),
        as_of=as_of,
        start=start,
        horizon=HORIZON_DAYS,
        events=event_days(actor, around),
        promos=promos_frame(actor, series, ahead),
        planned=planned_frame(actor, series, ahead),
    )
