"""Who buys a set wants its components."""

from datetime import date
from decimal import Decimal

import pytest
from tests.make.files import brought_in, sales_csv
from tests.make.people import owner

from stockwright.catalog.actions.items import change_item
from stockwright.catalog.queries import variant_ids
from stockwright.forecasting.actions.runs import run_forecast
from stockwright.forecasting.queries.runs import current_forecast
from stockwright.inventory.actions.kits import set_components
from stockwright.inventory.rules.kits import Component
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope

TODAY = date(2026, 3, 2)


def told(actor: Actor) -> dict[str, float]:
    run_forecast(actor, today=TODAY)
    with scope(actor.company_id):
        found = current_forecast(actor)
    assert found is not None
    return dict(zip(found.items["variant_id"], found.told.mean.sum(axis=1), strict=True))


def test_a_component_is_wanted_for_the_sets_that_are_put_together_here_and_not_for_bought_ones() -> None:
    alice = owner()
    brought_in(alice, sales_csv(days=90, skus=2))
    with scope(alice.company_id):
        ids = variant_ids(alice, ["SKU-0", "SKU-1"])
    whole, part = ids["SKU-0"], ids["SKU-1"]
    before = told(alice)
    set_components(alice, kit_id=whole, components=[Component(part, Decimal(2))])
    after = told(alice)
    assert after[str(part)] == pytest.approx(before[str(part)] + 2 * before[str(whole)], rel=0.01)
    assert after[str(whole)] == pytest.approx(before[str(whole)], rel=0.01)
    change_item(alice, variant_id=whole, supplier="Ready made Ltd")
    assert told(alice)[str(part)] == pytest.approx(before[str(part)], rel=0.01)
