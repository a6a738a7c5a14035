"""Excel and Parquet files give the same rows as the same table in text."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from stockwright.channels.connectors.files.client import xlsx
from stockwright.channels.connectors.files.client.opening import open_table
from stockwright.channels.connectors.files.problems import EmptyFile, NoRows, OneColumn, TooBig

from .make import read_file

HEADER = ("Дата", "Артикул", "Кол-во", "Цена")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Make a report as people do: a title, an empty first sheet, a date and a text date, a barcode."""
    path = tmp_path / "продажи.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Титул")
        sheet = book.add_worksheet("Данные")
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        moment = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        sheet.write_row(0, 0, ["Отчёт о продажах"])
        sheet.write_row(1, 0, HEADER)
        sheet.write_datetime(2, 0, datetime(2024, 3, 5), day)  # noqa: DTZ001  (a workbook knows no zones)
        sheet.write_row(2, 1, [4601234567890, 3, 19.9])
        sheet.write_datetime(3, 0, datetime(2024, 3, 5, 14, 30), moment)  # noqa: DTZ001
        sheet.write_row(3, 1, ["00123", 1.5, 0.1])
        sheet.write_row(5, 0, ["06.03.2024", "A-1", 2, 5])
        sheet.write_row(6, 0, ["31.02.2024", "A-1", 2, 5])
    return path


def test_a_workbook_is_read_with_the_numbers_of_its_own_rows(workbook: Path) -> None:
    parsed = read_file(workbook)
    assert parsed.rows.select("line", "at", "has_time", "sku", "quantity", "price").rows() == [
        (3, datetime(2024, 3, 5, 11, tzinfo=UTC), False, "4601234567890", Decimal(3), Decimal("19.9")),
        (4, datetime(2024, 3, 5, 13, 30, tzinfo=UTC), True, "00123", Decimal("1.5"), Decimal("0.1")),
        (6, datetime(2024, 3, 6, 11, tzinfo=UTC), False, "A-1", Decimal(2), Decimal(5)),
    ]
    assert parsed.rejected.select("line", "value", "reason").rows() == [(7, "31.02.2024", "bad_date")]


def test_a_workbook_named_csv_is_still_a_workbook(workbook: Path) -> None:
    renamed = workbook.rename(workbook.with_suffix(".csv"))
    assert open_table(renamed, name="sales.csv").kind == "xlsx"


@pytest.mark.parametrize(
    ("rows", "problem"), [([], EmptyFile), ([HEADER], NoRows), ([["sku"], ["A-1"], ["A-2"]], EmptyFile)]
)
def test_a_workbook_without_a_table_is_refused(
    tmp_path: Path, rows: list[tuple[str, ...]], problem: type[Exception]
) -> None:
    path = tmp_path / "empty.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for n, row in enumerate(rows):
            sheet.write_row(n, 0, row)
    with pytest.raises(problem):
        open_table(path, name="empty.xlsx")


def test_a_workbook_that_unpacks_to_too_much_is_refused(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_UNPACKED", 100)
    with pytest.raises(TooBig, match="Save it as CSV"):
        open_table(workbook, name="sales.xlsx")


def parquet(path: Path) -> Path:
    frame = pl.DataFrame(
        {
            "sold_at": [datetime(2024, 3, 5, 13, 30, tzinfo=UTC), datetime(2024, 3, 6, 8, 0, tzinfo=UTC)],
            "sku": [17850.0, 22.0],
            "qty": [2, -1],
            "price": pl.Series([2.24, 0.1], dtype=pl.Float32),
            "tags": [["a"], []],
        }
    )
    frame.write_parquet(path, row_group_size=1)
    return path


def test_parquet_values_are_read_as_a_person_would_write_them(tmp_path: Path) -> None:
    table = open_table(parquet(tmp_path / "sales.parquet"), name="sales.parquet")
    assert table.columns == ("sold_at", "sku", "qty", "price")
    assert pl.concat(table.batches(rows=1)).select(*table.columns, "line").rows() == [
        ("2024-03-05 13:30:00+0000", "17850.0", "2", "2.24", 1),
        ("2024-03-06 08:00:00+0000", "22.0", "-1", "0.1", 2),
    ]


def test_parquet_becomes_typed_rows(tmp_path: Path) -> None:
    rows = read_file(parquet(tmp_path / "sales.parquet")).rows
    assert rows.select("on", "sku", "quantity", "price").rows() == [
        (date(2024, 3, 5), "17850", Decimal(2), Decimal("2.24")),
        (date(2024, 3, 6), "22", Decimal(-1), Decimal("0.1")),
    ]


def test_the_sample_of_parquet_reaches_its_last_row_group(tmp_path: Path) -> None:
    path = tmp_path / "long.parquet"
    pl.DataFrame({"sku": [str(n) for n in range(1000)], "qty": [1] * 1000}).write_parquet(path, row_group_size=100)
    sample = open_table(path, name="long.parquet").sample(rows=80)
    assert sample.height <= 80
    assert max(int(sku) for sku in sample["sku"]) >= 900


@pytest.mark.parametrize(
    ("frame", "problem"),
    [(pl.DataFrame({"sku": ["a"]}), OneColumn), (pl.DataFrame({"sku": [], "qty": []}, strict=False), NoRows)],
)
def test_parquet_without_a_table_is_refused(tmp_path: Path, frame: pl.DataFrame, problem: type[Exception]) -> None:
    path = tmp_path / "bad.parquet"
    frame.write_parquet(path)
    with pytest.raises(problem):
        open_table(path, name="bad.parquet")
