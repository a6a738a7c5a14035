"""The seasons of a total: which weekdays, weeks of the year and holidays sell more, and how much of it is season.

The model is demand = trend x weekday x week of the year x holiday x chance. Trend and year are fitted in turns on
weekly totals: the trend is a local line over about a year (Cleveland, 1979), the year the pooled ratio to it.
The strength of a season is that of Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed.,
section 4.3: max(0, 1 - Var(chance) / Var(season + chance)).
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from stockwright.engine.demand.history import Floats

WEEKS = 52
LEAST_WEEKS = 4
OWN_YEAR_WEEKS = 104
"""Two years: from one alone nobody can tell a season from a trend."""

REACH_WEEKS = 60.0
TURNS = 6
LEAST_SEEN = 0.4
SMOOTHING = (0.25, 0.5, 0.25)


@dataclass(frozen=True)
class Totals:
    """Pieces of each day from `first_on` on, (T,), NaN where demand could not be seen; and flags of `holidays`."""

    first_on: date
    sold: Floats
    holidays: NDArray[np.bool_]

    def day(self, at: int) -> date:
        """The day of a place."""
        return self.first_on + timedelta(days=at)


@dataclass(frozen=True)
class Seasons:
    """Indexes around 1, the strengths of their seasons (0..1) and the trend in pieces a day.

    `weekdays` (7,) begins with Monday. `year` (52,) are the weeks of the year, or None where there is too little
    history and none was lent; `own_year` tells whether it is the total's own. `trend` (W,) is by week, the last one
    ending on the last day; `growth` compares the last with a year before, None below a year. A strength is None
    where it cannot be told.
    """

    weekdays: Floats
    year: Floats | None
    own_year: bool
    trend: Floats
    growth: float | None
    weekday_strength: float
    year_strength: float | None
    trend_strength: float | None


def seasons(totals: Totals, *, lent_year: Floats | None = None) -> Seasons | None:
    """The seasons of a total, with the year of a larger one where its own history is shorter than two years.

    None with less than LEAST_WEEKS weeks, or without any demand.
    """
    weeks = len(totals.sold) // 7
    if weeks < LEAST_WEEKS or not np.nansum(totals.sold) > 0:
        return None
    weekdays = _weekdays(totals)
    weekly, weight = _weekly(totals, weeks, weekdays)
    place = _week_of_year(totals, weeks)
    own = weeks >= OWN_YEAR_WEEKS
    year, trend = _year_and_trend(weekly, weight, place, fitted=own, given=lent_year)
    expected_year = np.ones(weeks) if year is None else year[place]
    return Seasons(
        weekdays=weekdays,
        year=year,
        own_year=own,
        trend=trend / 7.0,
        growth=float(trend[-1] / trend[-53] - 1.0) if weeks > WEEKS and trend[-53] > 0 else None,
        weekday_strength=_weekday_strength(totals, weekdays),
        year_strength=_strength(weekly / trend, expected_year, weight) if own else None,
        trend_strength=_strength(weekly / expected_year, trend, weight) if weeks > WEEKS else None,
    )


def month_indexes(year: Floats) -> Floats:
    """The index of each calendar month (12,), as the mean of its days."""
    return np.array([index_over(year, date(2025, month, 1)) for month in range(1, 13)])


def index_over(year: Floats, month: date) -> float:
    """The mean index over the days of the month that `month` lies in."""
    first = month.replace(day=1)
    days = [first + timedelta(days=at) for at in range(31)]
    return float(np.mean([year[week_of(day)] for day in days if day.month == first.month]))


def week_of(day: date) -> int:
    """Which of the 52 weeks of the year a day lies in; the last one has eight or nine days."""
    return min((day.timetuple().tm_yday - 1) // 7, WEEKS - 1)


def expected_days(totals: Totals, found: Seasons) -> Floats:
    """What each day would sell by trend, week and year alone, (T,)."""
    days = len(totals.sold)
    weeks = len(found.trend)
    at_week = np.clip((np.arange(days) - (days - 7 * weeks)) // 7, 0, weeks - 1)
    year = np.ones(days)
    if found.year is not None:
        year = found.year[[week_of(totals.day(at)) for at in range(days)]]
    return found.trend[at_week] * found.weekdays[_weekday_of(totals)] * year


def holiday_effect(totals: Totals, found: Seasons, days: NDArray[np.bool_]) -> tuple[float, int]:
    """What flagged days (T,) sold over what they would have sold otherwise, and how many were seen."""
    seen = days & np.isfinite(totals.sold)
    usual = float(expected_days(totals, found)[seen].sum())
    return (float(totals.sold[seen].sum()) / usual if usual > 0 else float("nan")), int(seen.sum())


def _weekly(totals: Totals, weeks: int, weekdays: Floats) -> tuple[Floats, Floats]:
    """Totals of whole weeks, the last ending on the last day, and how much of each was seen (W,).

    Holidays and days that could not be seen are filled up by what their weekday usually sells.
    """
    begin = len(totals.sold) - 7 * weeks
    usual = weekdays[_weekday_of(totals)][begin:].reshape(weeks, 7)
    days = totals.sold[begin:].reshape(weeks, 7)
    known = np.isfinite(days) & ~totals.holidays[begin:].reshape(weeks, 7)
    seen = np.where(known, usual, 0.0).sum(axis=1) / 7.0
    total = np.where(known, days, 0.0).sum(axis=1) / np.maximum(seen, 1e-12)
    fit = seen >= LEAST_SEEN
    return np.where(fit, total, 0.0), np.where(fit, seen, 0.0)


def _week_of_year(totals: Totals, weeks: int) -> NDArray[np.int64]:
    """The week of the year in which the middle of each week lies, (W,)."""
    first = len(totals.sold) - 7 * weeks + 3
    return np.array([week_of(totals.day(first + 7 * at)) for at in range(weeks)])


def _year_and_trend(
    weekly: Floats, weight: Floats, place: NDArray[np.int64], *, fitted: bool, given: Floats | None
) -> tuple[Floats | None, Floats]:
    if not fitted:
        flat = np.ones(WEEKS) if given is None else given
        return given, _local_line(weekly / flat[place], weight)
    year = np.ones(WEEKS)
    trend = _local_line(weekly, weight)
    for _ in range(TURNS):
        sold = np.bincount(place, weights=weekly * weight, minlength=WEEKS)
        usual = np.bincount(place, weights=trend * weight, minlength=WEEKS)
        year = _smooth(np.where(usual > 0, sold / np.maximum(usual, 1e-12), 1.0))
        trend = _local_line(weekly / year[place], weight)
    return year, trend


def _smooth(year: Floats) -> Floats:
    """Each week with a part of its neighbours, around the turn of the year too; the mean is 1, and none is zero."""
    before, own, after = SMOOTHING
    found = before * np.roll(year, 1) + own * year + after * np.roll(year, -1)
    return np.asarray(np.maximum(found / max(float(found.mean()), 1e-12), 1e-3), dtype=np.float64)


def _local_line(values: Floats, weight: Floats) -> Floats:
    """Weighted straight lines around each week, with tricube weights over REACH_WEEKS to either side, (W,)."""
    at = np.arange(len(values), dtype=np.float64)
    gap = at[None, :] - at[:, None]
    near = np.clip(1.0 - (np.abs(gap) / REACH_WEEKS) ** 3, 0.0, None) ** 3 * weight[None, :]
    total = np.maximum(near.sum(axis=1), 1e-12)
    middle = (near * gap).sum(axis=1) / total
    mean = (near * values).sum(axis=1) / total
    apart = gap - middle[:, None]
    slope = (near * apart * values).sum(axis=1) / np.maximum((near * apart**2).sum(axis=1), 1e-12)
    least = max(float(values.mean()) * 1e-3, 1e-9)
    return np.asarray(np.maximum(mean - slope * middle, least), dtype=np.float64)


def _weekday_of(totals: Totals) -> NDArray[np.int64]:
    return (totals.first_on.weekday() + np.arange(len(totals.sold))) % 7


def _around(totals: Totals) -> tuple[Floats, NDArray[np.bool_]]:
    """The mean of the week around each day (T,), and which days can be compared with it: no holidays, no ends."""
    seen = np.isfinite(totals.sold)
    pieces, known = np.where(seen, totals.sold, 0.0), seen.astype(np.float64)
    ones = np.ones(7)
    mean = np.convolve(pieces, ones, "same") / np.maximum(np.convolve(known, ones, "same"), 1.0)
    inner = np.arange(len(pieces))
    return mean, seen & ~totals.holidays & (mean > 0) & (inner >= 3) & (inner < len(pieces) - 3)


def _weekdays(totals: Totals) -> Floats:
    mean, used = _around(totals)
    weekday = _weekday_of(totals)[used]
    sold = np.bincount(weekday, weights=totals.sold[used], minlength=7)
    usual = np.bincount(weekday, weights=mean[used], minlength=7)
    found = np.where(usual > 0, sold / np.maximum(usual, 1e-12), 1.0)
    return np.asarray(found / max(float(found.mean()), 1e-12), dtype=np.float64)


def _weekday_strength(totals: Totals, weekdays: Floats) -> float:
    mean, used = _around(totals)
    return _strength(totals.sold[used] / mean[used], weekdays[_weekday_of(totals)[used]], np.ones(int(used.sum())))


def _strength(both: Floats, season: Floats, weight: Floats) -> float:
    """max(0, 1 - Var(chance) / Var(season + chance)) where `both` is season times chance, as parts of the mean."""
    used = weight > 0
    if not used.any():
        return 0.0
    scaled = both[used] / max(float(both[used].mean()), 1e-12)
    rest = scaled - season[used] / max(float(season[used].mean()), 1e-12)
    whole = float(np.var(scaled))
    return float(np.clip(1.0 - np.var(rest) / whole, 0.0, 1.0)) if whole > 0 else 0.0
