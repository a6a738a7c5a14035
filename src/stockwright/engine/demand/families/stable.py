"""Every family by its name."""

from collections.abc import Sequence

from stockwright.engine.demand.families.boosting import LIGHTGBM, XGBOOST
from stockwright.engine.demand.families.family import Family
from stockwright.engine.demand.families.plain import LAUNCH, SMOOTHING, TREND

FAMILIES: dict[str, Family] = {each.name: each for each in (LIGHTGBM, XGBOOST, SMOOTHING, LAUNCH, TREND)}


def stable(names: Sequence[str]) -> list[Family]:
    """The families of these names. Raises ValueError for a name that nobody has."""
    unknown = [name for name in names if name not in FAMILIES]
    if unknown:
        raise ValueError(f"There is no family {', '.join(unknown)}. There are: {', '.join(FAMILIES)}.")
    return [FAMILIES[name] for name in names]
