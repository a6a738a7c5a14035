"""Amounts are exact, ids are ordered, and a day is a company's own."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from stockwright.kit.clock import now, today
from stockwright.kit.ids import new_id
from stockwright.kit.money import exact


@given(st.floats(-1e9, 1e9))
def test_a_statistic_becomes_a_decimal_of_four_places(number: float) -> None:
    found = exact(number)
    assert found == found.quantize(Decimal("0.0001"))
    assert abs(float(found) - number) <= 0.00005 + 1e-6


def test_ids_grow_in_the_order_of_their_making() -> None:
    ids = [new_id() for _ in range(1000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 1000
    assert {made.version for made in ids} == {7}


def test_the_day_differs_by_place() -> None:
    assert today("Pacific/Kiritimati") - today("Pacific/Pago_Pago") in {timedelta(1), timedelta(2)}
    assert now().utcoffset() == timedelta(0)
