"""Which part reacts to which event, and to a job that was given up: the map of the system."""

REACTIONS: dict[str, tuple[str, ...]] = {
    "company.changed": ("stockwright.replenishment.handlers.refresh_plan",),
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
    "inventory.count_finalized": (
        "stockwright.sales.handlers.follow_statements",
        "stockwright.replenishment.handlers.refresh_plan",
    ),
    "inventory.count_undone": (
        "stockwright.sales.handlers.follow_statements",
        "stockwright.replenishment.handlers.refresh_plan",
    ),
    "item.history_inherited": ("stockwright.forecasting.handlers.refresh_forecast",),
    "item.inheritance_ended": ("stockwright.forecasting.handlers.refresh_forecast",),
    "items.changed": ("stockwright.replenishment.handlers.refresh_plan",),
    "items.restored": ("stockwright.replenishment.handlers.refresh_plan",),
    "purchase_order.received": ("stockwright.replenishment.handlers.refresh_plan",),
    "webhook.disabled": ("stockwright.accounts.handlers.tell_owners",),
    "calendar.event_added": ("stockwright.forecasting.handlers.follow_calendar",),
    "calendar.event_changed": ("stockwright.forecasting.handlers.follow_calendar",),
    "calendar.event_cancelled": ("stockwright.forecasting.handlers.follow_calendar",),
    "calendar.holiday_switched": ("stockwright.forecasting.handlers.follow_calendar",),
    "promotion.planned": ("stockwright.forecasting.handlers.follow_calendar",),
    "promotion.changed": ("stockwright.forecasting.handlers.follow_calendar",),
    "promotion.cancelled": ("stockwright.forecasting.handlers.follow_calendar",),
    "price.planned": ("stockwright.forecasting.handlers.follow_calendar",),
    "price.cancelled": ("stockwright.forecasting.handlers.follow_calendar",),
    "override.made": ("stockwright.forecasting.handlers.follow_calendar",),
    "override.ended": ("stockwright.forecasting.handlers.follow_calendar",),
    "forecast.trained": ("stockwright.forecasting.handlers.write_model_file",),
    "forecast.finished": ("stockwright.replenishment.handlers.refresh_plan",),
}

ABANDONED: dict[str, str] = {
    "channels.import": "stockwright.channels.actions.imports.abandon_import",
    "forecasting.refresh": "stockwright.forecasting.actions.runs.abandon_runs",
    "forecasting.retrain": "stockwright.forecasting.actions.runs.abandon_runs",
    "forecasting.shard": "stockwright.forecasting.actions.runs.abandon_shard",
    "replenishment.refresh": "stockwright.replenishment.actions.plans.abandon_runs",
    "schedule.step": "stockwright.config.schedule.abandon_step",
}
"""Who says so when a job is given up because it ended every worker that tried it; gets the job's arguments."""

UNDOS: dict[str, str] = {
    "landed_cost": "stockwright.inventory.actions.landed.undo_landed_posting",
    "WASTE": "stockwright.inventory.actions.adjusting.undo_adjustment",
    "adjustment": "stockwright.inventory.actions.adjusting.undo_adjustment",
    "transfer": "stockwright.inventory.actions.transfer_undo.undo_transfer_posting",
    "kit": "stockwright.inventory.actions.kits.undo_kit_posting",
    "count": "stockwright.inventory.actions.count_finish.undo_count_posting",
    "statement": "stockwright.channels.actions.stock_undo.undo_stock_posting",
}
"""Who takes back a posting together with its document, by the posting's `kind:ref_type` or `ref_type`.

Gets posting_id, now and reason; a posting of nothing listed here is reversed as it stands.
"""
