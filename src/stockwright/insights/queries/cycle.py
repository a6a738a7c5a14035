"""What is next to be counted: items by what they sell, and how long ago they were last counted."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import polars as pl

from stockwright.accounts.queries import company_of
from stockwright.engine.stock.classes import WINDOW_DAYS, abc_classes, recent_values
from stockwright.inventory.queries.counts import last_counted, rhythm_of
from stockwright.kit.actor import Actor
from stockwright.kit.frames import Schema, read_frame

LAST_CLASS = "C"


@dataclass(frozen=True)
class DueCount:
    """The items of a class at a place of which the last count is too long ago."""

    location_id: UUID
    location: str
    abc_class: str
    every_days: int
    items: int
    due: int
    never: int
    oldest_at: datetime | None
    """The oldest of the last counts; None where nothing was ever counted."""


_DAILY = """
    select variant_id, sold_on, sum(revenue) as revenue
    from sales_dailysales where company_id = %(company)s and sold_on >= %(since)s group by variant_id, sold_on
"""
_SOLD: Schema = {"variant_id": pl.String, "sold_on": pl.Date, "revenue": pl.Decimal(38, 4)}


def classes_of(actor: Actor, *, today: date) -> dict[UUID, str]:
    """The class of each item that was sold lately, by the money it brought; any other item is C."""
    params = {"company": actor.company_id, "since": today - timedelta(days=WINDOW_DAYS)}
    daily = read_frame(_DAILY, params, _SOLD)
    told = abc_classes(recent_values(daily, today=today))
    return {UUID(variant_id): abc for variant_id, _, abc in told.iter_rows()}


def due_counts(actor: Actor, *, today: date) -> list[DueCount]:
    """What is next to be counted, place by place and class by class; classes with nothing due are left out."""
    groups: dict[tuple[UUID, str, str], list[datetime | None]] = defaultdict(list)
    classes = classes_of(actor, today=today)
    for variant_id, location_id, location, at in last_counted(actor):
        groups[location_id, location, classes.get(variant_id, LAST_CLASS)].append(at)
    every, zone = rhythm_of(actor).days, ZoneInfo(company_of(actor).time_zone)
    told = []
    for (location_id, location, abc), counted in groups.items():
        due = [at for at in counted if _is_due(at, every[abc], today, zone)]
        if due:
            known = [at for at in due if at is not None]
            never = len(due) - len(known)
            oldest = min(known, default=None)
            told.append(DueCount(location_id, location, abc, every[abc], len(counted), len(due), never, oldest))
    return sorted(told, key=lambda row: (row.abc_class, row.location))


def due_items(actor: Actor, *, location_id: UUID, abc_class: str, today: date) -> list[UUID]:
    """The items of a class at a place that are due."""
    classes = classes_of(actor, today=today)
    every, zone = rhythm_of(actor).days[abc_class], ZoneInfo(company_of(actor).time_zone)
    return [
        variant_id
        for variant_id, _, _, at in last_counted(actor, location_id)
        if classes.get(variant_id, LAST_CLASS) == abc_class and _is_due(at, every, today, zone)
    ]


def _is_due(last_at: datetime | None, every_days: int, today: date, zone: ZoneInfo) -> bool:
    return last_at is None or (today - last_at.astimezone(zone).date()).days >= every_days
