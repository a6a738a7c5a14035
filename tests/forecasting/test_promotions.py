"""Promotions: told one by one or many at once, changed, cancelled, and read by the forecast."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.make.goods import events_of, item, rows_of
from tests.make.people import owner, people
from tests.make.told import promotion

from stockwright.catalog.actions.items import change_item
from stockwright.catalog.models import Category
from stockwright.forecasting.actions.promotions import cancel_promotion, change_promotion, plan_promotions
from stockwright.forecasting.queries.promotions import items_of, promos_frame, promotion_of, promotions_page
from stockwright.forecasting.rules.calendar import Span
from stockwright.forecasting.rules.promotions import (
    MOST_PROMOTIONS,
    InvalidPromotion,
    PromotionCancelled,
    PromotionState,
    PromotionTold,
    discounts_by_day,
    state_of,
)
from stockwright.kit.actor import Actor
from stockwright.kit.clock import now
from stockwright.kit.problems import NotAllowed, NotFound
from stockwright.kit.tenancy import scope

FIRST = date(2026, 3, 5)
MONTH = Span(date(2026, 3, 1), date(2026, 3, 31))
SALE = PromotionTold("Spring sale", FIRST, date(2026, 3, 11), Decimal("0.2"), (uuid4(),))
SPANS = st.tuples(st.integers(0, 2), st.integers(-10, 40), st.integers(0, 20), st.sampled_from([0.1, 0.2, 0.5]))


def rows(actor: Actor) -> list[tuple[object, ...]]:
    return rows_of(
        actor,
        "select name, starts_on, ends_on, discount, cancelled_at, (select count(*) from forecasting_promotionitem)"
        " from forecasting_promotion order by name",
    )


@given(st.lists(SPANS, max_size=12))
def test_of_two_promotions_on_a_day_the_larger_discount_counts(spans: list[tuple[int, int, int, float]]) -> None:
    told = [
        (n, MONTH.first + timedelta(days=at), MONTH.first + timedelta(days=at + d), off) for n, at, d, off in spans
    ]
    frame = pl.DataFrame(
        told,
        schema={"series": pl.Int32, "starts_on": pl.Date, "ends_on": pl.Date, "discount": pl.Float64},
        orient="row",
    )
    found = {(series, day): off for series, day, off in discounts_by_day(frame, MONTH).iter_rows()}
    slow: dict[tuple[int, date], float] = {}
    for series, first, last, off in told:
        for at in range((MONTH.last - MONTH.first).days + 1):
            day = MONTH.first + timedelta(days=at)
            if first <= day <= last:
                slow[series, day] = max(off, slow.get((series, day), 0.0))
    assert found == slow


@pytest.mark.parametrize(
    ("today", "cancelled", "state"),
    [
        (date(2026, 3, 4), False, PromotionState.PLANNED),
        (date(2026, 3, 5), False, PromotionState.RUNNING),
        (date(2026, 3, 11), False, PromotionState.RUNNING),
        (date(2026, 3, 12), False, PromotionState.OVER),
        (date(2026, 3, 5), True, PromotionState.CANCELLED),
    ],
)
def test_a_promotion_is_planned_then_running_then_over(today: date, cancelled: bool, state: PromotionState) -> None:
    assert state_of(starts_on=FIRST, ends_on=SALE.ends_on, cancelled=cancelled, today=today) is state
    alice = owner()
    made = promotion(alice)
    if cancelled:
        cancel_promotion(alice, promotion_id=made.pk, now=now())
    with scope(alice.company_id):
        assert promotion_of(alice, made.pk, today=today).state is state
        for asked in PromotionState:
            found = [one.id for one in promotions_page(alice, today=today, state=asked).items]
            assert found == ([made.pk] if asked is state else [])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"ends_on": FIRST - timedelta(days=1)}, "ends_on"),
        ({"ends_on": FIRST + timedelta(days=366)}, "ends_on"),
        ({"discount": Decimal(0)}, "discount"),
        ({"discount": Decimal(1)}, "discount"),
        ({"discount": Decimal("0.12345")}, "discount"),
        ({"variant_ids": ()}, "items"),
        ({"category_id": uuid4()}, "items"),
    ],
)
def test_a_promotion_that_makes_no_sense_is_refused_and_nothing_changes(
    wrong: dict[str, object], field: str
) -> None:
    alice = owner()
    shirt = item(alice)
    told = replace(replace(SALE, variant_ids=(shirt,)), **wrong)  # type: ignore[arg-type]
    made = promotion(alice, shirt)
    before = rows(alice)
    with pytest.raises(InvalidPromotion) as refused:
        plan_promotions(alice, told=[replace(SALE, variant_ids=(shirt,)), told], now=now(), source="one")
    assert refused.value.fields["field"] == field
    with pytest.raises(InvalidPromotion):
        change_promotion(alice, promotion_id=made.pk, told=told, now=now())
    assert rows(alice) == before


def test_many_are_told_at_once_and_once_for_each_source() -> None:
    alice = owner()
    items = tuple(item(alice, f"SKU-{n}") for n in range(3))
    told = [replace(SALE, name=f"Sale {n}", variant_ids=items) for n in range(4)]
    for _ in range(2):
        made = plan_promotions(alice, told=told, now=now(), source="file:1")
        assert [one.name for one in made] == [one.name for one in told]
    assert len(rows(alice)) == 4
    assert rows_of(alice, "select count(*) from forecasting_promotionitem") == [(12,)]
    assert events_of(alice).count("promotion.planned") == 1
    with pytest.raises(InvalidPromotion):
        plan_promotions(alice, told=told * MOST_PROMOTIONS, now=now(), source="file:2")
    assert len(rows(alice)) == 4


def test_a_change_moves_days_and_items() -> None:
    alice = owner()
    shirt, trousers = item(alice, "shirt"), item(alice, "trousers")
    made = promotion(alice, shirt)
    other = PromotionTold("Spring sale", FIRST, date(2026, 3, 9), Decimal("0.3"), (trousers,))
    for _ in range(2):
        change_promotion(alice, promotion_id=made.pk, told=other, now=now())
    with scope(alice.company_id):
        assert [one.variant_id for one in items_of(alice, made.pk)] == [trousers]
    [(_, _, ends_on, discount, _, _)] = rows(alice)
    assert (ends_on, discount) == (date(2026, 3, 9), Decimal("0.3"))
    assert events_of(alice).count("promotion.changed") == 1


def frame(actor: Actor, *variant_ids: object) -> dict[tuple[int, date], float]:
    series = pl.DataFrame({"series": range(len(variant_ids)), "variant_id": [str(one) for one in variant_ids]})
    with scope(actor.company_id):
        found = promos_frame(actor, series, MONTH)
    return {} if found is None else {(n, day): round(off, 4) for n, day, off in found.iter_rows()}


def test_the_forecast_reads_what_is_not_cancelled_of_items_that_are_not_archived() -> None:
    alice = owner()
    shirt, trousers = item(alice, "shirt"), item(alice, "trousers")
    promotion(alice, shirt, trousers, days=2)
    gone = promotion(alice, shirt, days=3, discount="0.5")
    cancel_promotion(alice, promotion_id=gone.pk, now=now(), reason="Too dear")
    assert frame(alice, shirt) == {(0, FIRST): 0.2, (0, FIRST + timedelta(days=1)): 0.2}
    rows_of(alice, "update catalog_variant set archived_at = now() where sku = 'trousers' returning 1")
    assert {series for series, _ in frame(alice, shirt, trousers)} == {0}
    with pytest.raises(PromotionCancelled):
        cancel_promotion(alice, promotion_id=gone.pk, now=now())


def test_a_promotion_of_a_category_is_of_whatever_is_in_it() -> None:
    alice = owner()
    shirt, trousers = item(alice, "shirt"), item(alice, "trousers")
    change_item(alice, variant_id=shirt, category="Tops")
    with scope(alice.company_id):
        tops = Category.objects.of(alice).get().pk
    told = replace(SALE, variant_ids=(), category_id=tops, ends_on=FIRST)
    [made] = plan_promotions(alice, told=[told], now=now(), source="one")
    assert frame(alice, shirt, trousers) == {(0, FIRST): 0.2}
    change_item(alice, variant_id=trousers, category="Tops")
    assert frame(alice, shirt, trousers) == {(0, FIRST): 0.2, (1, FIRST): 0.2}
    with scope(alice.company_id):
        assert [one.sku for one in items_of(alice, made.pk)] == ["shirt", "trousers"]


def test_nobody_promotes_or_touches_what_is_another_companys() -> None:
    three = people()
    made = promotion(three.alice)
    theirs = promotion(three.mallory)
    before = rows(three.alice)
    with scope(three.mallory.company_id):
        [foreign] = [one.variant_id for one in items_of(three.mallory, theirs.pk)]
    for told in (replace(SALE, variant_ids=(foreign,)), replace(SALE, variant_ids=(), category_id=uuid4())):
        with pytest.raises(NotFound):
            plan_promotions(three.alice, told=[told], now=now(), source="one")
        with pytest.raises(NotFound):
            change_promotion(three.alice, promotion_id=made.pk, told=told, now=now())
    with pytest.raises(NotFound):
        cancel_promotion(three.mallory, promotion_id=made.pk, now=now())
    for deed in (
        lambda: plan_promotions(three.bob, told=[SALE], now=now(), source="one"),
        lambda: cancel_promotion(three.bob, promotion_id=made.pk, now=now()),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert rows(three.alice) == before
