"""What the environment says of how forecasts are made."""

import structlog
from django.conf import settings

from stockwright.engine.demand.settings import DemandSettings
from stockwright.forecasting.rules.ways import Ways, asked_families

log = structlog.get_logger("stockwright.forecasting")


def ways_here() -> Ways:
    """The ways of this installation: `STOCKWRIGHT_FORECAST_...`, see docs/how-to/scale-the-forecast.md."""
    chosen, missing = asked_families(settings.FORECAST_FAMILIES, DemandSettings())
    for name in missing:
        log.warning("forecast family is not installed", family=name, install=f"pip install 'stockwright[{name}]'")
    return Ways(
        settings=chosen,
        spread=settings.FORECAST_SPREAD,
        most=settings.FORECAST_SHARD,
        witnesses=settings.FORECAST_SHARD // 10,
    )
