"""A statement that the database refuses is told by Django's errors, whichever way it was sent."""

from collections.abc import Callable

import polars as pl
import pytest
from django.db import DataError, IntegrityError, transaction

from stockwright.kit.frames import stage_frames
from stockwright.kit.statements import ask, ask_prepared, run, run_prepared

TOO_LARGE = "select %(number)s::numeric(3, 0)"


@pytest.mark.parametrize("send", [ask, ask_prepared, run, run_prepared])
def test_a_number_that_does_not_fit_is_a_data_error(send: Callable[..., object]) -> None:
    with pytest.raises(DataError), transaction.atomic():
        send(TOO_LARGE, {"number": 12345})


def test_a_moment_that_no_column_holds_is_a_data_error() -> None:
    with pytest.raises(DataError), transaction.atomic():
        stage_frames([pl.DataFrame({"at": ["0000-12-31T10:00:00Z"]})], "told", {"at": "timestamptz"})


@pytest.mark.parametrize("send", [ask, ask_prepared])
def test_a_broken_constraint_is_an_integrity_error(send: Callable[..., object]) -> None:
    run("create temp table once (number int unique)", {})
    try:
        run("insert into once values (1)", {})
        with pytest.raises(IntegrityError), transaction.atomic():
            send("insert into once values (1) returning number", {})
    finally:
        run("drop table once", {})
