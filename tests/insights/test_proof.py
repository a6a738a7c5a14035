"""Each check turns red when its table is tampered with, and green after the repair that a person confirms."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from tests.api.rows.documents import transfer
from tests.api.rows.tracked import lot, tag
from tests.architecture.tables import as_owner
from tests.inventory.test_undo import main, move
from tests.make.goods import day, events_of, item, lines, rows_of, sold, stated
from tests.make.people import colleague, owner
from tests.make.webhooks import webhook

from stockwright.config.schedule import run_step
from stockwright.insights.actions.checks import CHECKS, REPAIRS
from stockwright.insights.actions.proof import nightly_proof, prove, prove_in_one_moment
from stockwright.insights.actions.repairs import preview_repair, repair_books
from stockwright.insights.models import ProofRun
from stockwright.insights.queries.proof import last_proof, red_proof
from stockwright.inventory.actions.reservations import Wish, reserve_stock
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.problems import NotAllowed, NotFound
from stockwright.kit.tenancy import scope
from stockwright.purchasing.actions.orders import place_order

NOW = day(20)

TAMPERED = {
    "ledger_on_hand": "update inventory_level set on_hand = on_hand + 1",
    "ledger_reserved": "update inventory_level set reserved = reserved + 1",
    "ledger_average_value": "update inventory_level set average_value = average_value + 0.01",
    "ledger_fifo_value": "update inventory_level set fifo_value = fifo_value - 3",
    "holds": "update inventory_hold set held = held - 1, released = released + 1",
    "inbound": "update inventory_level set inbound = inbound + 2",
    "outbound": "update inventory_level set outbound = 5",
    "layer_quantity": "update inventory_layer set quantity_left = quantity_left / 2",
    "layer_value": "update inventory_layer set value_left = value_left + 7",
    "orders": "update inventory_expectedmove set quantity = quantity + 1",
    "daily_sales": "update sales_dailysales set ordered = ordered + 1",
    "daily_revenue": "update sales_dailysales set revenue = 0",
    "deliveries": "update messaging_delivery set due_at = due_at - interval '2 hours'",
}
"""What somebody with the keys to the database might do to the rows of one company."""

FOLLOWED: dict[str, tuple[Callable[[Actor], object], str]] = {
    "lots": (lot, "update inventory_lotlevel set on_hand = on_hand - 1"),
    "tags": (tag, "delete from inventory_tag"),
    "transfers": (transfer, "update inventory_expectedmove set quantity = quantity + 1"),
}
"""The same for what only some companies follow, with who makes some of it."""


def shop() -> Actor:
    """Stock with layers of several costs, a reservation, an order on its way, and sales."""
    actor = owner()
    webhook(actor, "https://example.com/hooks", "purchase_order.placed")
    shirt = item(actor)
    stated(actor, 0)
    move(actor, shirt, 10, "first", cost="2", at=1)
    move(actor, shirt, 5, "second", cost="3.3333", at=2)
    move(actor, shirt, -4, "broken", at=3)
    sold(actor, lines(("shirt", 4, 2)))
    reserve_stock(actor, lines=[Wish(shirt, Decimal(2))], source="order:1", now=day(5))
    place_order(
        actor,
        variant_id=shirt,
        location_id=main(actor),
        quantity=Decimal(12),
        expected_on=date(2026, 2, 1),
        placed_on=date(2026, 1, 10),
        source="test",
    )
    return actor


def tamper(actor: Actor, statement: str) -> None:
    """Change rows of a company as the owner of the database can."""
    with as_owner() as connection:
        _set_aside(connection)
        connection.execute(f"{statement} where company_id = %s", [actor.company_id])
        connection.commit()


def _set_aside(connection: "psycopg.Connection[Any]") -> None:
    connection.execute("set session_replication_role = replica")


def reds(run: ProofRun) -> list[str]:
    return [found["check"] for found in run.findings if found["different"]]


def state(actor: Actor) -> Sequence[object]:
    return [
        rows_of(
            actor, "select on_hand, reserved, inbound, outbound, average_value, fifo_value from inventory_level"
        ),
        rows_of(actor, "select quantity_left, value_left from inventory_layer where quantity_left > 0 order by id"),
        rows_of(actor, "select ordered, returned, revenue from sales_dailysales"),
    ]


def test_a_healthy_company_is_green_and_everything_was_compared() -> None:
    alice = shop()
    run = prove_in_one_moment(alice)
    assert (run.is_green, reds(run)) == (True, [])
    assert [found["check"] for found in run.findings] == [check.name for check in CHECKS]
    assert all(found["compared"] for found in run.findings if found["check"] not in {"outbound", *FOLLOWED})
    assert events_of(alice)[-1] == "proof.passed"


def test_every_check_is_tried_here() -> None:
    assert {*TAMPERED, *FOLLOWED} == {check.name for check in CHECKS}


@pytest.mark.parametrize("check", FOLLOWED)
def test_what_is_followed_is_compared_with_the_stock(check: str) -> None:
    alice = owner()
    make, statement = FOLLOWED[check]
    make(alice)
    assert prove_in_one_moment(alice).is_green
    tamper(alice, statement)
    run = prove_in_one_moment(alice)
    assert check in reds(run)
    assert next(found for found in run.findings if found["check"] == check)["rows"][0]["location"]
    if check == "transfers":
        for name in ("expected", "levels"):
            repair_books(alice, repair=name, now=NOW)
        assert prove_in_one_moment(alice).is_green


@pytest.mark.parametrize("check", TAMPERED)
def test_what_is_tampered_with_is_found_and_set_right(check: str) -> None:
    alice = shop()
    before = state(alice)
    tamper(alice, TAMPERED[check])
    run = prove_in_one_moment(alice)
    assert check in reds(run)
    assert events_of(alice)[-1] == "proof.failed"
    for one in REPAIRS:
        if any(known.repair == one.name for known in CHECKS if known.name in reds(run)):
            repair_books(alice, repair=one.name, now=NOW)
    mended = [known.name for known in CHECKS if known.repair]
    assert set(reds(prove_in_one_moment(alice))).isdisjoint(mended)
    if check != "holds":
        assert state(alice) == before


def test_a_difference_names_the_item_the_place_and_both_sides() -> None:
    alice = shop()
    tamper(alice, TAMPERED["ledger_on_hand"])
    run = prove_in_one_moment(alice)
    [row] = next(found["rows"] for found in run.findings if found["check"] == "ledger_on_hand")
    assert (row["sku"], row["location"]) == ("shirt", "Main")
    assert (Decimal(row["wanted"]), Decimal(row["found"])) == (Decimal(9), Decimal(10))


def test_an_expectation_of_an_order_that_is_none_is_found_and_ended() -> None:
    alice = shop()
    tamper(alice, "update inventory_expectedmove set source = 'po-line:nobody'")
    assert reds(prove_in_one_moment(alice)) == ["orders"]
    repair_books(alice, repair="expected", now=NOW)
    assert rows_of(alice, "select quantity::int from inventory_expectedmove") == [(12,)]
    assert prove_in_one_moment(alice).is_green


def test_a_preview_shows_the_change_and_changes_nothing() -> None:
    alice = shop()
    tamper(alice, TAMPERED["layer_value"])
    before, told = state(alice), events_of(alice)
    with scope(alice.company_id):
        shown = preview_repair(alice, repair="layers", now=NOW)
    assert [found.different for _, found in shown.before] == [0, 1]
    assert [found.different for _, found in shown.after] == [0, 0]
    assert (state(alice), events_of(alice)) == (before, told)


def test_a_repair_is_told_with_what_was_and_what_is() -> None:
    alice = shop()
    tamper(alice, TAMPERED["ledger_on_hand"])
    repair_books(alice, repair="levels", now=NOW)
    [(payload,)] = rows_of(alice, "select payload from messaging_event where name = 'proof.repaired'")
    told = json.loads(str(payload))
    assert told["before"]["ledger_on_hand"]["rows"][0]["sku"] == "shirt"
    assert told["after"] == {}


def test_who_may_only_read_sees_and_repairs_nothing() -> None:
    alice = shop()
    bob = colleague(alice, "buyer")
    tamper(alice, TAMPERED["ledger_on_hand"])
    before = state(alice)
    assert not prove_in_one_moment(bob).is_green
    with pytest.raises(NotAllowed):
        repair_books(bob, repair="levels", now=NOW)
    with pytest.raises(NotAllowed), scope(bob.company_id):
        preview_repair(bob, repair="levels", now=NOW)
    with pytest.raises(NotAllowed):
        prove(replace(bob, permissions=frozenset()))
    assert state(alice) == before


def test_an_unknown_repair_is_refused() -> None:
    with pytest.raises(NotFound):
        repair_books(owner(), repair="miracle", now=NOW)


def test_another_company_sees_nothing() -> None:
    alice, mallory = shop(), owner()
    tamper(alice, TAMPERED["ledger_on_hand"])
    prove_in_one_moment(alice)
    run = prove_in_one_moment(mallory)
    assert run.is_green
    assert all(found["compared"] == 0 for found in run.findings)
    with scope(mallory.company_id):
        assert last_proof(mallory) == run
        assert red_proof(mallory) is None


def test_the_night_proves_and_keeps_every_run() -> None:
    alice = shop()
    tamper(alice, TAMPERED["ledger_on_hand"])
    run_step(str(alice.company_id), "proof", "2026-03-02")
    with scope(alice.company_id):
        assert red_proof(alice) is not None
    repair_books(alice, repair="levels", now=NOW)
    nightly_proof(alice, today=date(2026, 3, 3))
    with scope(alice.company_id):
        assert red_proof(alice) is None
        assert [run.is_green for run in ProofRun.objects.of(alice).order_by("at")] == [False, True, True]


def test_a_tampered_ledger_cost_is_booked_so_that_all_three_agree() -> None:
    """The ledger says other than its own replay: the layers are played anew and the gap is booked."""
    alice = shop()
    tamper(alice, "update inventory_movement set fifo_value = fifo_value + 1")
    assert "ledger_fifo_value" in reds(prove_in_one_moment(alice))
    for name in ("levels", "layers"):
        repair_books(alice, repair=name, now=NOW)
    assert prove_in_one_moment(alice).is_green
    assert rows_of(alice, "select kind, quantity::int from inventory_movement where ref_type = 'proof'") == [
        ("revaluation", 0)
    ]


def test_what_is_repaired_can_be_used_on() -> None:
    alice = shop()
    shirt = item(alice)
    tamper(alice, TAMPERED["layer_quantity"])
    repair_books(alice, repair="layers", now=NOW)
    move(alice, shirt, -7, f"more:{new_id()}", at=21)
    move(alice, shirt, 3, f"again:{new_id()}", cost="9", at=22)
    assert prove_in_one_moment(alice).is_green
