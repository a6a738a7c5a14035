"""What the forecast of an item is made from: what it was told, what it leaves out, and who makes it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from tests.make.demand import BULK, DAYS, main_place, shop_with_bulk, shop_without_stock
from tests.make.files import brought_in, sales_csv
from tests.make.goods import day, item
from tests.make.people import owner, people
from tests.make.told import event, override, price, promotion

from stockwright.accounts.actions.companies import change_company
from stockwright.catalog.actions.items import create_item
from stockwright.catalog.queries import variant_ids
from stockwright.engine.demand.notices import NoticeKind
from stockwright.forecasting.actions.calendar import cancel_event, switch_holiday
from stockwright.forecasting.actions.outliers import decide_outlier
from stockwright.forecasting.actions.overrides import end_override
from stockwright.forecasting.actions.promotions import cancel_promotion
from stockwright.forecasting.actions.runs import run_forecast
from stockwright.forecasting.actions.successions import inherit_history
from stockwright.forecasting.queries.basis import Basis, basis_of
from stockwright.forecasting.rules.basis import Known, LeftOut, Stage, Told, stage_of
from stockwright.inventory.actions.kits import set_components
from stockwright.inventory.actions.locations import add_location
from stockwright.kit.actor import Actor
from stockwright.kit.clock import now
from stockwright.kit.problems import NotFound
from stockwright.kit.tenancy import scope

TODAY = date(2026, 3, 2)


def shop() -> tuple[Actor, UUID]:
    alice = owner()
    brought_in(alice, sales_csv(days=60, skus=4))
    with scope(alice.company_id):
        return alice, variant_ids(alice, ["SKU-0"])["SKU-0"]


def basis(actor: Actor, variant_id: UUID, *, today: date = TODAY) -> Basis:
    place = main_place(actor)
    with scope(actor.company_id):
        return basis_of(actor, variant_id, place, today=today)


def kinds(known: list[Known]) -> list[str]:
    return [one.kind.value for one in known]


def test_without_a_word_there_is_only_who_forecasts_it() -> None:
    alice, shirt = shop()
    assert basis(alice, shirt) == Basis([], [])
    run_forecast(alice, today=TODAY)
    found = basis(alice, shirt)
    assert (found.told, found.left_out, found.days_out) == ([], [], 0)
    assert (found.as_of, found.version) == (date(2026, 3, 1), "stable-1.1")
    assert found.method == next(iter(found.shares))
    assert sum(found.shares.values()) == pytest.approx(1.0)


def test_all_that_people_told_of_the_item_is_listed_by_day() -> None:
    alice, shirt = shop()
    change_company(alice, holidays_of="DE")
    override(alice, shirt)
    event(alice)
    promotion(alice, shirt)
    promotion(alice)  # of another item
    price(alice, shirt, from_on=date(2026, 3, 20), today=TODAY)
    found = basis(alice, shirt)
    assert kinds(found.told) == ["override", "promotion", "event", "price"]
    assert [one.first for one in found.told] == [date(2026, 3, on) for on in (2, 5, 10, 20)]
    assert (found.told[0].name, found.told[0].amount, found.told[0].detail) == (
        "A big order comes.",
        Decimal(20),
        "fixed",
    )
    assert found.told[1].amount == Decimal("0.2")


def test_what_is_over_or_far_ahead_in_the_calendar_is_not_told() -> None:
    alice, shirt = shop()
    change_company(alice, holidays_of="DE")
    promotion(alice, shirt, starts_on=date(2026, 2, 1))
    override(alice, shirt, starts_on=date(2026, 2, 1), expires_on=date(2026, 2, 20), today=date(2026, 2, 1))
    price(alice, shirt, from_on=date(2026, 2, 10), today=date(2026, 2, 1))
    assert basis(alice, shirt).told == []
    assert kinds(basis(alice, shirt, today=date(2026, 3, 20)).told) == ["holiday", "holiday"]


def test_an_override_of_another_place_or_one_that_was_ended_is_not_told() -> None:
    alice, shirt = shop()
    other = add_location(alice, name="North")
    override(alice, shirt, location_id=other.pk)
    ended = override(alice, shirt)
    end_override(alice, override_id=ended.pk, now=now(), today=TODAY)
    assert basis(alice, shirt).told == []


def test_what_holds_without_days_is_told_too() -> None:
    alice, shirt = shop()
    with scope(alice.company_id):
        older, box = variant_ids(alice, ["SKU-1", "SKU-3"]).values()
    set_components(alice, kit_id=box, components=[(shirt, Decimal(3))])
    inherit_history(
        alice, variant_id=shirt, predecessor_id=older, from_on=TODAY, share=Decimal("0.5"), replaces=True
    )
    found = basis(alice, shirt)
    assert [(one.kind, one.name, one.amount) for one in found.told] == [
        (Told.SET, "SKU-3", Decimal(3)),
        (Told.HISTORY, "SKU-1", Decimal("0.5")),
    ]
    assert basis(alice, older).stage is Stage.REPLACED


def test_what_does_not_count_is_left_out_with_its_number() -> None:
    alice = shop_with_bulk(owner())
    run_forecast(alice, today=day(DAYS).date())
    [bulk] = basis(alice, item(alice)).left_out
    assert (bulk.kind, bulk.first, bulk.whole, bulk.name) == (
        LeftOut.BULK_DAY,
        day(BULK).date(),
        Decimal(403),
        "Hotel",
    )
    assert bulk.amount is not None
    assert bulk.amount < 200
    key: dict[str, Any] = {"variant_id": item(alice), "location_id": main_place(alice), "day": day(BULK).date()}
    decide_outlier(alice, **key, decision="ignore", now=now(), today=day(DAYS).date())
    assert [(one.kind, one.amount) for one in basis(alice, item(alice)).left_out] == [
        (LeftOut.IGNORED_DAY, Decimal(0))
    ]
    decide_outlier(alice, **key, decision="keep", now=now(), today=day(DAYS).date())
    assert [(one.kind, one.amount) for one in basis(alice, item(alice)).told] == [(Told.KEPT_DAY, Decimal(403))]


def test_what_was_called_off_is_left_out() -> None:
    alice, shirt = shop()
    change_company(alice, holidays_of="DE")
    fair, sale = event(alice), promotion(alice, shirt)
    cancel_event(alice, event_id=fair.pk, now=now())
    cancel_promotion(alice, promotion_id=sale.pk, now=now())
    switch_holiday(alice, name="Karfreitag", counts=False, today=TODAY, now=now())
    found = basis(alice, shirt, today=date(2026, 3, 9))
    assert [(one.kind.value, one.name) for one in found.left_out] == [
        ("called_off", "Spring sale"),
        ("called_off", "Spring fair"),
        ("holiday_off", "Karfreitag"),
    ]


def test_days_without_stock_are_counted() -> None:
    alice = shop_without_stock(owner())
    assert basis(alice, item(alice)).days_out >= 10


def test_nothing_is_known_of_another_companys_item_and_its_place_does_not_exist() -> None:
    group = people()
    alice, mallory = group.alice, group.mallory
    shirt = create_item(alice, sku="SHIRT").pk
    override(alice, shirt)
    theirs = add_location(alice, name="North").pk
    with scope(mallory.company_id):
        assert basis_of(mallory, shirt, None, today=TODAY) == Basis([], [])
        with pytest.raises(NotFound):
            basis_of(mallory, shirt, theirs, today=TODAY)


def test_every_kind_of_change_has_a_stage() -> None:
    assert {stage_of("smooth", kind, is_replaced=False) for kind in NoticeKind} >= {Stage.GROWING, Stage.FADING}


@pytest.mark.parametrize(
    ("demand_class", "change", "replaced", "stage"),
    [
        ("new", "", False, Stage.NEW),
        ("smooth", "", False, Stage.STEADY),
        ("new", "taking_off", False, Stage.GROWING),
        ("lumpy", "dying", False, Stage.FADING),
        ("dormant", "", False, Stage.ASLEEP),
        ("smooth", "up", True, Stage.REPLACED),
    ],
)
def test_the_stage_of_an_item(demand_class: str, change: str, replaced: bool, stage: Stage) -> None:
    assert stage_of(demand_class, change, is_replaced=replaced) is stage


def test_a_day_of_known_things_is_found_by_their_first_day() -> None:
    known = [Known(Told.EVENT, "b", TODAY), Known(Told.SET, "z"), Known(Told.EVENT, "a", TODAY - timedelta(days=1))]
    assert [one.name for one in sorted(known, key=lambda one: one.order)] == ["z", "a", "b"]
