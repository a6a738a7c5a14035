"""Webhooks over the API."""

from datetime import timedelta

from django.test import override_settings
from tests.api.calls import call, token_of
from tests.make.people import owner
from tests.make.receivers import receiver
from tests.make.webhooks import HERE, boil, deliver_all, soon

URL = "https://example.com/hooks"


def test_the_secret_is_told_once() -> None:
    token = token_of(owner())
    made = call(token, "POST", "/webhooks", {"url": URL, "events": ["inventory.*"]})
    assert made.status == 201
    assert made.body["secret"].startswith("whsec_")
    seen = call(token, "GET", f"/webhooks/{made.body['id']}")
    assert "secret" not in seen.body
    assert (seen.body["events"], seen.body["state"]) == (["inventory.*"], "active")
    fresh = call(token, "POST", f"/webhooks/{made.body['id']}/rotate")
    assert fresh.body["secret"] != made.body["secret"]
    assert call(token, "GET", f"/webhooks/{made.body['id']}").body["old_secret_until"]


def test_what_cannot_be_right_is_refused_and_nothing_is_made() -> None:
    token = token_of(owner())
    for body, code in (
        ({"url": "http://example.com/", "events": ["*"]}, "invalid_receiver"),
        ({"url": "https://10.0.0.1/", "events": ["*"]}, "invalid_receiver"),
        ({"url": URL, "events": ["inventory.nonsense"]}, "unknown_events"),
        ({"url": URL, "events": []}, "invalid_request"),
    ):
        told = call(token, "POST", "/webhooks", body)
        assert (told.status, told.body["code"]) == (422, code)
    assert call(token, "GET", "/webhooks").body["items"] == []


def test_a_test_shows_what_the_receiver_answered() -> None:
    alice = owner()
    token = token_of(alice)
    with receiver(status=202, body=b"noted") as shop, override_settings(WEBHOOK_REACH=HERE):
        made = call(token, "POST", "/webhooks", {"url": shop.url, "events": ["webhook.*"]})
        tried = call(token, "POST", f"/webhooks/{made.body['id']}/test")
        assert (tried.status, tried.body["state"], tried.body["kind"]) == (201, "waiting", "test")
        deliver_all(soon())
    seen = call(token, "GET", f"/webhooks/deliveries/{tried.body['id']}").body
    assert seen["state"] == "delivered"
    [one] = seen["tries"]
    assert (one["status"], one["answer"], one["error"]) == (202, "noted", "")
    assert seen["message"]["type"] == "webhook.test"
    call(token, "DELETE", f"/webhooks/{made.body['id']}")


def test_the_log_is_filtered_and_paged() -> None:
    from tests.make.webhooks import webhook

    alice = owner()
    token = token_of(alice)
    endpoint_id, _ = webhook(alice, URL)
    other, _ = webhook(alice, URL, "nothing")
    boil(alice, *["blue"] * 5)
    path = f"/webhooks/deliveries?webhook_id={endpoint_id}&state=waiting&limit=2"
    seen: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        told = call(token, "GET", path + (f"&cursor={cursor}" if cursor else "")).body
        seen += [row["sequence"] for row in told["items"]]
        cursor = told["next_cursor"]
    assert seen == [5, 4, 3, 2, 1]
    assert call(token, "GET", f"/webhooks/deliveries?webhook_id={other}").body["items"] == []
    assert call(token, "GET", "/webhooks/deliveries?state=delivered").body["items"] == []
    assert call(token, "GET", "/webhooks/deliveries?cursor=WyJhIiwiYiJd").status == 422


def test_pausing_and_replaying() -> None:
    alice = owner()
    token = token_of(alice)
    made = call(token, "POST", "/webhooks", {"url": URL, "events": ["token.*"]}).body
    told = call(token, "PATCH", f"/webhooks/{made['id']}", {"state": "disabled"})
    assert told.body["state"] == "disabled"
    since = (soon() - timedelta(days=1)).isoformat()
    refused = call(token, "POST", f"/webhooks/{made['id']}/replay", {"since": since})
    assert (refused.status, refused.body["code"]) == (409, "endpoint_off")
    call(token, "PATCH", f"/webhooks/{made['id']}", {"state": "paused"})
    again = call(token, "POST", f"/webhooks/{made['id']}/replay", {"since": since})
    assert again.body == {"deliveries": 1}
