"""Which kind of demand an item has."""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from stockwright.engine.demand.history import History
from stockwright.engine.demand.panel import Panel
from stockwright.engine.demand.settings import DemandSettings

Names = NDArray[np.str_]

LONG_INTERVAL = 1.32
WIDE_SIZES = 0.49
CLASS_DAYS = 365


class DemandClass(StrEnum):
    SMOOTH = "smooth"
    ERRATIC = "erratic"
    INTERMITTENT = "intermittent"
    LUMPY = "lumpy"
    NEW = "new"
    DORMANT = "dormant"


def classify(panel: Panel, history: History, settings: DemandSettings, last: int) -> Names:
    """Demand class of each series at the end of day `last`, shape (n,).

    The first four are those of Syntetos, Boylan and Croston (2005): in-stock days per selling day above
    1.32, and squared coefficient of variation of the sizes above 0.49. Dormant counts only days in stock.
    """
    end = last + 1
    exposed = history.exposed(end, CLASS_DAYS)
    selling = history.sale_share(end, CLASS_DAYS) * exposed
    rare = exposed > LONG_INTERVAL * selling
    wild = _size_variation(history, end) > WIDE_SIZES
    regular = np.where(
        rare,
        np.where(wild, DemandClass.LUMPY, DemandClass.INTERMITTENT),
        np.where(wild, DemandClass.ERRATIC, DemandClass.SMOOTH),
    )
    dormant = idle_days(history, end) >= settings.dormant_days
    new = end - panel.first_day < settings.new_days
    named = np.where(dormant, DemandClass.DORMANT, regular)
    return np.where(new, DemandClass.NEW, named).astype(np.str_)


def idle_days(history: History, end: int) -> NDArray[np.float64]:
    """In-stock days since the last sale before column `end` (since listing where there was none), (n,)."""
    after = history.last_sale[end - 1] + 1
    then = history.exposure_sums[after, np.arange(len(after))]
    return np.asarray(history.exposure_sums[end] - then, dtype=np.float64)


def _size_variation(history: History, end: int) -> NDArray[np.float64]:
    """Squared coefficient of variation of demand on selling days, (n,)."""
    recent = history.demand[:, max(end - CLASS_DAYS, 0) : end].astype(np.float64)
    sales = np.maximum((recent > 0).sum(axis=1), 1)
    mean = np.maximum(recent.sum(axis=1) / sales, 1e-9)
    return np.asarray(np.maximum((recent**2).sum(axis=1) / sales / mean**2 - 1.0, 0.0), dtype=np.float64)
