"""Every family by its name."""

from collections.abc import Sequence

from stockwright.engine.demand.families.boosting import LIGHTGBM, XGBOOST
from stockwright.engine.demand.families.classical import ARIMA, CROSTON, ETS, INTERMITTENT, THETA
from stockwright.engine.demand.families.family import Family
from stockwright.engine.demand.families.neural import NEURAL
from stockwright.engine.demand.families.plain import LAUNCH, SMOOTHING, TREND
from stockwright.engine.demand.families.prophet import PROPHET

_POOLED = (LIGHTGBM, XGBOOST, SMOOTHING, LAUNCH, TREND, NEURAL)
_ONE_BY_ONE = (ETS, THETA, ARIMA, CROSTON, INTERMITTENT, PROPHET)

ONE_BY_ONE = frozenset(each.name for each in _ONE_BY_ONE)
"""Families that know only the items they learnt."""

FAMILIES: dict[str, Family] = {each.name: each for each in (*_POOLED, *_ONE_BY_ONE)}


def stable(names: Sequence[str]) -> list[Family]:
    """The families of these names. Raises ValueError for a name that nobody has."""
    unknown = [name for name in names if name not in FAMILIES]
    if unknown:
        raise ValueError(f"There is no family {', '.join(unknown)}. There are: {', '.join(FAMILIES)}.")
    return [FAMILIES[name] for name in names]
