"""Text files are read in blocks: every record once, with its own line number, whatever is in it."""

import csv
import io
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stockwright.channels.connectors.files.client import separated
from stockwright.channels.connectors.files.client.opening import open_table
from stockwright.channels.connectors.files.client.records import LONGEST_LINE
from stockwright.channels.connectors.files.client.tables import Table

from .make import Write

HEADER = "date,sku,name,quantity\n"


def rows(table: Table, *columns: str) -> list[tuple[object, ...]]:
    frames = list(table.batches())
    return pl.concat(frames).select(*columns).rows() if frames else []


def test_quoted_separators_quotes_and_line_ends_belong_to_the_value(write: Write) -> None:
    text = HEADER + '2024-01-01,A,"Pot, ""big""\nred",1\n2024-01-02,B,Cup,2\n'
    table = open_table(write(text), name="sales.csv")
    assert rows(table, "line", "name", "quantity") == [(2, 'Pot, "big"\nred', "1"), (4, "Cup", "2")]


def test_a_stray_quote_is_a_letter_and_swallows_nothing(write: Write) -> None:
    text = HEADER + '2024-01-01,A,5" pipe,1\n2024-01-02,B,Cup,2\n2024-01-03,C,3" x 4",3\n2024-01-04,D,Mug,4\n'
    table = open_table(write(text), name="sales.csv")
    assert rows(table, "line", "name") == [(2, '5" pipe'), (3, "Cup"), (4, '3" x 4"'), (5, "Mug")]


def test_a_quote_that_never_closes_costs_one_line(write: Write) -> None:
    text = HEADER + '2024-01-01,A,"Pot,1\n2024-01-02,B,Cup,2\n2024-01-03,C,Mug,3\n'
    table = open_table(write(text), name="sales.csv")
    assert rows(table, "line", "sku", "problem") == [
        (2, None, "unclosed_quote"),
        (3, "B", None),
        (4, "C", None),
    ]


def test_lines_with_too_few_or_too_many_values_are_told_by_number(write: Write) -> None:
    text = HEADER + "2024-01-01,A,Pot,1\n2024-01-02,B,2\n\n2024-01-03,C,Mug,red,3\n2024-01-04,D,Cup,4,,\n"
    table = open_table(write(text), name="sales.csv")
    assert rows(table, "line", "sku", "problem") == [
        (2, "A", None),
        (3, None, "too_few_fields"),
        (5, None, "too_many_fields"),
        (6, "D", None),
    ]


def test_a_separator_that_changes_half_way_is_said_so(write: Write) -> None:
    text = HEADER + "2024-01-01,A,Pot,1\n" * 3 + "2024-01-02;B;Cup;2\n" * 2
    table = open_table(write(text), name="sales.csv")
    told = [row for row in rows(table, "line", "problem", "raw") if row[1]]
    assert told == [(line, "other_separator", "2024-01-02;B;Cup;2") for line in (5, 6)]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_separator_and_line_end_is_told(write: Write, separator: str, line_end: str) -> None:
    text = (HEADER + "2024-01-01,A,Pot,1\n2024-01-02,B,Cup,2\n").replace(",", separator)
    table = open_table(write(text.replace("\n", line_end)), name="sales.csv")
    assert table.separator == separator
    assert rows(table, "line", "sku", "quantity") == [(2, "A", "1"), (3, "B", "2")]


def test_decimal_commas_between_semicolons_are_not_separators(write: Write) -> None:
    table = open_table(write("date;sku;price;qty\n01.02.2024;A;12,50;1\n01.02.2024;B;3,10;2\n"), name="s.csv")
    assert (table.separator, table.decimal) == (";", ",")


def test_titles_above_the_header_are_passed_over(write: Write) -> None:
    text = "Sales report\nJanuary 2024\n\n" + HEADER + "2024-01-01,A,Pot,1\n2024-01-02,B,Cup,2\n"
    table = open_table(write(text), name="sales.csv")
    assert table.columns == ("date", "sku", "name", "quantity")
    assert rows(table, "line", "sku", "problem") == [(5, "A", None), (6, "B", None)]


def test_the_separator_line_of_excel_is_obeyed(write: Write) -> None:
    table = open_table(write("sep=;\ndate;sku;qty\n2024-01-01;A;1\n"), name="sales.csv")
    assert rows(table, "line", "date", "sku", "qty") == [(3, "2024-01-01", "A", "1")]


def test_columns_without_a_name_and_with_the_same_name_can_be_told_apart(write: Write) -> None:
    table = open_table(write("date,sku,,sku,line\n2024-01-01,A,x,B,7\n"), name="sales.csv")
    assert table.columns == ("date", "sku", "column 3", "sku (2)", "line (2)")


def test_a_line_longer_than_the_limit_costs_one_line(write: Write) -> None:
    long = "2024-01-02,B," + "x" * (3 * LONGEST_LINE) + ",2\n"
    text = HEADER + "2024-01-01,A,Pot,1\n" + long + "2024-01-03,C,Mug,3\n"
    table = open_table(write(text), name="sales.csv")
    assert rows(table, "line", "sku", "problem") == [
        (2, "A", None),
        (3, None, "line_too_long"),
        (4, "C", None),
    ]
    assert max(len(str(raw)) for (raw,) in rows(table, "raw")) <= 200


def test_a_line_longer_than_many_blocks_is_not_held(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(separated, "BLOCK", 64 << 10)
    text = HEADER + "2024-01-01,A,Pot,1\n" + "x" * (5 * LONGEST_LINE) + "\n2024-01-03,C,Mug,3\n"
    path = write(text)
    assert max(len(block) for block, _ in separated._blocks(path, "utf-8")) < 2 * LONGEST_LINE
    assert rows(open_table(path, name="s.csv"), "line", "problem") == [
        (2, None),
        (3, "line_too_long"),
        (4, None),
    ]


def test_the_preview_shows_the_first_rows_only(write: Write) -> None:
    table = open_table(write(HEADER + "2024-01-01,A,Pot,1\n" * 50), name="sales.csv")
    assert table.preview(7).get_column("line").to_list() == list(range(2, 9))


def test_the_sample_reaches_the_end_of_a_long_file(write: Write) -> None:
    lines = "".join(f"2024-{month:02}-10,A{month},Pot,1\n" * 20_000 for month in range(1, 13))
    sample = open_table(write(HEADER + lines), name="sales.csv").sample()
    assert sample["sku"].n_unique() == 12
    assert sample.height <= 4_000


def test_batches_hold_no_more_than_asked(write: Write) -> None:
    table = open_table(write(HEADER + "2024-01-01,A,Pot,1\n" * 250), name="sales.csv")
    assert [batch.height for batch in table.batches(rows=100)] == [100, 100, 50]


VALUES = st.text(alphabet=st.sampled_from("ab \",;\n'é한"), max_size=8).map(str.strip)
TABLES = st.lists(st.tuples(st.just("x"), VALUES, VALUES, st.integers().map(str)), min_size=1, max_size=40)


@given(table=TABLES, block=st.integers(min_value=16, max_value=400))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_blocks_of_any_size_give_what_the_plain_reader_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: list[tuple[str, ...]], block: int
) -> None:
    monkeypatch.setattr(separated, "BLOCK", block)
    memory = io.StringIO(newline="")
    csv.writer(memory, lineterminator="\n").writerows([("date", "sku", "name", "quantity"), *table])
    path = tmp_path / "twin.csv"
    path.write_text(memory.getvalue(), newline="")
    made = separated.SeparatedTable(
        path=path,
        name="twin.csv",
        columns=("date", "sku", "name", "quantity"),
        kind="csv",
        encoding="utf-8",
        separator=",",
        header_line=1,
    )
    read = [tuple(value or "" for value in row) for row in rows(made, "date", "sku", "name", "quantity")]
    assert read == table
    assert rows(made, "line") == [(line,) for line in starts_of(memory.getvalue())]


def starts_of(text: str) -> list[int]:
    """Return the line on which each record below the header begins, by the plain reader."""
    reader = csv.reader(io.StringIO(text, newline=""))
    ends = [reader.line_num for _ in reader]
    return [end + 1 for end in ends[:-1]]
