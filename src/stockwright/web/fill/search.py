"""What the search box finds: items, orders and pages."""

from django.urls import reverse
from django.utils.translation import gettext

from stockwright.insights.queries.finding import items_called, orders_called
from stockwright.kit.actor import Actor
from stockwright.web.shown.frame import Found, FoundGroup, SearchPage

_ITEMS, _ORDERS = 8, 4


def search_page(actor: Actor, query: str) -> SearchPage:
    """Everything that is called so; without a query the pages there are."""
    groups = (_items(actor, query), _orders(actor, query), _pages(actor, query))
    return SearchPage(query, tuple(group for group in groups if group.results))


def _items(actor: Actor, query: str) -> FoundGroup:
    rows = items_called(actor, query, limit=_ITEMS) if query else []
    return FoundGroup(
        gettext("Items"),
        tuple(Found(row.name, row.sku, reverse("item", args=[row.id]), "package") for row in rows),
    )


def _orders(actor: Actor, query: str) -> FoundGroup:
    rows = orders_called(actor, query, limit=_ORDERS) if query and actor.may("purchasing.read") else []
    return FoundGroup(
        gettext("Orders"),
        tuple(
            Found(
                row.number,
                row.name,
                f"{reverse('item', args=[row.variant_id])}?location={row.location_id}",
                "truck",
            )
            for row in rows
        ),
    )


def _pages(actor: Actor, query: str) -> FoundGroup:
    wanted = query.casefold()
    shown = [
        Found(title, gettext("Page"), reverse(name), icon)
        for title, name, icon, permission in _places()
        if wanted in title.casefold() and actor.may(permission)
    ]
    return FoundGroup(gettext("Pages"), tuple(shown))


def _places() -> tuple[tuple[str, str, str, str], ...]:
    """Every page by its title, the name of its address, its icon and who may see it."""
    return (
        (gettext("Today"), "today", "sunrise", "plan.read"),
        (gettext("Items"), "items", "package", "catalog.read"),
        (gettext("Stock"), "stock", "layers", "inventory.read"),
        (gettext("Stock at a moment"), "stock_at", "history", "inventory.read"),
        (gettext("Inventory health"), "stock_health", "trending-up", "inventory.read"),
        (gettext("Reservations"), "reservations", "clock", "inventory.read"),
        (gettext("Transfers"), "transfers", "truck", "inventory.read"),
        (gettext("New transfer"), "transfer_new", "truck", "inventory.write"),
        (gettext("Kits"), "kits", "layers", "inventory.read"),
        (gettext("Lots"), "lots", "layers", "inventory.read"),
        (gettext("Single pieces"), "tags", "scan-barcode", "inventory.read"),
        (gettext("Adjustments"), "adjustments", "list-checks", "inventory.read"),
        (gettext("Set stock right"), "adjustment_new", "list-checks", "inventory.write"),
        (gettext("Write off"), "waste", "trash-2", "inventory.write"),
        (gettext("Set many items right at once"), "stock_updates", "file-spreadsheet", "inventory.write"),
        (gettext("Low stock"), "alerts", "triangle-alert", "inventory.read"),
        (gettext("Counts"), "counts", "clipboard-list", "inventory.read"),
        (gettext("New count"), "count_new", "clipboard-list", "inventory.write"),
        (gettext("Import"), "imports", "upload", "imports.read"),
        (gettext("Forecast accuracy"), "accuracy", "trending-up", "forecast.read"),
        (gettext("Calendar of events"), "calendar", "calendar-days", "forecast.read"),
        (gettext("Add an event"), "event_new", "calendar-days", "forecast.write"),
        (gettext("Promotions"), "promotions", "percent", "forecast.read"),
        (gettext("Plan a promotion"), "promotion_new", "percent", "forecast.write"),
        (gettext("Planned prices"), "planned_prices", "trending-up", "forecast.read"),
        (gettext("Overrides of the forecast"), "overrides", "trending-up", "forecast.read"),
        (gettext("Override a forecast"), "override_new", "pencil", "forecast.write"),
        (gettext("Forecast runs"), "forecast_runs", "trending-up", "forecast.read"),
        (gettext("Predictions"), "predictions", "trending-up", "forecast.read"),
        (gettext("Seasons"), "seasons", "trending-up", "forecast.read"),
        (gettext("What changed in demand"), "notices", "trending-up", "forecast.read"),
        (gettext("Unusual days"), "outliers", "trending-up", "forecast.read"),
        (gettext("Locations"), "settings_locations", "settings", "inventory.read"),
        (gettext("Channels' share of stock"), "settings_channels", "settings", "inventory.read"),
        (gettext("Reasons for adjustments"), "settings_reasons", "settings", "inventory.read"),
        (gettext("Counting"), "settings_counts", "settings", "inventory.read"),
        (gettext("Company settings"), "settings_company", "settings", "company.read"),
        (gettext("People"), "settings_people", "users", "people.read"),
        (gettext("API tokens"), "settings_tokens", "key-round", "tokens.read"),
        (gettext("Landed costs"), "landed_costs", "truck", "inventory.read"),
        (gettext("Proof: books and stock"), "proof", "list-checks", "inventory.read"),
        (gettext("Webhooks"), "settings_webhooks", "arrow-right", "webhooks.read"),
        (gettext("Export"), "settings_exports", "download", "exports.read"),
        (gettext("Activity"), "settings_activity", "clock", "audit.read"),
    )
