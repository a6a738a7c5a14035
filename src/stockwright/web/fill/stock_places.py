"""The pages of the stock section, in the order of its navigation."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, gettext_noop

from stockwright.web.shown.stock import Place

PLACES = (
    ("stock", gettext_noop("Stock")),
    ("reservations", gettext_noop("Reservations")),
    ("transfers", gettext_noop("Transfers")),
    ("kits", gettext_noop("Kits")),
    ("counts", gettext_noop("Counts")),
    ("adjustments", gettext_noop("Adjustments")),
    ("lots", gettext_noop("Lots")),
    ("tags", gettext_noop("Tags")),
    ("alerts", gettext_noop("Alerts")),
    ("stock_health", gettext_noop("Health")),
    ("landed_costs", gettext_noop("Landed costs")),
    ("proof", gettext_noop("Proof")),
)
"""The name of a page's address and its title; a page that does not exist is passed over."""


def stock_places(current: str) -> tuple[Place, ...]:
    """The pages that exist; `current` is the open one."""
    return tuple(
        Place(gettext(title), url, name == current) for name, title in PLACES if (url := _url_of(name)) is not None
    )


def _url_of(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
