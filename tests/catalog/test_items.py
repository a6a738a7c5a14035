"""Items come in many at once or one by one, and change without surprises."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from tests.make.goods import day, events_of, item, rows_of
from tests.make.people import people
from tests.make.threads import together

from stockwright.catalog.actions.items import add_items, archive_item, change_item, create_item
from stockwright.catalog.queries import ItemView, category_names, item_of, items_page, supplier_names
from stockwright.catalog.rules import InvalidItem, SkuTaken
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotAllowed, NotFound
from stockwright.kit.tenancy import scope
from stockwright.messaging.models import Event


@pytest.fixture
def alice() -> Actor:
    return people().alice


def told(**columns: Sequence[object]) -> pl.DataFrame:
    return pl.DataFrame(columns)


def seen(actor: Actor, sku: str) -> ItemView:
    with scope(actor.company_id):
        [row] = [row for row in items_page(actor, search=sku).items if row.sku == sku]
        return item_of(actor, row.variant_id)


def test_every_field_of_a_file_arrives(alice: Actor) -> None:
    add_items(
        alice,
        items=told(
            sku=[" A-1 "],
            name=['Tea, "green"\nloose'],
            category=["Tea"],
            cost=[Decimal("1.2345")],
            price=[Decimal("9.99")],
            barcode=["0012"],
            supplier=["Leaf & Co"],
            lead_days=[21],
            moq=[Decimal(100)],
            pack_multiple=[Decimal(12)],
            threshold_days=[9],
            launched_on=[date(2026, 2, 3)],
        ),
    )
    found = seen(alice, "A-1")
    assert (found.name, found.category, found.supplier) == ('Tea, "green"\nloose', "Tea", "Leaf & Co")
    assert (found.cost, found.price) == (Decimal("1.2345"), Decimal("9.99"))
    assert (found.barcode, found.lead_days, found.threshold_days) == ("0012", 21, 9)
    assert [found.moq, found.pack_multiple, found.launched_on] == [100, 12, date(2026, 2, 3)]


def test_a_null_leaves_a_field_as_it_is(alice: Actor) -> None:
    add_items(alice, items=told(sku=["a", "b"], name=["A", "B"], cost=[1.5, 2.5], category=["x", "y"]))
    done = add_items(alice, items=told(sku=["a", "b"], cost=[None, 3.0], category=["z", None]))
    assert done == (0, 2)
    assert (seen(alice, "a").cost, seen(alice, "a").category) == (Decimal("1.5"), "z")
    assert (seen(alice, "b").cost, seen(alice, "b").category) == (Decimal(3), "y")


def test_the_same_file_again_changes_nothing_and_says_nothing(alice: Actor) -> None:
    file = told(sku=["a", "b"], name=["A", None], price=[1.0, 2.0], supplier=["S", "S"])
    assert add_items(alice, items=file) == (2, 0)
    assert add_items(alice, items=file) == (0, 0)
    assert events_of(alice).count("items.changed") == 1


def test_of_two_rows_with_one_sku_the_last_counts(alice: Actor) -> None:
    assert add_items(alice, items=told(sku=["a", "a "], name=["First", "Last"])) == (1, 0)
    assert seen(alice, "a").name == "Last"


def test_categories_and_suppliers_are_made_once_by_name(alice: Actor) -> None:
    add_items(alice, items=told(sku=["a", "b"], category=["Tea", "Tea"], supplier=["S", None]))
    add_items(alice, items=told(sku=["c"], category=["Tea"], supplier=["S"]))
    with scope(alice.company_id):
        assert category_names(alice) == ["Tea"]
        assert supplier_names(alice) == ["S"]


@pytest.mark.parametrize(
    "wrong",
    [
        told(sku=["good", "bad"], price=[1.0, -1.0]),
        told(sku=["good", "bad"], pack_multiple=[1.0, 0.0]),
        told(sku=["good", "  "]),
        told(sku=["good", None]),
        told(sku=["good", "x" * 101]),
        told(name=["good"]),
    ],
)
def test_a_refusal_names_the_rule_and_adds_nothing(alice: Actor, wrong: pl.DataFrame) -> None:
    with pytest.raises(InvalidItem):
        add_items(alice, items=wrong)
    assert rows_of(alice, "select sku from catalog_variant") == []


def test_two_files_at_once_add_each_item_once(alice: Actor) -> None:
    skus = [f"sku-{number}" for number in range(300)]
    forward, backward = told(sku=skus), told(sku=skus[::-1])
    done = together(
        lambda: add_items(alice, items=forward),
        lambda: add_items(alice, items=backward),
        lambda: add_items(alice, items=forward),
    )
    assert sum(counts.added for counts in done) == 300
    assert rows_of(alice, "select count(*) from catalog_product") == [(300,)]


def test_a_sku_is_taken_once_in_a_company_and_free_in_another() -> None:
    everybody = people()
    create_item(everybody.alice, sku="a", name="Shirt", price=Decimal(3))
    with pytest.raises(SkuTaken):
        create_item(everybody.alice, sku=" a ")
    assert rows_of(everybody.alice, "select count(*) from catalog_product") == [(1,)]
    create_item(everybody.mallory, sku="a")


def test_a_change_tells_before_and_after(alice: Actor) -> None:
    variant_id = item(alice, "a")
    change_item(alice, variant_id=variant_id, price=Decimal("2.50"), category="Tea", moq=None, name="a")
    with scope(alice.company_id):
        event = Event.objects.of(alice).get(name="item.changed")
    assert event.payload["before"] == {"price": None, "category": None}
    assert event.payload["after"] == {"price": "2.5", "category": "Tea"}


def test_a_change_to_what_is_there_already_is_none(alice: Actor) -> None:
    variant_id = item(alice, "a")
    change_item(alice, variant_id=variant_id, price=None, lead_days=None)
    assert "item.changed" not in events_of(alice)


@pytest.mark.parametrize("wrong", [{"cost": Decimal(-1)}, {"name": " "}, {"weight": 3}, {"pack_multiple": 0}])
def test_a_wrong_change_changes_nothing(alice: Actor, wrong: dict[str, object]) -> None:
    variant_id = item(alice, "a")
    with scope(alice.company_id):
        before = item_of(alice, variant_id)
    with pytest.raises(InvalidItem):
        change_item(alice, variant_id=variant_id, price=Decimal(7), **wrong)
    with scope(alice.company_id):
        assert item_of(alice, variant_id) == before


def test_who_may_only_look_changes_nothing() -> None:
    everybody = people()
    with pytest.raises(NotAllowed):
        add_items(everybody.bob, items=told(sku=["a"]))
    with pytest.raises(NotAllowed):
        create_item(everybody.bob, sku="a")
    assert rows_of(everybody.alice, "select sku from catalog_variant") == []


def test_another_companys_item_is_not_there() -> None:
    everybody = people()
    variant_id = item(everybody.alice, "a")
    with pytest.raises(NotFound):
        change_item(everybody.mallory, variant_id=variant_id, price=Decimal(1))
    with pytest.raises(NotFound):
        archive_item(everybody.mallory, variant_id=variant_id, at=day(0))
    with scope(everybody.mallory.company_id), pytest.raises(NotFound):
        item_of(everybody.mallory, variant_id)
    with scope(everybody.mallory.company_id):
        assert items_page(everybody.mallory).items == []


def test_an_archived_item_leaves_the_list_and_comes_back(alice: Actor) -> None:
    variant_id = item(alice, "a")
    archive_item(alice, variant_id=variant_id, at=day(0))
    with scope(alice.company_id):
        assert items_page(alice).items == []
        assert [row.sku for row in items_page(alice, archived=True).items] == ["a"]
    archive_item(alice, variant_id=variant_id, at=None)
    with scope(alice.company_id):
        assert [row.sku for row in items_page(alice).items] == ["a"]


def test_pages_show_every_item_once_and_filters_narrow_them(alice: Actor) -> None:
    skus = [f"sku-{number:02}" for number in range(7)]
    add_items(alice, items=told(sku=skus, name=["Tea"] * 3 + ["Mug"] * 4, category=["A"] * 5 + ["B"] * 2))
    found, cursor = [], ""
    with scope(alice.company_id):
        while True:
            page = items_page(alice, cursor=cursor, limit=3)
            found += [row.sku for row in page.items]
            if page.next_cursor is None:
                break
            cursor = page.next_cursor
        assert found == skus
        assert [row.sku for row in items_page(alice, search="tea").items] == skus[:3]
        assert [row.sku for row in items_page(alice, category="B").items] == skus[5:]
