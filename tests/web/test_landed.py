"""A cost is seen before it is added, divided over the goods of an order, and can be taken out again."""

from tests.api.rows.trade import order, received
from tests.make.goods import rows_of
from tests.make.people import colleague, owner
from tests.web.visits import text_of, visitor

from stockwright.kit.actor import Actor

NEW = "/stock/landed-costs/new"


def told(number: str, **more: str) -> dict[str, str]:
    return {"number": number, "kind": "freight", "amount": "6", "divided_by": "quantity", "source": "one", **more}


def number_of(actor: Actor) -> str:
    [(number,)] = rows_of(actor, "select number from purchasing_purchaseorder")
    return str(number)


def value(actor: Actor) -> int:
    [(average, fifo)] = rows_of(actor, "select sum(average_value)::int, sum(fifo_value)::int from inventory_level")
    assert average == fifo
    return int(str(average))


def test_a_cost_is_seen_then_added_then_taken_out_again() -> None:
    alice = owner()
    received(alice)
    client, number, before = visitor(alice), number_of(alice), value(alice)
    shown = client.post(NEW, told(number)).content.decode()
    assert "What it will add" in text_of(shown)
    assert value(alice) == before
    for _ in range(2):
        answer = client.post(NEW, told(number, confirm="1"), follow=True)
    assert number in text_of(answer.content.decode())
    assert value(alice) == before + 6
    [(cost_id,)] = rows_of(alice, "select id from inventory_landedcost")
    client.post(f"/stock/landed-costs/{cost_id}/undo")
    assert value(alice) == before
    assert "undone" in text_of(client.get("/stock/landed-costs").content.decode())


def test_an_order_that_is_none_or_received_nothing_is_told_at_its_field() -> None:
    alice = owner()
    order(alice)
    client = visitor(alice)
    for number, said in (("PO-99999", "There is no purchase order"), (number_of(alice), "Receive the goods first")):
        answer = client.post(NEW, told(number))
        assert answer.status_code == 422
        assert said in text_of(answer.content.decode())
    assert rows_of(alice, "select count(*) from inventory_landedcost") == [(0,)]


def test_who_may_only_read_sees_no_form() -> None:
    alice = owner()
    client = visitor(colleague(alice, "viewer"))
    assert NEW not in client.get("/stock/landed-costs").content.decode()
    assert client.get(NEW).status_code == 403
