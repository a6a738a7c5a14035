"""A night's work: the forecast of a panel by what was learnt earlier."""

import numpy as np

from stockwright.engine import distributions
from stockwright.engine.demand.blending import Expected, blended
from stockwright.engine.demand.censored import estimated_demand
from stockwright.engine.demand.classes import DemandClass
from stockwright.engine.demand.dispersion import Spread
from stockwright.engine.demand.forecast import Forecast
from stockwright.engine.demand.history import Floats
from stockwright.engine.demand.panel import Panel
from stockwright.engine.demand.past import Past, past_of
from stockwright.engine.demand.settings import DemandSettings
from stockwright.engine.demand.standing import Standing, standing_at
from stockwright.engine.demand.training import Trained, train

SERIES_AT_ONCE = 20_000
VELOCITY_DAYS = (7, 30, 90)
LOST_DAYS = 28


def forecast(panel: Panel, *, settings: DemandSettings | None = None, seed: int) -> Forecast:
    """Learn from the panel and forecast it; the same seed gives the same forecast."""
    chosen = settings or DemandSettings()
    return predict(panel, train(panel, settings=chosen, seed=seed), settings=chosen)


def predict(panel: Panel, trained: Trained, *, settings: DemandSettings | None = None) -> Forecast:
    """Forecast every series of the panel over its horizon by what was learnt earlier."""
    chosen = settings or DemandSettings()
    past = past_of(panel.knowing(trained.event_names))
    now = standing_at(past, chosen, last=panel.days - 1)
    mean, method = _expected(now, trained)
    spread = _spread(past.dispersion, trained, now)
    variance = spread.by_day(mean)
    levels = np.asarray(chosen.levels)
    return Forecast(
        as_of=panel.as_of,
        levels=chosen.levels,
        mean=mean,
        plain=_plain(now, trained, mean),
        variance=variance,
        quantiles=distributions.decimal_quantile(levels, mean[..., None], variance[..., None]),
        spread=spread,
        demand_class=now.names,
        method=method,
        velocity=np.stack([past.history.rate(panel.days, days) for days in VELOCITY_DAYS], axis=1),
        outliers_capped=past.history.capped,
        lost_estimate=lost_demand(past, LOST_DAYS),
    )


def _expected(now: Standing, trained: Trained) -> Expected:
    """Means and methods, a part of the series at a time."""
    mean = np.zeros((len(now.series), now.past.panel.horizon))
    method = np.zeros(len(now.series), dtype="<U15")
    for begin, part in now.parts(SERIES_AT_ONCE):
        told = {name: learnt.mean(part) for name, learnt in trained.families.items()}
        found = blended(part.names, told, trained.blend)
        mean[begin : begin + len(part.series)] = found.mean
        method[begin : begin + len(part.series)] = found.method
    return Expected(mean, method)


def _plain(now: Standing, trained: Trained, mean: Floats) -> Floats:
    """The mean without the promotions and prices that are planned for the days ahead."""
    panel, unplanned = now.past.panel, now.past.panel.unplanned()
    moved = np.flatnonzero(panel.differs_ahead(unplanned))
    if not len(moved):
        return mean
    plain = mean.copy()
    plain[moved] = _expected(now.of(moved).under(unplanned), trained).mean
    return plain


def _spread(own: Floats, trained: Trained, now: Standing) -> Spread:
    """Calibrated spread; a new item's drift is at least the doubt about its level."""
    found = trained.calibration.spread(own, now.names)
    doubt = np.where(now.names == DemandClass.NEW, now.start.doubt, 0.0)
    return Spread(found.dispersion, np.maximum(found.drift, doubt[:, None]))


def lost_demand(past: Past, days: int) -> Floats:
    """Pieces estimated unmet over the last `days` days, (n,)."""
    recent = slice(max(past.panel.days - days, 0), None)
    missed = estimated_demand(past.panel, past.history)[:, recent] - past.panel.sold[:, recent]
    return np.asarray(np.maximum(missed, 0.0).sum(axis=1), dtype=np.float64)
