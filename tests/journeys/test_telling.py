"""On a phone: an event is told from its day in the calendar, and an override with its reason, then ended."""

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.steps import log_in
from tests.make.goods import item, rows_of
from tests.make.people import owner

pytestmark = pytest.mark.browser


def test_an_event_and_an_override_are_told_on_a_phone(page: Page) -> None:
    alice = owner()
    item(alice)
    page.set_viewport_size({"width": 390, "height": 844})
    log_in(page, alice, "/forecast/calendar")
    page.goto("/forecast/calendar?month=2099-03")
    page.get_by_label("Add an event on 10 March").click()
    page.get_by_label("Name").fill("Spring fair")
    page.get_by_label("Kind").fill("fair")
    expect(page.get_by_label("First day")).to_have_value("2099-03-10")
    page.get_by_role("button", name="Tell the forecast").click()
    expect(page.get_by_role("cell", name="Spring fair").last).to_be_visible()
    page.get_by_role("link", name="Overrides").click()
    page.get_by_role("link", name="Override a forecast").click()
    page.get_by_label("Item").fill("shirt")
    page.get_by_label("Number").fill("12")
    page.get_by_label("Why").fill("A school orders.")
    page.get_by_role("button", name="Say so").click()
    expect(page.get_by_text("A school orders.")).to_be_visible()
    page.get_by_role("button", name="End").click()
    expect(page.get_by_text("The forecast stands by itself")).to_be_visible()
    assert rows_of(alice, "select way, amount::int, ended_on is null from forecasting_override") == [
        ("fixed", 12, False)
    ]
