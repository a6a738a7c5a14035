"""All that a forecast is made from, prepared once."""

from typing import NamedTuple

from stockwright.engine.demand.dispersion import own_dispersion
from stockwright.engine.demand.features import Calendar
from stockwright.engine.demand.history import Floats, History, clean
from stockwright.engine.demand.panel import Panel


class Past(NamedTuple):
    """The panel, its cleaned history, its calendar, and each series' own dispersion (n,)."""

    panel: Panel
    history: History
    calendar: Calendar
    dispersion: Floats


def past_of(panel: Panel) -> Past:
    """Prepare a panel."""
    history = clean(panel)
    return Past(panel, history, Calendar.of(panel), own_dispersion(panel, history))
