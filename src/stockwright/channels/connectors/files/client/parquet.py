"""Parquet files, read by row groups."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from stockwright.channels.connectors.files.client.tables import Table, as_batch, unique_names
from stockwright.channels.connectors.files.problems import DamagedFile, NoRows, OneColumn


class ParquetTable(Table):
    """A Parquet file; nested columns are left out, values become plain text."""

    def batches(self, rows: int = 50_000) -> Iterator[pl.DataFrame]:
        with pq.ParquetFile(self.path) as file:
            wanted = _flat(file)
            start = 1
            for batch in file.iter_batches(batch_size=rows, columns=wanted):
                yield self._frame(batch, start)
                start += batch.num_rows

    def sample(self, rows: int = 4_000) -> pl.DataFrame:
        """Read the head of up to eight row groups spread over the file."""
        with pq.ParquetFile(self.path) as file:
            count = file.metadata.num_row_groups
            groups = sorted({round(i * (count - 1) / 7) for i in range(8)})
            each = max(rows // len(groups), 1)
            parts = [self._spread(file, group, each) for group in groups]
        return pl.concat(parts)

    def _spread(self, file: Any, group: int, rows: int) -> pl.DataFrame:
        """Take `rows` rows evenly from the first batches of a row group."""
        batches = file.iter_batches(batch_size=200_000, row_groups=[group], columns=_flat(file))
        frame = self._frame(next(batches), 1)
        return frame.gather_every(max(frame.height // rows, 1)).head(rows)

    def _frame(self, batch: Any, start: int) -> pl.DataFrame:
        frame = pl.DataFrame(pl.from_arrow(batch))
        texts = [_text(frame[old], new) for old, new in zip(frame.columns, self.columns, strict=True)]
        lines = pl.Series(range(start, start + frame.height), dtype=pl.Int64)
        return as_batch(pl.DataFrame(texts), lines)


def open_parquet(path: Path, *, name: str) -> ParquetTable:
    """Open a Parquet file by its footer only."""
    try:
        with pq.ParquetFile(path) as file:
            columns, rows = _flat(file), file.metadata.num_rows
    except (pa.ArrowException, OSError) as error:
        raise DamagedFile(name=name, kind="Parquet", detail=str(error)[:80]) from error
    if len(columns) < 2:
        raise OneColumn(name=name)
    if not rows:
        raise NoRows(name=name)
    return ParquetTable(path=path, name=name, columns=unique_names(columns), kind="parquet")


def _flat(file: Any) -> list[str]:
    """Return the columns that hold one value per row."""
    return [field.name for field in file.schema_arrow if not pa.types.is_nested(field.type)]


def _text(series: pl.Series, name: str) -> pl.Series:
    """Write values as a person would: ISO times, the shortest digits of a number."""
    if isinstance(series.dtype, pl.Datetime):
        zone = "%z" if series.dtype.time_zone else ""
        return series.dt.strftime(f"%Y-%m-%d %H:%M:%S{zone}").alias(name)
    if series.dtype == pl.Binary:
        return series.cast(pl.String, strict=False).alias(name)
    return series.cast(pl.String).alias(name)
