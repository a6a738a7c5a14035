"""Days of bulk orders: found by the night, decided by people, and what the next forecast makes of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.make.demand import BULK, DAYS, main_place, shop_with_bulk
from tests.make.goods import day, events_of, item, rows_of
from tests.make.people import owner, people

from stockwright.forecasting.actions.outliers import decide_outlier
from stockwright.forecasting.actions.runs import run_forecast
from stockwright.forecasting.queries.outliers import OutlierRow, outliers_page
from stockwright.forecasting.queries.runs import current_forecast
from stockwright.forecasting.rules.outliers import Explained, InvalidDecision
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotAllowed, NotFound
from stockwright.kit.tenancy import scope

NOW = day(DAYS)


def night(actor: Actor, days: int = DAYS) -> None:
    run_forecast(actor, today=day(days).date())


def listed(actor: Actor, *, decided: bool | None = None) -> list[OutlierRow]:
    with scope(actor.company_id):
        return list(outliers_page(actor, decided=decided).items)


def decide(actor: Actor, decision: str, note: str = "", on: float = BULK) -> None:
    key: dict[str, Any] = {"variant_id": item(actor), "location_id": main_place(actor)}
    decide_outlier(actor, **key, day=day(on).date(), decision=decision, note=note, now=NOW, today=NOW.date())


def level(actor: Actor) -> float:
    with scope(actor.company_id):
        told = current_forecast(actor)
    assert told is not None
    return float(told.told.mean.sum())


def test_the_night_finds_a_bulk_order_and_says_who_placed_it() -> None:
    alice = shop_with_bulk(owner())
    night(alice)
    [found] = listed(alice)
    assert (found.day, found.sold, found.orders, found.largest) == (day(BULK).date(), 403.0, 2, 400.0)
    assert (found.explained, found.customer, found.found) == (Explained.ONE_ORDER, "Hotel", True)
    assert 3.0 <= found.believed < 200.0
    assert found.effect > 10.0
    night(alice)
    assert len(listed(alice)) == 1


def test_what_a_person_says_is_what_the_next_forecast_counts() -> None:
    alice = shop_with_bulk(owner())
    night(alice)
    damped = level(alice)
    decide(alice, "keep", "They come back every quarter.")
    night(alice)
    kept = level(alice)
    decide(alice, "ignore")
    night(alice)
    ignored = level(alice)
    assert kept > 1.5 * damped
    assert ignored == pytest.approx(3.0 * 28, rel=0.25)
    decide(alice, "")
    night(alice)
    assert level(alice) == pytest.approx(damped, rel=1e-3)


def test_a_decision_stays_over_nights_with_who_and_why() -> None:
    alice = shop_with_bulk(owner())
    night(alice)
    decide(alice, "keep", " A yearly order ")
    night(alice, DAYS + 1)
    [found] = listed(alice, decided=True)
    assert (found.decision, found.note, found.decided_by, found.decided_at) == (
        "keep",
        "A yearly order",
        alice.label,
        NOW,
    )
    assert found.believed == 403.0
    assert listed(alice, decided=False) == []


def test_an_ordinary_day_can_be_left_out_too_and_goes_when_that_is_taken_back() -> None:
    alice = shop_with_bulk(owner())
    night(alice)
    decide(alice, "ignore", "The scanner was broken.", on=20)
    night(alice)
    assert [row.day for row in listed(alice)] == [day(BULK).date(), day(20).date()]
    assert not listed(alice)[1].found
    decide(alice, "", on=20)
    night(alice)
    assert [row.day for row in listed(alice)] == [day(BULK).date()]


def test_deciding_the_same_twice_is_told_once() -> None:
    alice = shop_with_bulk(owner())
    night(alice)
    decide(alice, "keep")
    decide(alice, "keep")
    assert events_of(alice).count("forecast.outlier_decided") == 1


@pytest.mark.parametrize(("decision", "note"), [("halve", ""), ("keep", "x" * 301)])
def test_a_wrong_word_changes_nothing(decision: str, note: str) -> None:
    alice = shop_with_bulk(owner())
    with pytest.raises(InvalidDecision):
        decide(alice, decision, note)
    assert rows_of(alice, "select 1 from forecasting_outlier") == []


def test_only_who_may_and_only_of_the_own_company() -> None:
    everybody = people()
    shop_with_bulk(everybody.alice)
    key: dict[str, Any] = {"variant_id": item(everybody.alice), "location_id": main_place(everybody.alice)}
    with pytest.raises(NotAllowed):
        decide_outlier(everybody.bob, **key, day=date(2026, 1, 5), decision="keep", now=NOW, today=NOW.date())
    with pytest.raises(NotFound):
        decide_outlier(everybody.mallory, **key, day=date(2026, 1, 5), decision="keep", now=NOW, today=NOW.date())
    with scope(everybody.alice.company_id), pytest.raises(NotFound):
        outliers_page(everybody.mallory, variant_id=key["variant_id"])
    assert rows_of(everybody.alice, "select 1 from forecasting_outlier") == []


def test_pages_follow_one_another_without_a_gap() -> None:
    alice = shop_with_bulk(owner())
    for on in (3, 9, 12):
        decide(alice, "ignore", on=on)
    seen: list[date] = []
    cursor: str | None = ""
    while cursor is not None:
        with scope(alice.company_id):
            found = outliers_page(alice, cursor=cursor, limit=2)
        seen, cursor = seen + [row.day for row in found.items], found.next_cursor
    assert seen == [day(0).date() + timedelta(days=on) for on in (12, 9, 3)]
