"""An open page hears of a change as it happens, and the streams of many visits leave the server free."""

from datetime import timedelta
from decimal import Decimal

import polars as pl
import pytest
from playwright.sync_api import Page, expect
from tests.journeys.steps import log_in
from tests.make.people import owner

from stockwright.catalog.actions.items import add_items
from stockwright.inventory.actions.statements import state_stock
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id

pytestmark = pytest.mark.browser


def test_an_open_page_tells_that_the_stock_changed(page: Page) -> None:
    alice = owner()
    add_items(alice, items=pl.DataFrame({"sku": ["LAMP-1"], "name": ["Lamp"]}))
    log_in(page, alice, "/today")
    changed = page.get_by_role("button", name="Stock changed")
    expect(changed).to_be_hidden()
    with page.expect_response("**/changes"):
        page.reload()
    state(alice, 5)
    expect(changed).to_be_visible(timeout=10_000)


def test_going_from_page_to_page_leaves_the_server_free(page: Page) -> None:
    log_in(page, owner(), "/today")
    for _ in range(30):
        with page.expect_response("**/changes"):
            page.goto("/stock")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def state(actor: Actor, quantity: int) -> None:
    at = [clock.now() - timedelta(minutes=1)]
    stock = {"sku": ["LAMP-1"], "location": ["Shop"], "on_hand": [Decimal(quantity)], "at": at}
    state_stock(actor, stock=pl.DataFrame(stock), batch_id=new_id())
