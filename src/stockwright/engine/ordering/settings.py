"""What a company decides about ordering, once for all items."""

from dataclasses import dataclass
from typing import Literal

Policy = Literal["position", "runway"]


@dataclass(frozen=True)
class OrderingSettings:
    """How a company orders; values that an item lacks are taken from here.

    `policy`: "position" compares the inventory position with a quantile of demand over lead time plus review
    period; "runway" is the classic rule of days of stock, kept for comparison.
    `cycle_days`: an order is large enough to bring the next one about this many days later (none: one review
    period). Without it the level that triggers and the level that fills are the same, and a shop that looks
    every morning would order every morning.
    `watch_days`: doubts about an item (a weak forecast, missing data) put it on a list only when it falls to
    its reorder point within this many days; before that there is nothing to decide.
    `confidence_floor`: a forecast is in doubt where demand over the lead time is near its median, by
    `confidence_within` times the median, with less than this probability.
    `backorders`: negative stock is a backlog owed to customers; otherwise it is a counting error and read as
    zero.
    """

    policy: Policy = "position"
    service_level: float = 0.95
    lead_days: int = 21
    review_days: int = 7
    cycle_days: int | None = None
    safety_days: int = 5
    threshold_days: int = 14
    watch_days: int = 3
    spike_factor: float = 2.0
    spike_chance: float = 0.01
    confidence_floor: float = 0.70
    confidence_within: float = 0.30
    extra_cover_days: int = 60
    excess_days: int = 90
    backorders: bool = False

    def __post_init__(self) -> None:
        if self.policy not in {"position", "runway"}:
            raise ValueError(f"Unknown ordering policy {self.policy!r}: choose position or runway.")
        if not 0.0 < self.service_level < 1.0:
            raise ValueError("The service level lies between 0 and 1, for example 0.95.")
        if min(self.lead_days, self.review_days, self.cycle_days or 0, self.safety_days) < 0:
            raise ValueError("Days cannot be negative.")
