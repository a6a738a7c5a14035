"""A list asks the database as often for many rows as for few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.api.calls import call, token_of
from tests.api.rows.trade import advice
from tests.api.samples import IDS, NEEDS_QUERY
from tests.architecture.doors import Route
from tests.make.people import owner

from stockwright.api.http import ROUTES
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.replenishment.models import Advice

STREAM = "/inventory/changes"
LISTS = [
    Route(route.method, route.path, route.permission)
    for route in ROUTES
    if route.method == "GET" and "{" not in route.path and route.permission and route.path != STREAM
]


def grow(actor: Actor) -> None:
    """One more of everything."""
    token = token_of(actor)
    for make in IDS.values():
        make(actor)
    with scope(actor.company_id):
        run = Advice.objects.of(actor).select_related("run").latest("id").run
    advice(actor, run=run)
    at = f"2026-01-05T10:00:{len(call(token, 'GET', '/sales').body['items']):02}Z"
    lines = [{"sku": f"SKU-{at}-{number}", "quantity": 1, "at": at} for number in range(3)]
    assert call(token, "POST", "/sales", {"lines": lines}).status == 200
    stock = [{"sku": line["sku"], "on_hand": 1, "at": at} for line in lines]
    assert call(token, "POST", "/inventory/levels", {"items": stock}).status == 200


@pytest.fixture(scope="module")
def asked() -> dict[str, list[tuple[int, int]]]:
    """For each list, before and after there was more of everything: queries asked and rows told."""
    alice = owner()
    token = token_of(alice)
    found: dict[str, list[tuple[int, int]]] = {}
    needed = {
        str(route): [f"{k}={make(alice)}" for k, make in NEEDS_QUERY.get(str(route), {}).items()] for route in LISTS
    }
    for _ in range(2):
        grow(alice)
        for route in LISTS:
            with CaptureQueriesContext(connection) as queries:
                told = call(token, "GET", "?".join([route.path, *needed[str(route)]]))
            items = (told.body or {}).get("items")
            rows = len(items) if isinstance(items, list) else 0
            found.setdefault(str(route), []).append((len(queries), rows))
    return found


@pytest.mark.parametrize("route", LISTS, ids=str)
def test_more_rows_are_no_more_queries(route: Route, asked: dict[str, list[tuple[int, int]]]) -> None:
    (few, _), (many, _) = asked[str(route)]
    assert many <= few <= 16


def test_there_were_more_rows(asked: dict[str, list[tuple[int, int]]]) -> None:
    """The control: the lists that were counted did grow."""
    grown = {name for name, ((_, few), (_, many)) in asked.items() if many > few}
    assert grown >= {
        f"GET /{name}"
        for name in (
            "products",
            "inventory/levels",
            "sales",
            "purchase-orders",
            "locations",
            "members",
            "tokens",
            "runs",
        )
    }
