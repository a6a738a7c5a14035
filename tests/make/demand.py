"""Small companies whose demand has something to tell: a bulk order, a change, days without stock."""

from uuid import UUID

import numpy as np
import polars as pl
from tests.make.goods import day, lines, moves, rows_of, sold, stated

from stockwright.forecasting.actions.findings import keep_findings
from stockwright.forecasting.actions.runs import run_forecast
from stockwright.forecasting.queries.panels import demand_panel
from stockwright.inventory.actions.movements import post_movements
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope

DAYS = 90
BULK = 80
OUT = range(70, 80)
CHANGED, PASSES, LAST = 120, 14, 240


def shop_with_bulk(actor: Actor) -> Actor:
    """Three shirts a day for ninety days, and 400 in one order of one customer on the eightieth."""
    each = lines(*(("shirt", on + 0.4, 3) for on in range(DAYS)))
    bulk = lines(("shirt", BULK + 0.6, 400)).with_columns(
        pl.Series("order", ["B-7"]), pl.Series("customer", ["Hotel"])
    )
    sold(actor, each)
    sold(actor, bulk)
    return actor


def shop_without_stock(actor: Actor) -> Actor:
    """Four shirts a day, and ten days without a single one on the shelf."""
    stated(actor, 1000, at=-1)
    sold(actor, lines(*(("shirt", on + 0.5, 4) for on in range(DAYS) if on not in OUT)))
    left = 1000 - 4 * OUT[0]
    told = [("waste", float(OUT[0]), float(-left), "w"), ("receipt", OUT[-1] + 0.9, 1000.0, "r")]
    post_movements(actor, movements=moves(*told))
    run_forecast(actor, today=day(DAYS).date())
    return actor


def changing_shop(actor: Actor) -> Actor:
    """Twenty items at three a day; from the 120th day on one sells eight, for sixty days."""
    return _shop(actor, 60)


def passing_shop(actor: Actor) -> Actor:
    """Twenty items at three a day; from the 120th day on one sells eight, for two weeks."""
    return _shop(actor, PASSES)


def shop_with_a_newcomer(actor: Actor) -> Actor:
    """Twenty items at three a day, and one that begins on the 120th day with two."""
    begun = range(CHANGED, LAST)
    return _shop(actor, 0, *(("newcomer", on + 0.5, 2.0) for on in begun))


def _shop(actor: Actor, changed_days: int, *more: tuple[str, float, float]) -> Actor:
    told: list[tuple[str, float, float]] = list(more)
    for number in range(20):
        sells = np.random.default_rng(number).poisson(3.0, LAST)
        if not number:
            sells[CHANGED : CHANGED + changed_days] = np.random.default_rng(99).poisson(8.0, changed_days)
        told += [(f"item-{number:02}", on + 0.5, float(pieces)) for on, pieces in enumerate(sells) if pieces]
    sold(actor, lines(*told))
    return actor


def findings_of(actor: Actor, number: int) -> None:
    """Keep what a night that ends on the day keeps beside the forecast."""
    with scope(actor.company_id):
        series, panel = demand_panel(actor, as_of=day(number).date())
    keep_findings(actor, series=series, panel=panel)


def main_place(actor: Actor) -> UUID:
    """The id of Main."""
    [(found,)] = rows_of(actor, "select id from inventory_location where name = 'Main'")
    return UUID(str(found))
