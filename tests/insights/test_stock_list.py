"""The stock list: filters, orders, pages and totals."""

from decimal import Decimal

import polars as pl
import pytest
from tests.make.goods import day, item
from tests.make.people import People, people

from stockwright.catalog.actions.items import add_items
from stockwright.insights.queries.stock_list import (
    SORTS,
    StockFilter,
    StockRow,
    stock_page,
    stock_rows,
    stock_totals,
)
from stockwright.inventory.actions.statements import state_stock
from stockwright.inventory.queries.locations import locations_of
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import scope

STOCK = {"shirt": (5, 3), "mug": (0, 2), "lamp": (40, 0), "chair": (7, 7)}


def shop(actor: Actor) -> None:
    """Four items at two places: 64 pieces; a fifth that nobody ever counted."""
    goods = {
        "sku": [*STOCK, "vase"],
        "name": [f"Fine {sku}" for sku in STOCK] + ["Old vase"],
        "category": ["Wear", "Kitchen", "Home", "Home", "Home"],
        "supplier": ["Nord", "Nord", "Sued", "Sued", "Sued"],
    }
    add_items(actor, items=pl.DataFrame(goods))
    rows = [(sku, place, pieces) for sku, both in STOCK.items() for place, pieces in zip("AB", both, strict=True)]
    stock = {
        "sku": [sku for sku, _, _ in rows],
        "location": [place for _, place, _ in rows],
        "on_hand": [Decimal(pieces) for _, _, pieces in rows],
        "at": [day(0)] * len(rows),
    }
    state_stock(actor, stock=pl.DataFrame(stock), batch_id=new_id())


@pytest.fixture(scope="module")
def three() -> People:
    everybody = people()
    shop(everybody.alice)
    return everybody


def listed(actor: Actor, **wanted: object) -> list[StockRow]:
    with scope(actor.company_id):
        return list(stock_rows(actor, wanted=StockFilter(**wanted), at_once=3))  # type: ignore[arg-type]


def skus(actor: Actor, **wanted: object) -> set[str]:
    return {row.sku for row in listed(actor, **wanted)}


@pytest.mark.parametrize("by_item", [False, True])
@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("sort", SORTS)
def test_every_order_goes_page_by_page_over_every_row_once(
    three: People, sort: str, backwards: bool, by_item: bool
) -> None:
    rows = listed(three.alice, sort=sort, backwards=backwards, by_item=by_item)
    assert len({(row.variant_id, row.location_id) for row in rows}) == len(rows) == (5 if by_item else 8)
    column, told = SORTS[sort], [row.sort_key for row in rows if row.sort_key is not None]
    values = [Decimal(one) for one in told] if column.kind == "numeric" else told
    assert values == sorted(values, reverse=column.greatest_first != backwards)
    assert [row.sort_key for row in rows][: len(told)] == told, "what is unknown comes last"


def test_a_row_per_place_and_a_row_over_all_places_add_up_the_same(three: People) -> None:
    with scope(three.alice.company_id):
        apart, together = (stock_totals(three.alice, wanted=StockFilter(by_item=by)) for by in (False, True))
    assert (apart.rows, together.rows) == (8, 5)
    assert apart.pieces == together.pieces == sum(sum(both) for both in STOCK.values())
    assert {row.sku: row.on_hand for row in listed(three.alice, by_item=True)} == {
        **{sku: sum(both) for sku, both in STOCK.items()},
        "vase": None,
    }


def test_each_filter_narrows_the_rows_and_the_totals(three: People) -> None:
    alice = three.alice
    with scope(alice.company_id):
        place = next(one.id for one in locations_of(alice) if one.name == "A")
    assert skus(alice, search="SHI") == {"shirt"}
    assert skus(alice, search="fine c") == {"chair"}
    assert skus(alice, category="Home") == {"lamp", "chair"}
    assert skus(alice, category="Home", by_item=True) == {"lamp", "chair", "vase"}
    assert skus(alice, supplier="Nord") == {"shirt", "mug"}
    assert skus(alice, status="out") == {"mug", "lamp"}
    assert skus(alice, status="unknown", by_item=True) == {"vase"}
    assert {row.on_hand for row in listed(alice, location_id=place)} == {5, 0, 40, 7}
    with scope(alice.company_id):
        assert stock_totals(alice, wanted=StockFilter(location_id=place, by_item=True)).pieces == 52


@pytest.mark.parametrize("mark", ["%", "_", "\\", "'"])
def test_a_search_takes_every_letter_as_it_is(three: People, mark: str) -> None:
    assert skus(three.alice, search=mark) == set()


def test_a_page_stays_where_it_is_while_rows_come_and_go() -> None:
    alice = people().alice
    shop(alice)
    wanted = StockFilter(sort="sku")
    with scope(alice.company_id):
        first = stock_page(alice, wanted=wanted, limit=4)
    item(alice, "aaa")
    state_stock(
        alice,
        stock=pl.DataFrame({"sku": ["aaa"], "location": ["A"], "on_hand": [Decimal(9)], "at": [day(1)]}),
        batch_id=new_id(),
    )
    with scope(alice.company_id):
        second = stock_page(alice, wanted=wanted, cursor=first.next_cursor or "", limit=4)
    seen = [(row.sku, row.location) for row in (*first.items, *second.items)]
    assert seen == sorted((sku, place) for sku in STOCK for place in "AB")


def test_nobody_sees_the_stock_of_another_company(three: People) -> None:
    assert listed(three.mallory) == listed(three.mallory, by_item=True) == []
