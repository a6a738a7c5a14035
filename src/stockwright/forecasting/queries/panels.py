"""All that a forecast is made from, read in one moment."""

from datetime import date, timedelta

import holidays
import polars as pl

from stockwright.accounts.queries import company_of
from stockwright.engine.demand.panel import Panel, build_panel
from stockwright.forecasting.queries.hours import in_stock_frame
from stockwright.forecasting.queries.outliers import decisions_frame
from stockwright.forecasting.queries.sold import sold_frame
from stockwright.forecasting.queries.successions import links_frame
from stockwright.forecasting.rules.runs import HISTORY_DAYS, HORIZON_DAYS
from stockwright.forecasting.rules.successions import Demand, inherited
from stockwright.kit.actor import Actor
from stockwright.sales.queries import series_frame


def demand_panel(actor: Actor, *, as_of: date) -> tuple[pl.DataFrame, Panel]:
    """Every item at every place as it is known at the end of `as_of`: the series, and their panel.

    To be called in a scope that sees one moment. The series are those of `sales.queries.series_frame`, without
    items that others replaced, and with those that so far have only what they inherited.
    """
    since = as_of - timedelta(days=HISTORY_DAYS - 1)
    known = series_frame(actor)
    own = Demand(
        known,
        sold_frame(actor, since=since, as_of=as_of),
        in_stock_frame(actor, known, since=since, as_of=as_of),
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
        horizon=HORIZON_DAYS,
        events={"public holiday": _public_holidays(actor, as_of)},
    )


def _public_holidays(actor: Actor, as_of: date) -> list[date]:
    """Public holidays of the company's country, around the history and the horizon."""
    country = company_of(actor).holidays_of
    years = range(as_of.year - 3, as_of.year + 2)
    return list(holidays.country_holidays(country, years=years)) if country else []
