"""Webhooks under Settings: adding one, seeing what was told, and telling again."""

import re

import pytest
from django.test import override_settings
from tests.make.people import owner
from tests.make.receivers import receiver
from tests.make.webhooks import HERE, boil, deliveries, soon, webhook
from tests.web.visits import text_of, visitor

from stockwright.kit.actor import Actor
from stockwright.messaging.actions.attempts import Outcome
from stockwright.messaging.actions.claims import claim_deliveries
from stockwright.messaging.courier.rounds import record

URL = "https://example.com/hooks"


def test_without_webhooks_the_page_says_what_to_do() -> None:
    said = text_of(visitor(owner()).get("/settings/webhooks").content.decode())
    assert "No webhooks yet" in said
    assert "Add the address of a program" in said


def test_a_new_webhook_shows_its_secret_once() -> None:
    client = visitor(owner())
    made = client.post("/settings/webhooks", {"url": URL, "events": "inventory.*\npurchase_order.received"})
    assert re.search(r"whsec_[\w+/]{43}=", made.content.decode())
    assert made["Cache-Control"] == "no-store"
    listed = client.get("/settings/webhooks").content.decode()
    assert "whsec_" not in listed
    assert "inventory.*, purchase_order.received" in text_of(listed)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"url": "http://10.0.0.1/", "events": "*"}, "https://"),
        ({"url": URL, "events": "inventory.nonsense"}, "no event called inventory.nonsense"),
    ],
)
def test_a_refusal_stands_beside_its_field_and_makes_nothing(told: dict[str, str], said: str) -> None:
    client = visitor(owner())
    answer = client.post("/settings/webhooks", told)
    assert answer.status_code == 422
    assert said in text_of(answer.content.decode())
    assert "No webhooks yet" in text_of(client.get("/settings/webhooks").content.decode())


def test_the_log_tells_each_try_and_its_answer() -> None:
    alice = owner()
    endpoint_id, _ = webhook(alice, URL)
    boil(alice, "blue")
    client, now = visitor(alice), soon()
    [parcel] = claim_deliveries(Actor.system(alice.company_id), now=now, room=1)
    record(parcel, Outcome(503, 12, "The receiver answered 503 Service Unavailable.", "closed <today>"), now=now)
    log = client.get(f"/settings/webhooks/deliveries?webhook={endpoint_id}&state=waiting").content.decode()
    assert "kettle.boiled" in log
    assert "1 delivery waits." in text_of(log)
    one = client.get(f"/settings/webhooks/deliveries/{deliveries(alice)[0].pk}").content.decode()
    assert "The receiver answered 503 Service Unavailable." in text_of(one)
    assert "closed &lt;today&gt;" in one
    assert "failing" in text_of(client.get("/settings/webhooks").content.decode())
    other = client.get("/settings/webhooks/deliveries?state=delivered").content.decode()
    assert "Nothing matches" in other


def test_a_test_is_watched_until_it_was_sent() -> None:
    alice = owner()
    with receiver(body=b"got it") as shop, override_settings(WEBHOOK_REACH=HERE):
        endpoint_id, _ = webhook(alice, shop.url)
        client = visitor(alice)
        sent = client.post(f"/settings/webhooks/{endpoint_id}/test")
        assert "The answer appears here" in text_of(client.get(sent["Location"]).content.decode())
        assert client.get(sent["Location"] + "/progress").status_code == 200
        now = soon()
        [parcel] = claim_deliveries(Actor.system(alice.company_id), now=now, room=1)
        record(parcel, Outcome(200, 3, "", "got it"), now=now)
    assert client.get(sent["Location"] + "/progress")["HX-Redirect"] == sent["Location"]
    assert "got it" in client.get(sent["Location"]).content.decode()
