"""The page of expected totals."""

from tests.make.files import TODAY
from tests.make.nights import forecast_shop
from tests.make.people import owner
from tests.make.told import event, override
from tests.web.visits import text_of, visitor

from stockwright.accounts.actions.companies import change_company
from stockwright.catalog.actions.items import change_item
from stockwright.catalog.queries import variant_ids
from stockwright.forecasting.actions.runs import run_forecast
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.replenishment.actions.plans import run_plan


def said(actor: Actor, url: str = "/forecast/outlook") -> str:
    answer = visitor(actor).get(url)
    assert answer.status_code == 200
    return text_of(answer.content.decode())


def test_before_the_first_forecast_it_says_what_to_wait_for() -> None:
    assert "No forecast yet" in said(owner())


def test_totals_parts_and_what_was_told_are_shown() -> None:
    actor = forecast_shop(nights=())
    change_company(actor, holidays_of="DE")
    with scope(actor.company_id):
        shirt = variant_ids(actor, ["SKU-0"])["SKU-0"]
    change_item(actor, variant_id=shirt, category="Tea")
    override(actor, shirt, amount="50")
    event(actor)
    run_forecast(actor, today=TODAY)
    told = said(actor)
    for words in (
        "Everything",
        "Next 28 days",
        "Tea",
        "No category",
        "All together",
        "Overrides add",
        "Spring fair",
    ):
        assert words in told, words
    narrow = said(actor, "/forecast/outlook?category=Tea&by=location")
    assert "Main" in narrow
    assert "No category" not in narrow
    assert "Nothing here is forecast" in said(actor, "/forecast/outlook?category=Nothing")


def test_the_item_says_what_its_forecast_is_made_from() -> None:
    actor = forecast_shop(nights=())
    with scope(actor.company_id):
        shirt = variant_ids(actor, ["SKU-0"])["SKU-0"]
    override(actor, shirt, amount="50")
    run_forecast(actor, today=TODAY)
    run_plan(actor, today=TODAY)
    told = said(actor, f"/items/{shirt}")
    for words in (
        "What the forecast is made from",
        "forecast mostly by",
        "override: 50 a day",
        "A big order comes.",
    ):
        assert words in told, words
