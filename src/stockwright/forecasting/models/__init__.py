"""Tables of the forecast."""

from stockwright.forecasting.models.estimates import DemandEstimate
from stockwright.forecasting.models.notices import DemandNotice
from stockwright.forecasting.models.outliers import Outlier
from stockwright.forecasting.models.runs import ForecastRun, ItemForecast, RunState
from stockwright.forecasting.models.successions import Succession
from stockwright.forecasting.models.versions import ModelVersion, WhyTrained

__all__ = [
    "DemandEstimate",
    "DemandNotice",
    "ForecastRun",
    "ItemForecast",
    "ModelVersion",
    "Outlier",
    "RunState",
    "Succession",
    "WhyTrained",
]
