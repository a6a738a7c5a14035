"""A person's word against the forecast: how it changes the means, and how the doubt follows."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stockwright.engine.distributions import decimal_quantile
from stockwright.forecasting.rules.calendar import BETWEEN, FIRST_DAY, LAST_DAY
from stockwright.kit.problems import Conflict, Invalid

Floats = NDArray[np.float64]
Indexes = NDArray[np.int64]

DEFAULT_DAYS = 28
LONGEST_DAYS = 366
MOST_TIMES = Decimal(100)
NOBODY = -1


class Way(StrEnum):
    """How an override changes the forecast of a day."""

    FIXED = "fixed"
    TIMES = "times"
    PLUS = "plus"


class OverrideState(StrEnum):
    """Where an override stands on a day."""

    PLANNED = "planned"
    ACTIVE = "active"
    EXPIRED = "expired"
    ENDED = "ended"


class InvalidOverride(Invalid):
    """An override is not told fully."""

    message = "{detail}"


class OverrideOver(Conflict):
    """An override that is over cannot be ended."""

    message = "This override is over already. Make a new one if the forecast needs another."


@dataclass(frozen=True)
class OverrideTold:
    """What a person says of an item's demand, at one place or (None) at all of them together."""

    variant_id: UUID
    location_id: UUID | None
    way: Way
    amount: Decimal
    starts_on: date
    expires_on: date
    note: str


class Overridden(NamedTuple):
    """The means (n, H) after the overrides, and for each the row of the override that counts, else NOBODY."""

    mean: Floats
    by: Indexes


def usual_last_day(first: date) -> date:
    """The last day of an override that names none."""
    return min(first, LAST_DAY) + timedelta(days=DEFAULT_DAYS - 1)


def checked_override(told: OverrideTold, *, today: date) -> OverrideTold:
    """The same with its note in order, or InvalidOverride."""
    note = told.note.strip()
    if not note:
        raise InvalidOverride(detail="Say why: the note is read when the override is judged.", field="note")
    if not FIRST_DAY <= told.starts_on < LAST_DAY:
        raise InvalidOverride(detail=BETWEEN, field="starts_on")
    if told.expires_on < max(told.starts_on, today):
        detail = "The last day cannot be before the first, and must be still to come."
        raise InvalidOverride(detail=detail, field="expires_on")
    if (told.expires_on - told.starts_on).days >= LONGEST_DAYS:
        raise InvalidOverride(detail="An override lasts a year at most.", field="expires_on")
    _check_amount(told.way, told.amount)
    return replace(told, note=note)


def _check_amount(way: Way, amount: Decimal) -> None:
    wrong = {
        Way.FIXED: amount < 0,
        Way.TIMES: not 0 <= amount <= MOST_TIMES or amount == 1,
        Way.PLUS: amount == 0,
    }[way]
    if wrong or abs(amount) >= Decimal(10) ** 9 or amount != round(amount, 4):
        detail = {
            Way.FIXED: "Tell the pieces a day: zero or more, with at most four decimal places.",
            Way.TIMES: f"Tell a factor from 0 to {MOST_TIMES} other than 1: 1.5 makes it half as much again.",
            Way.PLUS: "Tell the pieces a day to add; a number below zero takes them off.",
        }[way]
        raise InvalidOverride(detail=detail, field="amount")


def state_of(*, starts_on: date, expires_on: date, ended: bool, today: date) -> OverrideState:
    """Where it stands today."""
    if ended:
        return OverrideState.ENDED
    if today > expires_on:
        return OverrideState.EXPIRED
    return OverrideState.PLANNED if today < starts_on else OverrideState.ACTIVE


def overridden(mean: Floats, items: pl.DataFrame, overrides: pl.DataFrame, *, as_of: date) -> Overridden:
    """Change the means (n, H) of the days after `as_of` as people said.

    `items`: variant_id, location_id, in the order of the rows of `mean`. `overrides`: variant_id, location_id
    (null for all places), way, amount, starts_on, last_on, in the order of telling: on a day for which two
    count, the later one does. What is said for all places together is divided among them as the forecast is.
    """
    changed, by = mean.copy(), np.full(mean.shape, NOBODY, dtype=np.int64)
    places = _rows_of(items)
    told = [
        (row, places.get(row["variant_id"], []), _days(row, as_of, mean.shape[1])) for row in overrides.to_dicts()
    ]
    for number, (row, known, days) in enumerate(told):
        here = [at for at, location in known if row["location_id"] in (None, location)]
        by[here, days] = number
    for number, (row, known, days) in enumerate(told):
        rows = np.array([at for at, location in known if row["location_id"] in (None, location)], dtype=np.int64)
        if len(rows):
            said = _said(Way(row["way"]), float(row["amount"]), mean[rows], days)
            changed[rows, days] = np.where(by[rows, days] == number, said, changed[rows, days])
    return Overridden(changed, by)


def followed_quantiles(quantiles: Floats, levels: Floats, base: Floats, mean: Floats, variance: Floats) -> Floats:
    """Quantiles (n, H, Q) that follow the means (n, H) from `base`: those of the count with the new moments.

    They are not stretched by the change alone: of an item that sells once a month most quantiles are zero.
    """
    changed = base != mean
    if not changed.any():
        return quantiles
    found = quantiles.copy()
    found[changed] = decimal_quantile(levels, mean[changed][:, None], variance[changed][:, None])
    return found


def override_days(told: Overridden, base: Floats, items: pl.DataFrame, ids: pl.Series, as_of: date) -> pl.DataFrame:
    """A row for each mean that was changed: override_id, variant_id, location_id, day, base, told."""
    at, ahead = np.nonzero(told.by != NOBODY)
    return items.select("variant_id", "location_id")[at].with_columns(
        override_id=ids.gather(told.by[at, ahead]),
        day=pl.Series([as_of + timedelta(days=int(one) + 1) for one in ahead], dtype=pl.Date),
        base=pl.Series(base[at, ahead].astype(np.float32)),
        told=pl.Series(told.mean[at, ahead].astype(np.float32)),
    )


def _rows_of(items: pl.DataFrame) -> dict[str, list[tuple[int, str]]]:
    """The rows of each item, with their places."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for at, (variant_id, location_id) in enumerate(items.select("variant_id", "location_id").iter_rows()):
        found[variant_id].append((at, location_id))
    return found


def _days(row: dict[str, date], as_of: date, horizon: int) -> slice:
    """The columns of an override's days."""
    first, last = ((row[name] - as_of).days for name in ("starts_on", "last_on"))
    return slice(max(first - 1, 0), max(min(last, horizon), 0))


def _said(way: Way, amount: float, base: Floats, days: slice) -> Floats:
    """The means of an item at its places (k, d) as somebody said, of all its days (k, H)."""
    shown = base[:, days]
    if way is Way.TIMES:
        return shown * amount
    said = amount * _shares(base, shown)
    return np.maximum(said if way is Way.FIXED else shown + said, 0.0)


def _shares(base: Floats, shown: Floats) -> Floats:
    """How each day divides among the places: as it was forecast, else as all days were, else equally."""
    usual = base.sum(axis=1, keepdims=True)
    usual = usual / usual.sum() if usual.sum() > 0 else np.full((len(base), 1), 1.0 / len(base))
    day = shown.sum(axis=0, keepdims=True)
    return np.asarray(np.divide(shown, day, out=np.broadcast_to(usual, shown.shape).copy(), where=day > 0))
