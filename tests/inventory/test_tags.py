"""One piece, one code, one place: pieces move with the stock that is theirs, and their history stays."""

from decimal import Decimal
from functools import partial
from uuid import UUID

import psycopg
import pytest
from tests.architecture.tables import as_app
from tests.make.goods import day, item, rows_of, stated
from tests.make.people import owner
from tests.make.threads import together
from tests.make.tracked import place, there, told, tracked

from stockwright.inventory.actions.fulfilment import commit_reservation, release_reservation
from stockwright.inventory.actions.held_tags import hold_tags
from stockwright.inventory.actions.reservations import Promise, Wish, reserve_stock
from stockwright.inventory.actions.tag_register import reconcile_tags, register_tags
from stockwright.inventory.actions.tags import relocate_tags, return_tags, score_tag, sell_tags, set_tag_status
from stockwright.inventory.queries.tag_counts import tag_differences
from stockwright.inventory.rules.ledger import NotEnoughStock
from stockwright.inventory.rules.reservations import InsufficientStock
from stockwright.inventory.rules.tags import (
    InvalidTag,
    NoSuchDifference,
    NotTrackedBySerial,
    TagDeed,
    TagElsewhere,
    TagNotFit,
    TagOfAnotherItem,
    TagsNeeded,
    TagTaken,
    UnknownTag,
)
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotFound, Problem
from stockwright.kit.tenancy import scope


def phones(actor: Actor, *codes: str, sku: str = "phone", where: str = "Main") -> UUID:
    """The id of an item with pieces of these codes in stock, which cost 100 each."""
    phone = tracked(actor, sku, "serial")
    register_tags(
        actor,
        variant_id=phone,
        location_id=place(actor, where),
        codes=codes,
        now=day(1),
        unit_cost=Decimal(100),
    )
    return phone


def reserve(actor: Actor, variant_id: UUID, pieces: int, source: str = "order:1") -> Promise:
    return reserve_stock(actor, lines=[Wish(variant_id, Decimal(pieces))], source=source, now=day(2))


def state(actor: Actor) -> dict[str, object]:
    """Everything that a refusal has to leave alone."""
    levels = "select variant_id, location_id, on_hand, reserved from inventory_level order by 1, 2"
    return {
        "tags": rows_of(actor, "select code, status, location_id from inventory_tag order by code"),
        "history": rows_of(actor, "select count(*) from inventory_tagevent"),
        "levels": rows_of(actor, levels),
    }


def statuses(actor: Actor) -> dict[str, str]:
    return dict(rows_of(actor, "select code, status from inventory_tag"))  # type: ignore[arg-type]


def proven(actor: Actor) -> bool:
    with scope(actor.company_id):
        return not tag_differences(actor)


def test_pieces_come_in_with_their_codes_and_go_out_with_them() -> None:
    alice = owner()
    phone = phones(alice, "A1", "A2", "A3")
    assert there(alice, "phone") == 3
    sell_tags(alice, codes=["A2"], now=day(2))
    assert (there(alice, "phone"), statuses(alice)["A2"]) == (2, "sold")
    return_tags(alice, codes=["A2"], location_id=place(alice), now=day(3))
    assert (there(alice, "phone"), statuses(alice)["A2"]) == (3, "returned")
    set_tag_status(alice, codes=["A1"], deed=TagDeed.SCRAPPED, now=day(4))
    set_tag_status(alice, codes=["A3"], deed=TagDeed.LOST, now=day(4))
    assert (there(alice, "phone"), proven(alice)) == (1, True)
    set_tag_status(alice, codes=["A3"], deed=TagDeed.FOUND, location_id=place(alice, "Shop"), now=day(5))
    assert (there(alice, "phone"), proven(alice)) == (2, True)
    rows = rows_of(
        alice,
        f"select kind, from_status, to_status from inventory_tagevent e join inventory_tag t "
        f"on t.id = e.tag_id where t.code = 'A2' and t.variant_id = '{phone}' order by e.id",
    )
    assert rows == [("registered", "", "in_stock"), ("sold", "in_stock", "sold"), ("returned", "sold", "returned")]


def test_a_code_names_one_piece_and_two_companies_may_use_the_same() -> None:
    alice, mallory = owner(), owner()
    phone = phones(alice, "A1")
    phones(mallory, "A1")
    before = state(alice)
    with pytest.raises(TagTaken):
        register_tags(alice, variant_id=phone, location_id=place(alice), codes=["A2", "A1"], now=day(2))
    with pytest.raises(NotTrackedBySerial):
        register_tags(alice, variant_id=item(alice), location_id=place(alice), codes=["A3"], now=day(2))
    with pytest.raises(NotFound):
        register_tags(mallory, variant_id=phone, location_id=place(mallory), codes=["A3"], now=day(2))
    with pytest.raises(InvalidTag):
        register_tags(alice, variant_id=phone, location_id=place(alice), codes=["A 3"], now=day(2))
    assert state(alice) == before | {"levels": state(alice)["levels"]}
    assert there(alice, "phone") == 1


def test_another_companys_code_is_unknown() -> None:
    alice, mallory = owner(), owner()
    phones(alice, "A1")
    phones(mallory, "M1")
    before = state(alice)
    for code in ("A1", "A9"):
        with pytest.raises(UnknownTag):
            sell_tags(mallory, codes=["M1", code], now=day(2))
    assert (state(alice), statuses(mallory)) == (before, {"M1": "in_stock"})


def test_the_same_piece_is_sold_once() -> None:
    alice = owner()
    phones(alice, "A1", "A2", "A3")

    def sell(buyer: int) -> bool:
        try:
            sell_tags(alice, codes=["A1"], now=day(2), ref_id=str(buyer))
        except (TagNotFit, TagElsewhere):
            return False
        return True

    assert sum(together(*[partial(sell, buyer) for buyer in range(6)])) == 1
    assert (there(alice, "phone"), proven(alice)) == (2, True)


def test_baskets_of_pieces_in_any_order_do_not_block_each_other() -> None:
    alice = owner()
    codes = [f"A{number}" for number in range(12)]
    phones(alice, *codes)

    def sell(turn: int) -> None:
        sell_tags(alice, codes=[codes[turn], codes[11 - turn]][:: 1 if turn % 2 else -1], now=day(2))

    together(*[partial(sell, turn) for turn in range(6)])
    assert (there(alice, "phone"), proven(alice)) == (0, True)


def test_what_is_sold_by_piece_has_to_be_named() -> None:
    alice = owner()
    phone = phones(alice, "A1", "A2", "A3")
    phones(alice, "B1", sku="tablet")
    promise = reserve(alice, phone, 2)
    before = state(alice)
    refused: list[tuple[type[Problem], dict[int, list[str]]]] = [
        (TagsNeeded, {}),
        (TagsNeeded, {0: ["A1"]}),
        (TagsNeeded, {0: ["A1", "A1"]}),
        (TagOfAnotherItem, {0: ["A1", "B1"]}),
        (UnknownTag, {0: ["A1", "A9"]}),
        (NotTrackedBySerial, {0: ["A1", "A2"], 1: ["A3"]}),
    ]
    for problem, tags in refused:
        with pytest.raises(problem):
            commit_reservation(alice, reservation_id=promise.reservation_id, now=day(3), tags=tags)
    assert state(alice) == before
    commit_reservation(alice, reservation_id=promise.reservation_id, now=day(3), tags={0: ["A3", "A1"]})
    assert statuses(alice) == {"A1": "sold", "A2": "in_stock", "A3": "sold", "B1": "in_stock"}
    assert (there(alice, "phone"), proven(alice)) == (1, True)


def test_pieces_chosen_for_an_order_are_nobody_elses() -> None:
    alice = owner()
    phone = phones(alice, "A1", "A2", "A3")
    first, second = reserve(alice, phone, 1), reserve(alice, phone, 1, "order:2")
    hold_tags(alice, reservation_id=first.reservation_id, tags={0: ["A2"]}, now=day(3))
    with pytest.raises(TagNotFit):
        commit_reservation(alice, reservation_id=second.reservation_id, now=day(3), tags={0: ["A2"]})
    with pytest.raises(TagNotFit):
        sell_tags(alice, codes=["A2"], now=day(3))
    commit_reservation(alice, reservation_id=first.reservation_id, now=day(3))
    hold_tags(alice, reservation_id=second.reservation_id, tags={0: ["A1"]}, now=day(3))
    release_reservation(alice, reservation_id=second.reservation_id, now=day(4))
    assert statuses(alice) == {"A1": "in_stock", "A2": "sold", "A3": "in_stock"}


def test_promised_pieces_cannot_be_sold_around_the_promise() -> None:
    alice = owner()
    phone = phones(alice, "A1", "A2")
    reserve(alice, phone, 1)
    sell_tags(alice, codes=["A1"], now=day(3))
    with pytest.raises(NotEnoughStock):
        sell_tags(alice, codes=["A2"], now=day(3))
    assert statuses(alice)["A2"] == "in_stock"


def test_pieces_in_service_are_there_and_not_for_sale() -> None:
    alice = owner()
    phone = phones(alice, "A1", "A2")
    set_tag_status(alice, codes=["A1"], deed=TagDeed.SERVICED, now=day(2), note="cracked glass")
    with pytest.raises(InsufficientStock):
        reserve(alice, phone, 2)
    set_tag_status(alice, codes=["A1"], deed=TagDeed.READY, now=day(2))
    reserve(alice, phone, 2)
    assert there(alice, "phone") == 2


def test_a_piece_carries_its_worth_to_another_place() -> None:
    alice = owner()
    phone = phones(alice, "A1", "A2")
    relocate_tags(alice, codes=["A1"], to_location_id=place(alice, "Shop"), now=day(2))
    rows = rows_of(
        alice,
        "select p.name, l.on_hand, l.average_value, l.fifo_value from inventory_level l "
        f"join inventory_location p on p.id = l.location_id where variant_id = '{phone}' order by 1",
    )
    assert rows == [("Main", 1, 100, 100), ("Shop", 1, 100, 100)]
    assert proven(alice)


def test_codes_and_stock_are_made_to_agree_and_no_further() -> None:
    alice = owner()
    phone = phones(alice, "A1")
    stated(alice, 3, at=2, sku="phone")
    with scope(alice.company_id):
        [found] = tag_differences(alice)
    assert told(found.sku, found.difference) == ("phone", 2)
    with pytest.raises(NoSuchDifference):
        reconcile_tags(alice, variant_id=phone, location_id=place(alice), now=day(3), codes=["X1", "X2", "X3"])
    assert reconcile_tags(alice, variant_id=phone, location_id=place(alice), now=day(3), codes=["X1", "X2"]) == 0
    stated(alice, 2, at=4, sku="phone")
    assert reconcile_tags(alice, variant_id=phone, location_id=place(alice), now=day(5), codes=["A1"]) == 0
    assert (statuses(alice), proven(alice)) == ({"A1": "lost", "X1": "in_stock", "X2": "in_stock"}, True)
    assert there(alice, "phone") == 2


def test_a_score_is_kept_with_what_was_before() -> None:
    alice, mallory = owner(), owner()
    phones(alice, "A1")
    score_tag(alice, code="A1", score=90, now=day(2))
    score_tag(alice, code="A1", score=70, now=day(3), note="scratches")
    with pytest.raises(InvalidTag):
        score_tag(alice, code="A1", score=101, now=day(3))
    with pytest.raises(UnknownTag):
        score_tag(mallory, code="A1", score=1, now=day(3))
    assert rows_of(alice, "select score from inventory_tagevent where kind = 'scored' order by id") == [
        (90,),
        (70,),
    ]
    rows = rows_of(alice, "select quality_score, note, status from inventory_tag")
    assert rows == [(70, "scratches", "in_stock")]


@pytest.mark.parametrize("change", ["update inventory_tagevent set note = 'x'", "delete from inventory_tagevent"])
def test_history_is_never_changed(change: str) -> None:
    alice = owner()
    phones(alice, "A1")
    with as_app(alice.company_id) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(change)
