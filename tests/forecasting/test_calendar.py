"""Events of the calendar: how they repeat, which kinds are told apart, and that nothing is ever silently gone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.make.goods import events_of, rows_of
from tests.make.people import owner, people
from tests.make.told import FAIR, event

from stockwright.accounts.actions.companies import change_company
from stockwright.forecasting.actions.calendar import add_event, cancel_event, change_event, switch_holiday
from stockwright.forecasting.queries.calendar import event_days, event_of, events_page, kinds_told
from stockwright.forecasting.queries.holidays import holidays_between
from stockwright.forecasting.rules.calendar import (
    MOST_KINDS,
    OTHER_EVENT,
    PUBLIC_HOLIDAY,
    EventCancelled,
    EventTold,
    InvalidEvent,
    Span,
    checked_event,
    days_of,
    grouped_kinds,
    occurrences,
)
from stockwright.kit.actor import Actor
from stockwright.kit.clock import now
from stockwright.kit.problems import NotAllowed, NotFound
from stockwright.kit.tenancy import scope

YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def rows(actor: Actor) -> list[tuple[object, ...]]:
    return rows_of(
        actor, "select name, kind, starts_on, ends_on, note, cancelled_at from forecasting_calendarevent"
    )


def test_a_yearly_event_takes_place_each_year_from_its_first_day_on() -> None:
    fair = replace(FAIR, starts_on=date(2024, 12, 30), ends_on=date(2025, 1, 2), yearly=True)
    found = occurrences(fair, Span(date(2024, 1, 1), date(2026, 6, 1)))
    assert found == [Span(date(2024, 12, 30), date(2025, 1, 2)), Span(date(2025, 12, 30), date(2026, 1, 2))]
    assert occurrences(fair, Span(date(2023, 1, 1), date(2024, 12, 29))) == []
    ended = replace(fair, repeats_until=date(2025, 6, 1))
    assert occurrences(ended, Span(date(2025, 6, 1), date(2030, 1, 1))) == []


def test_a_leap_day_is_the_day_before_march_in_other_years() -> None:
    leap = replace(FAIR, starts_on=date(2024, 2, 29), ends_on=date(2024, 2, 29), yearly=True)
    assert [one.first for one in occurrences(leap, Span(date(2024, 1, 1), date(2028, 12, 31)))] == [
        date(2024, 2, 29),
        *(date(year, 2, 28) for year in (2025, 2026, 2027)),
        date(2028, 2, 29),
    ]


@given(DAYS, st.integers(0, 200), st.booleans(), DAYS, st.integers(0, 900))
def test_days_of_an_event_are_those_a_look_at_each_day_finds(
    start: date, length: int, yearly: bool, first: date, width: int
) -> None:
    told = EventTold("x", "y", start, start + timedelta(days=length), yearly=yearly)
    within = Span(first, first + timedelta(days=width))
    found = days_of(occurrences(told, within), within)
    years = range(start.year, within.last.year + 1) if yearly else [start.year]
    starts = [
        date(year, 2, 28) if (start.month, start.day) == (2, 29) and year % 4 else start.replace(year=year)
        for year in years
    ]
    slow = {
        day
        for day in (first + timedelta(days=at) for at in range(width + 1))
        if any(one <= day <= one + timedelta(days=length) for one in starts)
    }
    assert found == slow


@given(st.dictionaries(st.text("abcdefghijklm", min_size=1, max_size=2), st.sets(DAYS, max_size=6), max_size=20))
def test_no_day_is_lost_when_kinds_are_put_together(days: dict[str, set[date]]) -> None:
    told = grouped_kinds(days)
    assert len(set(told) - {OTHER_EVENT}) <= MOST_KINDS
    assert set().union(*told.values()) == set().union(*days.values())
    for kind, kept in told.items():
        assert kind == OTHER_EVENT or set(kept) == days[kind]


def test_the_most_frequent_kinds_are_told_apart() -> None:
    days = {f"kind {n}": {date(2026, 1, 1) + timedelta(days=at) for at in range(n + 1)} for n in range(10)}
    told = grouped_kinds(days)
    assert list(told) == [*(f"kind {n}" for n in range(2, 10)), OTHER_EVENT]
    assert told[OTHER_EVENT] == [date(2026, 1, 1), date(2026, 1, 2)]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "  "}, "name"),
        ({"kind": ""}, "kind"),
        ({"ends_on": date(2026, 3, 9)}, "ends_on"),
        ({"ends_on": date(2027, 3, 12)}, "ends_on"),
        ({"starts_on": date(1066, 10, 14)}, "starts_on"),
        ({"yearly": True, "repeats_until": date(2025, 1, 1)}, "repeats_until"),
    ],
)
def test_an_event_that_makes_no_sense_is_refused_and_nothing_changes(wrong: dict[str, object], field: str) -> None:
    alice = owner()
    told = replace(FAIR, **wrong)  # type: ignore[arg-type]
    with pytest.raises(InvalidEvent) as refused:
        add_event(alice, told=told, now=now(), source="one")
    assert refused.value.fields["field"] == field
    made = event(alice)
    before = rows(alice)
    with pytest.raises(InvalidEvent):
        change_event(alice, event_id=made.pk, told=told, now=now())
    assert rows(alice) == before
    assert len(before) == 1


def test_kinds_that_are_written_differently_are_one() -> None:
    assert checked_event(replace(FAIR, kind="  Town   Fair ")).kind == "town fair"


def test_an_event_is_added_once_for_each_source() -> None:
    alice = owner()
    first = add_event(alice, told=FAIR, now=now(), source="one")
    assert add_event(alice, told=FAIR, now=now(), source="one").pk == first.pk
    assert len(rows(alice)) == 1
    assert events_of(alice).count("calendar.event_added") == 1


def test_what_was_changed_and_cancelled_stays_to_be_seen() -> None:
    alice = owner()
    made = event(alice)
    change_event(alice, event_id=made.pk, told=replace(FAIR, ends_on=date(2026, 3, 14)), now=now())
    change_event(alice, event_id=made.pk, told=replace(FAIR, ends_on=date(2026, 3, 14)), now=now())
    cancel_event(alice, event_id=made.pk, now=now(), reason="The hall burnt down.")
    with scope(alice.company_id):
        seen = event_of(alice, made.pk)
        assert [one.id for one in events_page(alice, cancelled=True).items] == [made.pk]
        assert list(events_page(alice).items) == []
    assert seen.ends_on == date(2026, 3, 14)
    assert (seen.cancelled_by, seen.reason) == (alice.label, "The hall burnt down.")
    assert [name for name in events_of(alice) if name.startswith("calendar.")] == [
        "calendar.event_added",
        "calendar.event_changed",
        "calendar.event_cancelled",
    ]
    with pytest.raises(EventCancelled):
        cancel_event(alice, event_id=made.pk, now=now())
    with pytest.raises(EventCancelled):
        change_event(alice, event_id=made.pk, told=FAIR, now=now())


def test_what_is_cancelled_is_no_input() -> None:
    alice = owner()
    kept, gone = event(alice), event(alice, replace(FAIR, kind="payday"))
    cancel_event(alice, event_id=gone.pk, now=now())
    with scope(alice.company_id):
        days = event_days(alice, YEAR)
        assert kinds_told(alice) == ["fair"]
    assert {kind: when for kind, when in days.items() if when} == {
        "fair": [kept.starts_on + timedelta(days=at) for at in range(3)]
    }


def test_a_public_holiday_can_be_a_day_like_any_other() -> None:
    alice = owner()
    change_company(alice, holidays_of="DE")
    christmas = date(2026, 12, 25)
    with scope(alice.company_id):
        names = {one.day: one.name for one in holidays_between(alice, YEAR)}
    told = {"name": names[christmas], "today": date(2026, 3, 2), "now": now()}
    for counts in (False, False, True):
        switch_holiday(alice, counts=counts, **told)  # type: ignore[arg-type]
        with scope(alice.company_id):
            assert (christmas in event_days(alice, YEAR)[PUBLIC_HOLIDAY]) is counts
    assert events_of(alice).count("calendar.holiday_switched") == 2
    with pytest.raises(NotFound):
        switch_holiday(alice, name="Talk like a pirate day", counts=False, today=date(2026, 3, 2), now=now())


def test_a_country_that_nobody_knows_has_no_holidays() -> None:
    alice = owner()
    for country in ("", "ZZ"):
        change_company(alice, holidays_of=country)
        with scope(alice.company_id):
            assert holidays_between(alice, YEAR) == []


def test_an_own_event_can_be_like_a_public_holiday() -> None:
    alice = owner()
    event(alice, replace(FAIR, kind="Public holiday"))
    with scope(alice.company_id):
        assert len(event_days(alice, YEAR)[PUBLIC_HOLIDAY]) == 3


def test_who_may_only_look_tells_nothing_and_nobody_touches_another_companys_calendar() -> None:
    three = people()
    made = event(three.alice)
    for deed in (
        lambda: add_event(three.bob, told=FAIR, now=now(), source="one"),
        lambda: change_event(three.bob, event_id=made.pk, told=FAIR, now=now()),
        lambda: cancel_event(three.bob, event_id=made.pk, now=now()),
        lambda: switch_holiday(three.bob, name="x", counts=False, today=YEAR.first, now=now()),
    ):
        with pytest.raises(NotAllowed):
            deed()
    before = rows(three.alice)
    with pytest.raises(NotFound):
        cancel_event(three.mallory, event_id=made.pk, now=now())
    with pytest.raises(NotFound):
        change_event(three.mallory, event_id=made.pk, told=replace(FAIR, name="Mine"), now=now())
    with scope(three.mallory.company_id), pytest.raises(NotFound):
        event_of(three.mallory, made.pk)
    assert rows(three.alice) == before
