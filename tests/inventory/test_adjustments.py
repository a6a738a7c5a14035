"""Stock is set right with a reason; above the company's limit two people agree."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.make.adjusting import NOW, adjusted, change, fix, main
from tests.make.goods import books, day, events_of, item, rows_of, sold, stated
from tests.make.goods import lines as sale
from tests.make.people import colleague, owner
from tests.make.threads import together

from stockwright.accounts.actions.companies import change_company
from stockwright.catalog.actions.items import change_item
from stockwright.inventory.actions.adjustments import (
    approve_adjustment,
    change_adjustment,
    draft_adjustment,
    reject_adjustment,
    submit_adjustment,
)
from stockwright.inventory.actions.undo import undo_posting
from stockwright.inventory.models import Adjustment
from stockwright.inventory.queries.adjustments import adjustment_of, adjustments_page
from stockwright.inventory.rules.adjustments import (
    AdjustmentClosed,
    InvalidAdjustment,
    NotWaiting,
    OwnAdjustment,
    SourceTaken,
)
from stockwright.inventory.rules.ledger import NotEnoughStock, PeriodClosed
from stockwright.inventory.rules.undo import AlreadyUndone
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Conflict, NotAllowed, NotFound
from stockwright.kit.tenancy import scope


def shop(limit: str | None = None, *, cost: str = "4") -> tuple[Actor, UUID]:
    """An owner whose shop has ten shirts, and the money that may pass without approval."""
    alice = owner()
    shirt = item(alice)
    change_item(alice, variant_id=shirt, cost=Decimal(cost))
    stated(alice, 10)
    if limit is not None:
        change_company(alice, approval_limit=Decimal(limit))
    return alice, shirt


def there(actor: Actor) -> list[tuple[object, ...]]:
    return rows_of(actor, "select on_hand, average_value from inventory_level order by variant_id, location_id")


def documents(actor: Actor) -> list[tuple[object, ...]]:
    return rows_of(actor, "select number, state, word, posting_id from inventory_adjustment order by number")


def ledger(actor: Actor) -> list[tuple[object, ...]]:
    query = "select kind, quantity, ref_type, ref_id, reason from inventory_movement where ref_type <> 'statement'"
    return rows_of(actor, f"{query} order by id")


def test_what_is_found_and_what_is_broken_is_booked_with_its_reason() -> None:
    alice, shirt = shop()
    found = adjusted(alice, change(alice, shirt, 2, cost="7"), reason="found")
    broken = adjusted(alice, change(alice, shirt, -3), reason="damaged")
    assert ledger(alice) == [
        ("adjustment", 2, "adjustment", str(found.pk), "found"),
        ("waste", -3, "WASTE", str(broken.pk), "damaged"),
    ]
    assert there(alice) == [(9, Decimal("40.5"))]
    assert [found.number, broken.number] == [1, 2]
    assert events_of(alice).count("inventory.adjusted") == 2


def test_a_number_that_is_set_is_compared_with_what_is_there_when_it_is_posted() -> None:
    alice, shirt = shop()
    draft = draft_adjustment(alice, lines=[fix(alice, shirt, 8)], reason="correction", now=NOW)
    adjusted(alice, change(alice, shirt, -5), reason="stolen")
    submit_adjustment(alice, adjustment_id=draft.pk, now=NOW)
    assert there(alice) == [(8, 32)]
    with scope(alice.company_id):
        [line] = adjustment_of(alice, draft.pk).items
    assert (line.before, line.quantity, line.after, line.value) == tuple(map(Decimal, (5, 3, 8, 12)))


def test_a_number_that_is_set_contains_the_sales_told_later_of_a_time_before() -> None:
    alice, shirt = shop()
    adjusted(alice, fix(alice, shirt, 8))
    sold(alice, sale(("shirt", 4, 2)))
    assert there(alice)[0][0] == 8
    sold(alice, sale(("shirt", 6, 2)))
    assert there(alice)[0][0] == 6


def test_the_same_source_is_adjusted_once() -> None:
    alice, shirt = shop()
    first = adjusted(alice, change(alice, shirt, -1), source="till:7")
    again = adjusted(alice, change(alice, shirt, -1), source="till:7")
    assert (again.pk, there(alice)[0][0]) == (first.pk, 9)
    with pytest.raises(SourceTaken):
        adjusted(alice, change(alice, shirt, -2), source="till:7")
    assert there(alice)[0][0] == 9


def test_above_the_limit_a_keeper_waits_and_somebody_else_approves() -> None:
    alice, shirt = shop("11.99")
    keeper = colleague(alice, "keeper")
    small = adjusted(keeper, change(alice, shirt, -2), reason="damaged")
    large = adjusted(keeper, change(alice, shirt, -3), reason="damaged")
    assert (small.state, large.state, large.at_stake) == ("posted", "waiting", Decimal(12))
    assert there(alice)[0][0] == 8
    with pytest.raises(NotAllowed):
        approve_adjustment(keeper, adjustment_id=large.pk, now=NOW)
    assert there(alice)[0][0] == 8
    approved = approve_adjustment(alice, adjustment_id=large.pk, now=NOW)
    assert (approved.state, approved.decided_by, there(alice)[0][0]) == ("posted", alice.label, 5)
    approve_adjustment(alice, adjustment_id=large.pk, now=NOW)
    assert there(alice)[0][0] == 5
    names = [name for name in events_of(alice) if "adjust" in name]
    assert names == ["inventory.adjusted", "inventory.adjustment_requested", "inventory.adjusted"]


def test_what_nobody_knows_the_cost_of_waits_where_there_is_a_limit() -> None:
    alice = owner()
    shirt = item(alice)
    change_company(alice, approval_limit=Decimal(1000))
    waiting = adjusted(colleague(alice, "keeper"), change(alice, shirt, 1), reason="found")
    assert (waiting.state, waiting.unknown_costs) == ("waiting", 1)


def test_nobody_approves_their_own_but_a_single_owner() -> None:
    alice, shirt = shop("0")
    buyer = colleague(alice, "buyer")
    draft = draft_adjustment(buyer, lines=[change(alice, shirt, -1)], reason="damaged", now=NOW)
    submit_adjustment(buyer, adjustment_id=draft.pk, now=NOW, ask=True)
    before = (books(alice), documents(alice))
    with pytest.raises(OwnAdjustment):
        approve_adjustment(buyer, adjustment_id=draft.pk, now=NOW)
    assert (books(alice), documents(alice)) == before

    own = draft_adjustment(alice, lines=[change(alice, shirt, -1)], reason="damaged", now=NOW)
    submit_adjustment(alice, adjustment_id=own.pk, now=NOW, ask=True)
    colleague(alice, "owner")
    with pytest.raises(OwnAdjustment):
        approve_adjustment(alice, adjustment_id=own.pk, now=NOW)


def test_a_single_owner_may_and_it_is_said() -> None:
    alice, shirt = shop("0")
    own = draft_adjustment(alice, lines=[change(alice, shirt, -1)], reason="damaged", now=NOW)
    submit_adjustment(alice, adjustment_id=own.pk, now=NOW, ask=True)
    assert approve_adjustment(alice, adjustment_id=own.pk, now=NOW).own_approval
    told = "select payload -> 'own_approval' from messaging_event where name = 'inventory.adjusted'"
    assert rows_of(alice, told) == [("true",)]


def test_a_rejection_says_why_and_moves_nothing() -> None:
    alice, shirt = shop("0")
    keeper = colleague(alice, "keeper")
    waiting = adjusted(keeper, change(alice, shirt, -3), reason="damaged")
    with pytest.raises(InvalidAdjustment):
        reject_adjustment(alice, adjustment_id=waiting.pk, why=" ", now=NOW)
    other = colleague(alice, "keeper")
    with pytest.raises(NotAllowed):
        reject_adjustment(other, adjustment_id=waiting.pk, why="no", now=NOW)
    reject_adjustment(alice, adjustment_id=waiting.pk, why="Count again.", now=NOW)
    assert documents(alice) == [(1, "rejected", "Count again.", None)]
    assert there(alice)[0][0] == 10
    with pytest.raises(NotWaiting):
        approve_adjustment(alice, adjustment_id=waiting.pk, now=NOW)
    with pytest.raises(AdjustmentClosed):
        change_adjustment(keeper, adjustment_id=waiting.pk, lines=[fix(alice, shirt, 1)], reason="found", now=NOW)


def test_a_request_that_is_changed_is_asked_for_anew() -> None:
    alice, shirt = shop("0")
    keeper = colleague(alice, "keeper")
    waiting = adjusted(keeper, change(alice, shirt, -3), reason="damaged")
    change_adjustment(keeper, adjustment_id=waiting.pk, lines=[change(alice, shirt, -1)], reason="expired", now=NOW)
    with pytest.raises(NotWaiting):
        approve_adjustment(alice, adjustment_id=waiting.pk, now=NOW)
    submit_adjustment(keeper, adjustment_id=waiting.pk, now=NOW)
    approve_adjustment(alice, adjustment_id=waiting.pk, now=NOW)
    assert there(alice)[0][0] == 9


@pytest.mark.parametrize(
    ("by", "backorders", "taken"), [(-11, False, False), (-11, True, True), (-10, False, True)]
)
def test_more_than_there_is_goes_only_where_backorders_are_allowed(by: int, backorders: bool, taken: bool) -> None:
    alice, shirt = shop()
    change_company(alice, allow_backorders=backorders)
    before = books(alice)
    if taken:
        adjusted(alice, change(alice, shirt, by), reason="stolen")
        assert there(alice)[0][0] == 10 + by
    else:
        with pytest.raises(NotEnoughStock):
            adjusted(alice, change(alice, shirt, by), reason="stolen")
        assert (books(alice), documents(alice)) == (before, [])


def test_a_closed_period_refuses_and_changes_nothing() -> None:
    alice, shirt = shop()
    change_company(alice, closed_through=day(3).date())
    before = (books(alice), documents(alice), events_of(alice))
    with pytest.raises(PeriodClosed):
        adjusted(alice, change(alice, shirt, -1), reason="damaged", happened_at=day(2))
    assert (books(alice), documents(alice), events_of(alice)) == before
    adjusted(alice, change(alice, shirt, -1), reason="damaged", happened_at=day(4.5))
    assert there(alice)[0][0] == 9


WRONG: dict[str, Callable[[Actor, UUID], object]] = {
    "no lines": lambda alice, _: adjusted(alice),
    "nothing changed": lambda alice, shirt: adjusted(alice, change(alice, shirt, 0)),
    "below zero": lambda alice, shirt: adjusted(alice, fix(alice, shirt, -1)),
    "twice": lambda alice, shirt: adjusted(alice, fix(alice, shirt, 1), change(alice, shirt, 1)),
    "no reason": lambda alice, shirt: adjusted(alice, change(alice, shirt, 1), reason="whim"),
    "waste that comes in": lambda alice, shirt: adjusted(alice, change(alice, shirt, 1), reason="damaged"),
    "tomorrow": lambda alice, shirt: adjusted(alice, change(alice, shirt, 1), happened_at=day(6)),
    "set to, long ago": lambda alice, shirt: adjusted(alice, fix(alice, shirt, 1), happened_at=day(2)),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_makes_no_sense_is_refused_and_changes_nothing(wrong: Callable[[Actor, UUID], object]) -> None:
    alice, shirt = shop()
    before = books(alice)
    with pytest.raises(InvalidAdjustment):
        wrong(alice, shirt)
    assert (books(alice), documents(alice)) == (before, [])


def test_another_companys_ids_do_not_exist() -> None:
    alice, shirt = shop()
    mallory, hers = shop()
    document = adjusted(alice, change(alice, shirt, -1), reason="damaged")
    with pytest.raises(NotFound):
        adjusted(alice, change(alice, shirt, -1)._replace(variant_id=hers))
    with pytest.raises(NotFound):
        adjusted(alice, change(alice, shirt, -1)._replace(location_id=main(mallory)))
    with pytest.raises(NotFound):
        adjusted(alice, change(alice, shirt, -1)._replace(lot_id=shirt))
    for decide in (approve_adjustment, partial(reject_adjustment, why="no"), submit_adjustment):
        with pytest.raises(NotFound):
            decide(mallory, adjustment_id=document.pk, now=NOW)
    assert there(alice)[0][0] == 9


def test_undone_everything_is_as_it_was_and_only_once() -> None:
    alice, shirt = shop()
    before = books(alice)
    document = adjusted(alice, fix(alice, shirt, 7))
    assert books(alice) != before
    assert document.posting_id
    undo_posting(alice, posting_id=document.posting_id, now=day(6), reason="wrong shelf")
    assert books(alice) == before
    assert documents(alice) == [(1, "undone", "wrong shelf", document.posting_id)]
    with pytest.raises(AlreadyUndone):
        undo_posting(alice, posting_id=document.posting_id, now=day(6))
    assert books(alice) == before


def test_any_number_of_lines_takes_the_same_statements() -> None:
    alice = owner()
    adjusted(alice, change(alice, item(alice), 1), reason="found")
    counts = []
    for many in (2, 60):
        lines = [change(alice, item(alice, f"{many}-{number}"), 1) for number in range(many)]
        with CaptureQueriesContext(connection) as asked:
            adjusted(alice, *lines, reason="found")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_two_who_approve_at_once_post_once() -> None:
    alice, shirt = shop("0")
    others = [colleague(alice, "buyer") for _ in range(4)]
    waiting = adjusted(colleague(alice, "keeper"), change(alice, shirt, -3), reason="damaged")
    approvals = [partial(approve_adjustment, one, adjustment_id=waiting.pk, now=NOW) for one in others]
    assert {made.state for made in together(*approvals)} == {"posted"}
    assert there(alice)[0][0] == 7
    assert events_of(alice).count("inventory.adjusted") == 1


def test_without_the_lock_all_of_them_would_have_found_it_waiting() -> None:
    """The control: the race is there."""
    alice, shirt = shop("0")
    waiting = adjusted(colleague(alice, "keeper"), change(alice, shirt, -3), reason="damaged")
    looked = Barrier(4)

    def look() -> str:
        with scope(alice.company_id):
            state = Adjustment.objects.of(alice).get(pk=waiting.pk).state
            looked.wait()
            return state

    assert together(*[look] * 4) == ["waiting"] * 4


def test_of_a_yes_and_a_no_at_once_one_wins() -> None:
    alice, shirt = shop("0")
    buyer = colleague(alice, "buyer")
    for number in range(4):
        waiting = adjusted(colleague(alice, "keeper"), change(alice, shirt, -1), reason="damaged")
        before = Decimal(str(there(alice)[0][0]))

        def yes(pk: UUID = waiting.pk) -> str:
            try:
                return approve_adjustment(alice, adjustment_id=pk, now=NOW).state
            except Conflict:
                return "too late"

        def no(pk: UUID = waiting.pk) -> str:
            try:
                return reject_adjustment(buyer, adjustment_id=pk, why="no", now=NOW).state
            except Conflict:
                return "too late"

        told = set(together(yes, no))
        assert told in ({"posted", "too late"}, {"rejected", "too late"}), number
        assert there(alice)[0][0] == before - ("posted" in told)


def test_lists_are_the_newest_first_by_state() -> None:
    alice, shirt = shop()
    for _ in range(3):
        adjusted(alice, change(alice, shirt, -1), reason="damaged")
    with scope(alice.company_id):
        first = adjustments_page(alice, state="posted", limit=2)
        rest = adjustments_page(alice, cursor=first.next_cursor or "", limit=2)
    assert [[row.number for row in page.items] for page in (first, rest)] == [["A-3", "A-2"], ["A-1"]]
    assert first.items[0].lines == 1
