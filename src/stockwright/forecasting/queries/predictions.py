"""Every prediction as one row: what was told of an item for a day, and what came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np

from stockwright.accounts.queries import company_of
from stockwright.catalog.queries import item_of
from stockwright.engine import distributions
from stockwright.engine.demand.storing import unpacked_bytes
from stockwright.forecasting.models import ForecastRun
from stockwright.forecasting.queries.prediction_days import PredictionFilter, ToldDay, told_days
from stockwright.forecasting.queries.runs import version_of
from stockwright.forecasting.queries.told import DAY_TOLD
from stockwright.forecasting.rules.predictions import accuracy_score
from stockwright.forecasting.rules.scores import complete_day
from stockwright.inventory.queries.locations import check_location
from stockwright.kit.actor import Actor
from stockwright.kit.paging import Page, decode_key, page_of
from stockwright.kit.statements import ask
from stockwright.sales.queries.days import last_sale_on

DAYS_AT_ONCE = 32
FULL_DAY = 1440
NOWHERE = UUID(int=0)

_PICKED = f"""
    with picked as materialized (
        select t.at, t.day, t.lead, f.* from unnest(%(days)s::date[], %(runs)s::uuid[], %(leads)s::int[],
            %(widths)s::int[]) with ordinality t (day, run_id, lead, width, at)
        cross join lateral (
            select f.run_id, f.variant_id, f.location_id, f.demand_class, f.method, f.velocity_7, f.velocity_30,
                f.velocity_90, f.outliers_capped, f.lost_estimate, {DAY_TOLD}
            from forecasting_itemforecast f
            where f.company_id = %(company)s and f.run_id = t.run_id
                and (%(variant)s::uuid is null or f.variant_id = %(variant)s)
                and (%(location)s::uuid is null or f.location_id = %(location)s)
                and (t.at > 1 or (f.variant_id, f.location_id) > (%(after_variant)s, %(after_location)s))
            order by f.variant_id, f.location_id limit %(limit)s offset 0
        ) f
        order by t.at, f.variant_id, f.location_id limit %(limit)s
    )
    select k.at, k.variant_id, v.sku, p.name, k.location_id, l.name, k.demand_class, k.method, k.velocity_7,
        k.velocity_30, k.velocity_90, k.outliers_capped, k.lost_estimate, k.value, k.quantiles, k.dispersion,
        k.drift, coalesce((select sum(s.ordered) from sales_dailysales s where s.company_id = %(company)s
            and s.variant_id = k.variant_id and s.location_id = k.location_id and s.sold_on = k.day), 0),
        coalesce((select s.in_stock_minutes from inventory_snapshot s where s.company_id = %(company)s
            and s.variant_id = k.variant_id and s.location_id = k.location_id and s.taken_on = k.day), {FULL_DAY}),
        exists (select from inventory_kitcomponent c
            join catalog_variant w on w.company_id = c.company_id and w.id = c.kit_id and w.supplier_id is null
            where c.company_id = %(company)s and c.component_id = k.variant_id)
    from picked k
    join catalog_variant v on v.company_id = %(company)s and v.id = k.variant_id
    join catalog_product p on p.company_id = %(company)s and p.id = v.product_id
    join inventory_location l on l.company_id = %(company)s and l.id = k.location_id
    order by k.at, k.variant_id, k.location_id
"""


@dataclass(frozen=True)
class Features:
    """What of the item the prediction was made from."""

    sales_up_to: date
    demand_class: str
    method: str
    velocity_7: float
    velocity_30: float
    velocity_90: float
    outliers_capped: int
    lost_estimate: float


@dataclass(frozen=True)
class Prediction:
    """Demand predicted for an item at a place on a day.

    `lower` and `upper` bound the interval that holds `interval` of the times. `confidence` is the probability that
    demand is as near its median as the company's `confidence_within` says. `actual_value` is what was sold, None
    before the day is complete; `accuracy_score` is None also where the item was not in stock all day, because
    demand may then have been more, and for components of sets, whose forecast has what the sets take in it.
    """

    run_id: UUID
    model_version: str
    generated_at: datetime
    variant_id: UUID
    sku: str
    name: str
    location_id: UUID
    location: str
    day: date
    days_ahead: int
    value: float
    lower: float
    upper: float
    interval: float
    confidence: float
    input_features: Features
    actual_value: Decimal | None
    in_stock_all_day: bool | None
    accuracy_score: float | None
    type: str = "demand"


class _After(NamedTuple):
    day: date
    run_id: UUID
    variant_id: UUID
    location_id: UUID


def predictions_page(
    actor: Actor, wanted: PredictionFilter, *, today: date, cursor: str | None, limit: int
) -> Page[Prediction]:
    """Predictions by day, run, item and place. Fails with NotFound, TooManyDays or InvalidCursor."""
    _refuse_unknown(actor, wanted)
    after = _read(cursor)
    days = [told for told in told_days(actor, wanted) if after is None or (told.day, told.run.pk) >= after[:2]]
    if after is not None and days and (days[0].day, days[0].run.pk) > after[:2]:
        after = None
    newest = last_sale_on(actor)
    within = float(company_of(actor).confidence_within)
    complete = complete_day(today=today, last_sale_on=newest) if newest else date.min
    found: list[Prediction] = []
    for begin in range(0, len(days), DAYS_AT_ONCE):
        part = days[begin : begin + DAYS_AT_ONCE]
        rows = _rows(actor, wanted, part, after if begin == 0 else None, limit + 1 - len(found))
        found += [_prediction(part[row[0] - 1], row, complete, within) for row in rows]
        if len(found) > limit:
            break
    return page_of(found, limit, key=lambda one: (one.day, one.run_id, one.variant_id, one.location_id))


def _rows(
    actor: Actor, wanted: PredictionFilter, days: Sequence[ToldDay], after: _After | None, limit: int
) -> list[tuple[Any, ...]]:
    told = {
        "company": actor.company_id,
        "days": [one.day for one in days],
        "runs": [one.run.pk for one in days],
        "leads": [one.lead for one in days],
        "widths": [len(one.run.levels) for one in days],
        "variant": wanted.variant_id,
        "location": wanted.location_id,
        "after_variant": after.variant_id if after else NOWHERE,
        "after_location": after.location_id if after else NOWHERE,
        "limit": limit,
    }
    return ask(_PICKED, told)


def _prediction(told: ToldDay, row: tuple[Any, ...], complete: date, within: float) -> Prediction:
    variant_id, sku, name, location_id, location, demand_class, method = row[1:8]
    value, packed, dispersion, drift, sold, minutes, is_part = row[13:20]
    quantiles, (low, high) = unpacked_bytes(bytes(packed)), _interval(told.run)
    is_complete, is_full = told.day <= complete, minutes == FULL_DAY
    return Prediction(
        run_id=told.run.pk,
        model_version=version_of(told.run),
        generated_at=told.run.finished_at or told.run.started_at,
        variant_id=variant_id,
        sku=sku,
        name=name,
        location_id=location_id,
        location=location,
        day=told.day,
        days_ahead=told.lead,
        value=value,
        lower=float(quantiles[low]),
        upper=float(quantiles[high]),
        interval=round(told.run.levels[high] - told.run.levels[low], 4),
        confidence=float(distributions.confidence(value, dispersion * value + drift * value**2, within)),
        input_features=Features(told.run.as_of, demand_class, method, *row[8:13]),
        actual_value=sold if is_complete else None,
        in_stock_all_day=is_full if is_complete else None,
        accuracy_score=accuracy_score(value, sold) if is_complete and is_full and not is_part else None,
    )


def _interval(run: ForecastRun) -> tuple[int, int]:
    """Which levels bound the 80% interval."""
    levels = np.asarray(run.levels)
    return int(np.abs(levels - 0.1).argmin()), int(np.abs(levels - 0.9).argmin())


def _refuse_unknown(actor: Actor, wanted: PredictionFilter) -> None:
    if wanted.variant_id:
        item_of(actor, wanted.variant_id)
    check_location(actor, wanted.location_id)


def _read(cursor: str | None) -> _After | None:
    return _After(*decode_key(cursor, date.fromisoformat, UUID, UUID, UUID)) if cursor else None
