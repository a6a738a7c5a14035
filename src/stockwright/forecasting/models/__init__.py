"""Tables of the forecast."""

from stockwright.forecasting.models.runs import ForecastRun, ItemForecast, RunState

__all__ = ["ForecastRun", "ItemForecast", "RunState"]
