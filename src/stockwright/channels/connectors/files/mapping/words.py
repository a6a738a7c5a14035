"""How columns are called, in English, Russian, Korean and German; the best name of a field comes first.

Names are compared without case, punctuation and camel case: "InvoiceNo" and "invoice_no" agree.
"""

import re

from stockwright.channels.connectors.files.mapping.fields import Kind

_SKU = """sku | seller sku | артикул продавца | артикул поставщика | артикул | item id | stock code
| item code | product code | variant sku | lineitem sku | item number | item no | part number
| article number | article | product sku | код товара | код | артикул товара | vendor code
| seller article | 판매자상품코드 | 자체상품코드 | 자체 상품코드 | 상품코드 | 품목코드 | 품번 | 상품번호
| 옵션코드 | artikelnummer | artikel nr | art nr | artikelnr | artikel | product id | item | variant id
| material | номенклатура | sku id | asin | код номенклатуры | id товара"""
_NAME = """lineitem name | name | product name | item name | title | description | product title | product
| item title | название товара | название | наименование товара | наименование | товар | имя товара
| 상품명 | 품명 | 제품명 | 품목명 | bezeichnung | artikelbezeichnung | artikelname | produktname | produkt
| beschreibung | item description | номенклатура"""
_LOCATION = """location | warehouse | store id | store | location name | shop | branch | site | outlet
| fulfillment center | склад отгрузки | склад | магазин | место хранения | торговая точка | точка продаж
| 창고 | 매장 | 지점 | 점포 | lager | lagerort | filiale | standort | shop id | store code | store nbr
| facility"""
_COST = """cost | unit cost | cost price | cost per item | purchase price | buying price | себестоимость
| закупочная цена | цена закупки | 원가 | 매입가 | 공급가 | einkaufspreis | ek preis | ek | einstandspreis
| landed cost"""
_PRICE = """price | unit price | sell price | selling price | lineitem price | item price | sale price
| retail price | variant price | regular price | цена продажи | цена розничная | ваша цена товара
| ваша цена | цена за единицу | цена за ед | цена реализации | цена | розничная цена | цена со скидкой
| 판매가 | 판매단가 | 단가 | 상품구매금액 | 가격 | preis | einzelpreis | stückpreis | verkaufspreis
| vk preis | vk | price each | rate"""
_STOCK_ONLY = """on hand | qty on hand | quantity on hand | on hand quantity | stock on hand
| stock quantity | stock | in stock | available | inventory | inventory quantity | inventory qty
| variant inventory qty | stock level | current stock | closing stock | остаток | остатки
| текущий остаток | доступно | доступно к продаже | в наличии | количество на складе | доступно на складе
| 재고 | 재고수량 | 현재고 | 가용재고 | 실재고 | bestand | lagerbestand | verfügbar | menge auf lager
| verfügbarer bestand | available quantity | balance"""

_SALES: dict[str, str] = {
    "date": """order date | date | invoice date | sale date | sold at | created at | order created date
| purchase date | purchased at | transaction date | дата заказа | дата заказа покупателем
| принят в обработку | дата оформления | дата создания | дата продажи | дата | дата и время
| дата реализации | 주문일시 | 주문일 | 주문일자 | 결제일 | 결제일시 | 판매일 | 판매일자 | 일자 | 날짜
| bestelldatum | auftragsdatum | verkaufsdatum | rechnungsdatum | kaufdatum | datum | day | paid at
| datetime | timestamp | order time | время заказа | дата операции""",
    "sku": _SKU,
    "quantity": """quantity | qty | units | units sold | unit sales | units ordered | quantity sold
| sold | lineitem quantity | item quantity | qty sold | pieces | pcs | count | quantity ordered
| ordered quantity | кол во
| количество | колво | кол | количество товара | продано | продано шт | заказано | заказано шт | шт | 수량
| 주문수량 | 판매수량 | 판매량 | menge | anzahl | stückzahl | stück | verkaufte menge | order quantity
| item count""",
    "price": _PRICE,
    "revenue": """revenue | total | line total | amount | sales amount | net sales | gross sales
| total price | item total | subtotal | line amount | order line total | sales value | sales | total sales
| turnover | выручка | сумма | сумма заказа | сумма продажи | стоимость | итого
| вайлдберриз реализовал товар пр | оплачено покупателем | 총금액 | 금액 | 판매금액 | 매출 | 매출액
| 결제금액 | 총 결제금액 | 상품별 총 주문금액 | umsatz | gesamtpreis | gesamt | summe | betrag
| gesamtbetrag | extended price | sum""",
    "name": _NAME,
    "location": _LOCATION,
    "channel": """channel | sales channel | marketplace | source | source name | канал | канал продаж
| площадка | маркетплейс | источник | 판매채널 | 쇼핑몰 | 판매처 | 마켓 | kanal | vertriebskanal
| verkaufskanal | marktplatz | plattform | platform""",
    "customer": """customer id | customer | customer email | email | buyer | client | customer number
| customer no | customer name | billing name | покупатель | клиент | id покупателя | контрагент
| 주문자 id | 회원아이디 | 주문자 | 고객 | 고객번호 | 주문자명 | 구매자 | kunde | kundennummer | kunden nr
| käufer | user id | household id | member id""",
    "order": """order id | order number | order no | order | invoice no | invoice | invoice number
| transaction id | receipt number | номер заказа | номер отправления | заказ | srid | номер чека | чек
| документ | 주문번호 | 상품주문번호 | bestellnummer | auftragsnummer | bestellung | rechnungsnummer
| belegnummer | basket id | amazon order id | receipt | receipt no | order name | сборочное задание
| номер задания""",
    "currency": "currency | currency code | валюта | код валюты отправления | 통화 | währung | waehrung",
    "status": """status | order status | transaction type | type | document type | тип документа | статус
| обоснование для оплаты | 주문상태 | 상태 | 배송상태 | auftragsstatus | bestellstatus | line type
| operation""",
}
_STOCK: dict[str, str] = {
    "sku": _SKU,
    "quantity": _STOCK_ONLY + " | quantity | qty | количество | кол во | 수량 | menge | anzahl | units | pcs | шт",
    "location": _LOCATION,
    "date": """date | snapshot date | stock date | as of | as of date | count date | дата | дата остатка
| 기준일 | 일자 | 날짜 | 재고일자 | datum | stichtag | inventurdatum""",
    "cost": _COST,
    "name": _NAME,
}
_PRODUCTS: dict[str, str] = {
    "sku": _SKU,
    "name": _NAME,
    "category": """category | product type | product category | department | group | product group
| categories | type | категория | категория товара | предмет | группа | группа товаров | раздел | 카테고리
| 분류 | 상품분류 | kategorie | warengruppe | produktgruppe | artikelgruppe | cat id | dept id | commodity""",
    "cost": _COST,
    "price": _PRICE,
    "barcode": """barcode | ean | ean13 | ean 13 | gtin | upc | variant barcode | штрихкод | штрих код
| баркод | шк | 바코드 | strichcode | barcode number | ean code | upc code""",
    "supplier": """supplier | vendor | supplier name | vendor name | manufacturer | поставщик
| производитель | 공급처 | 공급사 | 거래처 | 매입처 | lieferant | hersteller | lieferantenname""",
    "lead_days": """lead days | lead time | lead time days | leadtime | lead time in days | delivery days
| supplier lead time | срок поставки | срок поставки дней | дней поставки | время поставки | 리드타임
| 납기 | 납기일수 | 조달기간 | lieferzeit | lieferzeit tage | wiederbeschaffungszeit""",
    "moq": """moq | minimum order quantity | min order qty | minimum order | min order | min qty
| минимальный заказ | минимальная партия | мин заказ | мин партия | 최소주문수량 | 최소발주수량
| mindestbestellmenge | mindestmenge""",
    "pack_multiple": """pack multiple | pack | pack size | case pack | case size | pack qty | units per case
| order multiple | carton quantity | inner pack | кратность | кратность упаковки | в упаковке
| кратность заказа | шт в коробе | 입수 | 입수량 | 박스입수 | 포장단위 | verpackungseinheit | ve
| gebindegröße | packungsgröße""",
}

CANCELLED = r"(?i)\b(?:cancel|void|отмен|аннул|storn)|취소"
RETURNED = r"(?i)\b(?:return|refund|возврат|rück|retour|erstatt)|반품|환불"
STATUS = (
    rf"{CANCELLED}|{RETURNED}|(?i)\b(?:complete|paid|shipped|deliver|fulfill|processing|pending|sale|sold"
    r"|продажа|доставлен|оплачен|выкуп|заказан|abgeschlossen|bezahlt|versandt|geliefert|verkauf)"
    r"|완료|배송|결제|판매"
)

_CAMEL = re.compile(r"(?<=[a-zа-яё0-9])(?=[A-ZА-ЯЁ])|(?<=[A-Z])(?=[A-Z][a-z])")


def plain(header: str) -> str:
    """Write a header the way the lists here are compared."""
    spaced = _CAMEL.sub(" ", header).casefold().replace("ё", "е")
    return " ".join(re.sub(r"[\W_]+", " ", spaced).split())


def _lists(fields: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(plain(word) for word in words.split("|")) for name, words in fields.items()}


WORDS: dict[Kind, dict[str, tuple[str, ...]]] = {
    "sales": _lists(_SALES),
    "stock": _lists(_STOCK),
    "products": _lists(_PRODUCTS),
}
STOCK_WORDS = frozenset(plain(word) for word in _STOCK_ONLY.split("|"))
FILE_WORDS: dict[Kind, tuple[str, ...]] = {
    "sales": (
        "sales",
        "orders",
        "sold",
        "продаж",
        "заказ",
        "реализац",
        "판매",
        "주문",
        "매출",
        "umsatz",
        "verk",
        "bestellung",
    ),
    "stock": ("stock", "inventory", "остат", "склад", "재고", "bestand", "lager"),
    "products": (
        "product",
        "catalog",
        "items",
        "товар",
        "каталог",
        "номенклатур",
        "상품",
        "artikel",
        "produkt",
    ),
}


def likeness(header: str, words: tuple[str, ...]) -> float:
    """Tell from 0 to 1 how well a header names a field: 1 for a listed name, less for a part of one."""
    text = plain(header)
    if text in words:
        return 1.0 - 0.1 * words.index(text) / len(words)
    padded = f" {text} "
    inside = [word for word in words if _contains(padded, word)]
    if not inside or not text:
        return 0.0
    longest = max(inside, key=len)
    return 0.55 + 0.25 * len(longest) / len(text)


def _contains(padded: str, word: str) -> bool:
    """Find a whole word; Korean words are also found inside others, they are written together."""
    if any("가" <= letter <= "힣" for letter in word):
        return len(word) > 1 and word in padded
    return f" {word} " in padded
