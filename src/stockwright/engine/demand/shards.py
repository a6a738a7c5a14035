"""A part of a company, forecast as if the whole were there.

Much of a forecast is pooled over series: the week and the start of a category, the moves of everything. A part
therefore brings witnesses with it, some series of the rest, each of which counts for as many as it stands for.
Where all the rest are witnesses, the part is forecast as in the whole; where some are, nearly.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from stockwright.engine.demand.forecast import Forecast
from stockwright.engine.demand.panel import Flags, Indexes, Panel
from stockwright.engine.demand.predicting import predict
from stockwright.engine.demand.settings import DemandSettings
from stockwright.engine.demand.training import Trained


class Part(NamedTuple):
    """A piece of work that can be done anywhere: forecast the `own` (m,) series of a panel by what was learnt."""

    number: int
    panel: Panel
    own: Indexes
    trained: Trained
    settings: DemandSettings


class Told(NamedTuple):
    """The forecast of the own series of the part of that number."""

    number: int
    forecast: Forecast


def forecast_part(part: Part) -> Told:
    """Forecast a part; the same for the same part, wherever it is done."""
    told = predict(part.panel, part.trained, settings=part.settings)
    return Told(part.number, told if len(part.own) == part.panel.size else told.rows(part.own))


def witnessed(panel: Panel, own: Flags, of: int) -> Panel:
    """The panel of a part of a company of `of` series: those that are not its `own` (n,) stand for all the rest."""
    others = int((~own).sum())
    if not others:
        return panel
    each = max(of - int(own.sum()), others) / others
    return replace(panel, stands_for=np.where(own, 1.0, each))
