"""What a file is and what its columns mean is told from the names and the values."""

import polars as pl
import pytest

from stockwright.channels.connectors.files.mapping.guessing import Guess, guess
from stockwright.channels.connectors.files.mapping.plan import BadMapping, Mapping, check_columns


def guessed(header: str, *rows: str, separator: str = ";", name: str = "") -> Guess:
    columns = tuple(header.split(separator))
    cells = [[cell or None for cell in row.split(separator)] for row in rows]
    sample = pl.DataFrame(cells, schema=dict.fromkeys(columns, pl.String), orient="row")
    return guess(columns, sample, name=name)


def columns_of(found: Guess) -> dict[str, str]:
    return found.mapping().columns


SALES = {
    "Wildberries": (
        "Предмет;Артикул поставщика;Название;Баркод;Тип документа;Дата заказа покупателем;Дата продажи;Кол-во"
        ";Цена розничная;Склад;Srid",
        ("Кружки;KR-01;Кружка;4601234567890;Продажа;2024-03-01;2024-03-04;1;499,50;Коледино;a1b2",),
        {
            "date": "Дата заказа покупателем",
            "sku": "Артикул поставщика",
            "quantity": "Кол-во",
            "price": "Цена розничная",
            "name": "Название",
            "location": "Склад",
            "order": "Srid",
            "status": "Тип документа",
        },
    ),
    "Ozon": (
        "Номер заказа;Номер отправления;Принят в обработку;Дата отгрузки;Статус;Сумма отправления"
        ";Название товара;Ozon ID;Артикул;Ваша цена;Количество;Склад отгрузки",
        (
            "1234-1;1234-1-1;2024-03-01 10:22:00;2024-03-02 10:00:00;Доставлен;999.00;Чайник;77;CH-1"
            ";999.00;1;Хоругвино",
        ),
        {
            "date": "Принят в обработку",
            "sku": "Артикул",
            "quantity": "Количество",
            "price": "Ваша цена",
            "name": "Название товара",
            "location": "Склад отгрузки",
            "order": "Номер заказа",
            "status": "Статус",
        },
    ),
    "Cafe24": (
        "주문번호;주문일시;자체상품코드;상품명;수량;판매가;총 결제금액;주문자명;주문상태",
        ("20240301-0001;2024-03-01 10:22:00;K-100;무선 주전자;2;19900;39800;김철수;배송완료",),
        {
            "date": "주문일시",
            "sku": "자체상품코드",
            "quantity": "수량",
            "price": "판매가",
            "revenue": "총 결제금액",
            "name": "상품명",
            "customer": "주문자명",
            "order": "주문번호",
            "status": "주문상태",
        },
    ),
    "a German till": (
        "Belegnummer;Datum;Artikelnr.;Bezeichnung;Menge;Einzelpreis;Gesamtpreis;Filiale;Kunden-Nr.;Währung",
        ("77;01.03.2024;G-1;Tasse groß;2;4,95;9,90;Köln;K17;EUR",),
        {
            "date": "Datum",
            "sku": "Artikelnr.",
            "quantity": "Menge",
            "price": "Einzelpreis",
            "revenue": "Gesamtpreis",
            "name": "Bezeichnung",
            "location": "Filiale",
            "customer": "Kunden-Nr.",
            "order": "Belegnummer",
            "currency": "Währung",
        },
    ),
    "Shopify": (
        "Name;Email;Financial Status;Paid at;Currency;Subtotal;Total;Created at;Lineitem quantity"
        ";Lineitem name;Lineitem price;Lineitem sku;Source",
        (
            "#1001;a@b.example;paid;2024-03-01 10:22:00 +0100;EUR;20.00;25.00;2024-03-01 10:20:00 +0100"
            ";2;Mug;10.00;MUG-1;web",
        ),
        {
            "date": "Created at",
            "sku": "Lineitem sku",
            "quantity": "Lineitem quantity",
            "price": "Lineitem price",
            "name": "Lineitem name",
            "order": "Name",
            "currency": "Currency",
            "customer": "Email",
            "channel": "Source",
        },
    ),
    "WooCommerce": (
        "Order Number;Order Status;Order Date;Customer Email;SKU;Item Name;Quantity;Item Cost;Order Line Total",
        ("901;completed;2024-03-01 10:22;a@b.example;W-1;Mug;2;10.00;20.00",),
        {
            "date": "Order Date",
            "sku": "SKU",
            "quantity": "Quantity",
            "revenue": "Order Line Total",
            "name": "Item Name",
            "customer": "Customer Email",
            "order": "Order Number",
            "status": "Order Status",
        },
    ),
    "a competition": (
        "date;store_id;item_id;dept_id;cat_id;units;sell_price;event_name_1;event_type_1;snap",
        ("2015-03-03;CA_1;FOODS_1_001;FOODS_1;FOODS;0;2.24;;;true",) * 9
        + ("2015-03-05;CA_1;FOODS_1_001;FOODS_1;FOODS;1;2.24;Purim End;Religious;true",),
        {
            "date": "date",
            "sku": "item_id",
            "quantity": "units",
            "price": "sell_price",
            "location": "store_id",
        },
    ),
}


@pytest.mark.parametrize("shop", SALES)
def test_the_columns_of_well_known_exports_are_told(shop: str) -> None:
    header, rows, wanted = SALES[shop]
    found = guessed(header, *rows)
    assert found.kind == "sales"
    told = columns_of(found)
    assert {field: told.get(field) for field in wanted} == wanted
    assert found.missing == ()


def test_a_column_of_events_is_not_the_name_of_a_product() -> None:
    header, rows, _ = SALES["a competition"]
    assert not {"name", "status"} & set(guessed(header, *rows).fields)


STOCK = [
    ("SKU;Warehouse;On hand", "A-1;Main;12"),
    ("Артикул;Склад;Остаток", "А-1;Коледино;12"),
    ("상품코드;창고;재고수량", "K-1;서울;12"),
    ("Artikelnummer;Lager;Bestand;EK-Preis", "G-1;Köln;12;3,50"),
    ("Item No.;Location;Qty on hand;Unit cost;As of date", "1000;MAIN;12;3.50;2024-03-01"),
]


@pytest.mark.parametrize(("header", "row"), STOCK)
def test_a_stock_file_is_told_from_its_words(header: str, row: str) -> None:
    found = guessed(header, row)
    assert found.kind == "stock"
    assert found.missing == ()
    assert "location" in found.fields


PRODUCTS = [
    (
        "SKU;Name;Category;Cost;Price;Barcode;Supplier;Lead time;MOQ",
        "A-1;Mug;Cups;2.5;9.9;4601234567890;Acme;14;10",
    ),
    (
        "Артикул;Наименование;Категория;Себестоимость;Поставщик;Срок поставки",
        "А-1;Чашка;Посуда;100;ООО Ромашка;14",
    ),
    ("상품코드;상품명;카테고리;원가;판매가;공급처;리드타임", "K-1;컵;주방;1000;2500;공급사A;7"),
    (
        "Artikelnummer;Bezeichnung;Warengruppe;EK;VK;EAN;Lieferant",
        "G-1;Tasse;Küche;2,5;9,9;4601234567890;Müller",
    ),
]


@pytest.mark.parametrize(("header", "row"), PRODUCTS)
def test_a_product_file_is_told_from_its_words(header: str, row: str) -> None:
    found = guessed(header, row)
    assert found.kind == "products"
    assert len(found.fields) >= 6


def test_a_code_of_thirteen_digits_without_a_name_is_a_barcode() -> None:
    found = guessed("sku;title;x", "A-1;Mug;4601234567890", "A-2;Cup;4601234567891")
    assert found.fields["barcode"].column == "x"
    assert found.fields["barcode"].why == "values"


def test_columns_without_known_names_are_told_by_their_values() -> None:
    rows = [f"2024-01-{1 + n % 28:02};X{n % 7}-{n % 7};{1 + n % 3};{n % 7}.95" for n in range(60)]
    found = guessed("a;b;c;d", *rows)
    assert columns_of(found) == {"date": "a", "sku": "b", "quantity": "c", "price": "d"}
    assert all(each.why == "values" and each.certainty < 0.6 for each in found.fields.values())


def test_an_amount_of_unknown_meaning_is_no_price_beside_a_total() -> None:
    rows = [f"2024-01-{1 + n % 28:02};p{n % 9};1;{n}.90;-{n % 3}.25" for n in range(60)]
    assert "price" not in guessed("date;sku;quantity;sales_value;retail_disc", *rows).fields


def test_a_name_that_the_values_contradict_is_not_trusted() -> None:
    found = guessed("date;sku;quantity;qty", "2024-01-05;A-1;two;2", "2024-01-06;A-2;one;1")
    assert found.fields["quantity"].column == "qty"


def test_a_file_of_single_pieces_needs_no_quantity() -> None:
    rows = [f"o{n};{1 + n % 2};p{n % 9};2018-01-{1 + n % 28:02};{n}.90" for n in range(60)]
    found = guessed("order_id;order_item_id;product_id;shipping_limit_date;price", *rows)
    assert "quantity" not in found.fields
    assert (found.missing, found.mapping().one_per_line) == ((), True)


def test_what_is_needed_and_was_not_found_is_said() -> None:
    assert guessed("date;quantity;customer", "2024-01-05;3;K1").missing == ("sku",)


def test_the_name_of_the_file_decides_when_the_columns_leave_a_doubt() -> None:
    header, row = "sku;location;quantity;date", "A-1;Main;5;2024-01-05"
    assert guessed(header, row, name="stock 2024.csv").kind == "stock"
    assert guessed(header, row, name="sales 2024.csv").kind == "sales"


def test_a_mapping_survives_json_and_correction() -> None:
    header, rows, _ = SALES["a German till"]
    mapping = guessed(header, *rows).mapping()
    assert mapping.decimal == ","
    assert Mapping.from_dict(mapping.to_dict()) == mapping
    corrected = Mapping.from_dict(mapping.to_dict() | {"date_format": "mdy", "services": {"keep": ["POST"]}})
    assert (corrected.date_format, corrected.services.keep) == ("mdy", ("POST",))


BAD = [
    ({"kind": "cars"}, "kind of file"),
    ({"kind": "stock", "columns": {"price": "p"}}, "no field named price"),
    ({"kind": "sales", "date_format": "ydm"}, "order of dates"),
    ({"kind": "sales", "decimal": ";"}, "decimal sign"),
    ({"kind": "sales", "services": {"kep": ["x"]}}, "fees"),
]


@pytest.mark.parametrize(("given", "complaint"), BAD)
def test_a_mapping_that_cannot_be_is_refused(given: dict[str, object], complaint: str) -> None:
    with pytest.raises(BadMapping, match=complaint):
        Mapping.from_dict(given)


def test_a_mapping_has_to_fit_the_file() -> None:
    mapping = Mapping("stock", {"sku": "code", "quantity": "left"})
    check_columns(mapping, ("code", "left"))
    with pytest.raises(BadMapping, match="no column named left"):
        check_columns(mapping, ("code",))
    with pytest.raises(BadMapping, match="Choose a column for: quantity"):
        check_columns(Mapping("stock", {"sku": "code"}), ("code",))
