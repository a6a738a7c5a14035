"""The pages of the forecast, in the order of its navigation."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, gettext_noop

from stockwright.web.shown.stock import Place

PLACES = (
    ("accuracy", gettext_noop("Accuracy")),
    ("predictions", gettext_noop("Predictions")),
    ("seasons", gettext_noop("Seasons")),
    ("forecast_runs", gettext_noop("Runs")),
    ("model_versions", gettext_noop("Versions")),
)
"""The name of a page's address and its title; a page that does not exist is passed over."""


def forecast_places(current: str) -> tuple[Place, ...]:
    """The pages that exist; `current` is the open one."""
    return tuple(
        Place(gettext(title), url, name == current) for name, title in PLACES if (url := _url_of(name)) is not None
    )


def _url_of(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
