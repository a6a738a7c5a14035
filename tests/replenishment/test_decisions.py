"""What a person does with a line of the morning page."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from tests.make.people import colleague, owner
from tests.make.shops import planned_shop

from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotAllowed, NotFound
from stockwright.kit.tenancy import scope
from stockwright.purchasing.queries import open_arrivals
from stockwright.replenishment.actions.decisions import (
    clear_flag,
    flag_advice,
    mark_ordered,
    take_back_order,
)
from stockwright.replenishment.actions.plans import run_plan
from stockwright.replenishment.models import Advice, Decision
from stockwright.replenishment.queries.advice import AdviceFilter, advice_of, advice_rows, latest_plan
from stockwright.replenishment.rules import ActionList, NoteMissing, NothingToOrder

TODAY = clock.today("UTC")


@pytest.fixture(scope="module")
def alice() -> Actor:
    return planned_shop()


def lines(actor: Actor, name: ActionList = ActionList.ORDER_TODAY) -> list[Advice]:
    with scope(actor.company_id):
        run = latest_plan(actor)
        assert run is not None
        return list(advice_rows(actor, run, AdviceFilter(shown_in=name)))


def now(actor: Actor, advice: Advice) -> Advice:
    with scope(actor.company_id):
        return advice_of(actor, advice.pk)


def inbound(actor: Actor) -> float:
    with scope(actor.company_id):
        return float(open_arrivals(actor)["quantity"].sum())


def decisions(actor: Actor, advice: Advice) -> int:
    with scope(actor.company_id):
        return Decision.objects.of(actor).filter(advice_id=advice.pk).count()


def test_a_line_marked_as_ordered_moves_and_its_order_is_on_its_way(alice: Actor) -> None:
    line, before = lines(alice)[0], inbound(alice)
    mark_ordered(alice, advice_id=line.pk, today=TODAY, quantity=Decimal(7))
    after = now(alice, line)
    assert (after.shown_in, after.ordered_quantity) == (ActionList.ALREADY_ORDERED, Decimal(7))
    assert after.action_list == line.action_list  # what was advised stays what it was
    assert inbound(alice) == before + 7


def test_marking_twice_orders_once(alice: Actor) -> None:
    line = lines(alice)[0]
    mark_ordered(alice, advice_id=line.pk, today=TODAY)
    before = inbound(alice)
    mark_ordered(alice, advice_id=line.pk, today=TODAY)
    assert inbound(alice) == before


def test_taking_an_order_back_cancels_it_and_it_can_be_made_again(alice: Actor) -> None:
    line, before = lines(alice)[0], inbound(alice)
    mark_ordered(alice, advice_id=line.pk, today=TODAY)
    take_back_order(alice, advice_id=line.pk)
    assert (now(alice, line).shown_in, inbound(alice)) == (line.action_list, before)
    mark_ordered(alice, advice_id=line.pk, today=TODAY)
    assert inbound(alice) == before + float(line.recommended_quantity)


def test_what_was_ordered_is_not_advised_again_tomorrow(alice: Actor) -> None:
    line = lines(alice)[0]
    mark_ordered(alice, advice_id=line.pk, today=TODAY)
    run_plan(alice, today=TODAY)
    assert line.variant_id not in {again.variant_id for again in lines(alice)}


def test_a_flag_stays_over_plans_until_somebody_clears_it(alice: Actor) -> None:
    line = lines(alice)[0]
    flag_advice(alice, advice_id=line.pk, note="Ask Anna about the new box")
    run_plan(alice, today=TODAY + timedelta(days=1))
    [flagged] = [again for again in lines(alice, ActionList.ATTENTION) if again.flag_note]
    assert flagged.flag_note == "Ask Anna about the new box"
    clear_flag(alice, advice_id=flagged.pk)
    assert now(alice, flagged).shown_in == flagged.action_list


@pytest.mark.parametrize("quantity", [Decimal(0), Decimal(-3)])
def test_ordering_nothing_is_refused_and_changes_nothing(alice: Actor, quantity: Decimal) -> None:
    line, before = lines(alice)[0], inbound(alice)
    decided = decisions(alice, line)
    with pytest.raises(NothingToOrder):
        mark_ordered(alice, advice_id=line.pk, today=TODAY, quantity=quantity)
    assert decisions(alice, line) == decided
    assert inbound(alice) == before


def test_a_flag_needs_a_note(alice: Actor) -> None:
    with pytest.raises(NoteMissing):
        flag_advice(alice, advice_id=lines(alice)[0].pk, note="  ")


def test_a_viewer_decides_nothing_and_a_stranger_finds_nothing(alice: Actor) -> None:
    line = lines(alice)[0]
    with pytest.raises(NotAllowed):
        mark_ordered(colleague(alice, "viewer"), advice_id=line.pk, today=TODAY)
    for advice_id in (line.pk, uuid4()):
        with pytest.raises(NotFound):
            mark_ordered(owner(), advice_id=advice_id, today=TODAY)
