"""Overrides: told, and as the forecast reads them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import polars as pl
from django.db.models import Q

from stockwright.catalog.queries import item_of
from stockwright.forecasting.models import Override
from stockwright.forecasting.queries.runs import latest_run
from stockwright.forecasting.rules.overrides import OverrideState, Way, state_of
from stockwright.forecasting.rules.runs import planning_day
from stockwright.kit.actor import Actor
from stockwright.kit.frames import Schema, read_frame
from stockwright.kit.paging import Page, decode_id, page_of
from stockwright.kit.problems import NotFound
from stockwright.kit.tenancy import CompanyQuerySet

_TOLD = """
    select id, variant_id, location_id, way, amount, starts_on - date '1970-01-01',
        least(expires_on, ended_on - 1) - date '1970-01-01'
    from forecasting_override
    where company_id = %(company)s and least(expires_on, ended_on - 1) >= greatest(starts_on, %(first)s)
    order by made_at, id
"""


@dataclass(frozen=True)
class OverrideView:
    """An override with where it stands today; no location means all places together."""

    id: UUID
    variant_id: UUID
    sku: str
    name: str
    location_id: UUID | None
    location: str
    way: Way
    amount: Decimal
    starts_on: date
    expires_on: date
    note: str
    state: OverrideState
    made_at: datetime
    made_by: str
    ended_on: date | None
    ended_at: datetime | None
    ended_by: str


def planning_today(actor: Actor, *, today: date) -> date:
    """The day from which on something can be said of the forecast: today, or the day after old data ends."""
    newest = latest_run(actor)
    return planning_day(today=today, as_of=newest.as_of) if newest else today


def override_of(actor: Actor, override_id: UUID, *, today: date) -> OverrideView:
    """One override; NotFound for another company's."""
    row = _overrides(actor).filter(pk=override_id).first()
    if row is None:
        raise NotFound(what="override")
    return _view(row, today)


def overrides_page(
    actor: Actor,
    *,
    today: date,
    variant_id: UUID | None = None,
    standing: bool | None = None,
    cursor: str = "",
    limit: int = 50,
) -> Page[OverrideView]:
    """Overrides, the newest first: those that still stand (or will), those that do not, or all."""
    rows = _overrides(actor).order_by("-id")
    if variant_id:
        item_of(actor, variant_id)
        rows = rows.filter(variant_id=variant_id)
    if standing is not None:
        stands = Q(ended_on=None, expires_on__gte=today)
        rows = rows.filter(stands if standing else ~stands)
    if cursor:
        rows = rows.filter(pk__lt=decode_id(cursor))
    return page_of([_view(row, today) for row in rows[: limit + 1]], limit, key=lambda view: (view.id,))


def overrides_frame(actor: Actor, as_of: date) -> pl.DataFrame:
    """What is said of the days after `as_of`, in the order of telling, as `overridden` wants it."""
    schema: Schema = {
        **dict.fromkeys(("override_id", "variant_id", "location_id", "way"), pl.String),
        "amount": pl.Float64,
        "starts_on": pl.Int32,
        "last_on": pl.Int32,
    }
    told = read_frame(_TOLD, {"company": actor.company_id, "first": as_of}, schema)
    later = told.with_columns(pl.col("starts_on", "last_on").cast(pl.Date))
    return later.filter(pl.col("last_on") > as_of)


def _overrides(actor: Actor) -> CompanyQuerySet[Override]:
    return Override.objects.of(actor).select_related("variant__product", "location")


def _view(row: Override, today: date) -> OverrideView:
    state = state_of(
        starts_on=row.starts_on, expires_on=row.expires_on, ended=row.ended_on is not None, today=today
    )
    own: dict[str, Any] = {
        "sku": row.variant.sku,
        "name": row.variant.product.name,
        "location": row.location.name if row.location else "",
        "way": Way(row.way),
        "state": state,
    }
    names = [name for name in OverrideView.__dataclass_fields__ if name not in own]
    return OverrideView(**own, **{name: getattr(row, name) for name in names})
