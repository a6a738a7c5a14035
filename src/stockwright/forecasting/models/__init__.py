"""Tables of the forecast."""

from stockwright.forecasting.models.calendar import CalendarEvent, IgnoredHoliday
from stockwright.forecasting.models.estimates import DemandEstimate
from stockwright.forecasting.models.notices import DemandNotice
from stockwright.forecasting.models.outliers import Outlier
from stockwright.forecasting.models.overrides import Override, OverrideDay
from stockwright.forecasting.models.prices import PlannedPrice
from stockwright.forecasting.models.promotions import Promotion, PromotionItem
from stockwright.forecasting.models.runs import ForecastRun, ItemForecast, RunState
from stockwright.forecasting.models.scores import AccuracySpell, ForecastScore, ScoredDay, ScoredRun
from stockwright.forecasting.models.shards import ForecastShard
from stockwright.forecasting.models.successions import Succession
from stockwright.forecasting.models.versions import ModelVersion, WhyTrained

__all__ = [
    "AccuracySpell",
    "CalendarEvent",
    "DemandEstimate",
    "DemandNotice",
    "ForecastRun",
    "ForecastScore",
    "ForecastShard",
    "IgnoredHoliday",
    "ItemForecast",
    "ModelVersion",
    "Outlier",
    "Override",
    "OverrideDay",
    "PlannedPrice",
    "Promotion",
    "PromotionItem",
    "RunState",
    "ScoredDay",
    "ScoredRun",
    "Succession",
    "WhyTrained",
]
