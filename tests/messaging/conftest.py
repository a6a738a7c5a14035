"""A courier serves all companies, so what one test left undelivered is not another test's business."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _quiet_endpoints() -> Iterator[None]:
    """Switch off every endpoint after the test."""
    yield
    from tests.architecture.tables import as_owner

    with as_owner() as connection:
        connection.execute("update messaging_endpoint set state = 'disabled'")
        connection.execute("delete from messaging_delivery where kind = 'test'")
        connection.commit()
