"""The pages of the forecast section, in the order of its navigation."""

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from stockwright.web.shown.stock import Place

PLACES = (
    ("outlook", gettext_noop("Outlook")),
    ("accuracy", gettext_noop("Accuracy")),
    ("predictions", gettext_noop("Predictions")),
    ("seasons", gettext_noop("Seasons")),
    ("calendar", gettext_noop("Calendar")),
    ("promotions", gettext_noop("Promotions")),
    ("planned_prices", gettext_noop("Planned prices")),
    ("overrides", gettext_noop("Overrides")),
    ("notices", gettext_noop("Changes")),
    ("outliers", gettext_noop("Unusual days")),
    ("forecast_runs", gettext_noop("Runs")),
    ("model_versions", gettext_noop("Versions")),
)


def forecast_places(current: str) -> tuple[Place, ...]:
    """The pages; `current` is the open one."""
    return tuple(Place(gettext(title), reverse(name), name == current) for name, title in PLACES)
