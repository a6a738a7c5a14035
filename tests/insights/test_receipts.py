"""A receipt tells the numbers that were computed, each of them, and no other."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockwright.engine.ordering.policy import plan
from stockwright.engine.ordering.settings import OrderingSettings, Policy
from stockwright.insights.rules.wording import Wording
from stockwright.insights.words.reasons import LABELS, doubts, reason_sentence
from stockwright.insights.words.receipts import ToldReceipt, receipt

TODAY = date(2026, 3, 12)
SETTINGS = OrderingSettings()


def marked(kind: str) -> Any:
    """A writer that shows which number it was given, and as what."""
    return lambda value: f"<{kind}:{float(value)!r}>"


WORDING = Wording(
    quantity=marked("quantity"),
    estimate=marked("estimate"),
    days=marked("days"),
    money=marked("money"),
    share=marked("share"),
    day=lambda day: f"<day:{day.isoformat()}>",
)

ITEM: dict[str, Any] = {
    "item": 0,
    "on_hand": 41.0,
    "reserved": 3.0,
    "expected_returns": 2.0,
    "moq": 0.0,
    "pack_multiple": 12.0,
    "cost": 7.5,
    "price": 19.0,
    "service_level": 0.95,
    "burn_rate": 4.6,
    "lead_mean": 96.6,
    "lead_variance": 180.0,
    "protect_mean": 128.8,
    "protect_variance": 260.0,
    "confidence": 0.83,
    "confidence_within": 0.3,
    "sold_7": 35.0,
    "forecast_7": 32.2,
    "lead_days": 21,
    "review_days": 7,
    "safety_days": 5,
    "threshold_days": None,
}


def terms(*, settings: OrderingSettings = SETTINGS, inbound: float = 12.0, **changes: Any) -> dict[str, Any]:
    """The calculation for one item, as it is stored."""
    arrivals = pl.DataFrame(
        {"item": [0], "quantity": [inbound], "expected_on": [TODAY + timedelta(days=4)], "placed_on": [TODAY]}
    )
    row = plan(pl.DataFrame([{**ITEM, **changes}]), arrivals, today=TODAY, settings=settings).to_dicts()[0]
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def numbers(text: str) -> list[float]:
    return [float(found) for found in re.findall(r"<(?!day:)\w+:([^>]+)>", text)]


def everything(told: ToldReceipt) -> str:
    return " ".join([*told.words, told.bound_by, *(f"{term.value} {term.detail}" for term in told.terms)])


def allowed(known: dict[str, Any]) -> set[float]:
    """The terms, and the three numbers that a receipt may derive from them."""
    found = {float(value) for value in known.values() if isinstance(value, int | float)}
    found.add(known["lead_days"] + known["review_days"])
    found |= {known["lead_variance"] ** 0.5, known["protect_variance"] ** 0.5}
    if known["raw_quantity"] is not None:
        found.add(known["quantity"] - known["raw_quantity"])
    return found


@pytest.mark.parametrize("policy", ["position", "runway"])
@given(
    on_hand=st.one_of(st.none(), st.integers(-5, 400)),
    burn=st.one_of(st.just(0.0), st.floats(0.001, 30)),
    pack=st.sampled_from([1.0, 6.0, 144.0]),
    moq=st.sampled_from([0.0, 50.0, 1000.0]),
    cost=st.sampled_from([None, 3.0]),
    price=st.sampled_from([None, 9.0]),
    threshold=st.sampled_from([None, 40]),
    inbound=st.sampled_from([0.0, 30.0, 500.0]),
)
def test_every_number_that_is_told_is_a_term(
    policy: Policy,
    on_hand: int | None,
    burn: float,
    pack: float,
    moq: float,
    cost: float | None,
    price: float | None,
    threshold: int | None,
    inbound: float,
) -> None:
    known = terms(
        settings=replace(SETTINGS, policy=policy),
        inbound=inbound,
        on_hand=on_hand,
        burn_rate=burn,
        lead_mean=burn * 21,
        protect_mean=burn * 28,
        pack_multiple=pack,
        moq=moq,
        cost=cost,
        price=price,
        threshold_days=threshold,
    )
    said = everything(receipt(known, WORDING)) + reason_sentence(known["list"], known["reasons"], known, WORDING)
    assert set(numbers(said)) <= allowed(known)


def test_every_term_of_the_calculation_is_told() -> None:
    known = terms()
    told = set(numbers(everything(receipt(known, WORDING))))
    for name in (
        *("on_hand", "reserved", "inbound", "expected_returns", "position", "free", "protect_mean", "safety_stock"),
        *("reorder_point", "order_up_to", "raw_quantity", "quantity", "lead_mean", "po_coverage", "runway_days"),
        *("confidence", "unit_value", "lost_per_day", "money_at_stake", "pieces_at_stake", "burn_rate"),
        *("service_level", "lead_days", "review_days", "pack_multiple", "cycle_mean", "rounding_cost"),
    ):
        assert float(known[name]) in told, name


def test_the_lines_of_the_calculation_add_up() -> None:
    running, sums = 0.0, 0
    for term in receipt(terms(), WORDING).terms:
        operator, value = term.operator, next(iter(numbers(term.value)), 0.0)
        if operator == "=":
            assert value == pytest.approx(running)
            sums += 1
        running = {"+": running + value, "−": running - value}.get(operator, value)
    assert sums == 3


@pytest.mark.parametrize(
    ("changes", "bound"),
    [
        ({"pack_multiple": 12.0}, "packs of <quantity:12.0>"),
        ({"moq": 900.0, "pack_multiple": 1.0}, "minimum order of <quantity:900.0>"),
        ({"pack_multiple": 1.0, "on_hand": 200.0, "threshold_days": 60}, "own alert at <days:60.0> days"),
        ({"pack_multiple": 1.0}, "the level to fill up to"),
        ({"on_hand": 900.0}, ""),
    ],
)
def test_what_set_the_quantity_is_named(changes: dict[str, Any], bound: str) -> None:
    told = receipt(terms(**changes), WORDING).bound_by
    assert bound in told
    assert bool(bound) == bool(told)


def test_an_item_whose_stock_was_never_told_gets_no_sum() -> None:
    told = receipt(terms(on_hand=None), WORDING)
    assert "never told" in " ".join(told.words)
    assert not [term for term in told.terms if term.operator == "="][1:]


@pytest.mark.parametrize(
    ("action_list", "reasons", "said"),
    [
        ("order_today", [], "Runs out in"),
        ("order_today", ["stocked_out"], "Out of stock; it sells"),
        ("order_today", ["low_confidence"], "Runs out in"),
        ("order_today", ["partial_coverage"], "which is not enough"),
        ("attention", ["stock_unknown"], "Import a stock file"),
        ("attention", ["negative_stock"], "Count it"),
        ("attention", ["late_order"], "Ask the supplier"),
        ("attention", ["arrives_too_late"], "Runs out on"),
        ("attention", ["rounding"], "days too many"),
        ("attention", ["spike"], "Sold <quantity:35.0> in 7 days where <estimate:32.2> were expected"),
        ("already_ordered", [], "are on their way"),
        ("normal", [], "Enough for"),
    ],
)
def test_the_weightiest_reason_is_the_sentence(action_list: str, reasons: list[str], said: str) -> None:
    assert said in reason_sentence(action_list, reasons, terms(), WORDING)


def test_doubts_are_told_beside_the_advice() -> None:
    told = doubts(["stocked_out", "low_confidence", "no_price"], terms(), WORDING)
    assert len(told) == 2
    assert "<share:0.83>" in told[0]


def test_every_reason_of_the_plan_has_a_name() -> None:
    from stockwright.engine.ordering.lists import REASONS

    assert set(REASONS) == set(LABELS)
