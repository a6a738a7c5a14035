"""What is due reaches its receiver: in order, at least once, signed, whatever the receiver does meanwhile."""

import json
import threading
from datetime import timedelta
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError
from tests.make.people import owner
from tests.make.receivers import Got, Reply, receiver, refusing_url
from tests.make.webhooks import (
    HERE,
    boil,
    deliver,
    deliver_all,
    deliveries,
    endpoint,
    soon,
    told,
    webhook,
)

from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.messaging.actions.attempts import Outcome, forget_deliveries, record_attempt
from stockwright.messaging.actions.endpoints import change_endpoint, rotate_secret
from stockwright.messaging.actions.events import emit
from stockwright.messaging.courier.rounds import claim_round, deliver_due
from stockwright.messaging.events import StepFinished
from stockwright.messaging.models import Attempt, Event
from stockwright.messaging.rules.addresses import Reach
from stockwright.messaging.rules.deliveries import LEASE, MOST_OF_ENDPOINT, MOST_TRIES


def states(actor: Actor) -> list[str]:
    return [row.state for row in deliveries(actor, name="kettle.boiled")]


def test_a_message_is_signed_so_that_any_standard_library_verifies_it() -> None:
    alice = owner()
    with receiver() as shop:
        _, secret = webhook(alice, shop.url)
        [event_id] = boil(alice, "blue", cups=3)
        assert deliver(soon()) == 1
    [got] = shop.got
    message = Webhook(secret).verify(got.body, got.headers)
    assert message["type"] == "kettle.boiled"
    assert message["data"] == {"kettle": "blue", "cups": 3}
    assert (message["id"], got.headers["webhook-id"]) == (str(event_id), str(event_id))
    assert (message["subject"], message["sequence"]) == ("kettle:blue", 1)
    assert message["company_id"] == str(alice.company_id)
    assert states(alice) == ["delivered"]
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(got.body + b" ", got.headers)


def test_while_a_secret_is_replaced_both_sign_and_then_only_the_new_one() -> None:
    alice = owner()
    with receiver() as shop:
        endpoint_id, old = webhook(alice, shop.url)
        new = rotate_secret(alice, endpoint_id=endpoint_id, now=soon())
        boil(alice, "blue")
        deliver_all(soon())
        boil(alice, "blue")
        deliver_all(soon(hours=25))
    during, after = shop.got
    for secret in (old, new):
        Webhook(secret).verify(during.body, during.headers)
    assert len(during.headers["webhook-signature"].split()) == 2
    assert len(after.headers["webhook-signature"].split()) == 1


def test_secrets_are_not_to_be_read_in_the_database() -> None:
    alice = owner()
    endpoint_id, secret = webhook(alice, "https://example.com/hooks")
    with scope(alice.company_id):
        from stockwright.messaging.models import SigningSecret

        [row] = SigningSecret.objects.of(alice).filter(endpoint_id=endpoint_id)
    assert secret not in row.sealed
    assert secret.removeprefix("whsec_") not in row.sealed


def test_events_of_one_subject_go_in_order_and_others_beside_them() -> None:
    alice = owner()
    with receiver() as shop:
        webhook(alice, shop.url)
        boil(alice, "blue", "blue", "red", "blue", "red")
        assert deliver(soon()) == 2
        assert {told(got) for got in shop.got} == {("kettle:blue", 1), ("kettle:red", 1)}
        deliver_all(soon())
    assert [number for kettle, number in map(told, shop.got) if kettle == "kettle:blue"] == [1, 2, 3]
    assert [number for kettle, number in map(told, shop.got) if kettle == "kettle:red"] == [1, 2]


def test_a_failure_holds_up_its_own_subject_only() -> None:
    alice = owner()

    def no_blue(got: Got) -> Reply:
        return Reply(500 if told(got)[0] == "kettle:blue" else 200)

    with receiver() as shop:
        shop.answer = no_blue
        webhook(alice, shop.url)
        boil(alice, "blue", "blue", "red", "red", "green")
        for later in range(0, 60, 6):
            deliver_all(soon(seconds=later))
        assert [row.lane for row in deliveries(alice, state="waiting")] == ["kettle:blue"] * 2
        shop.will(status=200)
        deliver_all(soon(hours=1))
    assert states(alice) == ["delivered"] * 5
    blue = [number for kettle, number in map(told, shop.got) if kettle == "kettle:blue"]
    assert blue == sorted(blue)


def test_a_receiver_that_died_gets_everything_in_order_once_it_is_back() -> None:
    alice = owner()
    url = refusing_url()
    endpoint_id, _ = webhook(alice, url)
    boil(alice, *["blue"] * 5, *["red"] * 5)
    tries = 0
    for minutes in range(0, 60, 5):
        tries += deliver_all(soon(minutes=minutes))
    assert tries <= 16  # probed, not stormed
    assert endpoint(alice, endpoint_id).failing_since is not None
    assert "No connection" in deliveries(alice, attempts__gt=0)[0].last_error
    with receiver(port=int(url.rsplit(":", 1)[1].split("/")[0])) as shop:
        deliver_all(soon(hours=2))
    assert states(alice) == ["delivered"] * 10
    assert [told(got) for got in shop.got if told(got)[0] == "kettle:blue"] == [
        ("kettle:blue", number) for number in range(1, 6)
    ]
    back = endpoint(alice, endpoint_id)
    assert (back.failing_since, back.failures, back.rest_until) == (None, 0, None)


def test_a_message_that_is_always_refused_is_given_up_and_what_waits_behind_it_goes() -> None:
    alice = owner()
    with receiver() as shop:
        shop.answer = lambda got: Reply(status=400 if told(got) == ("kettle:blue", 1) else 200)
        webhook(alice, shop.url)
        boil(alice, "blue", "blue")
        for turn in range(MOST_TRIES + 2):
            boil(alice, "red")
            deliver_all(soon(hours=15 * turn))
    blue = deliveries(alice, lane="kettle:blue")
    assert [(row.sequence, row.state) for row in sorted(blue, key=lambda row: row.sequence)] == [
        (1, "failed"),
        (2, "delivered"),
    ]


def test_a_receiver_that_hangs_is_left_after_a_while_and_holds_up_nobody_else() -> None:
    alice, bob = owner(), owner()
    release = threading.Event()
    with receiver(wait_for=release) as hanging, receiver() as quick:
        webhook(alice, hanging.url)
        webhook(bob, quick.url)
        boil(alice, *(f"kettle {number}" for number in range(40)))
        boil(bob, "blue")
        moment = soon()
        assert deliver(moment, total_seconds=0.3) == MOST_OF_ENDPOINT + 1
        assert states(bob) == ["delivered"]
        assert deliver(moment, total_seconds=0.3) == 0
        release.set()
    tried = deliveries(alice, attempts__gt=0)
    assert len(tried) == MOST_OF_ENDPOINT
    assert {row.last_error for row in tried} == {"There was no answer within 0.3 seconds."}


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        ({"status": 500}, "The receiver answered 500 Internal Server Error."),
        ({"status": 404}, "The receiver answered 404 Not Found."),
        (
            {"status": 302, "headers": {"Location": "/other"}},
            "The receiver answered with a redirect (302) to /other. Redirects are not followed.",
        ),
    ],
)
def test_an_answer_that_is_no_success_is_kept_and_tried_again(reply: dict[str, Any], error: str) -> None:
    alice = owner()
    with receiver(**reply, body=b"why: " + b"x" * 200_000) as shop:
        webhook(alice, shop.url)
        boil(alice, "blue")
        deliver(soon())
        assert len(shop.got) == 1
        assert deliver(soon()) == 0
        assert deliver(soon(seconds=10)) == 1
    [row] = deliveries(alice)
    assert (row.state, row.attempts, row.last_error) == ("waiting", 2, error)
    with scope(alice.company_id):
        kept = Attempt.objects.of(alice).filter(delivery_id=row.pk).first()
    assert kept is not None
    assert (kept.error, kept.status) == (error, reply["status"])
    assert kept.answer.startswith("why: xxx")
    assert len(kept.answer) == 1000


def test_a_killed_couriers_deliveries_go_again_when_its_lease_ran_out() -> None:
    alice = owner()
    with receiver() as shop:
        webhook(alice, shop.url)
        boil(alice, "blue", "blue")
        moment = soon()
        [lost] = claim_round(now=moment)
        assert deliver(moment + LEASE / 2) == 0
        assert deliver_all(moment + LEASE) == 2
        assert states(alice) == ["delivered"] * 2
        record_attempt(Actor.system(alice.company_id), parcel=lost, outcome=Outcome(500, 1, "late"), now=moment)
    assert states(alice) == ["delivered"] * 2
    assert [told(got)[1] for got in shop.got] == [1, 2]


def test_two_couriers_never_have_the_same_subject_in_hand() -> None:
    from tests.make.threads import together

    alice = owner()
    webhook(alice, "https://example.com/hooks")
    boil(alice, *(f"kettle {number % 5}" for number in range(50)))
    moment = soon()
    rounds = together(*[lambda: claim_round(now=moment)] * 4)
    rounds.append(claim_round(now=moment))
    lanes = [parcel.lane for parcels in rounds for parcel in parcels]
    assert sorted(lanes) == [f"kettle:kettle {number}" for number in range(5)]


def test_every_subject_gets_its_turn() -> None:
    from stockwright.messaging.courier.rounds import Rota

    alice = owner()
    webhook(alice, "https://example.com/hooks")
    boil(alice, *(f"kettle {number:02}" for number in range(20) for _ in range(3)))
    rota, seen, moment = Rota(), [], soon()
    for _ in range(3):
        parcels = claim_round(now=moment, rota=rota)
        seen += [parcel.lane for parcel in parcels]
        for parcel in parcels:
            done = Outcome(200, 1)
            record_attempt(Actor.system(alice.company_id), parcel=parcel, outcome=done, now=moment)
    assert len(seen) == 24
    assert len(set(seen)) == 20


def test_410_switches_the_endpoint_off_and_says_so() -> None:
    alice = owner()
    with receiver(status=410) as shop:
        endpoint_id, _ = webhook(alice, shop.url)
        boil(alice, "blue", "blue")
        deliver_all(soon())
    row = endpoint(alice, endpoint_id)
    assert row.state == "disabled"
    assert "410 Gone" in row.disabled_reason
    with scope(alice.company_id):
        [event] = Event.objects.of(alice).filter(name="webhook.disabled")
    assert event.payload["reason"] == row.disabled_reason
    boil(alice, "blue")
    assert len(deliveries(alice)) == 2


def test_days_of_nothing_but_failure_switch_the_endpoint_off_and_it_can_come_back() -> None:
    alice = owner()
    with receiver(status=503) as shop:
        endpoint_id, _ = webhook(alice, shop.url)
        boil(alice, "blue", "blue")
        for hours in range(0, 119, 12):
            deliver_all(soon(hours=hours))
        assert endpoint(alice, endpoint_id).state == "active"
        for hours in range(119, 150, 12):
            deliver_all(soon(hours=hours))
        assert endpoint(alice, endpoint_id).state == "disabled"
        assert deliver_all(soon(days=9)) == 0
        shop.will(status=200)
        change_endpoint(alice, endpoint_id=endpoint_id, reach=HERE, now=soon(days=9), state="active")
        deliver_all(soon(days=9))
    assert states(alice) == ["delivered"] * 2


def test_a_paused_endpoint_waits_and_then_gets_it_in_order() -> None:
    alice = owner()
    with receiver() as shop:
        endpoint_id, _ = webhook(alice, shop.url)
        change_endpoint(alice, endpoint_id=endpoint_id, reach=HERE, now=soon(), state="paused")
        boil(alice, "blue", "blue")
        assert deliver_all(soon()) == 0
        change_endpoint(alice, endpoint_id=endpoint_id, reach=HERE, now=soon(), state="active")
        deliver_all(soon())
    assert [told(got)[1] for got in shop.got] == [1, 2]


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "[::]", "169.254.169.254", "10.1.2.3"]
)
def test_nothing_is_sent_to_a_private_address(host: str) -> None:
    alice = owner()
    with receiver() as shop:
        webhook_id, _ = webhook(alice, shop.url)
        with scope(alice.company_id):
            from stockwright.messaging.models import Endpoint

            there = shop.url.replace("127.0.0.1", host)
            Endpoint.objects.of(alice).filter(pk=webhook_id).update(url=there)
        boil(alice, "blue")
        assert deliver_due(now=soon(), reach=Reach()) == 1
        assert shop.got == []
    [row] = deliveries(alice)
    assert row.last_error.startswith("Nothing was sent to ")
    assert row.state == "waiting"


def test_old_deliveries_and_attempts_are_forgotten_and_waiting_ones_kept() -> None:
    alice = owner()
    with receiver() as shop:
        webhook(alice, shop.url)
        boil(alice, "blue", "red")
        deliver_all(soon())
        boil(alice, "green")
        forget_deliveries(Actor.system(alice.company_id), now=soon(days=29))
        assert len(deliveries(alice)) == 3
        forget_deliveries(Actor.system(alice.company_id), now=soon(days=31))
    assert [row.lane for row in deliveries(alice)] == ["kettle:green"]


def test_messages_without_a_subject_say_so() -> None:
    alice = owner()
    with receiver() as shop:
        webhook(alice, shop.url, "night.*")
        with scope(alice.company_id):
            emit(alice, StepFinished(step="plan", due_on="2026-01-05"))
        deliver_all(soon())
    [got] = shop.got
    message = json.loads(got.body)
    assert (message["subject"], message["sequence"]) == (None, None)


def test_the_last_pause_is_repeated() -> None:
    from uuid import uuid4

    from stockwright.messaging.rules.deliveries import PAUSES, pause

    pauses = [pause(attempt, uuid4()) for attempt in range(1, 20)]
    assert pauses[0] < timedelta(seconds=7)
    assert all(PAUSES[-1] <= one <= PAUSES[-1] * 1.2 for one in pauses[9:])
