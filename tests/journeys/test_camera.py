"""Counting with the camera of a phone whose browser reads no barcodes itself."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Page, expect, sync_playwright
from tests.journeys.steps import log_in
from tests.make.barcodes import film
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

CODE = "4006381333931"


@pytest.fixture
def alice() -> Actor:
    """The owner of a shop with lamps."""
    actor = owner()
    add_items(actor, items=pl.DataFrame({"sku": ["LAMP-1"], "name": ["Lamp"], "barcode": [CODE]}))
    at = [clock.now() - timedelta(days=2)]
    stock = {"sku": ["LAMP-1"], "location": ["Shop"], "on_hand": [Decimal(5)], "at": at}
    state_stock(actor, stock=pl.DataFrame(stock), batch_id=new_id())
    return actor


@pytest.fixture
def session(alice: Actor) -> CountSession:
    """A count of the whole shop."""
    with scope(alice.company_id):
        [place] = locations_of(alice)
    plan = CountPlan(place.id, Scope.FULL, Tolerance(None, None, None))
    return create_count(alice, plan=plan, now=clock.now() - timedelta(hours=1))


@contextmanager
def phone(address: str, *flags: str) -> Iterator[Page]:
    """A phone with a camera of its own; whatever the browser complains about fails the test."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("No Chromium is installed: apt-get install chromium")
    with sync_playwright() as playwright:
        plain = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=chromium, args=[*plain, *flags])
        context = browser.new_context(base_url=address, viewport={"width": 390, "height": 844}, has_touch=True)
        window, complaints = context.new_page(), list[str]()
        window.on("pageerror", lambda error: complaints.append(str(error)))
        window.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        yield window
        browser.close()
    assert complaints == []


def watch(page: Page, seconds: int) -> None:
    """Until the film has run for so long: the barcode stays in the picture."""
    so_far = page.evaluate("document.querySelector('video').currentTime")
    page.wait_for_function("end => document.querySelector('video').currentTime > end", arg=so_far + seconds)


def test_a_barcode_before_the_camera_counts_once_each_time_it_is_shown(
    address: str, alice: Actor, session: CountSession, tmp_path: Path
) -> None:
    film(tmp_path / "lamp.y4m", CODE)
    fake = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
    with phone(address, *fake, f"--use-file-for-fake-video-capture={tmp_path / 'lamp.y4m'}") as page:
        log_in(page, alice, f"/counts/{session.pk}/sheet")
        camera, counted = page.get_by_role("button", name="Camera"), page.locator("[data-mine] li output")
        camera.click()
        expect(counted).to_have_text("1", timeout=20_000)
        watch(page, seconds=2)
        expect(counted).to_have_text("1")
        camera.click()
        expect(page.locator("video")).to_be_hidden()
        camera.click()
        expect(counted).to_have_text("2", timeout=20_000)


def test_a_device_without_a_camera_is_told_so(address: str, alice: Actor, session: CountSession) -> None:
    with phone(address, "--use-fake-device-for-media-stream=device-count=0") as page:
        log_in(page, alice, f"/counts/{session.pk}/sheet")
        page.get_by_role("button", name="Camera").click()
        expect(page.get_by_text("No camera was found on this device.")).to_be_visible()
        expect(page.get_by_role("button", name="Camera")).to_have_attribute("aria-pressed", "false")
