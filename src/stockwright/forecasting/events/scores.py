"""What becomes known of past forecasts."""

from dataclasses import dataclass
from typing import ClassVar

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class ForecastsScored(Happening):
    """Past forecasts were held against days that became complete."""

    name: ClassVar[str] = "forecast.scored"
    runs: int
    through: str


@dataclass(frozen=True)
class ForecastDegraded(Happening):
    """The forecast of the last week was worse than it used to be, and the demand is not to blame."""

    name: ClassVar[str] = "forecast.degraded"
    figure: str  # wape or bias
    found: float
    usual: float
    on: str


@dataclass(frozen=True)
class ForecastRecovered(Happening):
    """The forecast is about as good again as it used to be."""

    name: ClassVar[str] = "forecast.recovered"
    figure: str
    found: float
    usual: float
    on: str
