"""Frames go into PostgreSQL and come back as they were."""

from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
from polars.testing import assert_frame_equal
from tests.make.people import owner

from stockwright.kit.frames import Schema, copy_frame, read_frame, stage_frames
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import scope

KINDS = {
    "word": "text",
    "whole": "bigint",
    "amount": "numeric(18,4)",
    "share": "double precision",
    "sure": "boolean",
    "day": "date",
    "moment": "timestamptz",
    "numbers": "double precision[]",
}
SCHEMA: Schema = {
    "word": pl.String,
    "whole": pl.Int64,
    "amount": pl.Decimal(18, 4),
    "share": pl.Float64,
    "sure": pl.Boolean,
    "day": pl.Date,
    "moment": pl.Datetime("us", "UTC"),
    "numbers": pl.List(pl.Float64),
}


def test_every_type_and_every_awkward_text_survives_the_way_in_and_out() -> None:
    words = [
        "plain",
        "",
        None,
        'a "quoted", word',
        "two\nlines",
        "\r\n",
        "1.50",
        "\\N",
        "\\.",
        "null",
        "{1}",
        "é✓",
    ]
    rows = len(words)
    frame = pl.DataFrame(
        {
            "word": words,
            "whole": [None, *range(1, rows)],
            "amount": [None, Decimal("0.0001"), Decimal("12345678901234.5678")] + [Decimal("-1.5")] * (rows - 3),
            "share": [None, 1e300, 1e-300, 1 / 3] + [0.0] * (rows - 4),
            "sure": [None, True, False] + [True] * (rows - 3),
            "day": [None, date(1999, 12, 31)] + [date(2026, 2, 28)] * (rows - 2),
            "moment": [None, datetime(2026, 3, 1, 4, 5, 6, 789, UTC)]
            + [datetime(1970, 1, 1, 0, 0, 0, 0, UTC)] * (rows - 2),
            "numbers": [None, [], [1 / 3, 1e-9]] + [[0.0]] * (rows - 3),
        },
        schema=dict(SCHEMA),
    )
    with scope(new_id()):
        assert stage_frames([frame, frame.clear()], "kept", KINDS) == rows
        assert_frame_equal(read_frame("select * from kept", [], SCHEMA), frame)


def test_a_single_column_keeps_its_nulls() -> None:
    with scope(new_id()):
        stage_frames([pl.DataFrame({"word": ["a", None, ""]})], "kept", {"word": "text"})
        assert read_frame("select word from kept", [], {"word": pl.String})["word"].to_list() == [
            "a",
            None,
            "",
        ]


def test_what_a_frame_lacks_is_null_and_what_it_has_besides_is_left_out() -> None:
    with scope(new_id()):
        stage_frames([pl.DataFrame({"word": ["a"], "other": [1]})], "kept", {"word": "text", "whole": "int"})
        back = read_frame("select word, whole from kept", [], {"word": pl.String, "whole": pl.Int64})
        assert back.rows() == [("a", None)]


def test_an_empty_answer_has_the_types_of_a_full_one() -> None:
    with scope(new_id()):
        nothing = read_frame("select 1, 'a' where %s > 1", [0], {"n": pl.Int64, "word": pl.String})
    assert nothing.schema == {"n": pl.Int64, "word": pl.String}


def test_rows_reach_a_table_behind_row_level_security_with_the_constants_given() -> None:
    alice, mallory = owner(), owner()
    frame = pl.DataFrame({"id": [str(new_id()), str(new_id())], "name": ["North", 'So"uth, \n']})
    with scope(alice.company_id):
        assert copy_frame(frame, "inventory_location", constants={"company_id": alice.company_id}) == 2
    schema: Schema = {"name": pl.String}
    query = "select name from inventory_location order by name"
    with scope(alice.company_id):
        assert read_frame(query, [], schema)["name"].to_list() == ["North", 'So"uth, \n']
    with scope(mallory.company_id):
        assert read_frame(query, [], schema).is_empty()
