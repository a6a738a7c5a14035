"""The advice for one item."""

from typing import Any

import pytest

from stockwright.engine.ordering.policy import plan
from stockwright.engine.ordering.settings import OrderingSettings

from .make import TODAY, Advise, frame, lines


@pytest.fixture
def advise() -> Advise:
    """Advice on one item: `advise((quantity, days), ..., settings=..., **columns)`."""

    def advised(
        *open_orders: tuple[float, int], settings: OrderingSettings | None = None, **given: Any
    ) -> dict[str, Any]:
        chosen = settings or OrderingSettings()
        return plan(frame(**given), lines(*open_orders), today=TODAY, settings=chosen).row(0, named=True)

    return advised
