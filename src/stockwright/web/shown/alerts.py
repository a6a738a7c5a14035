"""What the page of low stock shows."""

from dataclasses import dataclass

from stockwright.inventory.queries.alerts import AlertRow, LowItem


@dataclass(frozen=True)
class AlertsPage:
    """Alerts of a state, or the report of what is low now."""

    tab: str  # "open", "resolved" or "report"
    search: str
    open_count: int
    new_count: int
    alerts: tuple[AlertRow, ...]
    low: tuple[LowItem, ...]
    next: str | None
    is_first: bool
    may_write: bool
