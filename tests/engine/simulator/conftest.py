"""One shop that most of the tests look at."""

from datetime import date

import pytest

from stockwright.engine.simulator.shop import Shop
from stockwright.engine.simulator.simulation import simulate
from stockwright.engine.simulator.spec import ShopSpec

END_ON = date(2026, 11, 19)


@pytest.fixture(scope="session")
def shop() -> Shop:
    """Two hundred items over two years, two locations, three channels."""
    return simulate(ShopSpec(end_on=END_ON, items=200))
