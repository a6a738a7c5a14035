"""Panels cut to what was known, to some of their series, and as files between two processes."""

from dataclasses import fields, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stockwright.engine.demand.panel import Panel

OF_DAYS = ("events",)


def known(panel: Panel, last: int) -> Panel:
    """What could be known at the end of day `last`: the calendar and planned prices reach further, no sale does.

    An item that is listed later looks like one that is not listed.
    """
    cut = panel.until(last)
    return replace(cut, first_day=np.minimum(cut.first_day, last + 1))


def rows(panel: Panel, chosen: NDArray[np.int64]) -> Panel:
    """Some of the series, in the order of `chosen`."""
    parts: dict[str, Any] = {name: each[chosen] for name, each in _blocks(panel).items() if name not in OF_DAYS}
    return replace(panel, **parts)


def fingerprint(panel: Panel) -> str:
    """The same for the same numbers, whatever they were read from."""
    found = sha256(panel.as_of.isoformat().encode())
    for name, block in sorted(_blocks(panel).items()):
        found.update(name.encode() + str(block.shape).encode() + np.ascontiguousarray(block).tobytes())
    return found.hexdigest()[:16]


def save(panel: Panel, path: Path) -> None:
    """Write a panel to a file."""
    names = np.array(panel.event_names, dtype=np.str_)
    np.savez(path, allow_pickle=False, as_of=np.array(panel.as_of.isoformat()), names=names, **_blocks(panel))


def load(path: Path) -> Panel:
    """Read what `save` wrote."""
    with np.load(path) as kept:
        found: dict[str, Any] = {name: kept[name] for name in kept.files}
    told = date.fromisoformat(str(found.pop("as_of")))
    names = tuple(str(name) for name in found.pop("names"))
    return Panel(as_of=told, event_names=names, **found)


def _blocks(panel: Panel) -> dict[str, NDArray[Any]]:
    values = {each.name: getattr(panel, each.name) for each in fields(panel)}
    return {name: value for name, value in values.items() if isinstance(value, np.ndarray)}
