"""Stock counts and products: one line is one item."""

from datetime import date
from decimal import Decimal

import pytest

from .make import Read

STOCK = "sku,warehouse,on hand,unit cost,snapshot date\n"
PRODUCTS = "sku,name,category,cost,price,barcode,supplier,lead time,moq,pack size\n"


def test_a_stock_line_becomes_a_typed_row(read: Read) -> None:
    parsed = read(STOCK + "A-1,Main,12.5,3.20,2024-03-05\n", name="stock.csv")
    (row,) = parsed.rows.rows(named=True)
    assert row == {
        "line": 2,
        "quantity": Decimal("12.5"),
        "cost": Decimal("3.2"),
        "sku": "A-1",
        "name": None,
        "location": "Main",
        "on": date(2024, 3, 5),
    }


def test_stock_without_a_date_is_of_no_day(read: Read) -> None:
    assert read("sku,on hand\nA-1,12\n", name="stock.csv").rows["on"].to_list() == [None]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",Main,12,3.20,2024-03-05", "missing_sku"),
        ("A-1,Main,-3,3.20,2024-03-05", "negative_stock"),
        ("A-1,Main,many,3.20,2024-03-05", "not_a_number"),
        ("A-1,Main,,3.20,2024-03-05", "missing_quantity"),
        ("A-1,Main,12,-3.20,2024-03-05", "negative_price"),
        ("A-1,Main,12,3.20,2024-02-31", "bad_date"),
        ("A-1,Main,12,3.20,2027-03-05", "date_in_future"),
        ("A-1,Main,12,3.20,1899-12-31", "date_too_old"),
        (f"A-1,{'x' * 101},12,3.20,2024-03-05", "too_long"),
    ],
)
def test_a_rotten_stock_line_is_refused_with_its_reason(read: Read, line: str, reason: str) -> None:
    parsed = read(STOCK + "B-1,Main,1,1,2024-03-05\n" + line + "\nB-2,Main,1,1,2024-03-05\n", name="stock.csv")
    assert parsed.rejected.select("line", "reason").rows() == [(3, reason)]
    assert parsed.rows["sku"].to_list() == ["B-1", "B-2"]


def test_the_same_item_at_the_same_place_twice_is_warned_about(read: Read) -> None:
    lines = "A-1,Main,12,1,2024-03-05\nA-1,Shop,3,1,2024-03-05\nA-1,Main,2,1,2024-03-05\n"
    assert read(STOCK + lines, name="stock.csv").warnings.select("line", "reason").rows() == [(4, "repeated_item")]


def test_a_product_line_becomes_a_typed_row(read: Read) -> None:
    text = PRODUCTS + "A-1,Mug,Cups,2.50,9.90,4601234567890,Acme,14,10,5\nA-2,Cup,Cups,,,,,,,\n"
    first, second = read(text, name="products.csv").rows.rows(named=True)
    assert first == {
        "line": 2,
        "cost": Decimal("2.5"),
        "price": Decimal("9.9"),
        "lead_days": 14,
        "moq": Decimal(10),
        "pack_multiple": Decimal(5),
        "sku": "A-1",
        "name": "Mug",
        "category": "Cups",
        "barcode": "4601234567890",
        "supplier": "Acme",
    }
    assert {name for name, value in second.items() if value is None} == {
        "cost",
        "price",
        "lead_days",
        "moq",
        "pack_multiple",
        "barcode",
        "supplier",
    }


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("=A1,Mug,Cups,2,9,4601234567890,Acme,14,10,5", "formula_in_sku"),
        ("A-1,Mug,Cups,-2,9,4601234567890,Acme,14,10,5", "negative_price"),
        ("A-1,Mug,Cups,2,9,4601234567890,Acme,soon,10,5", "not_a_number"),
        ("A-1,Mug,Cups,2,9,4601234567890,Acme,-1,10,5", "not_positive"),
        ("A-1,Mug,Cups,2,9,4601234567890,Acme,40000,10,5", "too_many_days"),
        (f"A-1,Mug,Cups,2,9,{'4' * 51},Acme,14,10,5", "too_long"),
        (f"A-1,Mug,Cups,2,9,4601234567890,{'x' * 201},14,10,5", "too_long"),
        ("A-1,Mug,Cups,2,9,4601234567890,Acme,14,0,5", "not_positive"),
        ("A-1,Mug,Cups,2,9,4601234567890,Acme,14,10,-5", "not_positive"),
    ],
)
def test_a_rotten_product_line_is_refused_with_its_reason(read: Read, line: str, reason: str) -> None:
    good = "B-{},Mug,Cups,2,9,4601234567890,Acme,14,10,5\n"
    parsed = read(PRODUCTS + good.format(1) + line + "\n" + good.format(2) + good.format(3), name="products.csv")
    assert parsed.rejected.select("line", "reason").rows() == [(3, reason)]
    assert parsed.rows.height == 3


def test_a_rounded_barcode_is_left_out_with_a_warning(read: Read) -> None:
    parsed = read(PRODUCTS + "A-1,Mug,Cups,2,9,4.60123E+12,Acme,14,10,5\n", name="products.csv")
    assert parsed.rows["barcode"].to_list() == [None]
    assert parsed.warnings.select("line", "value", "reason").rows() == [
        (2, "4.60123E+12", "barcode_cut_by_spreadsheet")
    ]


def test_the_same_product_twice_is_warned_about(read: Read) -> None:
    text = "sku,name,cost,supplier\nA-1,Mug,2,Acme\nA-1,Mug,3,Acme\n"
    assert read(text, name="products.csv").warnings["reason"].to_list() == ["repeated_item"]
