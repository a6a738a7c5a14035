"""Twelve kinds of rot, each answered in words a person can act on; what is sound is still read."""

import tracemalloc
from pathlib import Path

import pytest

from stockwright.channels.connectors.files.client.opening import open_table
from stockwright.channels.connectors.files.mapping.reasons import explain
from stockwright.channels.connectors.files.problems import FileProblem

from .make import Write, read_file

HEADER = b"date,sku,name,quantity,price\n"
SOUND = b"2024-03-05,A-1,Mug,2,9.90\n"

LINES = [
    (b"2024-02-31,A-1,Mug,2,9.90\n", "bad_date"),
    (b"2024-03-05,A-1,Mug,lots,9.90\n", "not_a_number"),
    (b"2024-03-05,A-1,Mug,2,-9.90\n", "negative_price"),
    (b"2024-03-05,,Mug,2,9.90\n", "missing_sku"),
    (b"2024-03-05,A-1," + b"x" * (9 << 20) + b",2,9.90\n", "line_too_long"),
    (b"2024-03-05,=cmd|'/c calc'!A1,Mug,2,9.90\n", "formula_in_sku"),
    (b"2031-01-01,A-1,Mug,2,9.90\n", "date_in_future"),
    (b"2024-03-05;A-1;Mug;2;9.90\n", "other_separator"),
    ("2024-03-05,A-1,Gr\u00f6\u00dfe,2,9.90\n".encode("cp1252"), "broken_letters"),
]


@pytest.mark.parametrize(("line", "reason"), LINES)
def test_a_rotten_line_costs_itself_only(write: Write, line: bytes, reason: str) -> None:
    sound = SOUND + "2024-03-06,A-2,Becher für Öl,1,4.00\n".encode() * 30
    parsed = read_file(write(HEADER + sound + line + sound))
    assert parsed.rejected.select("line", "reason").rows() == [(33, reason)]
    assert parsed.rows.height == 62
    assert len(explain(reason)) > 15


def test_all_rotten_lines_at_once_are_told_one_by_one(write: Write) -> None:
    body = b"".join(line for line, _ in LINES)
    sound = SOUND + "2024-03-06,A-2,Becher für Öl,1,4.00\n".encode() * 30
    parsed = read_file(write(HEADER + sound + body + SOUND))
    assert parsed.rejected["reason"].to_list() == [reason for _, reason in LINES]
    assert parsed.rejected["line"].to_list() == list(range(33, 33 + len(LINES)))
    assert parsed.rows.height == 32
    assert parsed.warnings.filter(reason="duplicate_line").height == 30


WHOLE = [
    (b"", "empty_file"),
    (b"PK\x05\x06" + bytes(18), "archive_file"),
    (HEADER + b"2024-03-05,A\x00-1,Mug,2,9.90\n", "binary_file"),
    (b"x" * (3 << 20), "line_too_long"),
]


@pytest.mark.parametrize(("content", "code"), WHOLE)
def test_a_rotten_file_is_refused_before_anything_is_read(write: Write, content: bytes, code: str) -> None:
    with pytest.raises(FileProblem) as caught:
        open_table(write(content), name="sales.csv")
    assert caught.value.code == code


def test_reading_a_huge_line_takes_no_more_memory_than_a_block(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(HEADER + SOUND)
        for _ in range(64):
            file.write(b"y" * (1 << 20))
        file.write(b"\n" + SOUND)
    tracemalloc.start()
    parsed = read_file(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert parsed.rejected.select("line", "reason").rows() == [(3, "line_too_long")]
    assert peak < 40 << 20
