"""Which part reacts to which event: the map of the system."""

REACTIONS: dict[str, tuple[str, ...]] = {
    "sales.imported": ("stockwright.forecasting.handlers.refresh_forecast",),
    "sales.undone": ("stockwright.forecasting.handlers.refresh_forecast",),
    "stock.imported": (
        "stockwright.sales.handlers.follow_statements",
        "stockwright.replenishment.handlers.refresh_plan",
    ),
    "stock.undone": (
        "stockwright.sales.handlers.follow_statements",
        "stockwright.replenishment.handlers.refresh_plan",
    ),
    "items.changed": ("stockwright.replenishment.handlers.refresh_plan",),
    "items.restored": ("stockwright.replenishment.handlers.refresh_plan",),
    "purchase_order.received": ("stockwright.replenishment.handlers.refresh_plan",),
    "forecast.finished": ("stockwright.replenishment.handlers.refresh_plan",),
}
