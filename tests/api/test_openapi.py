"""The description of the API is complete, current, and shown without asking any other host."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.test import Client
from pydantic import BaseModel

from stockwright.api.http import ROUTES, api
from stockwright.api.problems import MEDIA_TYPE
from stockwright.api.schema import openapi_text
from stockwright.kit.problems import Problem

Kind = TypeVar("Kind")

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"
DOCUMENT: dict[str, Any] = json.loads(openapi_text())
OPERATIONS = {
    f"{method.upper()} {path.removeprefix('/api/v1')}": operation
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
}
HOST = {"Host": "localhost"}


def test_the_committed_description_is_that_of_the_code() -> None:
    assert COMMITTED.read_text() == openapi_text(), "Run: make openapi"


def test_the_server_tells_the_same_description() -> None:
    served = Client().get("/api/v1/openapi.json", headers=HOST).json()
    assert served == DOCUMENT


def test_every_operation_is_described() -> None:
    assert set(OPERATIONS) == {f"{route.method} {route.path}" for route in ROUTES}


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=list(OPERATIONS))
def test_an_operation_says_what_it_does_and_how_it_may_fail(operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert operation["tags"]
    if "security" in operation:
        assert {"401", "403"} <= set(operation["responses"])


@pytest.mark.parametrize("name", [name for name in OPERATIONS if not name.startswith("GET")])
def test_every_write_takes_a_key(name: str) -> None:
    assert {"$ref": "#/components/parameters/IdempotencyKey"} in OPERATIONS[name]["parameters"]


def test_operations_have_names_of_their_own() -> None:
    names = [operation["operationId"] for operation in OPERATIONS.values()]
    assert len(set(names)) == len(names)


def test_every_refusal_that_is_named_exists() -> None:
    named = {code for told in OPERATIONS.values() for code in codes_in(told["description"])}
    assert named
    assert named - {one.__new__(one).code for one in below(Problem)} == set()


def codes_in(description: str) -> list[str]:
    """The codes after `Fails with`."""
    _, _, refusals = description.partition("Fails with ")
    return re.findall(r"`([a-z_]+)`", refusals.partition(". ")[0])


def test_no_two_bodies_are_described_under_one_name() -> None:
    ours = {one for one in below(BaseModel) if one.__module__.startswith("stockwright.api.")}
    names = Counter(name for _, name in {(one.__module__, one.__name__) for one in ours})
    assert [name for name, times in names.items() if times > 1] == []


def below(base: type[Kind]) -> list[type[Kind]]:
    """Every class that builds on it."""
    return [one for child in base.__subclasses__() for one in (child, *below(child))]


def test_every_reference_leads_somewhere() -> None:
    for reference in set(re.findall(r'"\$ref": "#/([^"]+)"', openapi_text())):
        place: Any = DOCUMENT
        for step in reference.split("/"):
            place = place[step]
        assert place


def test_refusals_are_described_as_they_are_sent() -> None:
    for response in DOCUMENT["components"]["responses"].values():
        assert set(response["content"]) == {MEDIA_TYPE}


def test_the_interactive_page_asks_no_other_host() -> None:
    answer = Client().get("/api/v1/docs", headers=HOST)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert api.title in page
    sources = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert sources
    assert all(source.startswith("/") and not source.startswith("//") for source in sources)
    for source in sources:
        found = Client().get(source, headers=HOST)
        assert found.status_code == 200, source
        found.close()


def test_the_root_leads_to_the_interactive_page() -> None:
    answer = Client().get("/api/v1/", headers=HOST)
    assert (answer.status_code, answer["Location"]) == (302, "/api/v1/docs")
