"""Which days past forecasts are held against, and when accuracy became worse than it used to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median
from typing import NamedTuple

SCALE_DAYS = 182
"""How much history before a run its naive scale is taken from."""

LEAST_KNOWN_DAYS = 7
"""A run that knew fewer days has no last week to be compared with."""

LATE_DAYS = 56
"""For so long sales of a past day may still come in and are scored anew."""

RUNS_AT_ONCE = 60
PAST_WEEKS = 12
LEAST_WEEKS = 4
LEAST_JUDGED = 50
WORSE_BY = 0.15
USUAL_RANGE = 3.0
MAD_TO_DEVIATION = 1.4826
STALE_DAYS = 14


class Verdict(StrEnum):
    """What a week's accuracy says of the forecast."""

    UNKNOWN = "unknown"
    FINE = "fine"
    DEMAND = "demand"  # worse, and so is the naive forecast: what people buy became less regular
    WORSE = "worse"


class Week(NamedTuple):
    """Seven days of forecasts made at most a week before, and what last week's sales would have said of them."""

    judged: int
    wape: float
    bias: float
    naive_wape: float
    naive_bias: float


@dataclass(frozen=True)
class Judgement:
    """The verdict on the newest week; `figure` (wape or bias) is what told, beside what it used to be."""

    verdict: Verdict
    figure: str
    found: float
    usual: float

    @property
    def is_over(self) -> bool:
        """Whether a bad time would be over: near the usual again, not only just below the alarm."""
        if self.verdict == Verdict.UNKNOWN:
            return False
        room = WORSE_BY / 2 * (self.usual if self.figure == "wape" else 1.0)
        return self.verdict != Verdict.WORSE and abs(self.found) <= abs(self.usual) + room


def complete_day(*, today: date, last_sale_on: date) -> date:
    """The last day whose sales are all there: over, and not after the newest sale.

    Forecasts go on for a week without news; scores do not, because a day without news would be judged as a day
    without demand.
    """
    return min(today - timedelta(days=1), last_sale_on)


def judge(weeks: Sequence[Week]) -> Judgement:
    """Judge the first of `weeks`, which is the newest, by those before it.

    Worse is at least WORSE_BY above the median of the weeks before and outside of their usual range (median plus
    three deviations by the median absolute deviation), both for the figure itself and beside the naive one.
    """
    now, past = weeks[0] if weeks else None, [week for week in weeks[1:] if week.judged >= LEAST_JUDGED]
    if now is None or now.judged < LEAST_JUDGED or len(past) < LEAST_WEEKS:
        return Judgement(Verdict.UNKNOWN, "wape", 0.0, 0.0)
    error = _judged_error(now, past)
    return error if error.verdict == Verdict.WORSE else _worst(error, _judged_bias(now, past))


def _judged_error(now: Week, past: Sequence[Week]) -> Judgement:
    usual = [week.wape for week in past]
    verdict = Verdict.FINE
    if _is_worse(now.wape, usual):
        beside = [week.wape / max(week.naive_wape, 1e-9) for week in past]
        own = _is_worse(now.wape / max(now.naive_wape, 1e-9), beside)
        verdict = Verdict.WORSE if own else Verdict.DEMAND
    return Judgement(verdict, "wape", now.wape, median(usual))


def _judged_bias(now: Week, past: Sequence[Week]) -> Judgement:
    usual, naive_usual = [week.bias for week in past], [week.naive_bias for week in past]
    moved, naive_moved = now.bias - median(usual), now.naive_bias - median(naive_usual)
    unusual = abs(moved) > max(WORSE_BY, USUAL_RANGE * _deviation(usual))
    verdict = Verdict.FINE
    if unusual and abs(now.bias) > abs(median(usual)):
        alike = naive_moved * moved > 0 and abs(naive_moved) >= abs(moved) / 2
        verdict = Verdict.DEMAND if alike else Verdict.WORSE
    return Judgement(verdict, "bias", now.bias, median(usual))


def _worst(error: Judgement, bias: Judgement) -> Judgement:
    if bias.verdict == Verdict.WORSE or (bias.verdict == Verdict.DEMAND and error.verdict == Verdict.FINE):
        return bias
    return error


def _is_worse(found: float, usual: Sequence[float]) -> bool:
    level = median(usual)
    return found >= level * (1.0 + WORSE_BY) and found > level + USUAL_RANGE * _deviation(usual)


def _deviation(values: Sequence[float]) -> float:
    """A standard deviation that one odd week cannot move."""
    middle = median(values)
    return MAD_TO_DEVIATION * median(abs(value - middle) for value in values)
