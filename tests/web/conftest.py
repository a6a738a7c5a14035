"""One planned shop for all tests that only look; those that decide make their own."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from stockwright.kit.actor import Actor


@pytest.fixture(scope="session")
def shop() -> "Actor":
    """The owner of a planned shop; nothing in it is changed by a test."""
    from tests.make.shops import planned_shop  # after Django knows its settings

    return planned_shop()
