"""Tables of the forecast."""

from stockwright.forecasting.models.runs import ForecastRun, ItemForecast, RunState
from stockwright.forecasting.models.scores import AccuracySpell, ForecastScore, ScoredDay, ScoredRun
from stockwright.forecasting.models.successions import Succession
from stockwright.forecasting.models.versions import ModelVersion, WhyTrained

__all__ = [
    "AccuracySpell",
    "ForecastRun",
    "ForecastScore",
    "ItemForecast",
    "ModelVersion",
    "RunState",
    "ScoredDay",
    "ScoredRun",
    "Succession",
    "WhyTrained",
]
