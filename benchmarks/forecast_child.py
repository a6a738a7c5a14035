"""One method on one panel in a process of its own, so that its memory and seconds are its own.

python -m benchmarks.forecast_child METHOD PANEL ANSWER [CAME]: the file CAME, what was then sold, is opened only
after the forecast is made, to rank it by the law that the method stated.
"""

import os
import resource
import sys
import time
import warnings
from pathlib import Path

import numpy as np

from benchmarks import panels
from benchmarks.methods import METHODS
from benchmarks.told import WINDOWS, Answer, Cost, Told
from stockwright.engine.demand.panel import Panel

WARM_UP = 5


def main(words: list[str]) -> None:
    """Forecast, then rank."""
    method, panel = METHODS[words[0]], panels.load(Path(words[1]))
    warnings.simplefilter("ignore")
    method.run(_few(panel))  # what is loaded and compiled once is not counted
    wall, busy = time.perf_counter(), _processor()
    told = method.run(panel)
    wall, busy = time.perf_counter() - wall, _processor() - busy
    cost = Cost(wall, busy, _gigabytes(), told.train, told.predict, panel.size)
    rank, window_ranks = _ranks(told, Path(words[3])) if len(words) > 3 else (None, None)
    Answer(told.mean, told.quantiles, cost, rank, window_ranks).save(Path(words[2]))


def _few(panel: Panel) -> Panel:
    return panels.rows(panel, np.argsort(panel.first_day, kind="stable")[:WARM_UP])


def _ranks(told: Told, path: Path) -> tuple[np.ndarray, np.ndarray] | tuple[None, None]:
    if told.law is None:
        return None, None
    with np.load(path) as came:
        actual, uniform, window_uniform = came["actual"], came["uniform"], came["window_uniform"]
    windows = [
        told.law.window_rank(actual[:, :days].sum(axis=1), window_uniform[:, at], days)
        for at, days in enumerate(WINDOWS)
    ]
    return told.law.rank(actual, uniform), np.stack(windows, axis=1)


def _processor() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _gigabytes() -> float:
    """The largest memory of this program; the system's own count begins with that of the program before it."""
    status = Path("/proc/self/status")
    if status.exists():
        told = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(told["VmHWM"].split()[0]) / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


if __name__ == "__main__":
    main(sys.argv[1:])
