"""Sales lines become typed rows; each line that does not is told with its reason."""

from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import pytest

from stockwright.channels.connectors.files.client.tables import as_batch
from stockwright.channels.connectors.files.mapping.parsing import parse
from stockwright.channels.connectors.files.mapping.plan import Mapping
from stockwright.channels.connectors.files.mapping.reasons import REASONS, explain

from .make import BERLIN, TODAY, Read

HEADER = "date,sku,name,quantity,price,customer,order\n"
GOOD = "2024-03-05,A-1,Mug,2,9.90,K1,1001\n"


def reasons(frame: pl.DataFrame) -> list[tuple[int, str, str | None, str]]:
    return frame.select("line", "column", "value", "reason").rows()


def test_a_line_becomes_a_typed_row(read: Read) -> None:
    (row,) = read(HEADER + "2024-03-05 14:30,A-1,Mug,2,9.90,K1,1001\n").rows.rows(named=True)
    assert len(row.pop("fingerprint")) == 32
    assert row == {
        "line": 2,
        "at": datetime(2024, 3, 5, 13, 30, tzinfo=UTC),
        "on": date(2024, 3, 5),
        "has_time": True,
        "quantity": Decimal("2.0000"),
        "price": Decimal("9.9000"),
        "revenue": Decimal("19.8000"),
        "sku": "A-1",
        "name": "Mug",
        "location": None,
        "channel": None,
        "customer": "K1",
        "order": "1001",
        "currency": None,
    }


ROTTEN = [
    ("31.02.2024,A-1,Mug,2,9.90,K1,1001", "date", "31.02.2024", "bad_date"),
    ("soon,A-1,Mug,2,9.90,K1,1001", "date", "soon", "bad_date"),
    (",A-1,Mug,2,9.90,K1,1001", "date", None, "missing_date"),
    ("2026-11-22,A-1,Mug,2,9.90,K1,1001", "date", "2026-11-22", "date_in_future"),
    ("1924-03-05,A-1,Mug,2,9.90,K1,1001", "date", "1924-03-05", "date_too_old"),
    ("2024-03-05,,Mug,2,9.90,K1,1001", "sku", None, "missing_sku"),
    ("2024-03-05,   ,Mug,2,9.90,K1,1001", "sku", None, "missing_sku"),
    ("2024-03-05,=A1+B1,Mug,2,9.90,K1,1001", "sku", "=A1+B1", "formula_in_sku"),
    ("2024-03-05,@SUM(1),Mug,2,9.90,K1,1001", "sku", "@SUM(1)", "formula_in_sku"),
    ("2024-03-05,-A1,Mug,2,9.90,K1,1001", "sku", "-A1", "formula_in_sku"),
    ("2024-03-05,4.60123E+12,Mug,2,9.90,K1,1001", "sku", "4.60123E+12", "sku_cut_by_spreadsheet"),
    ("2024-03-05,A-1,Mug,two,9.90,K1,1001", "quantity", "two", "not_a_number"),
    ("2024-03-05,A-1,Mug,=2+3,9.90,K1,1001", "quantity", "=2+3", "not_a_number"),
    ("2024-03-05,A-1,Mug,,9.90,K1,1001", "quantity", None, "missing_quantity"),
    ("2024-03-05,A-1,Mug,99999999999,9.90,K1,1001", "quantity", "99999999999", "number_too_large"),
    ("2024-03-05,A-1,Mug,999999999,999999999,K1,1001", "price", "999999999", "number_too_large"),
    ("2024-03-05,A-1,Mug,99999999999,99999999999,K1,1001", "quantity", "99999999999", "number_too_large"),
    (f"2024-03-05,A-1,Mug,2,9.90,{'K' * 101},1001", "customer", "K" * 101, "too_long"),
    ("2024-03-05,A-1,Mug,2,free,K1,1001", "price", "free", "not_a_number"),
    ("2024-03-05,A-1,Mug,2,-9.90,K1,1001", "price", "-9.90", "negative_price"),
    ("2024-03-05,A-1,Mug,2,9.90,K1", "", "2024-03-05,A-1,Mug,2,9.90,K1", "too_few_fields"),
    ("2024-03-05;A-1;Mug;2;9.90;K1;1001", "", "2024-03-05;A-1;Mug;2;9.90;K1;1001", "other_separator"),
]


@pytest.mark.parametrize(("line", "column", "value", "reason"), ROTTEN)
def test_a_rotten_line_is_refused_with_its_reason_and_the_others_are_read(
    read: Read, line: str, column: str, value: str | None, reason: str
) -> None:
    parsed = read(HEADER + GOOD + line + "\n" + GOOD.replace("1001", "1002") * 1)
    assert reasons(parsed.rejected) == [(3, column, value, reason)]
    assert parsed.rows["line"].to_list() == [2, 4]
    assert explain(reason).endswith(".")


def test_tomorrow_is_not_the_future(read: Read) -> None:
    assert read(HEADER + "2026-11-21,A-1,Mug,2,9.90,K1,1001\n").rows.height == 1


def test_a_negative_quantity_is_a_return_and_its_money_goes_back(read: Read) -> None:
    row = read(HEADER + GOOD + "2024-03-06,A-1,Mug,-1,9.90,K1,C1001\n").rows.row(1, named=True)
    assert (row["quantity"], row["revenue"]) == (Decimal(-1), Decimal("-9.90"))


def test_a_return_that_only_its_status_tells_has_a_negative_quantity(read: Read) -> None:
    lines = "05.03.2024,A-1,1,500,Продажа\n06.03.2024,A-1,1,500,Возврат\n"
    text = "Дата продажи,Артикул,Кол-во,Сумма,Тип документа\n" + lines
    assert read(text).rows["quantity"].to_list() == [Decimal(1), Decimal(-1)]
    assert read(text).rows["revenue"].to_list() == [Decimal(500), Decimal(-500)]


def test_cancelled_orders_are_passed_over(read: Read) -> None:
    text = "order date,sku,quantity,order status\n2024-03-05,A-1,1,completed\n2024-03-05,A-2,1,Cancelled\n"
    parsed = read(text)
    assert parsed.rows["sku"].to_list() == ["A-1"]
    assert reasons(parsed.skipped) == [(3, "order status", "Cancelled", "cancelled")]


def test_a_correction_of_stock_is_not_a_return(read: Read) -> None:
    correction = "2024-03-05,A-1,damages,-50,0,,1001\n"
    returns = "2024-03-05,A-1,Mug,-1,0,K1,1002\n2024-03-05,A-1,Mug,-2,0,,C1003\n"
    parsed = read(HEADER + correction + returns)
    assert reasons(parsed.skipped) == [(2, "quantity", "-50", "stock_adjustment")]
    assert parsed.rows["quantity"].to_list() == [Decimal(-1), Decimal(-2)]


def test_days_without_a_sale_say_since_when_an_item_was_listed(read: Read) -> None:
    text = "date,store_id,item_id,units\n2024-03-05,S1,A-1,0\n2024-03-06,S1,A-1,3\n2024-03-07,S1,A-1,0\n"
    parsed = read(text)
    assert parsed.listed.rows() == [("A-1", "S1", date(2024, 3, 5), date(2024, 3, 7), 2)]
    assert (parsed.rows.height, parsed.unsold_lines, parsed.rejected.height) == (1, 2, 0)


def test_the_same_line_again_is_warned_about_and_kept(read: Read) -> None:
    parsed = read(HEADER + GOOD * 3)
    assert parsed.rows.height == 3
    assert reasons(parsed.warnings) == [(n, "sku", "A-1", "duplicate_line") for n in (3, 4)]


def test_goods_given_away_are_kept_with_a_warning(read: Read) -> None:
    parsed = read(HEADER + "2024-03-05,A-1,Mug,2,0,K1,1001\n")
    assert reasons(parsed.warnings) == [(2, "price", "0", "zero_price")]


def test_lines_of_single_pieces_count_as_one(read: Read) -> None:
    text = "order date,order id,sku,price,status\n2024-03-05,1,A-1,5,paid\n2024-03-05,2,A-1,5,returned\n"
    assert read(text).rows["quantity"].to_list() == [Decimal(1), Decimal(-1)]


def test_price_and_revenue_complete_each_other(read: Read) -> None:
    (row,) = read("date,sku,qty,total\n2024-03-05,A-1,3,10.00\n").rows.rows(named=True)
    assert (row["price"], row["revenue"]) == (Decimal("3.3333"), Decimal("10.0000"))


def test_text_that_looks_like_a_formula_is_kept_as_text(read: Read) -> None:
    (row,) = read(HEADER + '2024-03-05,A-1,"=HYPERLINK(""x"")",2,9.90,@K1,+49\n').rows.rows(named=True)
    assert (row["name"], row["customer"], row["order"]) == ('=HYPERLINK("x")', "@K1", "+49")


def test_a_code_that_a_spreadsheet_was_told_to_leave_alone_is_unwrapped(read: Read) -> None:
    parsed = read('date,sku,quantity\n2024-03-05,"=""00123""",2\n2024-03-05,17850.0,1\n')
    assert parsed.rows["sku"].to_list() == ["00123", "17850"]


def test_the_fingerprint_is_of_the_sale_not_of_the_file(read: Read) -> None:
    one = read(HEADER + "2024-03-05,A-1,Mug,2,9.90,K1,1001\n").rows
    same = read(
        "Datum;Artikelnr;Menge;Preis;Kunde;Bestellnummer;Bezeichnung\n05.03.2024;A-1;2,0;9,90;K1;1001;Becher\n"
    ).rows
    other = read(HEADER + "2024-03-05,A-1,Mug,3,9.90,K1,1001\n").rows
    assert one["fingerprint"].to_list() == same["fingerprint"].to_list()
    assert one["fingerprint"].to_list() != other["fingerprint"].to_list()
    assert one["fingerprint"].to_list() == ["e054936663207c2eaab924ac6749b4ed"]


def test_a_person_can_correct_the_order_of_dates(read: Read) -> None:
    text = "date,sku,quantity\n05/03/2024,A-1,2\n06/03/2024,A-1,2\n"
    assert read(text, date_format="dmy").rows["on"].to_list() == [date(2024, 3, 5), date(2024, 3, 6)]
    assert read(text, date_format="mdy").rows["on"].to_list() == [date(2024, 5, 3), date(2024, 6, 3)]


def test_every_line_is_accounted_for_once() -> None:
    lines = [line.split(",") for line, *_ in ROTTEN if line.count(",") == 6] + [GOOD.strip().split(",")] * 2
    lines += [
        ["2024-03-05", "POST", "Postage", "1", "4", "", "1"],
        ["2024-03-05", "A-1", "Mug", "0", "1", "", "1"],
    ]
    names = HEADER.strip().split(",")
    frame = pl.DataFrame(lines, schema=dict.fromkeys(names, pl.String), orient="row")
    mapping = Mapping("sales", {name: name for name in names})
    batch = as_batch(frame, pl.Series(range(2, len(lines) + 2)))
    parsed = parse(batch, mapping, today=TODAY, zone=BERLIN)
    told = [*parsed.rows["line"], *parsed.rejected["line"], *parsed.skipped["line"]]
    assert sorted(told) == list(range(2, len(lines) + 1))
    assert parsed.unsold_lines == 1


def test_every_reason_has_its_sentence(read: Read) -> None:
    assert {reason for *_, reason in ROTTEN} <= set(REASONS)
