"""The encoding of a file is told from its bytes."""

import polars as pl
import pytest

from stockwright.channels.connectors.files.client.opening import open_table

from .make import Write

RUSSIAN = "Дата;Артикул;Название;Кол-во\n" + "05.03.2024;А-1;Чайник эмалированный;2\n06.03.2024;Б-2;Ёлка;1\n" * 20
KOREAN = "주문일,상품코드,상품명,수량\n" + "2024-03-05,K-1,무선 주전자,2\n" * 20
GERMAN = "Datum;Artikelnr;Bezeichnung;Menge\n" + "05.03.2024;G-1;Größe M, grün für Mädchen;2\n" * 20
ENGLISH = "date,sku,name,quantity\n" + "2024-03-05,E-1,Gift voucher £20 – blue,2\n" * 20

WRITTEN = [
    (RUSSIAN, "utf-8", "utf-8"),
    (RUSSIAN, "utf-8-sig", "utf-8"),
    (RUSSIAN, "cp1251", "cp1251"),
    (RUSSIAN, "koi8-r", "koi8-r"),
    (RUSSIAN, "cp866", "cp866"),
    (RUSSIAN, "utf-16", "utf-16-le"),
    (KOREAN, "cp949", "cp949"),
    (KOREAN, "euc-kr", "cp949"),
    (KOREAN, "utf-8", "utf-8"),
    (GERMAN, "latin-1", "cp1252"),
    (GERMAN, "cp1252", "cp1252"),
    (GERMAN, "utf-16-le", "utf-16-le"),
    (GERMAN, "utf-16-be", "utf-16-be"),
    (ENGLISH, "cp1252", "cp1252"),
    ("date,sku,quantity\n2024-03-05,E-1,2\n", "ascii", "utf-8"),
]


@pytest.mark.parametrize(("text", "written", "told"), WRITTEN)
def test_text_is_read_in_the_encoding_it_was_written_in(write: Write, text: str, written: str, told: str) -> None:
    table = open_table(write(text, encoding=written), name="sales.csv")
    assert table.encoding == told
    header, first = text.splitlines()[:2]
    assert ",".join(table.columns) == header.replace(";", ",")
    row = table.preview(1).select(table.columns).row(0)
    assert table.separator.join(row) == first


def test_letters_beyond_the_beginning_of_the_file_decide_too(write: Write) -> None:
    plain = "date;sku;name;quantity\n" + "2024-03-05;E-1;plain;2\n" * 40_000
    table = open_table(write(plain + "2024-03-05;E-1;Чайник;2\n" * 20_000, encoding="cp1251"), name="sales.csv")
    assert table.encoding == "cp1251"


def test_a_few_lines_of_another_encoding_are_refused_alone(write: Write) -> None:
    good = "2024-03-05,E-1,Größe,2\n".encode()
    content = b"date,sku,name,quantity\n" + good * 20_000 + b"2024-03-06,E-2,Gr\xf6\xdfe,2\n" + good * 20_000
    table = open_table(write(content), name="sales.csv")
    lines = pl.concat(table.batches())
    assert lines.height == 40_001
    assert lines.filter(pl.col("problem").is_not_null()).select("line", "problem").rows() == [
        (20_002, "broken_letters")
    ]
