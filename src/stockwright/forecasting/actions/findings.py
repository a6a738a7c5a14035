"""What a night's panel shows besides the forecast: estimates, outlying days, changes in demand."""

from datetime import date, timedelta
from uuid import UUID

import polars as pl

from stockwright.engine.demand.history import clean
from stockwright.engine.demand.panel import Panel
from stockwright.forecasting.actions.estimates import keep_estimates
from stockwright.forecasting.actions.notices import keep_notices
from stockwright.forecasting.actions.outliers import keep_outliers
from stockwright.forecasting.rules.notices import OVER_AFTER_DAYS
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.statements import run

_NOT_TOLD = """
    not exists (
        select from forecasting_itemforecast f where f.company_id = %(company)s and f.run_id = %(run)s
            and f.variant_id = x.variant_id and f.location_id = x.location_id
    )
"""
_GONE = (
    f"delete from forecasting_demandestimate x where x.company_id = %(company)s and {_NOT_TOLD}",
    f"delete from forecasting_outlier x where x.company_id = %(company)s and x.decision = '' and {_NOT_TOLD}",
    f"""
    update forecasting_demandnotice x set closed_on = %(as_of)s
    where x.company_id = %(company)s and x.closed_on is null and x.seen_on <= %(over)s and {_NOT_TOLD}
    """,
)


def keep_findings(actor: Actor, *, series: pl.DataFrame, panel: Panel) -> None:
    """Keep all that people are told of the past of some series of a panel; each in a transaction of its own."""
    history = clean(panel)
    keep_estimates(actor, series=series, panel=panel, history=history)
    keep_outliers(actor, series=series, panel=panel, history=history)
    keep_notices(actor, series=series, panel=panel, history=history)


@deed("plan.run")
def forget_gone(actor: Actor, *, run_id: UUID, as_of: date) -> None:
    """Forget what was found of items that a run does not know any more."""
    told = {"company": actor.company_id, "run": run_id, "as_of": as_of, "over": as_of - timedelta(OVER_AFTER_DAYS)}
    for statement in _GONE:
        run(statement, told)
