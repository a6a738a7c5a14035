"""Nights of the past: forecasts made as of days that have become complete since."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from tests.make.files import TODAY, brought_in, sales_csv
from tests.make.people import owner

from stockwright.forecasting.actions.runs import run_forecast
from stockwright.forecasting.models import ForecastRun
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope


def forecast_shop(*, nights: Sequence[int] = (30, 20, 3), days: int = 80, skus: int = 6) -> Actor:
    """The owner of a shop that sold until yesterday and was forecast so many nights ago."""
    actor = owner()
    brought_in(actor, sales_csv(days=days, skus=skus))
    for back in nights:
        run_forecast(actor, today=TODAY - timedelta(days=back))
    return actor


def runs_by_day(actor: Actor) -> dict[date, UUID]:
    """The runs by the last day they knew."""
    with scope(actor.company_id):
        return dict(ForecastRun.objects.of(actor).order_by("started_at").values_list("as_of", "pk"))
