"""What a night's panel shows besides the forecast: estimates, outlying days, changes in demand."""

import polars as pl

from stockwright.engine.demand.history import clean
from stockwright.engine.demand.panel import Panel
from stockwright.forecasting.actions.estimates import keep_estimates
from stockwright.forecasting.actions.notices import keep_notices
from stockwright.forecasting.actions.outliers import keep_outliers
from stockwright.kit.actor import Actor


def keep_findings(actor: Actor, *, series: pl.DataFrame, panel: Panel) -> None:
    """Keep all that people are told of the past of their items; each in a transaction of its own."""
    history = clean(panel)
    keep_estimates(actor, series=series, panel=panel, history=history)
    keep_outliers(actor, series=series, panel=panel, history=history)
    keep_notices(actor, series=series, panel=panel, history=history)
