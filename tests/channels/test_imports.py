"""Files come in whole or not at all, once, and go out again as a whole."""

from decimal import Decimal
from uuid import UUID

import polars as pl
import pytest
from tests.make.files import TODAY, brought_in, prepared, sales_csv, uploaded
from tests.make.jobs import run_jobs
from tests.make.people import people

from stockwright.catalog.models import Variant
from stockwright.channels.actions.imports import prepare_import, queue_import, run_import, undo_import
from stockwright.channels.actions.uploads import upload_file
from stockwright.channels.connectors.files.mapping.plan import Mapping
from stockwright.channels.models import ImportBatch, ImportState
from stockwright.channels.queries.imports import batch_of, preview, rejected_rows
from stockwright.channels.rules import ImportBusy, UnreadableFile, UnusableMapping
from stockwright.inventory.models import Level, Movement
from stockwright.inventory.queries.proof import compare_levels
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotAllowed, NotFound
from stockwright.kit.tenancy import scope
from stockwright.sales.models import DailySales, SaleLine

STOCK = b"sku,location,on hand\nSKU-0,Main,40\nSKU-1,Main,7\n"
PRODUCTS = b"sku,name,category,cost,price,supplier,lead time,moq,pack\nSKU-0,Cup,Mugs,2.10,4.50,Clay Ltd,14,10,5\n"


@pytest.fixture
def alice() -> Actor:
    return people().alice


def counts(actor: Actor) -> tuple[int, Decimal, int]:
    """Sale lines, pieces sold, and ledger rows of the company."""
    with scope(actor.company_id):
        sold = sum((day.ordered for day in DailySales.objects.of(actor)), Decimal(0))
        return SaleLine.objects.of(actor).count(), sold, Movement.objects.of(actor).count()


def test_a_sales_file_comes_in_with_its_control_totals(alice: Actor) -> None:
    text = sales_csv()
    done = brought_in(alice, text)
    lines, sold, _ = counts(alice)
    assert done.state == ImportState.DONE
    assert done.rows_read == text.count(b"\n")
    assert (done.rows_imported, Decimal(done.totals["quantity"])) == (lines, sold)


def test_the_same_file_twice_changes_nothing(alice: Actor) -> None:
    brought_in(alice, sales_csv())
    before = counts(alice)
    again = brought_in(alice, sales_csv())
    assert counts(alice) == before
    assert (again.rows_imported, again.rows_known) == (0, before[0])


def test_an_overlapping_file_adds_only_what_is_new(alice: Actor) -> None:
    brought_in(alice, sales_csv(days=60))
    longer = brought_in(alice, sales_csv(days=90))
    assert longer.rows_known > 0
    fresh = people().alice
    brought_in(fresh, sales_csv(days=90))
    assert counts(alice)[:2] == counts(fresh)[:2]


def test_a_stock_file_states_the_levels_and_a_product_file_the_terms(alice: Actor) -> None:
    brought_in(alice, sales_csv())
    brought_in(alice, STOCK, "stock.csv")
    brought_in(alice, PRODUCTS, "products.csv")
    with scope(alice.company_id):
        level = Level.objects.of(alice).get(variant__sku="SKU-0")
        item = Variant.objects.of(alice).select_related("supplier", "product").get(sku="SKU-0")
        assert level.on_hand == 40
        assert item.supplier is not None
        assert (item.product.name, item.cost) == ("Cup", Decimal("2.1"))
        assert (item.moq, item.pack_multiple, item.lead_days) == (Decimal(10), Decimal(5), 14)
        assert not compare_levels(alice)


@pytest.mark.parametrize(("text", "name"), [(sales_csv(), "s.csv"), (STOCK, "stock.csv"), (PRODUCTS, "p.csv")])
def test_an_import_can_be_undone_and_brought_in_again(alice: Actor, text: bytes, name: str) -> None:
    brought_in(alice, sales_csv(days=30))
    before, terms = counts(alice)[:2], _terms(alice)
    done = brought_in(alice, text, name)
    after, new_terms = counts(alice)[:2], _terms(alice)
    undo_import(alice, batch_id=done.pk)
    assert (counts(alice)[:2], _terms(alice)) == (before, terms)
    brought_in(alice, text, name)
    assert (counts(alice)[:2], _terms(alice)) == (after, new_terms)
    with scope(alice.company_id):
        assert not compare_levels(alice)


def _terms(actor: Actor) -> list[tuple[object, ...]]:
    """Everything that the files can change of the items that are in use."""
    with scope(actor.company_id):
        items = Variant.objects.of(actor).filter(archived_at=None).exclude(sku__gt="SKU-1").order_by("sku")
        levels = {row.variant_id: row.on_hand for row in Level.objects.of(actor)}
        return [
            (item.sku, item.product.name, item.cost, item.price, item.moq, item.supplier_id, levels.get(item.pk, 0))
            for item in items.select_related("product")
        ]


def test_undoing_twice_is_undoing_once(alice: Actor) -> None:
    done = brought_in(alice, sales_csv())
    undo_import(alice, batch_id=done.pk)
    assert undo_import(alice, batch_id=done.pk).state == ImportState.UNDONE
    assert counts(alice)[0] == 0


def test_an_import_that_never_ran_cannot_be_undone(alice: Actor) -> None:
    batch = uploaded(alice, sales_csv())
    with pytest.raises(ImportBusy):
        undo_import(alice, batch_id=batch.pk)


def test_rows_that_cannot_be_read_are_left_out_with_their_reason(alice: Actor) -> None:
    rows = ["date,sku,quantity", "2026-02-01,A-1,3", "31.02.2026,A-1,2", "2026-02-02,,1", "2026-02-03,A-1,x", ""]
    done = brought_in(alice, "\n".join(rows).encode())
    with scope(alice.company_id):
        told = {row.line: row.reason for row in rejected_rows(alice, done.pk)}
    assert done.rows_imported == 1
    assert done.rows_rejected == 3
    assert set(told) == {3, 4, 5}


def test_a_file_without_one_usable_row_fails_and_says_why(alice: Actor) -> None:
    batch = uploaded(alice, b"date,sku,quantity\nnever,A-1,3\nsoon,A-1,2\n")
    columns = {"date": "date", "sku": "sku", "quantity": "quantity"}
    prepare_import(alice, batch_id=batch.pk, mapping=Mapping("sales", columns))
    done = run_import(alice, batch_id=batch.pk, today=TODAY)
    assert done.state == ImportState.FAILED
    assert "None of the 2 rows" in done.reason
    assert counts(alice)[0] == 0


def test_a_file_that_is_no_table_is_refused_at_the_door(alice: Actor) -> None:
    with pytest.raises(UnreadableFile):
        upload_file(alice, name="sales.csv", chunks=[b"PK\x03\x04 not really"])
    with scope(alice.company_id):
        assert not ImportBatch.objects.of(alice).exists()


def test_columns_that_do_not_exist_are_refused(alice: Actor) -> None:
    batch = uploaded(alice, sales_csv())
    with scope(alice.company_id):
        mapping = preview(alice, batch, today=TODAY).mapping
    mapping.columns["quantity"] = "pieces"
    with pytest.raises(UnusableMapping, match="pieces"):
        queue_import(alice, batch_id=batch.pk, mapping=mapping)


def test_an_import_that_died_on_the_way_leaves_nothing_and_can_run_again(
    alice: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = uploaded(alice, sales_csv())
    prepared(alice, batch.pk)

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("stockwright.channels.actions.imports._keep_rejects", dies)
        with pytest.raises(KeyboardInterrupt):
            run_import(alice, batch_id=batch.pk, today=TODAY)
    assert counts(alice) == (0, Decimal(0), 0)
    assert run_import(alice, batch_id=batch.pk, today=TODAY).state == ImportState.DONE
    assert counts(alice)[0] > 0


def test_a_worker_brings_a_queued_file_in(alice: Actor) -> None:
    batch = uploaded(alice, sales_csv())
    with scope(alice.company_id):
        mapping = preview(alice, batch, today=TODAY).mapping
    queue_import(alice, batch_id=batch.pk, mapping=mapping)
    run_jobs()
    with scope(alice.company_id):
        assert batch_of(alice, batch.pk).state == ImportState.DONE


def test_items_of_a_daily_file_are_known_to_be_listed_on_days_without_sales(alice: Actor) -> None:
    brought_in(alice, b"date,item_id,units\n2026-01-01,A,0\n2026-01-02,A,2\n2026-01-03,A,1\n")
    with scope(alice.company_id):
        assert str(Variant.objects.of(alice).get(sku="A").launched_on) == "2026-01-01"


def test_only_who_may_import_does_and_only_in_the_own_company() -> None:
    everybody = people()
    with pytest.raises(NotAllowed):
        uploaded(everybody.bob, sales_csv())
    batch = uploaded(everybody.alice, sales_csv())
    for deed in (undo_import, _run):
        with pytest.raises(NotFound):
            deed(everybody.mallory, batch_id=batch.pk)


def _run(actor: Actor, *, batch_id: UUID) -> None:
    run_import(actor, batch_id=batch_id, today=TODAY)


def test_xlsx_and_parquet_come_in_like_csv(alice: Actor, tmp_path: object) -> None:
    frame = pl.read_csv(sales_csv(days=20))
    from pathlib import Path

    folder = Path(str(tmp_path))
    frame.write_parquet(folder / "sales.parquet")
    frame.write_excel(folder / "sales.xlsx")
    first = brought_in(alice, (folder / "sales.parquet").read_bytes(), "sales.parquet")
    second = brought_in(alice, (folder / "sales.xlsx").read_bytes(), "sales.xlsx")
    assert first.rows_imported == frame.height
    assert (second.rows_imported, second.rows_known) == (0, frame.height)
