"""What came, beside what was known when it was forecast."""

from datetime import date, timedelta

import polars as pl

from stockwright.engine.demand.panel import Panel, build_panel
from stockwright.forecasting.rules.runs import HORIZON_DAYS
from stockwright.forecasting.rules.scores import SCALE_DAYS
from stockwright.kit.actor import Actor
from stockwright.sales.queries import sales_frame, series_frame, stock_frame


def outcomes(actor: Actor, *, oldest: date, through: date) -> tuple[pl.DataFrame, Panel]:
    """The series, and their demand up to `through` with enough history before the oldest run (as of `oldest`)."""
    series = series_frame(actor)
    since = oldest - timedelta(days=SCALE_DAYS - 1)
    panel = build_panel(
        series=series.with_columns(first_on=pl.min_horizontal("launched_on", "first_on")),
        sales=sales_frame(actor, since),
        stock=stock_frame(actor, since),
        as_of=through,
        horizon=HORIZON_DAYS,
    )
    return series, panel
