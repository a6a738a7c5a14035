"""Which part reacts to which event: the map of the system."""

REACTIONS: dict[str, tuple[str, ...]] = {
    "sales.imported": ("stockwright.forecasting.handlers.refresh_forecast",),
    "stock.imported": ("stockwright.replenishment.handlers.refresh_plan",),
    "forecast.finished": ("stockwright.replenishment.handlers.refresh_plan",),
}
