"""The page of low stock, filled."""

from stockwright.inventory.queries.alerts import alert_counts, alerts_page, low_items
from stockwright.kit.actor import Actor
from stockwright.web.shown.alerts import AlertsPage

TABS = ("open", "resolved", "report")


def low_stock_page(actor: Actor, *, tab: str, search: str, cursor: str) -> AlertsPage:
    """Alerts that are open or resolved, or what is low now."""
    chosen = tab if tab in TABS else "open"
    counts = alert_counts(actor)
    found = None if chosen == "report" else alerts_page(actor, state=chosen, search=search, cursor=cursor)
    return AlertsPage(
        tab=chosen,
        search=search,
        open_count=counts["open"],
        new_count=counts["new"],
        alerts=tuple(found.items) if found else (),
        low=tuple(low_items(actor)) if chosen == "report" else (),
        next=found.next_cursor if found else None,
        is_first=not cursor,
        may_write=actor.may("inventory.write"),
    )
