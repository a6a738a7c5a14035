"""What the tests of files share: how a file is written and read."""

from datetime import date
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import polars as pl

from stockwright.channels.connectors.files.client.opening import open_table
from stockwright.channels.connectors.files.mapping.guessing import guess
from stockwright.channels.connectors.files.mapping.parsing import Parsed, parse
from stockwright.channels.connectors.files.mapping.plan import Mapping

TODAY = date(2026, 11, 20)
BERLIN = ZoneInfo("Europe/Berlin")


class Write(Protocol):
    def __call__(self, content: str | bytes, *, name: str = ..., encoding: str = ...) -> Path: ...


class Read(Protocol):
    def __call__(self, content: str, *, name: str = ..., **corrected: Any) -> Parsed: ...


def read_file(path: Path, **corrected: Any) -> Parsed:
    """Open, guess and parse a file of one batch; `corrected` is what a person changes in the mapping."""
    table = open_table(path, name=path.name)
    mapping = guess(table.columns, table.sample(), name=path.name).mapping()
    mapping = Mapping.from_dict(mapping.to_dict() | corrected)
    return parse(pl.concat(table.batches()), mapping, today=TODAY, zone=BERLIN)
