"""What was told can be told again: one, everything since a moment, or a test."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.make.people import people
from tests.make.receivers import receiver
from tests.make.webhooks import HERE, boil, deliver_all, deliveries, soon, told, webhook

from stockwright.kit.problems import NotFound
from stockwright.messaging.actions.endpoints import change_endpoint, remove_endpoint
from stockwright.messaging.actions.replays import replay_delivery, replay_since, try_endpoint
from stockwright.messaging.rules.endpoints import EndpointOff

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def test_one_delivery_goes_again_as_the_same_message() -> None:
    alice = people().alice
    with receiver() as shop:
        webhook(alice, shop.url)
        boil(alice, "blue")
        deliver_all(soon())
        [row] = deliveries(alice)
        replay_delivery(alice, delivery_id=row.pk, now=soon())
        deliver_all(soon())
    first, second = shop.got
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


def test_everything_since_a_moment_goes_in_order_also_to_a_new_endpoint() -> None:
    alice = people().alice
    boil(alice, "blue", "blue", "red")
    with receiver() as shop:
        endpoint_id, _ = webhook(alice, shop.url)
        boil(alice, "blue")
        asked: dict[str, Any] = {"endpoint_id": endpoint_id, "since": LONG_AGO, "until": soon(), "now": soon()}
        assert replay_since(alice, **asked) == 3
        assert replay_since(alice, **asked) == 0
        deliver_all(soon())
    assert [number for kettle, number in map(told, shop.got) if kettle == "kettle:blue"] == [1, 2, 3]
    assert len(shop.got) == 4


def test_a_replay_that_follows_a_failure_is_tried_at_once() -> None:
    alice = people().alice
    with receiver(status=500) as shop:
        webhook(alice, shop.url)
        boil(alice, "blue")
        deliver_all(soon())
        [row] = deliveries(alice)
        shop.will(status=204, body=b"")
        replay_delivery(alice, delivery_id=row.pk, now=soon())
        deliver_all(soon())
    assert deliveries(alice)[0].state == "delivered"


def test_a_test_goes_to_its_endpoint_only_whatever_its_state_and_once() -> None:
    alice = people().alice
    with receiver(status=500) as shop, receiver() as other:
        endpoint_id, _ = webhook(alice, shop.url)
        webhook(alice, other.url, "*")
        for state in ("active", "paused", "disabled"):
            change_endpoint(alice, endpoint_id=endpoint_id, reach=HERE, now=soon(), state=state)
            made = try_endpoint(alice, endpoint_id=endpoint_id, now=soon())
            deliver_all(soon())
            deliver_all(soon(hours=1))
            [row] = deliveries(alice, id=made.pk)
            assert (row.state, row.attempts, row.last_status) == ("failed", 1, 500)
        assert len(shop.got) == 3
        assert not [got for got in other.got if b"webhook.test" in got.body]


def test_nothing_goes_again_to_an_endpoint_that_is_off() -> None:
    alice = people().alice
    endpoint_id, _ = webhook(alice, "https://example.com/hooks")
    change_endpoint(alice, endpoint_id=endpoint_id, reach=HERE, now=soon(), state="disabled")
    with pytest.raises(EndpointOff):
        replay_since(alice, endpoint_id=endpoint_id, since=LONG_AGO, until=soon(), now=soon())
    assert deliveries(alice) == []


def test_another_companys_webhook_and_delivery_do_not_exist() -> None:
    known = people()
    endpoint_id, _ = webhook(known.alice, "https://example.com/hooks")
    boil(known.alice, "blue")
    [row] = deliveries(known.alice)
    with pytest.raises(NotFound):
        replay_delivery(known.mallory, delivery_id=row.pk, now=soon())
    for refused in (endpoint_id, uuid4()):
        with pytest.raises(NotFound):
            try_endpoint(known.mallory, endpoint_id=refused, now=soon())
        with pytest.raises(NotFound):
            remove_endpoint(known.mallory, endpoint_id=refused)
        with pytest.raises(NotFound):
            replay_since(known.mallory, endpoint_id=refused, since=LONG_AGO, until=soon(), now=soon())
    assert deliveries(known.alice) == [row]


def test_what_waits_goes_with_its_endpoint() -> None:
    alice = people().alice
    endpoint_id, _ = webhook(alice, "https://example.com/hooks")
    boil(alice, "blue")
    remove_endpoint(alice, endpoint_id=endpoint_id)
    assert deliveries(alice) == []
    assert deliver_all(soon() + timedelta(hours=1)) == 0
