"""When the forecast has to learn anew."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from stockwright.kit.problems import Conflict

TRAIN_EVERY_DAYS = 7
CHANGED_BY = 1.25
VERSIONS_KEPT = 13
"""The newest ones, a quarter of weekly learning, that can be gone back to."""


class VersionUnreadable(Conflict):
    """What a version holds is not what was stored."""

    message = "Version {number} cannot be read. Train a new one, or choose another version."


class VersionOutdated(Conflict):
    """A version that an older program learnt."""

    message = "Version {number} was learnt by an older program, which this one cannot use. Choose a newer version."


class VersionForgotten(Conflict):
    """What an old version learnt is not kept."""

    message = "What version {number} learnt is not kept any more. Choose one of the newest versions."


class Known(NamedTuple):
    """What a version was made by, with which settings, and of which data.

    `selling_days` counts the days with a sale of all series.
    """

    engine: str
    settings: dict[str, object]
    as_of: date
    selling_days: int


def reason_to_train(known: Known | None, now: Known, *, held: bool, worse_since: date | None) -> str | None:
    """Why a new version is due (first, changed, degraded, weekly), or None.

    A version that a person holds stays as long as it can be used. What became worse after it was learnt
    (`worse_since`) is learnt anew once.
    """
    if known is None:
        return "first"
    if (known.engine, known.settings) != (now.engine, now.settings):
        return "changed"
    if held:
        return None
    age = (now.as_of - known.as_of).days
    more, less = sorted((known.selling_days, now.selling_days), reverse=True)
    if age < 0 or more > CHANGED_BY * less:
        return "changed"
    if worse_since is not None and worse_since > known.as_of:
        return "degraded"
    return "weekly" if age >= TRAIN_EVERY_DAYS else None


def shares_of(weights: Mapping[str, float]) -> dict[str, float]:
    """The say of each family that has one, in parts of the whole, the largest first."""
    total = sum(weights.values()) or 1.0
    largest = sorted(((weight / total, name) for name, weight in weights.items() if weight > 0), reverse=True)
    return {name: share for share, name in largest}
