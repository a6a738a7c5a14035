"""Whatever is done to stock in whatever order, the books agree and nothing is promised twice."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.inventory.test_undo import main
from tests.make.goods import day, item, stated
from tests.make.people import owner

from stockwright.inventory.actions.expected import Expected, set_expected
from stockwright.inventory.actions.fulfilment import commit_reservation, expire_reservations, release_reservation
from stockwright.inventory.actions.ledger import Entry, post
from stockwright.inventory.actions.reservations import Wish, reserve_stock
from stockwright.inventory.actions.undo import reverse_posting
from stockwright.inventory.models import Level
from stockwright.inventory.queries.proof import compare_levels
from stockwright.inventory.rules.ledger import MovementKind
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Conflict
from stockwright.kit.tenancy import scope

SKUS = ("hat", "shirt", "sock")
skus = st.sampled_from(SKUS)
pieces = st.decimals(min_value=Decimal("0.5"), max_value=9, places=1)
costs = st.one_of(st.none(), st.decimals(min_value=0, max_value=20, places=3))
numbers = st.integers(min_value=0, max_value=40)


class Shelf(RuleBasedStateMachine):
    """A shop in which everything happens."""

    actor: Actor

    @initialize()
    def open_shop(self) -> None:
        self.actor = owner()
        self.variants = {sku: item(self.actor, sku) for sku in SKUS}
        for sku in SKUS:
            stated(self.actor, 5, sku=sku)
        self.place = main(self.actor)
        self.reservations: list[UUID] = []
        self.postings: list[UUID] = []
        self.turn = 0

    def now(self) -> timedelta:
        self.turn += 1
        return timedelta(minutes=self.turn)

    @rule(sku=skus, quantity=pieces, cost=costs)
    def receive(self, sku: str, quantity: Decimal, cost: Decimal | None) -> None:
        self.move(MovementKind.RECEIPT, sku, quantity, cost)

    @rule(sku=skus, quantity=pieces)
    def waste(self, sku: str, quantity: Decimal) -> None:
        self.move(MovementKind.WASTE, sku, -quantity, None)

    def move(self, kind: MovementKind, sku: str, quantity: Decimal, cost: Decimal | None) -> None:
        entry = Entry(
            cause=f"{kind}:{self.turn}",
            variant_id=self.variants[sku],
            location_id=self.place,
            kind=kind,
            happened_at=day(5) + self.now(),
            quantity=quantity,
            unit_cost=cost,
        )
        with scope(self.actor.company_id):
            self.postings.append(post(self.actor, [entry, entry]).posting_id)
            assert post(self.actor, [entry]).posted == 0

    @rule(sku=skus, on_hand=pieces)
    def count(self, sku: str, on_hand: Decimal) -> None:
        stated(self.actor, float(on_hand), 6, sku=sku)

    @rule(
        basket=st.dictionaries(skus, pieces, min_size=1),
        partial=st.booleans(),
        minutes=st.one_of(st.none(), numbers),
    )
    def reserve(self, basket: dict[str, Decimal], partial: bool, minutes: int | None) -> None:
        wishes = [Wish(self.variants[sku], quantity) for sku, quantity in basket.items()]
        moment, source = day(5) + self.now(), f"order:{self.turn}"
        try:
            for _ in range(2):
                made = reserve_stock(
                    self.actor,
                    lines=wishes,
                    source=source,
                    now=moment,
                    partial=partial,
                    hold_for=timedelta(minutes=minutes) if minutes else None,
                )
        except Conflict:
            return
        self.reservations.append(made.reservation_id)

    @rule(number=numbers)
    def commit(self, number: int) -> None:
        self.close(number, commit=True)

    @rule(number=numbers)
    def release(self, number: int) -> None:
        self.close(number, commit=False)

    def close(self, number: int, *, commit: bool) -> None:
        if not self.reservations:
            return
        wanted = self.reservations[number % len(self.reservations)]
        act = commit_reservation if commit else release_reservation
        try:
            act(self.actor, reservation_id=wanted, now=day(5) + self.now())
        except Conflict:
            return

    @rule()
    def expire(self) -> None:
        expire_reservations(self.actor, now=day(5) + self.now())

    @rule(number=numbers)
    def undo(self, number: int) -> None:
        if not self.postings:
            return
        try:
            reverse_posting(self.actor, posting_id=self.postings[number % len(self.postings)], now=day(8))
        except Conflict:
            return

    @rule(sku=skus, quantity=st.decimals(min_value=0, max_value=9, places=1), number=numbers)
    def expect(self, sku: str, quantity: Decimal, number: int) -> None:
        with scope(self.actor.company_id):
            set_expected(self.actor, [Expected(f"o:{number}", "in", self.variants[sku], self.place, quantity)])

    @invariant()
    def the_books_agree(self) -> None:
        if not hasattr(self, "place"):
            return
        with scope(self.actor.company_id):
            assert compare_levels(self.actor) == []
            empty = Level.objects.of(self.actor).filter(on_hand=0)
            assert not empty.exclude(average_value=0, fifo_value=0).exists()


TestShelf = Shelf.TestCase
TestShelf.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
