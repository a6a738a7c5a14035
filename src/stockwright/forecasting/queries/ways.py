"""What the environment says of how forecasts are made."""

from dataclasses import replace

from django.conf import settings

from stockwright.engine.demand.settings import DemandSettings
from stockwright.forecasting.rules.ways import Ways


def ways_here() -> Ways:
    """The ways of this installation: `STOCKWRIGHT_FORECAST_...`, see docs/how-to/scale-the-forecast.md."""
    usual = DemandSettings()
    more = tuple(name for name in settings.FORECAST_FAMILIES if name not in (*usual.families, *usual.candidates))
    return Ways(
        settings=replace(usual, candidates=(*usual.candidates, *more)),
        spread=settings.FORECAST_SPREAD,
        most=settings.FORECAST_SHARD,
        witnesses=settings.FORECAST_SHARD // 10,
    )
