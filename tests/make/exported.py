"""Exports, read back as anybody would read them."""

import csv
import io
import json
from decimal import Decimal
from typing import Any
from zipfile import ZipFile

import pyarrow.parquet as pq

from stockwright.insights.exports.dataset import EVERYTHING, Narrowed
from stockwright.insights.exports.files import Wanted, written
from stockwright.insights.exports.registry import DATASETS
from stockwright.insights.rules.exports import Format, Pack
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id

Rows = list[dict[str, Any]]


def archive_of(
    actor: Actor, name: str, file_format: Format, narrowed: Narrowed = EVERYTHING, *, rows: int = 2
) -> ZipFile:
    """A data set in an archive, read by so few rows at a time that there are several blocks."""
    wanted = [Wanted(DATASETS[name], file_format, narrowed)]
    pieces = written(actor, wanted, export_id=new_id(), pack=Pack.ZIP, rows=rows)
    return ZipFile(io.BytesIO(b"".join(pieces)))


def taken(actor: Actor, name: str, file_format: Format, narrowed: Narrowed = EVERYTHING) -> tuple[Rows, Any]:
    """The rows of an export and its manifest."""
    archive = archive_of(actor, name, file_format, narrowed)
    assert archive.testzip() is None
    manifest = json.loads(archive.read("manifest.json"))
    return read_rows(archive.read(f"{name}.{file_format}"), file_format), manifest


def read_rows(content: bytes, file_format: Format) -> Rows:
    """The rows of a file, whatever its format."""
    if file_format == Format.CSV:
        return list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    if file_format == Format.JSONL:
        return [json.loads(line) for line in content.decode().splitlines()]
    rows: Rows = pq.read_table(io.BytesIO(content)).to_pylist()
    return rows


def summed(rows: Rows, column: str) -> Decimal:
    """The sum of a column, as somebody who has only the file would make it."""
    return sum((Decimal(str(row[column])) for row in rows if row[column] not in {None, ""}), Decimal(0))
