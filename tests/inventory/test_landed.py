"""Freight and duty raise the value of the goods that they brought, and come out again when they are taken back."""

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.inventory.test_undo import STATE, move, state
from tests.make.goods import day, events_of, item, rows_of, stated
from tests.make.people import colleague, owner

from stockwright.accounts.actions.companies import change_company
from stockwright.inventory.actions.landed import add_landed_cost, undo_landed_cost
from stockwright.inventory.actions.undo import reverse_posting, undo_posting
from stockwright.inventory.models import LandedCost
from stockwright.inventory.queries.landed import landed_cost, landed_costs
from stockwright.inventory.queries.proof import compare_levels
from stockwright.inventory.rules.landed import (
    CostKind,
    Division,
    InvalidLandedCost,
    LandedCostUndone,
    Received,
    shares_of,
)
from stockwright.inventory.rules.ledger import PeriodClosed
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.problems import NotAllowed, NotFound
from stockwright.kit.tenancy import scope

NOW = day(9)
amounts = st.decimals(min_value="0.0001", max_value=100_000, places=4)
lines = st.lists(
    st.builds(
        Received,
        st.uuids(),
        st.uuids(),
        st.uuids(),
        st.decimals(min_value="0.0001", max_value=1000, places=4),
        st.decimals(min_value="0.01", max_value=1000, places=4),
    ),
    min_size=1,
    max_size=12,
)


@pytest.fixture
def alice() -> Actor:
    return owner()


def received(actor: Actor, pieces: float = 10, cost: str = "2", sku: str = "shirt") -> UUID:
    shirt = item(actor, sku)
    stated(actor, 0, sku=sku)
    return move(actor, shirt, pieces, f"in:{new_id()}", cost=cost, at=2)


def add(actor: Actor, *postings: UUID, amount: str = "5", source: str = "") -> LandedCost:
    return add_landed_cost(
        actor,
        posting_ids=postings,
        kind=CostKind.FREIGHT,
        amount=Decimal(amount),
        divided_by=Division.VALUE,
        now=NOW,
        source=source or f"test:{new_id()}",
    )


def values(actor: Actor) -> list[tuple[object, ...]]:
    return rows_of(actor, "select average_value, fifo_value from inventory_level order by variant_id")


def agree(actor: Actor) -> bool:
    with scope(actor.company_id):
        return compare_levels(actor) == []


@given(amount=amounts, lines=lines, divided_by=st.sampled_from(Division))
def test_shares_are_the_amount_to_the_last_digit(
    amount: Decimal, lines: list[Received], divided_by: Division
) -> None:
    shares = shares_of(amount, lines, divided_by)
    assert sum(shares) == amount
    assert all(share >= 0 for share in shares)


def test_shares_follow_what_they_are_divided_by() -> None:
    cheap = Received(new_id(), new_id(), new_id(), Decimal(9), Decimal(10))
    dear = Received(new_id(), new_id(), new_id(), Decimal(1), Decimal(30))
    told = {way: [int(share) for share in shares_of(Decimal(40), [cheap, dear], way)] for way in Division}
    assert told == {Division.VALUE: [10, 30], Division.QUANTITY: [36, 4], Division.EQUAL: [20, 20]}


def test_goods_without_a_value_are_not_divided_by_value() -> None:
    with pytest.raises(InvalidLandedCost, match="Divide by quantity"):
        shares_of(Decimal(1), [Received(new_id(), new_id(), new_id(), Decimal(1), Decimal(0))], Division.VALUE)


def test_what_is_still_there_is_worth_more_by_the_whole_cost(alice: Actor) -> None:
    cost = add(alice, received(alice))
    assert values(alice) == [(25, 25)]
    assert rows_of(alice, "select value_left from inventory_layer") == [(25,)]
    with scope(alice.company_id):
        shown = landed_cost(alice, cost.pk)
    assert shown.average_variance == shown.fifo_variance == 0
    assert agree(alice)


def test_what_left_already_is_cost_of_goods_sold(alice: Actor) -> None:
    posting = received(alice)
    move(alice, item(alice), -6, "out")
    cost = add(alice, posting)
    assert values(alice) == [(10, 10)]
    with scope(alice.company_id):
        shown = landed_cost(alice, cost.pk)
    assert shown.average_variance == shown.fifo_variance == 3
    assert agree(alice)


def test_nothing_left_adds_nothing_and_is_kept_all_the_same(alice: Actor) -> None:
    posting = received(alice)
    move(alice, item(alice), -10, "out")
    before = state(alice)
    cost = add(alice, posting)
    assert cost.posting_id is None
    assert [row[4:6] for row in state(alice)] == [row[4:6] for row in before]
    undo_landed_cost(alice, cost_id=cost.pk, now=NOW)
    assert agree(alice)


def test_one_cost_is_shared_by_items_and_receipts(alice: Actor) -> None:
    postings = [received(alice, 10, "3", "hat"), received(alice, 3, "1", "sock")]
    add(alice, *postings, amount="10")
    assert sorted(rows_of(alice, "select average_value, fifo_value from inventory_level")) == [
        (Decimal("3.9091"), Decimal("3.9091")),
        (Decimal("39.0909"), Decimal("39.0909")),
    ]
    assert agree(alice)


def test_pieces_on_hand_count_for_one_receipt_only(alice: Actor) -> None:
    first = received(alice)
    second = move(alice, item(alice), 10, "second", cost="2", at=3)
    move(alice, item(alice), -10, "out")
    add(alice, first, second, amount="10")
    assert values(alice) == [(25, 25)]
    assert agree(alice)


def test_the_same_source_adds_once(alice: Actor) -> None:
    posting = received(alice)
    assert add(alice, posting, source="bill:7") == add(alice, posting, source="bill:7")
    assert values(alice) == [(25, 25)]


def test_undone_the_stock_is_what_it_was(alice: Actor) -> None:
    posting = received(alice)
    before = state(alice)
    cost = add(alice, posting)
    assert cost.posting_id
    undo_posting(alice, posting_id=cost.posting_id, now=NOW)
    assert state(alice) == before
    after = rows_of(alice, STATE)
    with pytest.raises(LandedCostUndone):
        undo_landed_cost(alice, cost_id=cost.pk, now=NOW)
    assert rows_of(alice, STATE) == after
    assert "inventory.landed_cost_undone" in events_of(alice)
    assert agree(alice)


def test_undone_later_only_what_is_still_there_comes_out(alice: Actor) -> None:
    cost = add(alice, received(alice))
    move(alice, item(alice), -5, "out")
    undo_landed_cost(alice, cost_id=cost.pk, now=NOW)
    assert values(alice) == [(10, 10)]
    assert agree(alice)


def test_a_receipt_with_a_cost_is_undone_with_what_the_cost_added(alice: Actor) -> None:
    posting = received(alice)
    add(alice, posting)
    reverse_posting(alice, posting_id=posting, now=NOW)
    assert values(alice) == [(0, 0)]
    assert agree(alice)


def test_refusals_change_nothing(alice: Actor) -> None:
    posting = received(alice)
    before = state(alice)
    for amount in ("0", "-1", "0.00001"):
        with pytest.raises(InvalidLandedCost):
            add(alice, posting, amount=amount)
    with pytest.raises(NotFound):
        add(alice, new_id())
    with pytest.raises(NotFound):
        add(owner(), posting)
    with pytest.raises(NotAllowed):
        add(colleague(alice, "viewer"), posting)
    change_company(alice, closed_through=day(30).date())
    with pytest.raises(PeriodClosed):
        add(alice, posting)
    assert state(alice) == before
    with scope(alice.company_id):
        assert landed_costs(alice).items == []


@settings(max_examples=12)
@given(
    outs=st.lists(st.tuples(st.integers(0, 2), st.integers(1, 9)), min_size=3, max_size=3),
    amounts=st.lists(amounts, min_size=2, max_size=2),
)
def test_whatever_goes_out_between_ledger_level_and_layers_agree(
    outs: list[tuple[int, int]], amounts: list[Decimal]
) -> None:
    actor = owner()
    postings = [received(actor, 7, "3.3333")]
    costs = []
    for number, (kind, pieces) in enumerate(outs):
        shirt = item(actor)
        if kind == 0:
            postings.append(move(actor, shirt, pieces, f"in:{number}", cost="1.7"))
        else:
            move(actor, shirt, -pieces, f"out:{number}")
        if number < len(amounts):
            costs.append(add(actor, *postings, amount=str(amounts[number])))
        assert agree(actor)
    for cost in costs:
        undo_landed_cost(actor, cost_id=cost.pk, now=NOW)
        assert agree(actor)
