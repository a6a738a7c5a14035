"""What the current forecast says of each item."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

import numpy as np
from django.db.models import Q

from stockwright.accounts.queries import company_of
from stockwright.catalog.queries import item_of
from stockwright.forecasting.models import ForecastRun, ItemForecast
from stockwright.forecasting.queries.runs import base_mean_of, forecast_of, latest_run, plain_mean_of
from stockwright.forecasting.rules.runs import JUDGED_DAYS
from stockwright.inventory.queries.locations import check_location
from stockwright.kit.actor import Actor
from stockwright.kit.paging import Page, decode_key, page_of

PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class Quantile:
    """Demand that each day stays within with the probability `level`."""

    level: float
    days: list[float]


@dataclass(frozen=True)
class ItemForecastView:
    """The forecast of one item at one place: a number for each day from `first_on` on.

    `mean` is to four places, so that items add up exactly to every total; `base` is the same before people's
    overrides and `plain` without promotions and planned prices. `confidence` is the probability that demand over
    `confidence_days` is near its median.
    """

    run_id: UUID
    variant_id: UUID
    sku: str
    name: str
    location_id: UUID
    location: str
    first_on: date
    demand_class: str
    method: str
    velocity_7: float
    velocity_30: float
    velocity_90: float
    mean: list[Decimal]
    base: list[Decimal]
    plain: list[Decimal]
    quantiles: list[Quantile]
    confidence: float
    confidence_days: int
    generated_at: datetime


def forecasts_page(
    actor: Actor, *, variant_id: UUID | None, location_id: UUID | None, cursor: str | None, limit: int
) -> Page[ItemForecastView]:
    """Forecasts by item and place, all of one run; NotFound for another company's item or place."""
    refuse_unknown(actor, variant_id, location_id)
    run, after = _place_in(actor, cursor)
    if run is None:
        return Page([], None)
    rows = ItemForecast.objects.of(actor).filter(run=run, variant__archived_at=None).filter(after)
    if variant_id:
        rows = rows.filter(variant_id=variant_id)
    if location_id:
        rows = rows.filter(location_id=location_id)
    found = rows.select_related("variant__product", "location").order_by("variant_id", "location_id")
    within = float(company_of(actor).confidence_within)
    views = [_view(run, row, within) for row in found[: limit + 1]]
    return page_of(views, limit, key=lambda view: (view.run_id, view.variant_id, view.location_id))


def refuse_unknown(actor: Actor, variant_id: UUID | None, location_id: UUID | None) -> None:
    """Pass silently, or NotFound for another company's item or place."""
    if variant_id:
        item_of(actor, variant_id)
    check_location(actor, location_id)


def _place_in(actor: Actor, cursor: str | None) -> tuple[ForecastRun | None, Q]:
    """The run that a list is of, and what comes after the cursor; a list is told to its end from one run."""
    if not cursor:
        return latest_run(actor), Q()
    run_id, variant_id, location_id = decode_key(cursor, UUID, UUID, UUID)
    after = Q(variant_id__gt=variant_id) | Q(variant_id=variant_id, location_id__gt=location_id)
    return ForecastRun.objects.of(actor).filter(pk=run_id).first(), after


def _view(run: ForecastRun, row: ItemForecast, within: float) -> ItemForecastView:
    told = forecast_of(run, row)
    return ItemForecastView(
        run_id=run.pk,
        variant_id=row.variant_id,
        sku=row.variant.sku,
        name=row.variant.product.name,
        location_id=row.location_id,
        location=row.location.name,
        first_on=run.as_of + timedelta(days=1),
        demand_class=row.demand_class,
        method=row.method,
        velocity_7=row.velocity_7,
        velocity_30=row.velocity_30,
        velocity_90=row.velocity_90,
        mean=to_four_places(row.mean),
        base=to_four_places(base_mean_of(row)),
        plain=to_four_places(plain_mean_of(row)),
        quantiles=[Quantile(level, told.quantiles[0, :, at].tolist()) for at, level in enumerate(told.levels)],
        confidence=float(told.confidence(np.array([float(JUDGED_DAYS)]), within)[0]),
        confidence_days=JUDGED_DAYS,
        generated_at=run.finished_at or run.started_at,
    )


def to_four_places(mean: Sequence[float]) -> list[Decimal]:
    """Expected pieces as they are told: rounded as PostgreSQL rounds, half away from zero."""
    return [Decimal(pieces).quantize(PLACES, ROUND_HALF_UP) for pieces in mean]
