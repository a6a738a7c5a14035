"""What the current forecast says of each item, and of everything together."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from stockwright.catalog.queries import item_of
from stockwright.forecasting.models import ForecastRun, ItemForecast
from stockwright.forecasting.queries.runs import forecast_of, latest_run
from stockwright.inventory.models import Location
from stockwright.kit.actor import Actor
from stockwright.kit.paging import InvalidCursor, Page, decode_cursor, page_of
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import ask


@dataclass(frozen=True)
class Quantile:
    """Demand that each day stays within with the probability `level`."""

    level: float
    days: list[float]


@dataclass(frozen=True)
class ItemForecastView:
    """The forecast of one item at one place: a number for each day from `first_on` on."""

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
    mean: list[float]
    quantiles: list[Quantile]


@dataclass(frozen=True)
class DayForecast:
    """Expected pieces of a day."""

    day: date
    mean: float


@dataclass(frozen=True)
class TotalForecast:
    """Expected pieces of many items together, by day; no days before the first forecast."""

    run: ForecastRun | None
    items: int
    days: list[DayForecast]

    @property
    def total(self) -> float:
        """Expected pieces of all the days."""
        return sum(day.mean for day in self.days)


_BY_DAY = """
    select at, count(*), sum(pieces)
    from forecasting_itemforecast f
    join catalog_variant v on v.company_id = f.company_id and v.id = f.variant_id
    join catalog_product p on p.company_id = f.company_id and p.id = v.product_id
    left join catalog_category c on c.company_id = f.company_id and c.id = p.category_id
    cross join unnest(f.mean) with ordinality as days (pieces, at)
    where f.company_id = %(company)s and f.run_id = %(run)s and v.archived_at is null and at <= %(days)s
        and (%(variant)s::uuid is null or f.variant_id = %(variant)s)
        and (%(location)s::uuid is null or f.location_id = %(location)s)
        and (%(category)s = '' or c.name = %(category)s)
    group by at order by at
"""


def forecasts_page(
    actor: Actor, *, variant_id: UUID | None, location_id: UUID | None, cursor: str | None, limit: int
) -> Page[ItemForecastView]:
    """Forecasts by item and place, all of one run; NotFound for another company's item or place."""
    _refuse_unknown(actor, variant_id, location_id)
    run, after = _place_in(actor, cursor)
    if run is None:
        return Page([], None)
    rows = ItemForecast.objects.of(actor).filter(run=run, variant__archived_at=None).filter(after)
    if variant_id:
        rows = rows.filter(variant_id=variant_id)
    if location_id:
        rows = rows.filter(location_id=location_id)
    found = rows.select_related("variant__product", "location").order_by("variant_id", "location_id")
    views = [_view(run, row) for row in found[: limit + 1]]
    return page_of(views, limit, key=lambda view: (view.run_id, view.variant_id, view.location_id))


def total_forecast(
    actor: Actor, *, days: int, variant_id: UUID | None, location_id: UUID | None, category: str
) -> TotalForecast:
    """Expected pieces by day of all items, or of those of an item, a place or a category."""
    _refuse_unknown(actor, variant_id, location_id)
    run = latest_run(actor)
    if run is None:
        return TotalForecast(None, 0, [])
    wanted = {"variant": variant_id, "location": location_id, "category": category, "days": days}
    told = ask(_BY_DAY, {"company": actor.company_id, "run": run.pk, **wanted})
    return TotalForecast(
        run=run,
        items=told[0][1] if told else 0,
        days=[DayForecast(run.as_of + timedelta(days=at), float(pieces)) for at, _, pieces in told],
    )


def _refuse_unknown(actor: Actor, variant_id: UUID | None, location_id: UUID | None) -> None:
    if variant_id:
        item_of(actor, variant_id)
    if location_id and not Location.objects.of(actor).filter(pk=location_id).exists():
        raise NotFound(what="location")


def _place_in(actor: Actor, cursor: str | None) -> tuple[ForecastRun | None, Q]:
    """The run that a list is of, and what comes after the cursor; a list is told to its end from one run."""
    if not cursor:
        return latest_run(actor), Q()
    try:
        run_id, variant_id, location_id = map(UUID, decode_cursor(cursor, 3))
    except ValueError as error:
        raise InvalidCursor from error
    after = Q(variant_id__gt=variant_id) | Q(variant_id=variant_id, location_id__gt=location_id)
    return ForecastRun.objects.of(actor).filter(pk=run_id).first(), after


def _view(run: ForecastRun, row: ItemForecast) -> ItemForecastView:
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
        mean=row.mean,
        quantiles=[Quantile(level, told.quantiles[0, :, at].tolist()) for at, level in enumerate(told.levels)],
    )
