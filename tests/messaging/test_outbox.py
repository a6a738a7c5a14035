"""A delivery is made for every event that an endpoint wants, in the event's own transaction, and for no other."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.make.people import owner, people
from tests.make.webhooks import HERE, boil, deliveries, soon, webhook

from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.messaging.actions.endpoints import change_endpoint
from stockwright.messaging.models import Delivery, Event
from stockwright.messaging.queries.undelivered import undelivered
from stockwright.messaging.rules.endpoints import wants

URL = "https://example.com/hooks"


def pause(actor: Actor, endpoint_id: UUID, state: str) -> None:
    change_endpoint(actor, endpoint_id=endpoint_id, reach=HERE, now=datetime.now(UTC), state=state)


def test_each_endpoint_that_wants_an_event_gets_it_once() -> None:
    alice = owner()
    one, _ = webhook(alice, URL, "kettle.boiled")
    two, _ = webhook(alice, URL, "kettle.*", "*")
    webhook(alice, URL, "kettle", "kettles.*", "inventory.*", "kettle.boiled.twice")
    [event] = boil(alice, "blue")
    found = deliveries(alice, name="kettle.boiled")
    assert {row.endpoint_id for row in found} == {one, two}
    assert len(found) == 2
    assert {(row.event_id, row.lane, row.sequence, row.state) for row in found} == {
        (event, "kettle:blue", 1, "waiting")
    }


@pytest.mark.parametrize(
    ("patterns", "name"),
    [
        (["*"], "kettle.boiled"),
        (["*"], "webhook.test"),
        (["kettle.boiled"], "kettle.boiled"),
        (["kettle.*"], "kettle.boiled"),
        (["kettle.*"], "kettles.boiled"),
        (["kettle_.*"], "kettles.boiled"),
        (["kettle%"], "kettle.boiled"),
        (["a.b", "kettle.*"], "kettle.boiled"),
    ],
)
def test_the_database_and_the_rule_agree_who_wants_what(patterns: list[str], name: str) -> None:
    from stockwright.kit.statements import ask_one
    from stockwright.messaging.queries.wanted import wanted

    query = f"select {wanted('v')} from (select %(wants)s::text[] as wants) e, (select %(name)s as name) v"
    with scope(owner().company_id):
        assert ask_one(query, {"wants": patterns, "name": name}) == (wants(patterns, name),)


def test_a_transaction_that_fails_leaves_neither_event_nor_delivery() -> None:
    alice = owner()
    webhook(alice, URL)
    with scope(alice.company_id):
        boil(alice, "blue")
        assert Delivery.objects.of(alice).exists()
        transaction.set_rollback(True)
    assert deliveries(alice) == []
    with scope(alice.company_id):
        assert not Event.objects.of(alice).filter(name="kettle.boiled").exists()


def test_paused_endpoints_are_told_later_and_disabled_ones_not() -> None:
    alice = owner()
    paused, _ = webhook(alice, URL)
    disabled, _ = webhook(alice, URL)
    pause(alice, paused, "paused")
    pause(alice, disabled, "disabled")
    boil(alice, "blue")
    assert [row.endpoint_id for row in deliveries(alice, name="kettle.boiled")] == [paused]


def test_another_companys_endpoint_hears_nothing() -> None:
    known = people()
    webhook(known.mallory, URL, "*")
    boil(known.alice, "blue")
    assert deliveries(known.mallory) == []
    assert deliveries(known.alice) == []


def test_a_thousand_events_take_no_more_statements_than_some_hundred() -> None:
    alice = owner()
    webhook(alice, URL)
    boil(alice, "warm")
    with CaptureQueriesContext(
        connection,
    ) as few:
        boil(alice, *(f"kettle {number % 250}" for number in range(300)))
    with CaptureQueriesContext(connection) as many:
        boil(alice, *(f"kettle {number % 250}" for number in range(1000)))
    assert len(few) == len(many)
    numbers = [row.sequence for row in deliveries(alice, lane="kettle:kettle 0")]
    assert numbers == [1, 2, 3, 4, 5, 6]
    assert len(deliveries(alice, name="kettle.boiled")) == 1301


def test_events_without_a_subject_each_go_their_own_way() -> None:
    alice = owner()
    webhook(alice, URL)
    events = boil(alice, "", "")
    assert [(row.lane, row.sequence) for row in deliveries(alice)] == [(str(event), 0) for event in events]


def test_the_proof_finds_what_was_not_tried_and_what_was_never_written() -> None:
    alice = owner()
    endpoint_id, _ = webhook(alice, URL)
    with scope(alice.company_id):
        from stockwright.messaging.models import Endpoint

        Endpoint.objects.of(alice).update(wants_since=datetime.now(UTC) - timedelta(hours=1))
    kept, lost = boil(alice, "blue", "red")
    with scope(alice.company_id):
        assert undelivered(alice, datetime.now(UTC) - timedelta(minutes=1)).is_well
        Delivery.objects.of(alice).filter(event_id=lost).delete()
        found = undelivered(alice, soon())
    assert [row.event_id for row in found.untried] == [kept]
    assert [(row.event_id, row.endpoint_id) for row in found.missing] == [(lost, endpoint_id)]


def test_the_proof_leaves_alone_what_has_a_reason_to_wait() -> None:
    alice = owner()
    endpoint_id, _ = webhook(alice, URL)
    boil(alice, "blue")
    pause(alice, endpoint_id, "paused")
    with scope(alice.company_id):
        assert undelivered(alice, soon()).is_well
