"""Tables of the forecast."""

from stockwright.forecasting.models.runs import ForecastRun, ItemForecast, RunState
from stockwright.forecasting.models.scores import AccuracySpell, ForecastScore, ScoredDay, ScoredRun

__all__ = [
    "AccuracySpell",
    "ForecastRun",
    "ForecastScore",
    "ItemForecast",
    "RunState",
    "ScoredDay",
    "ScoredRun",
]
