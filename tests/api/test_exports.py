"""Exports, deltas and the audit trail by the API."""

import csv
import io
import json
from uuid import uuid4

from tests.api.calls import call, token_of
from tests.make.goods import stated
from tests.make.people import owner


def test_a_data_set_comes_with_its_manifest() -> None:
    alice = owner()
    stated(alice, 5.5)
    told = call(token_of(alice), "GET", "/exports/ledger?format=jsonl")
    assert told.headers["Content-Type"] == "application/zip"
    manifest = json.loads(told.body["files"]["manifest.json"])
    [row] = [json.loads(line) for line in told.body["files"]["ledger.jsonl"].splitlines()]
    assert (manifest["rows"], manifest["totals"]["quantity"], row["quantity"]) == (1, "5.5", "5.5")


def test_the_manifest_of_a_file_that_comes_alone_is_asked_for_by_its_id() -> None:
    alice = owner()
    stated(alice, 5.5)
    token = token_of(alice)
    told = call(token, "GET", "/exports/levels?pack=none")
    [row] = csv.DictReader(io.StringIO(told.body))
    assert (row["sku"], row["on_hand"]) == ("shirt", "5.5")
    run = call(token, "GET", f"/exports/runs/{told.headers['Stockwright-Export']}").body
    assert (run["dataset"], run["rows"], run["manifest"]["totals"]["on_hand"]) == ("levels", 1, "5.5")
    assert [one["id"] for one in call(token, "GET", "/exports").body["items"]] == [run["id"]]


def test_a_delta_is_asked_for_fetched_and_acknowledged() -> None:
    alice = owner()
    stated(alice, 5.5)
    token = token_of(alice)
    batch = call(token, "POST", "/exports/ledger/deltas", {"consumer": "books"}).body
    assert (batch["rows"], batch["held_back"]) == (1, False)
    path = f"/exports/ledger/deltas/{batch['id']}"
    first, second = (call(token, "GET", f"{path}?pack=none").body for _ in range(2))
    assert first == second
    assert call(token, "POST", f"{path}/ack").body["acked_id"] == batch["upto"]
    assert call(token, "POST", f"{path}/ack").status == 200
    assert call(token, "POST", "/exports/ledger/deltas", {"consumer": "books"}).body["id"] is None
    assert call(token, "GET", path).status == 404


def test_refusals_are_told_before_anything_is_sent() -> None:
    alice = owner()
    stated(alice, 5)
    token = token_of(alice)
    for path, status, code in (
        ("/exports/people", 404, "no_such_dataset"),
        ("/exports/items?format=parquet&pack=gzip", 422, "packed_already"),
        ("/exports/items?format=xlsx", 422, "invalid_request"),
        (f"/exports/ledger/deltas/{uuid4()}", 404, "not_found"),
    ):
        told = call(token, "GET", path)
        assert (told.status, told.body["code"]) == (status, code)
    buyer = call(token_of(alice, "buyer"), "GET", "/exports/audit")
    assert (buyer.status, buyer.body["permission"]) == (403, "audit.read")
    assert call(token_of(alice, "viewer"), "GET", "/exports/items").status == 403


def test_the_audit_trail_is_filtered_and_paged() -> None:
    alice = owner()
    token = token_of(alice)
    made = call(token, "POST", "/products", {"sku": "TEA-1", "price": "4.90"}).body
    call(token, "PATCH", f"/products/{made['variant_id']}", {"price": "5.10"})
    stated(alice, 3, sku="TEA-1")
    [changed] = call(token, "GET", "/audit?name=item.changed").body["items"]
    assert (changed["before"], changed["after"], changed["by"]) == (
        {"price": "4.9"},
        {"price": "5.1"},
        "token test",
    )
    both = call(token, "GET", f"/audit?subject={changed['subject']}").body["items"]
    assert [(one["name"], one["sequence"]) for one in both] == [("item.changed", 2), ("item.added", 1)]
    names = {one["name"] for one in call(token, "GET", "/audit").body["items"]}
    assert "inventory.stock_changed" not in names
    assert call(token, "GET", "/audit?stock_changes=true&search=TEA&kind=items").body["items"] == both
    first = call(token, "GET", "/audit?limit=1").body
    second = call(token, "GET", f"/audit?limit=1&cursor={first['next_cursor']}").body
    assert first["items"][0]["id"] > second["items"][0]["id"]
    assert call(token, "GET", "/audit?cursor=x").body["code"] == "invalid_cursor"
