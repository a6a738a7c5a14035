"""Which events are deeds of one kind, and which are too many to be looked at one by one."""

STOCK_CHANGED = "inventory.stock_changed"
"""Told of every level that changes; the deed that changed it has an event of its own."""

KINDS: dict[str, tuple[str, ...]] = {
    "access": ("company", "person", "token", "webhook"),
    "items": ("item", "items"),
    "stock": ("inventory", "stock", "levels", "snapshots", "location", "channel_rule"),
    "orders": ("purchase_order", "purchase_orders", "advice"),
    "sales": ("sales",),
    "plans": ("forecast", "plan", "night"),
    "files": ("import", "export"),
}
"""Kinds of deeds, by the first word of the events' names."""
