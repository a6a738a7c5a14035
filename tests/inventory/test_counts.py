"""Counting finds out what is there; the ledger follows, and can be taken back."""

from decimal import Decimal
from uuid import UUID

import pytest
from tests.make.counting import (
    EXACT,
    entered,
    entry,
    finalised,
    line_of,
    main_place,
    reviewed,
    started,
)
from tests.make.goods import books, day, events_of, item, moves, on_hand, rows_of, stated
from tests.make.people import colleague, owner, people
from tests.make.threads import together

from stockwright.inventory.actions.count_entries import Outcome, Told
from stockwright.inventory.actions.count_finish import undo_count
from stockwright.inventory.actions.count_review import accept_counts, ask_recount, give_reasons, resume_count
from stockwright.inventory.actions.counts import cancel_count
from stockwright.inventory.actions.movements import post_movements
from stockwright.inventory.actions.undo import undo_posting
from stockwright.inventory.queries.proof import compare_levels
from stockwright.inventory.rules.counts import (
    CountClosed,
    InvalidCount,
    Mode,
    NotCounted,
    NothingCounted,
    NothingToCount,
    NotInReview,
    RecountsOpen,
    Scope,
    Stock,
)
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotAllowed, NotFound
from stockwright.kit.tenancy import scope


@pytest.fixture
def alice() -> Actor:
    return owner()


@pytest.fixture
def carol(alice: Actor) -> Actor:
    """Another counter."""
    return colleague(alice, "buyer")


def kinds(actor: Actor) -> list[tuple[object, ...]]:
    return rows_of(
        actor, "select kind, quantity, reason from inventory_movement where ref_type = 'count' order by id"
    )


def test_what_was_found_is_what_there_is(alice: Actor) -> None:
    stated(alice, 10)
    session = started(alice)
    entered(alice, session, entry(3), entry(4))
    reviewed(alice, session)
    give_reasons(alice, count_id=session.pk, variant_ids=[item(alice)], reason="theft")
    done = finalised(alice, session)
    assert [done.state, done.counted, done.different, done.shortage] == ["finalised", 1, 1, 3]
    assert on_hand(alice) == 7
    assert kinds(alice) == [("count", -3, "theft")]
    assert [name for name in events_of(alice) if name.startswith("inventory.count")] == [
        "inventory.count_started",
        "inventory.count_reviewed",
        "inventory.count_lines_decided",
        "inventory.count_finalized",
    ]


def test_what_is_sold_while_stock_moves_is_no_difference(alice: Actor) -> None:
    stated(alice, 10)
    session = started(alice, at=10)
    post_movements(alice, movements=moves(("sale", 10.2, -2, "before")))
    entered(alice, session, entry(8), at=10.5)
    post_movements(alice, movements=moves(("sale", 10.8, -1, "after")))
    assert reviewed(alice, session, at=11).different == 0
    finalised(alice, session, at=12)
    assert [on_hand(alice), kinds(alice)] == [7, []]


def test_an_entry_of_a_phone_without_network_counts_at_the_moment_it_was_made(alice: Actor) -> None:
    stated(alice, 10)
    session = started(alice, at=10)
    post_movements(alice, movements=moves(("sale", 10.4, -2, "meanwhile")))
    entered(alice, session, entry(10, at=day(10.2)), at=10.6)
    assert reviewed(alice, session).different == 0
    finalised(alice, session)
    assert on_hand(alice) == 8


def test_a_frozen_count_compares_with_its_start_and_has_what_moved_counted_again(alice: Actor) -> None:
    stated(alice, 10)
    session = started(alice, at=10, stock=Stock.FROZEN)
    post_movements(alice, movements=moves(("sale", 10.2, -2, "meanwhile")))
    entered(alice, session, entry(8), at=10.5)
    reviewed(alice, session, at=11)
    line = line_of(alice, session)
    assert [line.expected, line.counted, line.moved, line.recount] == [10, 8, True, "moved"]
    with pytest.raises(RecountsOpen):
        finalised(alice, session)
    entered(alice, session, entry(8), at=11.5)
    assert finalised(alice, session).different == 0
    assert [on_hand(alice), kinds(alice)] == [8, []]


def test_a_frozen_count_books_the_difference_to_its_start(alice: Actor) -> None:
    stated(alice, 10)
    session = started(alice, at=10, stock=Stock.FROZEN)
    entered(alice, session, entry(9), at=10.5)
    post_movements(alice, movements=moves(("sale", 10.9, -2, "after it was counted")))
    assert reviewed(alice, session, at=11).different == 1
    finalised(alice, session)
    assert on_hand(alice) == 7


def test_a_sale_told_late_from_before_the_count_moves_nothing(alice: Actor) -> None:
    stated(alice, 10)
    session = started(alice, at=10)
    entered(alice, session, entry(6), at=10.5)
    reviewed(alice, session)
    finalised(alice, session)
    assert post_movements(alice, movements=moves(("sale", 10.1, -1, "late"))).posted == 0
    assert on_hand(alice) == 6
    assert post_movements(alice, movements=moves(("sale", 10.7, -1, "after"))).posted == 1
    assert on_hand(alice) == 5


def test_the_same_entry_sent_twice_counts_once(alice: Actor) -> None:
    stated(alice, 10)
    session = started(alice)
    [first] = entered(alice, session, entry(3, key="phone-1"))
    again = entered(alice, session, entry(3, key="phone-1"), entry(2, key="phone-2"), entry(2, key="phone-2"))
    assert [first.outcome, first.mine] == [Outcome.COUNTED, 3]
    assert [each.outcome for each in again] == [Outcome.KNOWN, Outcome.COUNTED, Outcome.COUNTED]
    assert {each.mine for each in again} == {5}
    assert reviewed(alice, session).shortage == 5


def test_the_same_entry_sent_by_many_requests_at_once_counts_once(alice: Actor) -> None:
    stated(alice, 10)
    session = started(alice)
    together(*[lambda: len(entered(alice, session, entry(4, key="phone-1")))] * 6)
    assert rows_of(alice, "select quantity from inventory_countentry") == [(4,)]


def test_several_counters_at_once_add_up(alice: Actor, carol: Actor) -> None:
    stated(alice, 60)
    session = started(alice)

    def scan(actor: Actor, name: str) -> int:
        return sum(len(entered(actor, session, entry(1, key=f"{name}-{number}"))) for number in range(15))

    together(
        lambda: scan(alice, "a"),
        lambda: scan(carol, "c"),
        lambda: scan(alice, "b"),
        lambda: scan(carol, "d"),
    )
    assert reviewed(alice, session).different == 0
    assert line_of(alice, session).counted == 60


def test_an_entry_is_taken_back_once_and_only_by_who_made_it(alice: Actor, carol: Actor) -> None:
    stated(alice, 10)
    session = started(alice)
    entered(alice, session, entry(10, key="right"), entry(90, key="wrong"))
    [others] = entered(carol, session, Told("c1", takes_back="wrong"))
    [mine] = entered(alice, session, Told("a1", takes_back="wrong"))
    [again] = entered(alice, session, Told("a2", takes_back="wrong"))
    assert [others.outcome, mine.outcome, again.outcome] == ["nothing_there", "taken_back", "nothing_there"]
    assert mine.mine == 10
    assert reviewed(alice, session).different == 0


def test_a_line_whose_only_entry_was_taken_back_was_not_counted(alice: Actor) -> None:
    stated(alice, 10)
    session = started(alice, tolerance=EXACT)
    entered(alice, session, entry(3, key="wrong"))
    assert line_of(alice, reviewed(alice, session)).recount == "tolerance"
    resume_count(alice, count_id=session.pk)
    entered(alice, session, Told("back", takes_back="wrong"))
    assert reviewed(alice, session).counted == 0
    with pytest.raises(NothingCounted):
        finalised(alice, session)
    assert on_hand(alice) == 10


def test_a_wrong_code_stops_no_other_entry(alice: Actor) -> None:
    stated(alice, 10)
    session = started(alice)
    wrong, right = entered(alice, session, entry(1, "no such thing"), entry(10))
    assert [wrong.outcome, right.outcome] == [Outcome.UNKNOWN_CODE, Outcome.COUNTED]


def test_an_item_that_nobody_expected_is_added(alice: Actor) -> None:
    stated(alice, 10)
    item(alice, "cap")
    session = started(alice)
    entered(alice, session, entry(10), entry(2, "cap"))
    reviewed(alice, session)
    assert line_of(alice, session, "cap").added
    finalised(alice, session)
    assert on_hand(alice, "cap") == 2


@pytest.mark.parametrize(("not_counted", "left"), [(NotCounted.KEEP, 5), (NotCounted.ZERO, 0)])
def test_what_nobody_counted_is_kept_or_gone_as_was_said(alice: Actor, not_counted: NotCounted, left: int) -> None:
    stated(alice, 10)
    stated(alice, 5, sku="cap")
    session = started(alice)
    entered(alice, session, entry(10))
    reviewed(alice, session)
    finalised(alice, session, not_counted=not_counted)
    assert [on_hand(alice), on_hand(alice, "cap")] == [10, left]


def test_differences_above_the_tolerance_are_counted_again_by_somebody_else(alice: Actor, carol: Actor) -> None:
    stated(alice, 10)
    stated(alice, 5, sku="cap")
    session = started(alice, tolerance=EXACT)
    entered(alice, session, entry(7))
    entered(carol, session, entry(5, "cap"))
    reviewed(alice, session)
    [own, other] = entered(alice, session, entry(8), entry(1, "cap"), at=11.2)
    assert [own.outcome, other.outcome] == [Outcome.COUNTED_BEFORE, Outcome.NOT_ASKED]
    [hers] = entered(carol, session, entry(9), at=11.3)
    assert hers.outcome == Outcome.COUNTED
    assert finalised(alice, session).shortage == 1
    assert on_hand(alice) == 9


def test_who_counts_alone_counts_again_alone(alice: Actor) -> None:
    stated(alice, 10)
    session = started(alice, tolerance=EXACT)
    entered(alice, session, entry(7))
    reviewed(alice, session)
    [again] = entered(alice, session, entry(9), at=11.2)
    assert again.outcome == Outcome.COUNTED
    finalised(alice, session)
    assert on_hand(alice) == 9


def test_two_have_to_agree_where_everything_is_counted_twice(alice: Actor, carol: Actor) -> None:
    stated(alice, 10)
    stated(alice, 5, sku="cap")
    session = started(alice, mode=Mode.DOUBLE)
    entered(alice, session, entry(9), entry(5, "cap"))
    entered(carol, session, entry(5, "cap"))
    reviewed(alice, session)
    assert [line_of(alice, session).recount, line_of(alice, session, "cap").recount] == ["single", ""]
    assert entered(alice, session, entry(9))[0].outcome == Outcome.COUNTED_BEFORE
    entered(carol, session, entry(8), at=11.2)
    reviewed(alice, session, at=11.5)
    assert line_of(alice, session).recount == "disagree"
    with pytest.raises(RecountsOpen):
        finalised(alice, session)
    dora = colleague(alice, "buyer")
    entered(dora, session, entry(9), at=11.7)
    finalised(alice, session)
    assert on_hand(alice) == 9


def test_a_recount_can_be_asked_for_or_waived_by_hand(alice: Actor) -> None:
    stated(alice, 10)
    session, shirt = started(alice, tolerance=EXACT), item(alice)
    entered(alice, session, entry(7))
    reviewed(alice, session)
    assert accept_counts(alice, count_id=session.pk) == 1
    assert ask_recount(alice, count_id=session.pk, variant_ids=[shirt]) == 1
    assert ask_recount(alice, count_id=session.pk, variant_ids=[shirt]) == 0
    with pytest.raises(RecountsOpen):
        finalised(alice, session)
    accept_counts(alice, count_id=session.pk, variant_ids=[shirt])
    finalised(alice, session)
    assert on_hand(alice) == 7


def test_finalised_twice_at_once_it_is_booked_once(alice: Actor) -> None:
    stated(alice, 10)
    session = started(alice)
    entered(alice, session, entry(7))
    reviewed(alice, session)
    told = together(*[lambda: finalised(alice, session).state] * 4)
    assert told == ["finalised"] * 4
    assert kinds(alice) == [("count", -3, "unknown")]
    assert events_of(alice).count("inventory.count_finalized") == 1


def test_undone_it_is_as_if_nobody_had_counted(alice: Actor) -> None:
    stated(alice, 10)
    stated(alice, 5, sku="cap")
    post_movements(alice, movements=moves(("receipt", 2, 5, "r")))
    before = books(alice)
    values = rows_of(alice, "select variant_id, average_value, fifo_value from inventory_level order by 1")
    session = started(alice)
    entered(alice, session, entry(99), entry(2, "cap"))
    reviewed(alice, session)
    finalised(alice, session)
    with scope(alice.company_id):
        undo_posting(alice, posting_id=session.pk, now=day(13), reason="wrong place")
    undo_count(alice, count_id=session.pk, now=day(13))
    assert books(alice) == before
    assert rows_of(alice, "select variant_id, average_value, fifo_value from inventory_level order by 1") == values
    assert events_of(alice).count("inventory.count_undone") == 1
    with scope(alice.company_id):
        assert compare_levels(alice) == []


def test_a_later_word_stays_true_when_a_count_before_it_is_undone(alice: Actor) -> None:
    stated(alice, 10)
    session = started(alice)
    entered(alice, session, entry(4))
    reviewed(alice, session)
    finalised(alice, session)
    stated(alice, 8, at=20)
    undo_count(alice, count_id=session.pk, now=day(21))
    assert on_hand(alice) == 8
    with scope(alice.company_id):
        assert compare_levels(alice) == []


def test_cancelled_it_moves_nothing_and_takes_nothing_more(alice: Actor) -> None:
    stated(alice, 10)
    before = books(alice)
    session = started(alice)
    entered(alice, session, entry(4))
    cancel_count(alice, count_id=session.pk, now=day(11))
    for deed in (lambda: entered(alice, session, entry()), lambda: finalised(alice, session)):
        with pytest.raises(CountClosed):
            deed()
    assert books(alice) == before


def test_what_was_not_looked_at_is_not_booked(alice: Actor) -> None:
    stated(alice, 10)
    session = started(alice)
    entered(alice, session, entry(4))
    with pytest.raises(NotInReview):
        finalised(alice, session)
    assert on_hand(alice) == 10


def test_a_count_of_nothing_is_refused(alice: Actor) -> None:
    stated(alice, 10)
    with pytest.raises(NothingToCount):
        started(alice, scope=Scope.CYCLE, abc_class="A")
    with pytest.raises(InvalidCount):
        started(alice, scope=Scope.CATEGORY)
    assert rows_of(alice, "select 1 from inventory_countsession") == []


def test_nobody_counts_for_another_company() -> None:
    everybody = people()
    stated(everybody.alice, 10)
    stated(everybody.mallory, 3)
    session = started(everybody.alice)
    for deed in (
        lambda: entered(everybody.mallory, session, entry()),
        lambda: reviewed(everybody.mallory, session),
        lambda: finalised(everybody.mallory, session),
        lambda: undo_count(everybody.mallory, count_id=session.pk, now=day(20)),
        lambda: cancel_count(everybody.mallory, count_id=session.pk, now=day(20)),
        lambda: started(everybody.mallory, location_id=main_place(everybody.alice)),
        lambda: started(everybody.mallory, scope=Scope.ITEMS, variant_ids=[item(everybody.alice)]),
    ):
        with pytest.raises(NotFound):
            deed()
    with pytest.raises(NotAllowed):
        entered(everybody.bob, session, entry())
    assert rows_of(everybody.alice, "select state from inventory_countsession") == [("open",)]


def test_a_large_difference_needs_somebody_who_may_approve(alice: Actor) -> None:
    from dataclasses import replace

    from stockwright.accounts.models import Company
    from stockwright.catalog.models import Variant

    stated(alice, 10)
    with scope(alice.company_id):
        Variant.objects.of(alice).update(cost=Decimal(50))
        Company.objects.filter(pk=alice.company_id).update(approval_limit=Decimal(100))
    session = started(alice)
    entered(alice, session, entry(7))
    reviewed(alice, session)
    clerk = replace(alice, permissions=alice.permissions - {"inventory.approve"})
    with pytest.raises(NotAllowed):
        finalised(clerk, session)
    assert on_hand(alice) == 10
    finalised(alice, session)
    assert on_hand(alice) == 7


def test_many_lines_take_the_same_few_statements(alice: Actor) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def statements(items: int) -> int:
        actor = owner()
        for number in range(items):
            stated(actor, 10, sku=f"item-{number}")
        with scope(actor.company_id), CaptureQueriesContext(connection) as asked:
            session = started(actor)
            entered(actor, session, *[entry(9, f"item-{number}") for number in range(items)])
            reviewed(actor, session)
            finalised(actor, session)
        assert on_hand(actor, "item-0") == 9
        return len(asked)

    assert statements(3) == statements(30)


def test_the_id_of_a_count_is_that_of_its_posting(alice: Actor) -> None:
    stated(alice, 10)
    session = started(alice)
    entered(alice, session, entry(7))
    reviewed(alice, session)
    finalised(alice, session)
    found = rows_of(alice, "select posting_id from inventory_movement where ref_type = 'count'")
    assert found == [(session.pk,)]
    assert isinstance(session.pk, UUID)
