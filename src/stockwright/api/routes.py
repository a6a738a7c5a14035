"""Every operation of the API, and what each asks for."""

from collections.abc import Iterator
from dataclasses import dataclass

from ninja import NinjaAPI, Router

from stockwright.api import (
    adjustments,
    advice,
    alerts,
    analytics_movements,
    analytics_service,
    analytics_value,
    audit,
    availability,
    calendar,
    changes,
    channel_demand,
    channel_rules,
    company,
    count_review,
    count_sheets,
    counts,
    deliveries,
    demand,
    exports,
    forecast_basis,
    forecasts,
    health,
    inventory,
    kits,
    landed,
    lots,
    model_versions,
    overrides,
    people,
    performance,
    planned_prices,
    predictions,
    products,
    promotions,
    proof,
    purchasing,
    reservations,
    sales,
    seasons,
    successions,
    tag_differences,
    tags,
    tokens,
    transfers,
    webhooks,
)

ROUTERS: tuple[Router, ...] = (
    products.router,
    inventory.router,
    adjustments.router,
    alerts.router,
    channel_rules.router,
    channel_demand.router,
    lots.router,
    tag_differences.router,
    tags.router,
    transfers.router,
    kits.router,
    counts.router,
    count_sheets.router,
    count_review.router,
    availability.router,
    changes.router,
    reservations.router,
    proof.router,
    landed.router,
    analytics_value.router,
    analytics_movements.router,
    analytics_service.router,
    sales.router,
    purchasing.router,
    forecasts.router,
    forecast_basis.router,
    performance.router,
    predictions.router,
    seasons.router,
    demand.router,
    model_versions.router,
    calendar.router,
    promotions.router,
    planned_prices.router,
    overrides.router,
    successions.router,
    advice.router,
    company.router,
    people.router,
    tokens.router,
    deliveries.router,
    webhooks.router,
    exports.router,
    audit.router,
    health.router,
)


@dataclass(frozen=True)
class Route:
    """One operation: how it is reached, and the permission it needs (None: it is open to all)."""

    method: str
    path: str
    permission: str | None
    name: str


def routes_of(api: NinjaAPI) -> Iterator[Route]:
    """The operations of an API, or LookupError for one that says neither `needs` nor `auth=None`."""
    for _, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                entry = getattr(operation.view_func, "entry", None)
                name = operation.view_func.__name__
                if entry is None and operation.auth_param is not None:
                    raise LookupError(f"{name} does not say what permission it needs.")
                permission = entry.permission if entry else None
                for method in operation.methods:
                    yield Route(method, path, permission, name)
