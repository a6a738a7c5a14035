"""What would change an advice: the same calculation with one fact changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from stockwright.engine.demand.forecast import Forecast
from stockwright.engine.ordering.items import REQUIRED
from stockwright.engine.ordering.policy import plan
from stockwright.engine.ordering.settings import OrderingSettings
from stockwright.insights.rules.wording import Terms, day_of


@dataclass(frozen=True)
class Alternative:
    """What would be ordered if one term had another value."""

    term: str  # "lead_days" or "service_level"
    value: float
    quantity: float


def alternatives(terms: Terms, told: Forecast, *, today: date, settings: Mapping[str, Any]) -> list[Alternative]:
    """The advice with the lead time a week shorter and longer, and with another service level."""
    lead, level = terms["lead_days"], terms["service_level"]
    rules = OrderingSettings(**settings)
    days = [("lead_days", max(lead - 7, 1)), ("lead_days", lead + 7)]
    levels = [("service_level", other) for other in (0.9, 0.95, 0.98, 0.99)] if rules.policy == "position" else []
    tried = [(term, value) for term, value in (*days, *levels) if value != {"lead_days": lead}.get(term, level)]
    return [
        Alternative(term, value, quantity_with(terms, told, today=today, settings=rules, **{term: value}))
        for term, value in tried
    ]


def quantity_with(
    terms: Terms, told: Forecast, *, today: date, settings: OrderingSettings, **changes: float
) -> float:
    """The quantity that the plan would advise for one item with some of its terms changed."""
    item = {name: terms.get(name) for name in REQUIRED if name != "item"} | _unfilled(terms) | changes
    lead, review = float(item["lead_days"] or settings.lead_days), float(settings.review_days)
    moments = _moments(told, lead, review) if "lead_days" in changes else {}
    row = {"item": 0, **item, **moments}
    advised = plan(pl.DataFrame([row], infer_schema_length=None), _arrivals(terms, today), today=today,
                   settings=settings)  # fmt: skip
    return float(advised["quantity"][0])


def _unfilled(terms: Terms) -> dict[str, object]:
    """Facts that were missing are missing again, so that they are judged alike."""
    return {"cost": None} if terms.get("no_cost") else {}


def _moments(told: Forecast, lead: float, review: float) -> dict[str, float]:
    mean, variance = told.window_moments(np.array([[lead, lead + review]]))
    return {
        "lead_mean": float(mean[0, 0]),
        "lead_variance": float(variance[0, 0]),
        "protect_mean": float(mean[0, 1]),
        "protect_variance": float(variance[0, 1]),
    }


def _arrivals(terms: Terms, today: date) -> pl.DataFrame:
    """Open orders as the terms tell them: what is late, and the rest on its next day."""
    late, inbound = terms["late_quantity"], terms["inbound"]
    rows = [(0, late, today - timedelta(days=1)), (0, inbound - late, day_of(terms.get("next_arrival_on")))]
    frame = pl.DataFrame(
        rows, schema={"item": pl.Int64, "quantity": pl.Float64, "expected_on": pl.Date}, orient="row"
    )
    return frame.with_columns(placed_on=pl.lit(today)).filter(pl.col("quantity") > 0)
