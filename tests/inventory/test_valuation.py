"""The value of stock by both methods, held against a twin that is slow and obvious: lists of layers, one average.

The books follow the same rules: what comes in within a posting counts before what goes out, and stock below zero
is settled by what comes next, at the price of what comes.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.inventory.test_undo import main
from tests.make.goods import day, item, rows_of, stated
from tests.make.people import owner

from stockwright.inventory.actions.ledger import Entry, post
from stockwright.inventory.queries.proof import compare_levels
from stockwright.inventory.rules.layers import Moved, replayed
from stockwright.inventory.rules.ledger import MovementKind
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope

NEAR = Decimal("0.05")
"""The books round each row to a hundredth of a cent; going below zero and back can multiply that."""

Row = tuple[Decimal, Decimal]
"""Pieces (below zero: they go) and the cost of each that comes."""

pieces = st.integers(min_value=1, max_value=20).map(Decimal)
costs = st.decimals(min_value=0, max_value=50, places=4)
rows = st.one_of(st.tuples(pieces, costs), st.tuples(pieces.map(lambda quantity: -quantity), st.just(Decimal(0))))
stories = st.lists(st.lists(rows, min_size=1, max_size=4), min_size=1, max_size=7)


@dataclass
class Twin:
    """Stock as a shop owner would keep it on paper."""

    layers: list[list[Decimal]] = field(default_factory=list)  # pieces and the cost of each, the oldest first
    on_hand: Decimal = Decimal(0)
    average_value: Decimal = Decimal(0)
    debt_price: Decimal = Decimal(0)  # what a missing piece is worth by the layers
    last_cost: Decimal = Decimal(0)

    def post(self, posting: list[Row]) -> None:
        """All that comes, then all that goes."""
        came = [row for row in posting if row[0] > 0]
        went = -sum((row[0] for row in posting if row[0] < 0), Decimal(0))
        price = self.price_of(came)
        self.come(came, price)
        self.go(went, price)
        self.last_cost = max((row[1] for row in came), default=self.last_cost)

    def price_of(self, came: list[Row]) -> Decimal:
        """What a piece is worth that is sold and not there: as what came now, or as what was there, or as last."""
        if came:
            value = sum((row[0] * row[1] for row in came), Decimal(0))
            return value / sum((row[0] for row in came), Decimal(0))
        return self.average_value / self.on_hand if self.average_value and self.on_hand else self.last_cost

    def come(self, came: list[Row], price: Decimal) -> None:
        quantity = sum((row[0] for row in came), Decimal(0))
        there = self.on_hand + quantity
        if self.on_hand >= 0:
            self.average_value += quantity * price if came else 0
        elif there > 0:
            self.average_value = there * price
        else:
            self.average_value = self.average_value / self.on_hand * there
        self.layers.extend([row[0], row[1]] for row in came)
        self.draw(-self.on_hand)
        self.on_hand = there

    def go(self, went: Decimal, price: Decimal) -> None:
        if not went:
            return
        each = self.average_value / self.on_hand if self.on_hand else price
        self.average_value = each * (self.on_hand - went)
        if self.on_hand >= 0 and went > self.on_hand:
            self.debt_price = price
        self.draw(min(went, self.on_hand))
        self.on_hand -= went

    def draw(self, wanted: Decimal) -> None:
        """Take pieces out of the oldest layers."""
        while wanted > 0 and self.layers:
            out = min(wanted, self.layers[0][0])
            self.layers[0][0] -= out
            wanted -= out
            if not self.layers[0][0]:
                self.layers.pop(0)

    @property
    def fifo_value(self) -> Decimal:
        """The sum of the layers, or what the missing pieces are worth."""
        if self.on_hand < 0:
            return self.on_hand * self.debt_price
        return sum((left * cost for left, cost in self.layers), Decimal(0))


def booked(actor: Actor, shirt: UUID, number: int, posting: list[Row]) -> None:
    entries = [
        Entry(
            cause=f"story:{number}:{line}",
            variant_id=shirt,
            location_id=main(actor),
            kind=MovementKind.RECEIPT if quantity > 0 else MovementKind.WASTE,
            happened_at=day(5 + number),
            quantity=quantity,
            unit_cost=cost if quantity > 0 else None,
        )
        for line, (quantity, cost) in enumerate(posting)
    ]
    with scope(actor.company_id):
        post(actor, entries)


def level(actor: Actor) -> list[Decimal]:
    [row] = rows_of(actor, "select on_hand, average_value, fifo_value from inventory_level")
    return [Decimal(str(amount)) for amount in row]


def pairs(actor: Actor) -> list[tuple[object, ...]]:
    return rows_of(
        actor,
        "select quantity_left, value_left from inventory_layer where quantity_left > 0 order by id",
    )


def near(one: object, other: object) -> bool:
    return abs(Decimal(str(one)) - Decimal(str(other))) <= NEAR


@settings(max_examples=30)
@given(story=stories)
def test_the_books_value_stock_as_paper_does(story: list[list[Row]]) -> None:
    actor, twin = owner(), Twin()
    shirt = item(actor)
    stated(actor, 0)
    for number, posting in enumerate(story):
        booked(actor, shirt, number, posting)
        twin.post(posting)
        on_hand, average, fifo = level(actor)
        assert on_hand == twin.on_hand
        assert near(average, twin.average_value), (average, twin.average_value)
        assert near(fifo, twin.fifo_value), (fifo, twin.fifo_value)
        assert [row[0] for row in pairs(actor)] == [left for left, _ in twin.layers]
    with scope(actor.company_id):
        assert compare_levels(actor) == []


@settings(max_examples=30)
@given(story=stories)
def test_the_ledger_played_again_leaves_the_same_layers(story: list[list[Row]]) -> None:
    actor = owner()
    shirt = item(actor)
    stated(actor, 0)
    for number, posting in enumerate(story):
        booked(actor, shirt, number, posting)
    ledger = rows_of(
        actor,
        "select id, posting_id, happened_at, quantity, fifo_value, unit_cost, reverses "
        "from inventory_movement where quantity <> 0 order by id",
    )
    again = replayed(Moved(*row) for row in ledger)  # type: ignore[arg-type]
    kept = pairs(actor)
    assert [one.quantity for one in again] == [row[0] for row in kept]
    assert all(near(one.value, row[1]) for one, row in zip(again, kept, strict=True))


def test_what_is_sold_before_it_came_is_settled_at_the_price_of_what_comes() -> None:
    """Five are sold at the last price of 2 each; ten come at 3: the five that are left are worth 15."""
    actor = owner()
    shirt = item(actor)
    stated(actor, 0)
    booked(actor, shirt, 0, [(Decimal(1), Decimal(2)), (Decimal(-6), Decimal(0))])
    assert level(actor) == [-5, -10, -10]
    booked(actor, shirt, 1, [(Decimal(10), Decimal(3))])
    assert level(actor) == [5, 15, 15]
    [(cost,)] = rows_of(actor, "select -sum(fifo_value) from inventory_movement where kind = 'waste'")
    [(settled,)] = rows_of(actor, "select sum(fifo_value) from inventory_movement where unit_cost = 3")
    assert (cost, settled) == (12, 25)
