"""Every operation of the API refuses a stranger, a token without the permission, and another company's id."""

import json
from urllib.parse import urlencode

import pytest
from tests.api.calls import call, token_of
from tests.api.samples import BODIES, BODY_IDS, IDS, IDS_OF, NAMES, NEEDS_QUERY, QUERY_IDS, WITHOUT_BODY
from tests.architecture.doors import Route, role_without
from tests.make.people import owner

from stockwright.accounts.rules import PERMISSIONS
from stockwright.api.http import ROUTES
from stockwright.api.schema import openapi_text
from stockwright.kit.actor import Actor

ALL = [Route(route.method, route.path, route.permission) for route in ROUTES]
GUARDED = [route for route in ALL if route.permission]
OF_A_ROW = [route for route in GUARDED if set(route.parameters) - NAMES]
OPEN_TO_ALL = {"GET /health"}
PLAIN_TEXT = {"ref_id"}
"""Parameters that name something outside, and no row."""
DESCRIBED = json.loads(openapi_text())["paths"]
BY_QUERY = [
    (route, parameter["name"])
    for route in GUARDED
    if route.method == "GET"
    for parameter in DESCRIBED[f"/api/v1{route.path}"]["get"]["parameters"]
    if parameter["in"] == "query" and parameter["name"].endswith("_id") and parameter["name"] not in PLAIN_TEXT
]
IN_BODY = [(route, name) for route in GUARDED for name in BODY_IDS.get(str(route), {})]


def body_for(route: Route, actor: Actor) -> object:
    return BODIES[str(route)](actor) if str(route) in BODIES else None


def path_for(route: Route, actor: Actor) -> str:
    make = IDS | IDS_OF.get(str(route), {})
    path = route.filled({name: make[name](actor) for name in route.parameters})
    needed = NEEDS_QUERY.get(str(route), {})
    return path + "".join(f"?{name}={make(actor)}" for name, make in needed.items())


@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_a_stranger_is_refused(route: Route) -> None:
    alice = owner()
    path, body = path_for(route, alice), body_for(route, alice)
    for token in (None, "sw_nonsense", f"sw_{alice.company_id.hex}_guessed"):
        told = call(token, route.method, path, body)
        assert told.status == 401, told
        assert told.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_a_token_that_may_do_everything_else_is_refused(route: Route) -> None:
    alice = owner()
    path, body = path_for(route, alice), body_for(route, alice)
    assert route.permission
    with role_without(route.permission) as role:
        told = call(token_of(alice, role), route.method, path, body)
    assert (told.status, told.body["code"]) == (403, "not_allowed")
    assert told.body["permission"] == route.permission


@pytest.mark.parametrize("route", OF_A_ROW, ids=str)
def test_another_companys_row_does_not_exist(route: Route) -> None:
    alice, mallory = owner("Alice's shop"), owner("Mallory's shop")
    token = token_of(mallory)
    theirs, body = path_for(route, alice), body_for(route, mallory)
    told = call(token, route.method, theirs, body)
    assert (told.status, told.body["code"]) == (404, "not_found")


@pytest.mark.parametrize(("route", "name"), BY_QUERY, ids=str)
def test_another_companys_id_in_a_query_finds_nothing(route: Route, name: str) -> None:
    alice, mallory = owner("Alice's shop"), owner("Mallory's shop")
    path = f"{path_for(route, mallory)}".partition("?")[0]
    others = {other: make(mallory) for other, make in NEEDS_QUERY.get(str(route), {}).items()}
    query = urlencode(others | {name: QUERY_IDS[name](alice)})
    told = call(token_of(mallory), "GET", f"{path}?{query}")
    assert told.status == 404 or told.body == {"items": [], "next_cursor": None}, told


@pytest.mark.parametrize(("route", "name"), IN_BODY, ids=str)
def test_another_companys_id_in_a_body_does_not_exist(route: Route, name: str) -> None:
    alice, mallory = owner("Alice's shop"), owner("Mallory's shop")
    body = BODIES[str(route)](mallory)
    assert isinstance(body, dict)
    told = call(token_of(mallory), route.method, route.path, body | {name: BODY_IDS[str(route)][name](alice)})
    assert (told.status, told.body["code"]) == (404, "not_found")


@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_the_owner_is_answered(route: Route) -> None:
    """The control: it is the stranger, the permission and the company that the refusals above are about."""
    alice = owner()
    path, body = path_for(route, alice), body_for(route, alice)
    told = call(token_of(alice), route.method, path, body)
    assert told.status in {200, 201, 204}, told


def test_only_known_routes_are_open_to_all() -> None:
    assert {str(route) for route in ALL if route.permission is None} == OPEN_TO_ALL


def test_every_id_and_every_body_has_a_sample() -> None:
    parameters = {name for route in GUARDED for name in route.parameters}
    assert parameters == set(IDS)
    writes = {str(route) for route in GUARDED if route.method != "GET"}
    assert writes == set(BODIES) | WITHOUT_BODY
    assert not set(BODIES) & WITHOUT_BODY
    assert {name for _, name in BY_QUERY} == set(QUERY_IDS)


def test_every_permission_that_is_asked_for_can_be_given() -> None:
    assert {route.permission for route in GUARDED} <= PERMISSIONS
