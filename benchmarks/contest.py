"""Runs methods on origins, each in a process of its own, and keeps what peers said where that is wanted."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks import panels
from benchmarks.judge import Came, Origin
from benchmarks.methods import METHODS, OURS
from benchmarks.told import Answer
from stockwright.engine.demand.panel import Panel

MOST_AT_ONCE = 2


class MethodFailedError(Exception):
    """A method ended without an answer."""


@dataclass(frozen=True)
class Contest:
    """`cache` keeps what peers said between runs; without it everything is measured in this run."""

    cache: Path | None = None
    at_once: int = MOST_AT_ONCE

    def answers(self, wanted: list[tuple[str, Origin]]) -> Iterator[Answer | None]:
        """What each method says at its origin, in order; nothing where a peer failed, which is told.

        Our engine has the machine for itself. Peers work two at a time, each with one thread.
        """
        alone = {at: self.answer(*each) for at, each in enumerate(wanted) if each[0] == OURS}
        with ThreadPoolExecutor(max_workers=min(self.at_once, MOST_AT_ONCE)) as pool:
            slowest_first = [at for at in reversed(range(len(wanted))) if at not in alone]
            others = {at: pool.submit(self.tried, *wanted[at]) for at in slowest_first}
            for at in range(len(wanted)):
                yield alone[at] if at in alone else others[at].result()

    def tried(self, method: str, origin: Origin) -> Answer | None:
        """The answer of a peer, whose failure must not end a run of hours."""
        try:
            return self.answer(method, origin)
        except MethodFailedError as failure:
            print(failure, file=sys.stderr, flush=True)
            return None

    def answer(self, method: str, origin: Origin) -> Answer:
        """What a method says, from the cache or from a process of its own."""
        kept = self._kept(method, origin)
        if kept is not None and kept.exists():
            return Answer.load(kept)
        with tempfile.TemporaryDirectory(prefix="stockwright-forecast-") as folder:
            made = in_a_process(method, origin.known, Path(folder), origin.came)
        if kept is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            made.save(kept)
        return made

    def _kept(self, method: str, origin: Origin) -> Path | None:
        if self.cache is None or method == OURS:
            return None
        seen = panels.fingerprint(origin.known)
        return self.cache / f"{method}-{METHODS[method].edition()}-{origin.data}-{origin.last_day}-{seen}.npz"


def in_a_process(method: str, panel: Panel, folder: Path, came: Came | None = None) -> Answer:
    """Run a method on a panel in a process of its own; `folder` holds what the two tell each other."""
    seen, answer, later = folder / "panel.npz", folder / "answer.npz", folder / "came.npz"
    panels.save(panel, seen)
    words = [method, str(seen), str(answer)]
    if came is not None:
        np.savez(later, actual=came.actual, uniform=came.uniform, window_uniform=came.window_uniform)
        words.append(str(later))
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.forecast_child", *words],
        check=False,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    if done.returncode:
        told = done.stderr[-4000:]
        raise MethodFailedError(f"{METHODS[method].name} failed on {panel.size} series to {panel.as_of}:\n{told}")
    return Answer.load(answer)
