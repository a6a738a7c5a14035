"""How near a prediction came."""

from datetime import date, timedelta
from decimal import Decimal

from stockwright.kit.problems import Invalid

MOST_DAYS = 366


class TooManyDays(Invalid):
    """More days than anybody looks through at once."""

    message = "Ask for at most a year at a time, with the first day before the last."


def check_days(since: date, until: date) -> None:
    """Pass silently, or TooManyDays."""
    if not timedelta(0) <= until - since < timedelta(days=MOST_DAYS):
        raise TooManyDays


def accuracy_score(predicted: float, actual: Decimal) -> float:
    """1 less the error over the larger of both, 0..1; two zeros are right.

    Unlike a percentage of what came it is defined on a day without a sale, and too high counts like too low.
    """
    came = float(actual)
    larger = max(predicted, came)
    return 1.0 if larger <= 0 else max(0.0, 1.0 - abs(predicted - came) / larger)
