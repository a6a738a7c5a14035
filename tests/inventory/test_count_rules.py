"""What a line comes to, and when it is counted again."""

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.make.goods import day

from stockwright.inventory.rules.counts import (
    Mode,
    Tally,
    Tolerance,
    beyond,
    found,
    may_recount,
    recount_for,
    shows_expected,
)


def tally(by: str, pieces: int, at: float = 0) -> Tally:
    return Tally(by, Decimal(pieces), day(at), day(at) + timedelta(minutes=5))


def test_shelves_add_up_to_the_moment_of_the_last() -> None:
    result = found([tally("a", 3), tally("b", 4, at=1)], mode=Mode.ADD, recounted=False)
    assert result is not None
    assert [result.pieces, result.first_at, result.last_at] == [7, day(0), day(1) + timedelta(minutes=5)]


@pytest.mark.parametrize(
    ("tallies", "recounted", "pieces", "doubt"),
    [
        ([tally("a", 3)], False, 3, "single"),
        ([tally("a", 3)], True, 3, ""),
        ([tally("a", 3), tally("b", 3)], False, 3, ""),
        ([tally("a", 3), tally("b", 4, at=1)], False, 4, "disagree"),
        ([tally("a", 3), tally("b", 4, at=1)], True, 4, "disagree"),
    ],
)
def test_two_have_to_agree(tallies: list[Tally], recounted: bool, pieces: int, doubt: str) -> None:
    result = found(tallies, mode=Mode.DOUBLE, recounted=recounted)
    assert result is not None
    assert [result.pieces, result.doubt] == [pieces, doubt]


@pytest.mark.parametrize(
    ("limits", "expected", "counted", "is_beyond"),
    [
        ((None, None, None), 10, 0, False),
        ((2, None, None), 10, 8, False),
        ((2, None, None), 10, 7, True),
        ((None, 10, None), 10, 9, False),
        ((None, 10, None), 10, 8, True),
        ((None, 10, None), 0, 1, True),
        ((None, None, 20), 10, 12, False),
        ((None, None, 19), 10, 12, True),
        ((0, 0, 0), 10, 10, False),
    ],
)
def test_a_difference_above_any_limit_is_too_large(
    limits: tuple[int | None, ...], expected: int, counted: int, is_beyond: bool
) -> None:
    tolerance = Tolerance(*(None if limit is None else Decimal(limit) for limit in limits))
    told = beyond(tolerance, expected=Decimal(expected), counted=Decimal(counted), unit_value=Decimal(10))
    assert told is is_beyond


def test_what_was_recounted_is_left_to_a_person_unless_two_disagree() -> None:
    assert recount_for(doubt="", moved=True, beyond_tolerance=True, recounted=True) == ""
    assert recount_for(doubt="disagree", moved=False, beyond_tolerance=False, recounted=True) == "disagree"
    assert recount_for(doubt="", moved=True, beyond_tolerance=True, recounted=False) == "moved"
    assert recount_for(doubt="", moved=False, beyond_tolerance=True, recounted=False) == "tolerance"


def test_somebody_else_counts_again_where_there_is_somebody() -> None:
    assert not may_recount("a", before=["a"], counters=["a", "b"])
    assert may_recount("b", before=["a"], counters=["a", "b"])
    assert may_recount("a", before=["a"], counters=["a"])
    assert may_recount("a", before=["a", "b"], counters=["a", "b"])


@pytest.mark.parametrize("state", ["open", "counting", "review", "cancelled"])
def test_who_counts_blind_is_not_told_what_to_find(state: str) -> None:
    assert not shows_expected(blind=True, state=state, may_approve=False)
    assert shows_expected(blind=False, state=state, may_approve=False)
    assert shows_expected(blind=True, state=state, may_approve=True) is (state == "review")
