"""The first morning: from signing up to the list of what to order, in a real browser."""

import csv
import random
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from tests.make.jobs import run_jobs
from tests.make.people import PASSWORD

from stockwright.kit import clock

pytestmark = pytest.mark.browser

ITEMS = {f"SKU-{number:02}": f"Lamp number {number}" for number in range(1, 13)}


@pytest.fixture
def sales_file(tmp_path: Path) -> Path:
    """Fourteen weeks of a small shop, up to yesterday, with one line that cannot be read."""
    chance, last = random.Random(7), clock.today("UTC") - timedelta(days=1)  # noqa: S311
    path = tmp_path / "sales.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["Order date", "SKU", "Product", "Qty", "Unit price"])
        for back in range(98, -1, -1):
            day = last - timedelta(days=back)
            for number, (sku, name) in enumerate(ITEMS.items(), start=1):
                if chance.random() < 0.6:
                    writer.writerow([f"{day:%d.%m.%Y}", sku, name, chance.randint(1, number), f"{number},90"])
        writer.writerow([f"{last:%d.%m.%Y}", "SKU-01", ITEMS["SKU-01"], "a few", "1,90"])
    return path


@pytest.fixture
def stock_file(tmp_path: Path) -> Path:
    """Little stock of everything."""
    path = tmp_path / "stock.csv"
    path.write_text("sku,stock\n" + "".join(f"{sku},{3 * number}\n" for number, sku in enumerate(ITEMS, start=1)))
    return path


def test_the_first_morning(page: Page, sales_file: Path, stock_file: Path) -> None:
    sign_up(page)
    bring_in(page, sales_file)
    expect(page.get_by_text("a few").first).to_be_visible()
    bring_in(page, stock_file)
    see_the_lists(page)
    order_the_first_line(page)
    open_an_item(page)
    take_the_list_away(page)


def sign_up(page: Page) -> None:
    page.goto("/signup")
    page.get_by_label("Company").fill("Lamp shop")
    page.get_by_label("E-mail").fill(f"{uuid4().hex}@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create the account").click()
    expect(page.get_by_role("heading", name="Bring your sales in")).to_be_visible()


def bring_in(page: Page, file: Path) -> None:
    page.get_by_role("link", name="Import", exact=True).first.click()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Upload and check").click()
    expect(page.get_by_role("heading", name="Columns")).to_be_visible()
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("it goes on by itself")).to_be_visible()
    work()
    expect(page.get_by_text(re.compile(r"rows are in\."))).to_be_visible(timeout=15_000)


def work() -> None:
    """What the worker does; in a thread of its own, since the browser's loop runs in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(run_jobs).result()


def see_the_lists(page: Page) -> None:
    page.get_by_role("link", name="See what to order").click()
    expect(page.get_by_role("heading", name=re.compile(r"items? to order today"))).to_be_visible()
    expect(page.locator("tr.line").first).to_be_visible()


def order_the_first_line(page: Page) -> None:
    line = page.locator("tr.line").first
    name = line.locator(".item-name").inner_text()
    count = to_order(page)
    line.locator(".quantity-input").fill("25")
    line.get_by_role("button", name=re.compile("as ordered")).click()
    expect(page.get_by_text("Ordered 25 pcs.")).to_be_visible()
    expect(page.locator("h1")).to_contain_text(f"{count - 1} item")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("h1")).to_contain_text(f"{count} item")
    page.locator("tr.line", has_text=name).get_by_role("button", name=re.compile("as ordered")).click()
    expect(page.get_by_text(re.compile("^Ordered|Ordered")).first).to_be_visible()
    page.get_by_role("link", name=re.compile("Already ordered")).click()
    expect(page.locator("tr.line", has_text=name)).to_be_visible()


def open_an_item(page: Page) -> None:
    page.get_by_role("link", name=re.compile("Order today")).click()
    link = page.locator("tr.line .item-name").first
    name = link.inner_text()
    link.click()
    panel = page.locator("#panel")
    expect(panel.get_by_role("heading", name=name)).to_be_visible()
    expect(panel.get_by_role("heading", name="Why this quantity")).to_be_visible()
    expect(panel.locator(".chart canvas")).to_be_visible(timeout=15_000)
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def take_the_list_away(page: Page) -> None:
    shown = page.locator("tr.line").count()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    rows = list(csv.reader(Path(waiting.value.path()).read_text(encoding="utf-8-sig").splitlines()))
    foot = {row[0]: row[1] for row in rows[rows.index([]) + 1 :]}
    assert rows[0][0] == "SKU"
    assert (int(foot["Lines"]), rows.index([]) - 1) == (shown, shown)
    assert date.fromisoformat(foot["Plan of"]) == clock.today("UTC")


def to_order(page: Page) -> int:
    found = re.match(r"(\d+) items? to order", page.locator("h1").inner_text())
    assert found
    return int(found[1])
