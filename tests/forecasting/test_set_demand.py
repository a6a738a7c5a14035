"""Who buys a set wants its components."""

from datetime import date
from decimal import Decimal

import pytest
from tests.make.files import brought_in, sales_csv
from tests.make.people import owner
from tests.make.told import override

from stockwright.catalog.actions.items import change_item
from stockwright.catalog.queries import variant_ids
from stockwright.forecasting.actions.runs import run_forecast
from stockwright.forecasting.models import ItemForecast
from stockwright.forecasting.queries.runs import CurrentForecast, base_mean_of, current_forecast
from stockwright.inventory.actions.kits import set_components
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope

TODAY = date(2026, 3, 2)


def current(actor: Actor) -> CurrentForecast:
    run_forecast(actor, today=TODAY)
    with scope(actor.company_id):
        found = current_forecast(actor)
    assert found is not None
    return found


def told(actor: Actor) -> dict[str, float]:
    found = current(actor)
    return dict(zip(found.items["variant_id"], found.told.mean.sum(axis=1), strict=True))


def test_a_component_is_wanted_for_the_sets_that_are_put_together_here_and_not_for_bought_ones() -> None:
    alice = owner()
    brought_in(alice, sales_csv(days=90, skus=2))
    with scope(alice.company_id):
        ids = variant_ids(alice, ["SKU-0", "SKU-1"])
    whole, part = ids["SKU-0"], ids["SKU-1"]
    before = told(alice)
    set_components(alice, kit_id=whole, components=[(part, Decimal(2))])
    after = told(alice)
    assert after[str(part)] == pytest.approx(before[str(part)] + 2 * before[str(whole)], rel=0.01)
    assert after[str(whole)] == pytest.approx(before[str(whole)], rel=0.01)
    change_item(alice, variant_id=whole, supplier="Ready made Ltd")
    assert told(alice)[str(part)] == pytest.approx(before[str(part)], rel=0.01)


def test_what_is_said_of_a_set_is_wanted_of_its_components() -> None:
    alice = owner()
    brought_in(alice, sales_csv(days=90, skus=2))
    with scope(alice.company_id):
        ids = variant_ids(alice, ["SKU-0", "SKU-1"])
    whole, part = ids["SKU-0"], ids["SKU-1"]
    before = told(alice)
    set_components(alice, kit_id=whole, components=[(part, Decimal(2))])
    override(alice, whole, amount="10")  # a week, from the first day on
    found = current(alice)
    rows = {key: at for at, key in enumerate(found.items["variant_id"])}
    mean = found.told.mean
    assert mean[rows[str(whole)]][:7] == pytest.approx(10)
    sold_alone = before[str(part)] + 2 * before[str(whole)]
    more = 2 * (mean[rows[str(whole)]].sum() - before[str(whole)])
    assert mean[rows[str(part)]].sum() == pytest.approx(sold_alone + more, rel=0.01)
    with scope(alice.company_id):
        row = ItemForecast.objects.of(alice).get(run_id=found.run_id, variant_id=part)
    assert sum(base_mean_of(row)) == pytest.approx(sold_alone, rel=0.01)


def test_what_is_said_of_a_component_is_all_that_is_wanted_of_it() -> None:
    alice = owner()
    brought_in(alice, sales_csv(days=90, skus=2))
    with scope(alice.company_id):
        ids = variant_ids(alice, ["SKU-0", "SKU-1"])
    set_components(alice, kit_id=ids["SKU-0"], components=[(ids["SKU-1"], Decimal(2))])
    override(alice, ids["SKU-0"], amount="10")
    override(alice, ids["SKU-1"], amount="7")
    found = current(alice)
    at = found.items["variant_id"].to_list().index(str(ids["SKU-1"]))
    assert found.told.mean[at][:7] == pytest.approx(7)
    assert (found.told.quantiles[at][0] < 40).all()
