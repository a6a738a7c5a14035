"""Each business day is kept with its last stock and its minutes in stock."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.make.goods import day, item, moves, rows_of, stated
from tests.make.people import owner, people
from tests.make.threads import together

from stockwright.inventory.actions.fulfilment import release_reservation
from stockwright.inventory.actions.movements import post_movements
from stockwright.inventory.actions.reservations import Wish, reserve_stock
from stockwright.inventory.actions.snapshots import take_snapshots
from stockwright.inventory.actions.statements import undo_statements
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.problems import NotAllowed

FIRST = date(2026, 1, 1)


class Day(NamedTuple):
    on: date
    on_hand: int
    minutes: int


@pytest.fixture
def alice() -> Actor:
    return owner()


def kept(actor: Actor) -> list[Day]:
    query = "select taken_on, on_hand::int, in_stock_minutes from inventory_snapshot order by 1"
    return [Day(*row) for row in rows_of(actor, query)]  # type: ignore[arg-type]


def hours(actor: Actor) -> list[list[int] | None]:
    return [row[0] for row in rows_of(actor, "select hours from inventory_snapshot order by taken_on")]  # type: ignore[misc]


def take(actor: Actor, days: int, zone: str = "UTC") -> int:
    return take_snapshots(actor, up_to=FIRST + timedelta(days=days), time_zone=zone)


def test_a_day_half_without_stock_counts_half_its_minutes(alice: Actor) -> None:
    stated(alice, 2, at=0)
    post_movements(alice, movements=moves(("sale", 1.5, -2, "s"), ("receipt", 3.25, 6, "r")))
    assert take(alice, 4) == 5
    assert [row.on_hand for row in kept(alice)] == [2, 0, 0, 6, 6]
    assert [row.minutes for row in kept(alice)] == [1440, 720, 0, 1080, 1440]


def test_a_day_that_ran_out_tells_its_hours(alice: Actor) -> None:
    stated(alice, 2, at=0)
    ran_out, came = 12.5 / 24, 1 + 18.25 / 24
    post_movements(alice, movements=moves(("sale", ran_out, -2, "s"), ("receipt", came, 6, "r")))
    take(alice, 2)
    assert hours(alice) == [[60] * 12 + [30] + [0] * 11, [0] * 18 + [45] + [60] * 5, None]


def test_short_spells_within_an_hour_add_up(alice: Actor) -> None:
    stated(alice, 1, at=0)
    minute = 1 / 1440
    told = [
        ("sale", 10, -1),
        ("receipt", 20, 2),
        ("sale", 30, -1),
        ("sale", 35, -1),
        ("receipt", 50, 1),
        ("sale", 60, -1),
    ]
    post_movements(alice, movements=moves(*((kind, at * minute, pieces, str(at)) for kind, at, pieces in told)))
    take(alice, 1)
    assert hours(alice) == [[10 + 15 + 10] + [0] * 23, None]


def test_the_hours_are_those_of_the_companys_clock(alice: Actor) -> None:
    stated(alice, 5, at=-1)
    post_movements(alice, movements=moves(("sale", 4 / 24, -5, "s")))
    take(alice, 1, "Asia/Tokyo")
    assert hours(alice)[1] == [60] * 13 + [0] * 11


@pytest.mark.parametrize(("on", "length"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_when_the_clock_changes_every_hour_is_still_an_hour(alice: Actor, on: date, length: int) -> None:
    before = (datetime.combine(on, datetime.min.time(), UTC) - day(0)).days
    stated(alice, 5, at=before - 1)
    half_past_three = datetime.combine(on, datetime.min.time(), ZoneInfo("Europe/Berlin")).replace(
        hour=3, minute=30
    )
    post_movements(alice, movements=moves(("sale", (half_past_three - day(0)) / timedelta(days=1), -5, "s")))
    take(alice, before + 1, "Europe/Berlin")
    [found] = [each for each in hours(alice) if each]
    assert found == [60, 60, 0 if length == 23 else 60, 30] + [0] * 20


def test_days_are_added_once(alice: Actor) -> None:
    stated(alice, 2)
    assert [take(alice, 3), take(alice, 3), take(alice, 5)] == [4, 0, 2]


def test_before_the_first_word_nothing_is_known(alice: Actor) -> None:
    item(alice)
    post_movements(alice, movements=moves(("receipt", 1, 3, "r")))
    assert take(alice, 9) == 0
    stated(alice, 2, at=4.5)
    take(alice, 5)
    assert kept(alice) == [Day(date(2026, 1, 5), 2, 1440), Day(date(2026, 1, 6), 2, 1440)]


def test_an_empty_shelf_is_known_to_be_empty(alice: Actor) -> None:
    stated(alice, 0)
    take(alice, 1)
    assert [row.minutes for row in kept(alice)] == [0, 0]


def test_what_is_told_late_is_put_into_the_days_it_concerns(alice: Actor) -> None:
    stated(alice, 2)
    take(alice, 5)
    post_movements(alice, movements=moves(("waste", 3, -2, "w")))
    take(alice, 5)
    assert [row.on_hand for row in kept(alice)] == [2, 2, 2, 0, 0, 0]


def test_an_undone_statement_leaves_no_days(alice: Actor) -> None:
    batch_id = new_id()
    stated(alice, 0, batch_id=batch_id)
    take(alice, 3)
    undo_statements(alice, batch_id=batch_id)
    assert (take(alice, 3), kept(alice)) == (0, [])


def test_a_day_ends_at_midnight_of_the_companys_place(alice: Actor) -> None:
    stated(alice, 5, at=-1)
    post_movements(alice, movements=moves(("sale", 0.7, -5, "s")))
    take(alice, 2, "Asia/Tokyo")
    assert [row.on_hand for row in kept(alice)][1:3] == [5, 0]


def test_a_day_of_23_hours_is_a_whole_day(alice: Actor) -> None:
    before = (datetime(2026, 3, 28, tzinfo=UTC) - day(0)).days
    stated(alice, 5, at=before)
    noon = (datetime(2026, 3, 29, 12, tzinfo=ZoneInfo("Europe/Berlin")) - day(0)) / timedelta(days=1)
    post_movements(alice, movements=moves(("sale", noon, -5, "s")))
    take(alice, before + 2, "Europe/Berlin")
    assert [row.minutes for row in kept(alice)] == [1440, round(1440 * 11 / 23), 0]


def test_only_who_may_change_stock_takes_snapshots_and_only_of_the_own() -> None:
    everybody = people()
    stated(everybody.alice, 2)
    assert take(everybody.mallory, 3) == 0
    with pytest.raises(NotAllowed):
        take(everybody.bob, 3)
    assert kept(everybody.alice) == []


def test_a_movement_told_while_days_are_taken_is_in_them_in_the_end(alice: Actor) -> None:
    stated(alice, 40)
    late = [moves(("waste", number, -1, f"w{number}")) for number in range(1, 9)]
    together(
        lambda: [take(alice, 20) for _ in range(6)],
        lambda: [post_movements(alice, movements=told).posted for told in late],
    )
    take(alice, 20)
    assert [row.on_hand for row in kept(alice)] == [40, *range(39, 32, -1), *[32] * 13]


MOVES = st.lists(st.tuples(st.integers(0, 8 * 1440), st.integers(-4, 4).filter(bool)), max_size=10)


@settings(max_examples=15, deadline=None)
@given(told=MOVES, opening=st.integers(0, 4), split=st.integers(0, 8))
def test_the_days_are_those_of_a_walk_minute_by_minute(
    told: list[tuple[int, int]], opening: int, split: int
) -> None:
    actor = owner()
    stated(actor, opening, at=-0.0001)
    if told:
        rows = [("adjustment", at / 1440, pieces, str(number)) for number, (at, pieces) in enumerate(told)]
        post_movements(actor, movements=moves(*rows))
    take(actor, split)
    take(actor, 8)
    stock, walked = opening, []
    for number in range(9):
        by_hour = [0] * 24
        for minute in range(1440):
            stock += sum(pieces for at, pieces in told if at == number * 1440 + minute)
            by_hour[minute // 60] += stock > 0
        walked.append((stock, sum(by_hour), by_hour if 0 < sum(by_hour) < 1440 else None))
    found = zip(kept(actor)[1:], hours(actor)[1:], strict=True)
    assert [(row.on_hand, row.minutes, by_hour) for row, by_hour in found] == walked


def test_a_day_keeps_what_was_promised_at_its_end(alice: Actor) -> None:
    shirt = item(alice)
    stated(alice, 9, at=0)
    kept_for = reserve_stock(alice, lines=[Wish(shirt, Decimal(3))], source="a", now=day(1.5))
    reserve_stock(alice, lines=[Wish(shirt, Decimal(2))], source="b", now=day(2.5))
    assert take(alice, 2) == 3
    release_reservation(alice, reservation_id=kept_for.reservation_id, now=day(4.25))
    take(alice, 5)
    promised = rows_of(alice, "select reserved::int from inventory_snapshot order by taken_on")
    assert promised == [(0,), (3,), (5,), (5,), (2,), (2,)]
    assert [row.on_hand for row in kept(alice)] == [9] * 6
