"""Codes that are fees are passed over and shown, and the person has the last word."""

from decimal import Decimal
from typing import Any

import pytest

from stockwright.channels.connectors.files.mapping.fees import fees, merged, settled
from stockwright.channels.connectors.files.mapping.plan import Mapping, ServiceRules

from .make import Read

HEADER = "date,sku,name,quantity,price,order\n"
GOODS = "".join(f"2024-03-05,{code},Mug {code},1,5,9{code}\n" for code in range(85100, 85130))


def skus(read: Read, *lines: str, **corrected: Any) -> set[str]:
    text = HEADER + GOODS + "".join(f"2024-03-05,{line},1,4.50,{n}\n" for n, line in enumerate(lines))
    return set(read(text, **corrected).rows["sku"]) - {str(code) for code in range(85100, 85130)}


@pytest.mark.parametrize(
    "line",
    [
        "POST,POSTAGE",
        "DOT,DOTCOM POSTAGE",
        "M,Manual",
        "D,Discount",
        "BANK CHARGES,Bank Charges",
        "AMAZONFEE,AMAZON FEE",
        "CRUK,CRUK Commission",
        "C2,CARRIAGE",
        "gift_0001_20,Dotcomgiftshop Gift Voucher £20.00",
        "shipping,",
        "Доставка,Доставка до двери",
        "X1,Доставка",
        "배송비,배송비",
        "VERSAND,Versandkosten",
    ],
)
def test_a_fee_is_not_goods(read: Read, line: str) -> None:
    assert skus(read, line) == set()


@pytest.mark.parametrize(
    "line",
    [
        "DCGSSGIRL,GIRLS PARTY BAG",
        "PADS,PADS TO MATCH ALL CUSHIONS",
        "71053,VINTAGE POST OFFICE",
        "22001,DELIVERY VAN TOY",
        "22002,MANUAL COFFEE GRINDER",
        "22003,ADJUSTABLE LAMP",
        "TSHIRT-RED,Red shirt",
    ],
)
def test_goods_that_only_sound_like_a_fee_stay_goods(read: Read, line: str) -> None:
    assert skus(read, line) == {line.split(",", maxsplit=1)[0]}


def test_short_codes_are_goods_where_codes_have_no_digits(read: Read) -> None:
    parsed = read(HEADER + "".join(f"2024-03-05,{code},Thing,1,5,1\n" for code in ("AB", "CD", "EF", "GH")))
    assert parsed.rows.height == 4


def test_one_odd_name_makes_no_fee_of_a_product(read: Read) -> None:
    assert skus(read, "22001,Clock", "22001,Clock", "22001,Postage") == {"22001"}


def test_a_fee_without_a_name_on_some_line_is_still_a_fee(read: Read) -> None:
    assert skus(read, "C2,Carriage", "C2,Carriage", "C2,") == set()


def test_the_person_has_the_last_word(read: Read) -> None:
    assert skus(read, "POST,Postage", services={"keep": ["POST"]}) == {"POST"}
    assert skus(read, "22001,Clock", services={"skip": ["22001"]}) == set()
    assert skus(read, "POST,Postage", services={"known_words": False}) == {"POST"}


def test_fees_are_shown_with_their_lines_and_money(read: Read) -> None:
    text = HEADER + GOODS + "2024-03-05,POST,Postage,2,4.50,1\n" * 3 + "2024-03-05,M,Manual,-1,10,1\n"
    parsed = read(text)
    assert set(parsed.skipped["reason"]) == {"not_goods"}
    both = fees(merged([parsed.codes, parsed.codes]), ServiceRules(short_words=True))
    assert both.select("code", "name", "lines", "quantity", "money").rows() == [
        ("POST", "Postage", 6, Decimal(12), Decimal(54)),
        ("M", "Manual", 2, Decimal(-2), Decimal(-20)),
    ]


def test_a_whole_file_decides_what_is_a_fee_not_a_part_of_it(read: Read) -> None:
    parts = ["22001,Postage", "22001,Clock", "22001,Clock", "C2,Carriage", "C2,"]
    read_parts = [read(HEADER + f"2024-03-05,{part},1,4.50,1\n") for part in parts]
    mapping = settled(Mapping("sales"), merged([part.codes for part in read_parts]))
    assert mapping.services == ServiceRules(skip=("C2",), known_words=False)
    assert skus(read, *parts, services=mapping.to_dict()["services"]) == {"22001"}
