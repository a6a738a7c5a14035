"""The shape of the source: names, sizes, and tables that name code."""

import importlib
import pkgutil
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest
from django.utils.module_loading import import_string

import stockwright
from stockwright.accounts.rules import PERMISSIONS, ROLES
from stockwright.config.wiring import REACTIONS
from stockwright.kit.deeds import DEEDS
from stockwright.messaging.events import Happening

SOURCE = Path(stockwright.__file__).parent
FILES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "managers", "services"}
LONGEST = 400


def everything() -> list[ModuleType]:
    """Every module of the package, imported."""
    found = pkgutil.walk_packages(stockwright.__path__, "stockwright.")
    return [
        importlib.import_module(one.name)
        for one in found
        if "migrations" not in one.name and not one.name.endswith("__main__")
    ]


def happenings(base: type[Happening] = Happening) -> list[type[Happening]]:
    """Every class of events; a class that others build on is none itself."""
    return [one for child in base.__subclasses__() for one in happenings(child) or [child]]


@pytest.fixture(scope="module", autouse=True)
def _imported() -> None:
    everything()


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path for path in FILES if path.stem in VAGUE] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_file_is_longer_than_can_be_read_at_once(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST


@pytest.mark.parametrize("handler", [handler for each in REACTIONS.values() for handler in each])
def test_every_reaction_that_is_wired_exists(handler: str) -> None:
    assert callable(import_string(handler))


def test_every_event_that_is_wired_is_declared_once() -> None:
    declared = Counter(one.name for one in happenings() if one.name)
    assert [name for name, times in declared.items() if times > 1] == []
    assert set(REACTIONS) <= set(declared)


def test_every_event_has_a_dotted_name_and_says_what_it_means() -> None:
    for one in happenings():
        assert one.name.count(".") == 1, one
        assert one.__doc__, one


def test_every_permission_of_a_deed_can_be_given() -> None:
    assert DEEDS
    assert {deed: need for deed, need in DEEDS.items() if need not in PERMISSIONS} == {}


def test_no_role_may_more_than_the_owner() -> None:
    assert all(given <= ROLES["owner"] == PERMISSIONS for given in ROLES.values())
