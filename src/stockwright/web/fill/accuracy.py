"""How good the forecast proved on the past."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from stockwright.engine.demand.backtest import ENGINE
from stockwright.forecasting.models import ForecastRun
from stockwright.forecasting.queries.runs import latest_run
from stockwright.kit.actor import Actor
from stockwright.kit.money import exact
from stockwright.web.components.numbers import quantity
from stockwright.web.shown.accuracy import AccuracyPage, Held, MethodAccuracy


def accuracy_page(actor: Actor) -> AccuracyPage:
    """The figures of the last back-test."""
    return accuracy_of(latest_run(actor))


def accuracy_of(run: ForecastRun | None) -> AccuracyPage:
    """The figures of the back-test that a run knew."""
    told: Mapping[str, Any] = run.accuracy if run else {}
    if run is None or not told:
        return AccuracyPage(None, run.series if run else 0, 0, (), ())
    rows = sorted(told["table"], key=lambda row: (row["days"], row["method"] != ENGINE))
    return AccuracyPage(
        measured_on=date.fromisoformat(told["measured_on"]),
        items=run.series,
        days=told["days"],
        methods=tuple(_method(row) for row in rows),
        held=tuple(
            Held(_share(row["level"]), exact(row["held"]), row["judged"])
            for row in told["calibration"]
            if row["demand_class"] == "all" and row["days"] == told["days"]
        ),
    )


def _method(row: Mapping[str, Any]) -> MethodAccuracy:
    return MethodAccuracy(
        method=_name(row["method"]),
        days=row["days"],
        wape=_figure(row, "wape"),
        bias=_figure(row, "bias"),
        rmsse=_figure(row, "rmsse"),
        pinball=_figure(row, "pinball"),
        coverage_80=_figure(row, "coverage_80"),
        is_ours=row["method"] == ENGINE,
    )


def _share(level: float) -> str:
    """A level in percent, with its half where it has one."""
    return f"{quantity(round(level * 100, 1))}%"


def _name(method: str) -> str:
    names = {ENGINE: gettext("This forecast"), "seasonal naive": gettext("Same weekday of last week")}
    return names.get(method, method.replace("_", " "))


def _figure(row: Mapping[str, Any], name: str) -> Decimal | None:
    value = row.get(name)
    return None if value is None else exact(value)
