"""The addresses that templates name, for drawing them without the pages behind."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path

PLAIN = (
    "changes",
    "today",
    "today_order",
    "today_unorder",
    "today_export",
    "today_run",
    "today_assume_none",
    "items",
    "items_export",
    "lots",
    "tags",
    "counts",
    "count_new",
    "stock",
    "imports",
    "search",
    "transfers",
    "transfer_new",
    "kits",
    "login",
    "logout",
    "signup",
    "settings_company",
    "landed_costs",
    "landed_cost_new",
    "proof",
    "accuracy",
    "model_versions",
    "model_retrain",
    "proof_run",
    "proof_repair",
    "settings_people",
    "settings_tokens",
    "settings_webhooks",
    "settings_exports",
    "settings_activity",
    "settings_locations",
    "settings_channels",
    "settings_channel_demand",
    "outliers",
    "outlook",
    "outlier_decide",
    "notices",
    "settings_reasons",
    "settings_counts",
    "adjustments",
    "adjustment_new",
    "adjustment_draft",
    "waste",
    "stock_updates",
    "alerts",
    "accuracy",
    "calendar",
    "promotions",
    "planned_prices",
    "overrides",
    "override_new",
)
OF_ONE = (
    "item",
    "item_terms",
    "landed_cost_undo",
    "item_tracking",
    "item_predecessor",
    "today_flag",
    "today_threshold",
    "import_check",
    "import_undo",
    "settings_token_revoke",
    "settings_person_role",
    "settings_person_remove",
    "transfer",
    "kit",
)


def nothing(request: HttpRequest, key: UUID | None = None) -> HttpResponse:
    """Answer nothing."""
    return HttpResponse()


urlpatterns = [
    *(path(f"{name}/", nothing, name=name) for name in PLAIN),
    *(path(f"{name}/<uuid:key>/", nothing, name=name) for name in OF_ONE),
]
