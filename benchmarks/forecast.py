"""Our forecast and its peers on real sales, in one run on the same origins: `make bench-forecast`.

Everything after an origin is taken away before any method sees the data, but for the calendar and the shelf
prices that were set before. Our engine works alone, with the settings it is shipped with; peers work two at a
time with one thread each, every method in a process of its own. Methods that would take too long for all items
are tried on a random sample, on which ours is judged beside them.
"""

import argparse
import sys
from collections.abc import Iterator
from typing import Any

import polars as pl

from benchmarks import forecast_tables as tables
from benchmarks.contest import Contest
from benchmarks.forecast_options import arguments, chosen_data, chosen_methods, loaded
from benchmarks.forecast_told import tell
from benchmarks.judge import Origin, calibration, measured, origin_of, sampled, subset
from benchmarks.m5_totals import Totals
from benchmarks.methods import METHODS, OURS
from benchmarks.report import Report
from benchmarks.told import Answer

Rows = list[dict[str, Any]]


def main() -> None:
    """Measure, print, write."""
    asked = arguments(__doc__)
    methods = chosen_methods(asked)
    figures: Rows = []
    stated: Rows = []
    totals = Totals()
    for origin in _origins(asked):
        totals.open(origin)
        for name, sample, part, answer in _answers(asked, methods, origin):
            about = _about(name, sample, part)
            figures.append(about | measured(part.came, answer))
            if sample == tables.EVERYTHING:
                stated += [about | row for row in calibration(part.came, answer)]
                totals.add(origin, about["method"], answer.mean)
    tell(Report("forecast", asked.out), pl.DataFrame(figures), pl.DataFrame(stated), totals)


def _origins(asked: argparse.Namespace) -> Iterator[Origin]:
    for name in chosen_data(asked):
        sales = loaded(asked, name)
        for last_day in sales.origins:
            print(f"{name}, last training day {last_day} ...", file=sys.stderr, flush=True)
            yield origin_of(sales, last_day)


def _answers(
    asked: argparse.Namespace, methods: list[str], origin: Origin
) -> Iterator[tuple[str, str, Origin, Answer]]:
    """Every method on all items or on its sample, and ours beside it on the same items."""
    parts = {name: _part(asked, name, origin) for name in methods}
    beside = {sample: name for name, (sample, _) in parts.items() if sample != tables.EVERYTHING}
    contest = Contest(asked.cache, asked.at_once)
    said = dict(zip(methods, contest.answers([(name, parts[name][1]) for name in methods]), strict=True))
    for name, (sample, part) in parts.items():
        if (answer := said[name]) is not None:
            yield name, sample, part, answer
    if (own := said.get(OURS)) is not None:
        for sample, name in beside.items():
            yield OURS, sample, parts[name][1], own.rows(sampled(origin, _size(asked, name)))


def _part(asked: argparse.Namespace, name: str, origin: Origin) -> tuple[str, Origin]:
    if METHODS[name].sample is None:
        return tables.EVERYTHING, origin
    size = _size(asked, name)
    return f"{size} items", subset(origin, sampled(origin, size))


def _size(asked: argparse.Namespace, name: str) -> int:
    return int(asked.sample or METHODS[name].sample or 0)


def _about(name: str, sample: str, part: Origin) -> dict[str, Any]:
    return {
        "family": part.family,
        "data": part.data,
        "last_day": part.last_day,
        "sample": sample,
        "method": METHODS[name].name,
    }


if __name__ == "__main__":
    main()
