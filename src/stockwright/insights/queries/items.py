"""One item with everything that is known of it, read for its page."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from stockwright.catalog.models import Variant
from stockwright.engine.demand.forecast import Forecast
from stockwright.forecasting.models import ForecastRun, ItemForecast
from stockwright.forecasting.queries.runs import forecast_of, latest_run
from stockwright.insights.queries.stored_forecasts import ItemKey
from stockwright.inventory.queries.levels import LevelRow, stock_of
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotFound
from stockwright.purchasing.queries import OpenOrder, open_orders_of
from stockwright.replenishment.models import Advice
from stockwright.replenishment.queries.advice import current_advice


@dataclass(frozen=True)
class ItemStory:
    """A variant, what the newest plan says of it at one place, and where it is and comes from."""

    variant: Variant
    location_id: UUID | None
    location: str
    advice: Advice | None
    forecast: Forecast | None
    demand_class: str
    places: list[LevelRow]
    arriving: list[OpenOrder]

    @property
    def place(self) -> LevelRow | None:
        """The stock at the place looked at."""
        return next((place for place in self.places if place.location_id == self.location_id), None)

    @property
    def arriving_here(self) -> list[OpenOrder]:
        """What is on its way to the place looked at."""
        return [order for order in self.arriving if order.location == self.location]


def item_story(actor: Actor, *, variant_id: UUID, location_id: UUID | None) -> ItemStory:
    """Everything about one item; without a location at the place where it matters most."""
    variant = (
        Variant.objects.of(actor)
        .filter(pk=variant_id)
        .select_related("product", "product__category", "supplier")
        .first()
    )
    if variant is None:
        raise NotFound(what="item")
    rows, places = current_advice(actor, variant_id=variant_id), stock_of(actor, variant_id)
    if location_id is None:
        location_id = _weightiest(rows, places) or _forecast_place(actor, variant_id)
    advice = next((row for row in rows if row.location_id == location_id), None)
    run_id = advice.run.forecast_run_id if advice else None
    told = forecast_at(actor, (variant_id, location_id), run_id=run_id) if location_id else None
    return ItemStory(
        variant=variant,
        location_id=location_id,
        location=_name_of(location_id, advice, places),
        advice=advice,
        forecast=told,
        demand_class=str(told.demand_class[0]) if told else "",
        places=places,
        arriving=open_orders_of(actor, variant_id),
    )


def forecast_at(actor: Actor, item: ItemKey, *, run_id: UUID | None) -> Forecast | None:
    """What a run (the newest one, when none is named) told of one item."""
    run = ForecastRun.objects.of(actor).filter(pk=run_id).first() if run_id else latest_run(actor)
    if run is None:
        return None
    rows = ItemForecast.objects.of(actor).filter(run=run, variant_id=item[0], location_id=item[1])
    found = rows.first()
    return forecast_of(run, found) if found else None


def forecast_day(story: ItemStory, otherwise: date) -> date:
    """The last day that the item's forecast knew."""
    return story.forecast.as_of if story.forecast else otherwise


def _weightiest(rows: list[Advice], places: list[LevelRow]) -> UUID | None:
    if rows:
        return max(rows, key=lambda row: row.priority).location_id
    return places[0].location_id if places else None


def _forecast_place(actor: Actor, variant_id: UUID) -> UUID | None:
    """A place of an item that so far is only forecast."""
    run = latest_run(actor)
    told = ItemForecast.objects.of(actor).filter(run=run, variant_id=variant_id)
    return told.order_by("location_id").values_list("location_id", flat=True).first() if run else None


def _name_of(location_id: UUID | None, advice: Advice | None, places: list[LevelRow]) -> str:
    if advice is not None:
        return advice.location_name
    return next((place.location for place in places if place.location_id == location_id), "")
