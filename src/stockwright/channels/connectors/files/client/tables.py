"""A table in a file, whatever the kind of file: names of columns, and rows of text in batches."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

LINE = "line"  # 1-based line in the file: row number in a sheet, record number in Parquet
PROBLEM = "problem"  # a code when the line could not be divided into columns, else null
RAW = "raw"  # the beginning of such a line
RESERVED = (LINE, PROBLEM, RAW)


@dataclass(frozen=True, kw_only=True)
class Table(ABC):
    """Rows of text that are read in batches, never all at once."""

    path: Path
    name: str
    columns: tuple[str, ...]
    kind: str
    encoding: str = ""
    separator: str = ""
    decimal: str = "."

    @abstractmethod
    def batches(self, rows: int = 50_000) -> Iterator[pl.DataFrame]:
        """Yield every row once, in order, as text columns with `line`, `problem` and `raw`."""

    @abstractmethod
    def sample(self, rows: int = 4_000) -> pl.DataFrame:
        """Return rows from the beginning, the middle and the end: a head alone may be one month."""

    def preview(self, n: int = 20) -> pl.DataFrame:
        """Return the first `n` rows as text, with their line numbers."""
        first = next(self.batches(rows=max(n, 1)), None)
        return text_frame([], self.columns) if first is None else first.head(n)


def unique_names(header: Iterable[str | None]) -> tuple[str, ...]:
    """Name every column once: empty names by their place, repeated names by a number."""
    seen, names = set(RESERVED), []
    for place, raw in enumerate(header, start=1):
        wanted = " ".join((raw or "").replace("\ufeff", "").split()) or f"column {place}"
        name, again = wanted, 2
        while name in seen:
            name, again = f"{wanted} ({again})", again + 1
        seen.add(name)
        names.append(name)
    return tuple(names)


def text_frame(rows: list[list[str]], columns: tuple[str, ...]) -> pl.DataFrame:
    """Make a frame of text from rows that all have one value per column."""
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")


def as_batch(values: pl.DataFrame, lines: pl.Series) -> pl.DataFrame:
    """Give readable rows their line numbers and an empty `problem`."""
    nothing = pl.lit(None, pl.String)
    return values.with_columns(lines.cast(pl.Int64).alias(LINE), nothing.alias(PROBLEM), nothing.alias(RAW))
