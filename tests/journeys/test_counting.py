"""Counting with a phone: a scanner that types, a network that goes, and a desk that books the result."""

from datetime import timedelta
from decimal import Decimal

import polars as pl
import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.steps import log_in
from tests.make.counting import line_of
from tests.make.goods import on_hand
from tests.make.people import owner

from stockwright.catalog.actions.items import add_items
from stockwright.inventory.actions.counts import CountPlan, create_count
from stockwright.inventory.actions.statements import state_stock
from stockwright.inventory.models import CountSession
from stockwright.inventory.queries.locations import locations_of
from stockwright.inventory.rules.counts import Scope, Tolerance
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import scope

pytestmark = pytest.mark.browser


@pytest.fixture
def alice() -> Actor:
    """The owner of a shop with five lamps and three chairs."""
    actor = owner()
    items = {"sku": ["LAMP-1", "CHAIR-1"], "name": ["Lamp", "Chair"], "barcode": ["4006381333931", "4006381333948"]}
    add_items(actor, items=pl.DataFrame(items))
    at = [clock.now() - timedelta(days=2)] * 2
    stock = {"sku": ["LAMP-1", "CHAIR-1"], "location": ["Shop"] * 2, "on_hand": [Decimal(5), Decimal(3)], "at": at}
    state_stock(actor, stock=pl.DataFrame(stock), batch_id=new_id())
    return actor


@pytest.fixture
def session(alice: Actor) -> CountSession:
    """A blind count of the whole shop."""
    with scope(alice.company_id):
        [place] = locations_of(alice)
    plan = CountPlan(place.id, Scope.FULL, Tolerance(None, None, None), blind=True)
    return create_count(alice, plan=plan, now=clock.now() - timedelta(hours=1))


def scan(phone: Page, code: str) -> None:
    """What a scanner does: it types, wherever the page happens to be, and presses Enter."""
    phone.keyboard.type(code)
    phone.keyboard.press("Enter")


def test_counting_on_a_phone(browser: Browser, address: str, alice: Actor, session: CountSession) -> None:
    context = browser.new_context(base_url=address, viewport={"width": 390, "height": 844}, has_touch=True)
    phone = context.new_page()
    log_in(phone, alice, f"/counts/{session.pk}/sheet")
    scan_the_shelf(phone)
    lose_the_network(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert "expected" not in phone.content().lower().replace("not told how much is expected", "")
    book(phone, session)
    context.close()
    assert [on_hand(alice, "LAMP-1"), on_hand(alice, "CHAIR-1")] == [4, 3]
    assert line_of(alice, session, "LAMP-1").counted == 4


def scan_the_shelf(phone: Page) -> None:
    tallies = phone.locator("[data-mine] li")
    for _ in range(3):
        scan(phone, "4006381333931")
    expect(tallies.filter(has_text="Lamp").locator("output")).to_have_text("3")
    expect(phone.locator("[data-left-number]")).to_have_text("1")
    scan(phone, "0000000000000")
    expect(phone.locator("[data-last]")).to_contain_text("Nobody knows this code")
    scan(phone, "4006381333931")
    scan(phone, "4006381333931")
    expect(tallies.filter(has_text="Lamp").locator("output")).to_have_text("5")
    phone.get_by_role("button", name="Take the last one back").click()
    expect(tallies.filter(has_text="Lamp").locator("output")).to_have_text("4")


def lose_the_network(phone: Page) -> None:
    phone.context.set_offline(True)
    phone.get_by_label("Pieces", exact=True).fill("2")
    phone.locator("#code").focus()
    scan(phone, "CHAIR-1")
    scan(phone, "chair-typo")
    scan(phone, "4006381333948")
    expect(phone.locator("[data-unsent]")).to_contain_text("3 not sent yet")
    phone.context.set_offline(False)
    expect(phone.locator("[data-unsent]")).to_be_hidden(timeout=20_000)
    expect(phone.locator("[data-mine] li").filter(has_text="Chair").locator("output")).to_have_text("3")
    phone.reload()
    expect(phone.locator("[data-mine] li")).to_have_count(2)


def book(phone: Page, session: CountSession) -> None:
    phone.get_by_role("link", name="Done").click()
    phone.get_by_role("button", name="End and compare").click()
    expect(phone.locator("tbody")).to_contain_text("Lamp")
    phone.get_by_role("link", name="Book the result").click()
    expect(phone.get_by_text("0 items were not counted.")).to_be_visible()
    phone.get_by_role("button", name="Book it").click()
    phone.wait_for_url(f"**/counts/{session.pk}")
    expect(phone.get_by_text("Booked", exact=True)).to_be_visible()
