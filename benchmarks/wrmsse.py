"""Our forecast and its peers by the measure of the M5 competition, over its twelve levels, all stores together.

Levels that the stores at hand do not fill are judged as far as they do. Peers and ours forecast store by store;
ours also all stores at once, which is what a company with several stores asks of it.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks import panels
from benchmarks.contest import Contest
from benchmarks.datasets import M5, Sales
from benchmarks.forecast_options import arguments, chosen_data, chosen_methods, loaded
from benchmarks.hierarchy import together
from benchmarks.judge import LAST_DAYS, Origin, origin_of
from benchmarks.m5_totals import Totals, level_row, mean_by_method, shops_of
from benchmarks.methods import METHODS, OURS
from benchmarks.report import Report
from stockwright.engine.demand.building import UNKNOWN
from stockwright.engine.demand.panel import Flags, Panel

AT_ONCE = "stockwright, all stores at once"


def main() -> None:
    """Measure, print, write."""
    asked = arguments(__doc__)
    methods = [name for name in chosen_methods(asked) if METHODS[name].sample is None]
    stores = [loaded(asked, name) for name in chosen_data(asked) if name.startswith("m5_")]
    if not stores:
        raise SystemExit(f"No store of the competition in {asked.folder}.")
    report, totals = Report("wrmsse", asked.out), Totals()
    report.heading(f"The twelve levels of the M5 competition, {len(stores)} stores")
    report.line(_checked_weights(asked.folder, stores))
    contest = Contest(asked.cache, asked.at_once)
    everything = joined(stores) if OURS in methods else None
    rows, costs = [], []
    for day in stores[0].origins:
        origins = [origin_of(each, day) for each in stores]
        for origin in origins:
            _by_store(contest, totals, origin, methods)
        if everything is not None:
            found, cost = _at_once(contest, everything, origins, day)
            rows.append(found)
            costs.append(cost)
    table = mean_by_method(rows)
    report.table(pl.concat([totals.table(), table], how="diagonal").sort("wrmsse"))
    if costs:
        report.line("All stores at once, origin by origin:")
        report.table(pl.DataFrame(costs))
    report.close()


def _by_store(contest: Contest, totals: Totals, origin: Origin, methods: list[str]) -> None:
    totals.open(origin)
    answers = contest.answers([(name, origin) for name in methods])
    for name, answer in zip(methods, answers, strict=True):
        if answer is not None:
            totals.add(origin, METHODS[name].name, answer.mean)


def _at_once(
    contest: Contest, everything: Sales, origins: list[Origin], day: date
) -> tuple[dict[str, object], dict[str, object]]:
    """What our engine says of all series in one run, and what that cost."""
    answer = contest.answer(OURS, origin_of(everything, day))
    levels = level_row(together([shops_of(origin) for origin in origins]), answer.mean)
    return {"method": AT_ONCE, **levels}, {"last_day": day, **vars(answer.cost)}


def joined(stores: list[Sales]) -> Sales:
    """Several stores as one data set; a category is a department of a store, a local event is its state's."""
    first = stores[0].panel
    if any((each.panel.as_of, each.panel.days) != (first.as_of, first.days) for each in stores):
        raise SystemExit("The stores do not have the same days.")
    events = _events(stores)
    blocks = {name: [getattr(each.panel, name) for each in stores] for name in vars(first)}
    series: dict[str, Any] = {
        name: np.concatenate(parts)
        for name, parts in blocks.items()
        if name not in panels.OF_DAYS and all(isinstance(part, np.ndarray) for part in parts)
    }
    series["category"] = _categories([each.panel for each in stores])
    flags = np.stack(list(events.values()), axis=1)
    return Sales(
        name="m5_all",
        family=M5,
        panel=replace(first, **series, events=flags, event_names=tuple(events)),
        revenue=np.concatenate([each.revenue for each in stores]),
        series=tuple(f"{each.name} {name}" for each in stores for name in each.series),
        origins=stores[0].origins,
    )


def _events(stores: list[Sales]) -> dict[str, Flags]:
    found: dict[str, Flags] = {}
    for each in stores:
        state = each.name.split("_")[1]
        for at, name in enumerate(each.panel.event_names):
            found[f"{name} {state}" if name == "snap" else name] = each.panel.events[:, at]
    return found


def _categories(found: list[Panel]) -> np.ndarray:
    offsets = np.cumsum([0, *(int(panel.category.max()) + 1 for panel in found)])
    codes = [
        np.where(panel.category == UNKNOWN, UNKNOWN, panel.category + offset)
        for panel, offset in zip(found, offsets, strict=False)
    ]
    return np.concatenate(codes)


def _checked_weights(folder: Path, stores: list[Sales]) -> str:
    """Whether the weights that we compute are the official ones, which are of the last 28 days of the files."""
    path = folder / "m5_weights.parquet"
    if not path.exists():
        return "m5_weights.parquet is not there: the weights are computed from the data and not checked."
    official = pl.read_parquet(path)
    computed = pl.concat(
        pl.DataFrame(
            {
                "store_id": each.name.removeprefix("m5_"),
                "item_id": list(each.series),
                "dollars": each.revenue[:, -LAST_DAYS:].sum(axis=1),
            }
        )
        for each in stores
    )
    both = computed.join(official, on=["store_id", "item_id"])
    apart = float(np.abs(both["dollars"].to_numpy() - both["dollar_sales_last28"].to_numpy()).max(initial=0.0))
    return (
        f"Weights from the data beside the official ones (28 days to {stores[0].panel.as_of}): "
        f"{len(both):,} series, "
        f"{both['dollars'].sum():,.2f} and {both['dollar_sales_last28'].sum():,.2f} dollars, "
        f"at most {apart:.4f} apart on one series."
    )


if __name__ == "__main__":
    main()
