"""Whatever Mallory asks for, nothing of Alice's is in the answer."""

import json
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.api.calls import call, token_of
from tests.api.samples import BODIES, IDS, NAMES, NEEDS_QUERY
from tests.architecture.doors import Route
from tests.architecture.tables import as_owner, company_tables
from tests.make.people import owner

from stockwright.api.http import ROUTES
from stockwright.kit.actor import Actor

SECRET = "Alice's-own"
UUIDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
GETS = [Route(one.method, one.path, one.permission) for one in ROUTES if one.method == "GET" and one.permission]


def fill(actor: Actor, word: str) -> dict[str, UUID]:
    """Make one of everything there is, with a word in each of its texts; the ids by name."""
    token = token_of(actor)
    ids = {name: UUID(str(make(actor))) for name, make in IDS.items() if name not in NAMES}
    call(token, "PATCH", "/company", {"name": f"{word} shop"})
    call(token, "POST", "/products", {"sku": f"{word}-1", "name": word, "category": word, "supplier": word})
    at = "2026-01-05T10:00:00Z"
    call(token, "POST", "/inventory/levels", {"items": [{"sku": f"{word}-1", "on_hand": 3, "at": at}]})
    lines = [{"sku": f"{word}-1", "quantity": 1, "at": at, "order": word, "channel": word}]
    call(token, "POST", "/sales", {"lines": lines})
    call(token, "POST", "/locations", {"name": f"{word} place"})
    call(token, "POST", f"/advice/{ids['advice_id']}/flag", {"note": word})
    return ids


def ids_in_database(actor: Actor) -> set[str]:
    """Every id that stands in a row of the company."""
    found: set[str] = {str(actor.company_id)}
    with as_owner() as connection:
        for table in company_tables():
            rows = connection.execute(
                f'select row_to_json(t)::text from "{table.name}" t where {table.key} = %s', [actor.company_id]
            )
            found |= {word for (row,) in rows for word in UUIDS.findall(row)}
    return found


def rows_of(actor: Actor) -> dict[str, str]:
    """A digest of all of a company's rows, by table."""
    each = (
        f"select '{table}', md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from \"{table}\" t"
        f" where {table.key} = %(company)s"
        for table in company_tables()
    )
    with as_owner() as connection:
        return dict(connection.execute(" union all ".join(each), {"company": actor.company_id}).fetchall())


@dataclass(frozen=True)
class World:
    """Alice and Mallory with one of everything each.

    Of Alice: her ids by name, the ids in all her rows, and bodies that hold her ids.
    """

    alice: Actor
    mallory: Actor
    token: str
    ids: dict[str, UUID]
    secrets: set[str]
    bodies: dict[str, object]


@pytest.fixture(scope="module")
def world() -> World:
    """The two companies."""
    alice, mallory = owner(f"{SECRET} shop"), owner("Mallory's shop")
    ids = fill(alice, SECRET)
    fill(mallory, "Mallory's")
    bodies = {name: make(alice) for name, make in BODIES.items()}
    secrets = ids_in_database(alice) - ids_in_database(mallory)
    return World(alice, mallory, token_of(mallory), ids, secrets, bodies)


def leaks(told: Any, ids: set[str], asked: str = "") -> set[str]:
    """Alice's ids and words in an answer, apart from those that were in the question."""
    text = json.dumps(told)
    return ({word for word in UUIDS.findall(text) if word in ids} - set(UUIDS.findall(asked))) | (
        {SECRET} if SECRET in text else set()
    )


@pytest.mark.parametrize("route", GETS, ids=str)
def test_no_list_and_no_page_tells_of_another_company(route: Route, world: World) -> None:
    needed = "".join(f"?{name}={make(world.mallory)}" for name, make in NEEDS_QUERY.get(str(route), {}).items())
    own = {name: make(world.mallory) for name, make in IDS.items() if name in route.parameters}
    for names in (own, world.ids):
        path = route.filled({"dataset": "ledger", **names}) + needed
        assert leaks(call(world.token, "GET", path).body, world.secrets, path) == set()


SHOWING_NONE = {
    *("GET /runs", "GET /inventory/changes", "GET /webhooks/events", "GET /inventory/count-settings"),
    "GET /inventory/proof",
    *("GET /calendar", "GET /overrides/value", "GET /analytics/seasonal-forecast"),
    *(
        f"GET /analytics/inventory/{one}"
        for one in ("summary", "movements", "ageing", "coverage", "turnover", "carrying-cost", "stockouts", "abc")
    ),
    "GET /analytics/inventory/fill-rate",
}
"""Numbers alone, names that all companies share, and a stream that begins now."""


@pytest.mark.parametrize(
    "route", [one for one in GETS if not one.parameters and str(one) not in SHOWING_NONE], ids=str
)
def test_the_owner_of_the_rows_does_see_them(route: Route, world: World) -> None:
    """The control: an answer that never holds anything of Alice's would hide nothing from Mallory."""
    needed = {
        "/inventory/availability": f"?variant_id={world.ids['variant_id']}",
        "/inventory/as-of": "?moment=2026-06-01T00:00:00Z",
    }.get(route.path, "")
    told = call(token_of(world.alice), "GET", route.path + needed).body
    if told != {"items": [], "next_cursor": None} and "run" not in told:
        assert leaks(told, world.secrets)


WRITES = [Route(one.method, one.path, one.permission) for one in ROUTES if one.method != "GET"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture
def before(world: World) -> dict[str, str]:
    """Alice's rows as they were when the test began."""
    return rows_of(world.alice)


@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_whatever_is_sent_nothing_of_another_company_is_told_or_touched(
    data: st.DataObject, world: World, before: dict[str, str]
) -> None:
    route = data.draw(st.sampled_from(WRITES))
    path = route.filled({name: data.draw(st.sampled_from([world.ids[name], uuid4()])) for name in route.parameters})
    body = data.draw(JSON | st.just(world.bodies.get(str(route))))
    if isinstance(body, dict) and data.draw(st.booleans()):
        body = body | {data.draw(st.sampled_from(["company_id", "id", *body])): data.draw(JSON)}
    told = call(world.token, route.method, path, body)
    assert told.status < 500, (route, body, told)
    assert leaks(told.body, world.secrets, path + json.dumps(body, default=str)) == set()
    assert rows_of(world.alice) == before
