"""What is known of an item's past besides its sales."""

from datetime import date, timedelta
from uuid import UUID

from stockwright.forecasting.queries.estimates import estimates_of
from stockwright.insights.queries.history import History
from stockwright.insights.queries.stock import has_several_places
from stockwright.kit.actor import Actor
from stockwright.web.fill.notices import notices_of_item
from stockwright.web.fill.outliers import outliers_of_item
from stockwright.web.shown.demand import ItemFindings


def item_findings(actor: Actor, variant_id: UUID) -> ItemFindings | None:
    """Open changes and unusual days of an item; None for who may not know of the forecast."""
    if not actor.may("forecast.read"):
        return None
    return ItemFindings(
        notices=notices_of_item(actor, variant_id),
        outliers=outliers_of_item(actor, variant_id),
        may_write=actor.may("forecast.write"),
        several_places=has_several_places(actor),
    )


def estimated_history(
    actor: Actor, variant_id: UUID, location_id: UUID | None, history: History
) -> tuple[float | None, ...]:
    """The estimated demand of the days of a history, None where it is what was sold; empty where it always is."""
    if location_id is None or not actor.may("forecast.read"):
        return ()
    told = estimates_of(actor, variant_id=variant_id, location_id=location_id)
    days: list[date] = [history.first + timedelta(days=number) for number in range(len(history.sold))]
    found = tuple(_beyond(told.get(day), sold) for day, sold in zip(days, history.sold, strict=True))
    return found if any(found) else ()


def _beyond(estimate: float | None, sold: float | None) -> float | None:
    return estimate if estimate is not None and estimate > (sold or 0.0) else None
