"""Excel workbooks: the first sheet that holds a table, at most 1,048,576 rows by its format.

A workbook is compressed, so it has to be unpacked in memory; its unpacked size is checked first.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import fastexcel
import polars as pl

from stockwright.channels.connectors.files.client.headers import decimal_sign, find_header
from stockwright.channels.connectors.files.client.tables import Table, as_batch, unique_names
from stockwright.channels.connectors.files.problems import DamagedFile, EmptyFile, NoRows, TooBig

MOST_UNPACKED = 1_500_000_000  # bytes of XML: about a million rows of fifteen columns
HEAD_ROWS = 60


@dataclass(frozen=True, kw_only=True)
class XlsxTable(Table):
    """One sheet of a workbook, held as text."""

    frame: pl.DataFrame

    def batches(self, rows: int = 50_000) -> Iterator[pl.DataFrame]:
        yield from self.frame.iter_slices(rows)

    def sample(self, rows: int = 4_000) -> pl.DataFrame:
        return self.frame.gather_every(max(self.frame.height // rows, 1))


def open_xlsx(path: Path, *, name: str) -> XlsxTable:
    """Open the first sheet that is not empty; titles above the header are passed over."""
    _refuse_bomb(path, name)
    sheet = _first_sheet(path, name)
    head = sheet.head(HEAD_ROWS).rows()
    top = find_header(head, name=name)
    body = sheet.slice(top + 1)
    columns = unique_names(head[top])
    lines = pl.Series(range(top + 2, top + 2 + body.height), dtype=pl.Int64)
    frame = as_batch(body.rename(dict(zip(body.columns, columns, strict=True))), lines)
    frame = frame.filter(pl.any_horizontal(pl.col(*columns).is_not_null()))
    if frame.is_empty():
        raise NoRows(name=name)
    cells = (cell for row in frame.select(columns).head(500).iter_rows() for cell in row)
    return XlsxTable(path=path, name=name, columns=columns, kind="xlsx", decimal=decimal_sign(cells), frame=frame)


def _first_sheet(path: Path, name: str) -> pl.DataFrame:
    try:
        book = fastexcel.read_excel(str(path))
        for sheet in book.sheet_names:
            frame = book.load_sheet(sheet, header_row=None, dtypes="string").to_polars()
            if frame.height and frame.width > 1:
                return _without_blanks(frame)
    except fastexcel.FastExcelError as error:
        raise DamagedFile(name=name, kind="an Excel workbook", detail=str(error)[:80]) from error
    raise EmptyFile(name=name)


def _without_blanks(frame: pl.DataFrame) -> pl.DataFrame:
    """Read cells of blanks as empty."""
    return frame.with_columns(pl.all().str.strip_chars().replace("", None))


def _refuse_bomb(path: Path, name: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
    except zipfile.BadZipFile as error:
        raise DamagedFile(name=name, kind="an Excel workbook", detail=str(error)[:80]) from error
    if unpacked > MOST_UNPACKED:
        raise TooBig(name=name, megabytes=unpacked // 1_000_000)
