"""A mistaken stock file is taken back as a whole, from wherever it is found."""

from functools import partial
from uuid import UUID

import pytest
from tests.channels.test_imports import STOCK
from tests.make.adjusting import adjusted, fix
from tests.make.counting import finalised, reviewed_count
from tests.make.files import brought_in
from tests.make.goods import books, day, item, on_hand, rows_of, sold, stated
from tests.make.goods import lines as sale_lines
from tests.make.people import owner, people
from tests.make.threads import together
from tests.make.tracked import told

from stockwright.channels.actions.stock_undo import undo_stock
from stockwright.channels.models import ImportBatch, ImportState
from stockwright.inventory.actions.undo import undo_posting
from stockwright.inventory.models import Movement
from stockwright.inventory.queries.proof import compare_levels
from stockwright.inventory.rules.undo import AlreadyUndone, NotUndoable
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.problems import NotAllowed, NotFound
from stockwright.kit.rehearsal import rehearsed
from stockwright.kit.tenancy import scope


def posting_of(actor: Actor, batch: UUID) -> UUID:
    with scope(actor.company_id):
        found = Movement.objects.of(actor).filter(ref_type="statement", ref_id=str(batch)).first()
        assert found is not None
        assert found.posting_id is not None
        return found.posting_id


def test_the_word_before_it_holds_again_and_later_sales_stay() -> None:
    alice = owner()
    stated(alice, 10, at=1)
    wrong = stated(alice, 90, at=3).batch_id
    sold(alice, sale_lines(("shirt", 4, 2)))
    assert on_hand(alice) == 88
    undo_posting(alice, posting_id=posting_of(alice, wrong), now=day(9), reason="of another shop")
    assert rows_of(alice, "select on_hand, stated_at from inventory_level") == [(8, day(1))]
    with pytest.raises(AlreadyUndone):
        undo_posting(alice, posting_id=posting_of(alice, wrong), now=day(9))
    assert on_hand(alice) == 8
    with scope(alice.company_id):
        assert compare_levels(alice) == []


def test_stock_that_nobody_told_before_is_unknown_again() -> None:
    alice = owner()
    wrong = stated(alice, 0, at=3).batch_id
    done = undo_stock(alice, batch_id=wrong)
    assert [told(line.sku, line.before, line.after, line.stated_at) for line in done.lines] == [
        ("shirt", 0, 0, None)
    ]
    assert rows_of(alice, "select on_hand, stated_at from inventory_level") == [(0, None)]


def test_a_preview_tells_the_same_and_changes_nothing() -> None:
    alice = owner()
    stated(alice, 10, at=1)
    wrong = stated(alice, 90, at=3).batch_id
    before = books(alice)
    with scope(alice.company_id):
        shown = rehearsed(lambda: undo_stock(alice, batch_id=wrong))
    assert books(alice) == before
    assert undo_stock(alice, batch_id=wrong) == shown
    assert [told(line.before, line.after, line.stated_at) for line in shown.lines] == [(90, 10, day(1))]


def test_the_import_is_undone_with_its_posting() -> None:
    alice = owner()
    batch = brought_in(alice, STOCK, "stock.csv")
    undo_posting(alice, posting_id=posting_of(alice, batch.pk), now=day(9))
    with scope(alice.company_id):
        assert ImportBatch.objects.of(alice).get(pk=batch.pk).state == ImportState.UNDONE
    assert rows_of(alice, "select sum(on_hand), max(stated_at) from inventory_level") == [(0, None)]
    assert rows_of(alice, "select count(*) from catalog_variant where cost is not null") == [(0,)]


def test_what_a_document_said_is_undone_by_the_document() -> None:
    alice = owner()
    count = finalised(alice, reviewed_count(alice))
    adjustment = adjusted(alice, fix(alice, item(alice), 4))
    before = books(alice)
    for batch in (count.pk, adjustment.pk):
        with pytest.raises(NotUndoable):
            undo_stock(alice, batch_id=batch)
    assert books(alice) == before


def test_nobody_undoes_another_companys_file() -> None:
    everybody = people()
    batch = stated(everybody.alice, 10).batch_id
    before = books(everybody.alice)
    with pytest.raises(NotFound):
        undo_stock(everybody.mallory, batch_id=batch)
    with pytest.raises(NotFound):
        undo_stock(everybody.alice, batch_id=new_id())
    with pytest.raises(NotAllowed):
        undo_stock(everybody.bob, batch_id=batch)
    assert books(everybody.alice) == before


def test_two_at_once_undo_it_once() -> None:
    alice = owner()
    stated(alice, 10, at=1)
    wrong = stated(alice, 90, at=3).batch_id

    def undo() -> bool:
        try:
            undo_stock(alice, batch_id=wrong)
        except AlreadyUndone:
            return False
        return True

    assert sum(together(*[partial(undo) for _ in range(4)])) == 1
    assert on_hand(alice) == 10
