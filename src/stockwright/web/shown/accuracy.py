"""What the page of forecast accuracy shows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class MethodAccuracy:
    """How one way of forecasting did on the past, by the length of the period judged."""

    method: str
    days: int
    wape: Decimal | None
    bias: Decimal | None
    rmsse: Decimal | None
    pinball: Decimal | None
    coverage_80: Decimal | None
    is_ours: bool


@dataclass(frozen=True)
class Held:
    """What a stated level was worth."""

    level: str  # "97.5%"
    held: Decimal
    judged: int


@dataclass(frozen=True)
class AccuracyPage:
    """The last back-test, beside the baselines; no rows before the first one."""

    measured_on: date | None
    items: int
    days: int
    methods: tuple[MethodAccuracy, ...]
    held: tuple[Held, ...]
