"""Several at once tell the forecast the same: it is told once."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import IntegrityError
from tests.make.goods import events_of, item, rows_of
from tests.make.people import owner
from tests.make.threads import together
from tests.make.told import FAIR, override, promotion

from stockwright.forecasting.actions.calendar import add_event
from stockwright.forecasting.actions.overrides import end_override, make_override
from stockwright.forecasting.actions.prices import plan_prices
from stockwright.forecasting.actions.promotions import cancel_promotion, plan_promotions
from stockwright.forecasting.rules.overrides import OverrideTold, Way
from stockwright.forecasting.rules.prices import PriceTold
from stockwright.forecasting.rules.promotions import PromotionTold
from stockwright.kit.actor import Actor
from stockwright.kit.clock import now
from stockwright.kit.problems import Conflict

TODAY = date(2026, 3, 2)
AT_ONCE = 4


def told_by(alice: Actor, shirt: UUID, source: str) -> dict[str, Callable[[], object]]:
    """The four deeds that tell something, by their table."""
    sale = PromotionTold("Sale", TODAY, TODAY, Decimal("0.2"), (shirt,))
    word = OverrideTold(shirt, None, Way.FIXED, Decimal(5), TODAY, TODAY, "Fair")
    prices = [PriceTold(shirt, Decimal(at), TODAY + timedelta(days=at)) for at in (1, 2)]
    return {
        "calendarevent": lambda: add_event(alice, told=FAIR, now=now(), source=source),
        "promotion": lambda: plan_promotions(alice, told=[sale], now=now(), source=source),
        "plannedprice": lambda: plan_prices(alice, told=prices, now=now(), today=TODAY, source=source),
        "override": lambda: make_override(alice, told=word, now=now(), today=TODAY, source=source),
    }


@pytest.mark.parametrize(
    ("table", "rows"), [("calendarevent", 1), ("promotion", 1), ("plannedprice", 2), ("override", 1)]
)
def test_what_is_told_at_once_for_one_source_is_there_once(table: str, rows: int) -> None:
    alice = owner()
    tell = told_by(alice, item(alice), "one")[table]
    before = len(events_of(alice))
    together(*[tell] * AT_ONCE)
    assert rows_of(alice, f"select count(*) from forecasting_{table}") == [(rows,)]
    assert len(events_of(alice)) == before + 1


def test_without_the_lock_the_same_would_be_told_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: each looks before the other has written, and only the unique key stops the second."""
    alice = owner()
    shirt = item(alice)
    monkeypatch.setattr("stockwright.forecasting.actions.overrides.one_at_a_time", lambda *_: None)
    refused = False
    for number in range(50):
        try:
            together(*[told_by(alice, shirt, f"try {number}")["override"]] * AT_ONCE)
        except IntegrityError:
            refused = True
            break
    assert refused


def test_only_one_of_several_ends_or_cancels() -> None:
    alice = owner()
    said = override(alice, item(alice))
    sale = promotion(alice)

    def ended() -> bool:
        return done(lambda: end_override(alice, override_id=said.pk, now=now(), today=TODAY))

    def cancelled() -> bool:
        return done(lambda: cancel_promotion(alice, promotion_id=sale.pk, now=now()))

    assert sorted(together(*[ended] * AT_ONCE)) == [False] * (AT_ONCE - 1) + [True]
    assert sorted(together(*[cancelled] * AT_ONCE)) == [False] * (AT_ONCE - 1) + [True]
    names = events_of(alice)
    assert (names.count("override.ended"), names.count("promotion.cancelled")) == (1, 1)


def done(deed: Callable[[], object]) -> bool:
    """Whether a deed was done, and not refused because it was done already."""
    try:
        deed()
    except Conflict:
        return False
    return True
