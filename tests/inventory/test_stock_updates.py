"""A pasted table is checked line by line, shown before anything happens, and posted in full or not at all."""

from decimal import Decimal

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.make.adjusting import NOW, main
from tests.make.goods import books, item, on_hand, rows_of, stated
from tests.make.people import colleague, owner

from stockwright.accounts.actions.companies import change_company
from stockwright.catalog.actions.items import add_items, change_item
from stockwright.inventory.actions.stock_updates import update_stock
from stockwright.inventory.queries.stock_updates import preview_updates
from stockwright.inventory.rules.adjustments import MOST_LINES, Stake
from stockwright.inventory.rules.stock_updates import BadRow, InvalidTable, LinesRefused, UpdateRow, read_table
from stockwright.kit.tenancy import scope


def row(sku: str, amount: float, *, line: int = 1, way: str = "set_to", location: str = "Main") -> UpdateRow:
    return UpdateRow(line, sku, location, way, Decimal(str(amount)))


@pytest.mark.parametrize(
    "text",
    ["shirt\tMain\t12\nhat\tMain\t3.5", "shirt;Main;12\nhat;Main;3,5", "sku,location,qty\nshirt,Main,12\nhat,,3.5"],
)
def test_tables_are_read_with_any_divider(text: str) -> None:
    told = read_table(text, way="set_to")
    assert [one[1:] for one in told.rows] == [
        ("shirt", "Main", "set_to", Decimal(12)),
        ("hat", "Main", "set_to", Decimal("3.5")),
    ]
    assert told.bad == []


def test_headings_say_what_a_column_means() -> None:
    told = read_table("Quantity;SKU;Change by\n;shirt;−2\n4;hat;", way="set_to")
    assert [one[1:] for one in told.rows] == [
        ("shirt", "Main", "change_by", Decimal(-2)),
        ("hat", "Main", "set_to", Decimal(4)),
    ]


def test_each_line_that_cannot_be_used_is_told() -> None:
    told = read_table("shirt\tMain\t1\nhat\tMain\tmany\n\n\tMain\t1\nshirt\tMain\t2\nsock\tMain\t-1", way="set_to")
    assert [one.line for one in told.rows] == [1]
    assert told.bad == [
        BadRow(2, "many", "this is no number"),
        BadRow(4, "", "there is no SKU"),
        BadRow(5, "shirt", "the item and place of line 1 again"),
        BadRow(6, "-1", "stock cannot be set below zero"),
    ]


@pytest.mark.parametrize("text", ["", "\n \n", "\n".join(f"S{n},1" for n in range(MOST_LINES + 1))])
def test_a_table_of_nothing_or_of_too_much_is_refused(text: str) -> None:
    with pytest.raises(InvalidTable):
        read_table(text, way="set_to")


def test_a_preview_tells_pieces_money_and_unknown_names_and_changes_nothing() -> None:
    alice = owner()
    shirt = item(alice)
    change_item(alice, variant_id=shirt, cost=Decimal(4))
    item(alice, "hat")
    stated(alice, 10)
    before = books(alice)
    rows = [
        row("shirt", 7),
        row("hat", 2, line=2, way="change_by"),
        row("ghost", 1, line=3),
        row("hat", 1, line=4, location="Moon"),
    ]
    with scope(alice.company_id):
        shown = preview_updates(alice, rows)
    assert [shown.added, shown.taken, shown.value] == [Decimal(2), Decimal(-3), Decimal(-12)]
    assert shown.stake == Stake(Decimal(12), 1)
    assert [(bad.line, bad.told) for bad in shown.bad] == [(3, "ghost"), (4, "Moon")]
    with pytest.raises(LinesRefused) as refusal:
        update_stock(alice, rows=rows, reason="correction", now=NOW)
    assert refusal.value.fields["count"] == 2
    assert books(alice) == before


def test_all_lines_are_one_adjustment_done_once() -> None:
    alice = owner()
    item(alice)
    item(alice, "hat")
    stated(alice, 10)
    rows = [row("shirt", 7), row("hat", 2, line=2)]
    first = update_stock(alice, rows=rows, reason="correction", now=NOW, source="paste:1")
    again = update_stock(alice, rows=rows, reason="correction", now=NOW, source="paste:1")
    assert first.pk == again.pk
    assert on_hand(alice) == 7
    assert on_hand(alice, "hat") == 2
    told = "select count(distinct posting_id) from inventory_movement where ref_type = 'adjustment'"
    assert rows_of(alice, told) == [(1,)]


def test_above_the_limit_a_table_waits_like_any_adjustment() -> None:
    alice = owner()
    change_item(alice, variant_id=item(alice), cost=Decimal(4))
    main(alice)
    change_company(alice, approval_limit=Decimal(10))
    keeper = colleague(alice, "keeper")
    with scope(alice.company_id):
        assert preview_updates(keeper, [row("shirt", 3)]).waits
        assert not preview_updates(alice, [row("shirt", 3)]).waits
    assert update_stock(keeper, rows=[row("shirt", 3)], reason="correction", now=NOW).state == "waiting"


def test_ten_thousand_lines_take_the_statements_of_a_few() -> None:
    alice = owner()
    item(alice)
    main(alice)
    update_stock(alice, rows=[row("shirt", 1)], reason="correction", now=NOW)
    counts = []
    for many in (300, MOST_LINES):
        skus = [f"{many}-{number}" for number in range(many)]
        add_items(alice, items=pl.DataFrame({"sku": skus}))
        rows = [row(sku, 5, line=line) for line, sku in enumerate(skus, 1)]
        with CaptureQueriesContext(connection) as asked:
            update_stock(alice, rows=rows, reason="correction", now=NOW)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert rows_of(alice, "select sum(on_hand) from inventory_level") == [(5 * (MOST_LINES + 300) + 1,)]
