"""Tables of the forecast."""

from stockwright.forecasting.models.runs import ForecastRun, ItemForecast, RunState
from stockwright.forecasting.models.successions import Succession
from stockwright.forecasting.models.versions import ModelVersion, WhyTrained

__all__ = ["ForecastRun", "ItemForecast", "ModelVersion", "RunState", "Succession", "WhyTrained"]
