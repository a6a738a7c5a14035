"""The page that says whom an item follows, and the page of what the forecast learnt."""

from datetime import date

from tests.make.files import brought_in, sales_csv
from tests.make.jobs import run_jobs
from tests.make.people import colleague, owner
from tests.web.visits import text_of, visitor

from stockwright.catalog.queries import variant_ids
from stockwright.forecasting.actions.runs import run_forecast
from stockwright.forecasting.queries.successions import successions_about
from stockwright.forecasting.queries.versions import versions
from stockwright.kit.tenancy import scope

TODAY = date(2026, 3, 2)


def test_an_item_is_let_follow_another_by_its_sku_and_let_go_again() -> None:
    alice = owner()
    brought_in(alice, sales_csv(days=30, skus=2))
    with scope(alice.company_id):
        new = variant_ids(alice, ["SKU-1"])["SKU-1"]
    client, path = visitor(alice), f"/items/{new}/predecessor"
    told = {"predecessor": "SKU-9", "from_on": "2026-03-01", "share": "80", "replaces": "on"}
    refused = client.post(path, told)
    assert refused.status_code == 422
    assert "No item has this SKU" in text_of(refused.content.decode())
    itself = client.post(path, {**told, "predecessor": "SKU-1"})
    assert "cannot follow itself" in text_of(itself.content.decode())
    client.post(path, {**told, "predecessor": "SKU-0"})
    assert "It follows SKU-0 now." in text_of(client.get(path).content.decode())
    client.post(f"{path}/end")
    with scope(alice.company_id):
        assert successions_about(alice, new) == []


def test_versions_are_listed_chosen_and_learnt_anew() -> None:
    alice = owner()
    client = visitor(alice)
    assert "Nothing learnt yet" in text_of(client.get("/forecast/versions").content.decode())
    brought_in(alice, sales_csv(days=60, skus=3))
    run_forecast(alice, today=TODAY)
    client.post("/forecast/versions/train")
    run_jobs()
    with scope(alice.company_id):
        first = versions(alice, limit=9)[-1]
    assert "somebody asked" in text_of(client.get("/forecast/versions").content.decode())
    client.post(f"/forecast/versions/{first.id}/choose")
    shown = text_of(client.get("/forecast/versions").content.decode())
    assert "held" in shown
    assert "exponential smoothing" in shown
    client.post(f"/forecast/versions/{first.id}/release")
    assert "forecasts now" in text_of(client.get("/forecast/versions").content.decode())
    assert "Learn anew" not in visitor(colleague(alice, "viewer")).get("/forecast/versions").content.decode()
