"""Setting several items right with a scanner: codes and pieces, one line after the other."""

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.steps import log_in
from tests.make.goods import item, on_hand, rows_of, stated
from tests.make.people import owner

pytestmark = pytest.mark.browser


def test_lines_are_scanned_one_after_the_other(page: Page) -> None:
    alice = owner()
    stated(alice, 10)
    item(alice, "hat")
    log_in(page, alice, "/stock/adjustments/draft")
    page.locator("[name=line-0-item]").focus()
    for number in range(6):
        page.keyboard.type("shirt" if number == 0 else "hat" if number == 5 else "")
        page.keyboard.press("Enter")
        expect(page.locator(f"[name=line-{number}-quantity]")).to_be_focused()
        page.keyboard.type("-2" if number == 0 else "3" if number == 5 else "")
        page.keyboard.press("Enter")
        expect(page.locator(f"[name=line-{number + 1}-item]")).to_be_focused()
    page.get_by_label("Note").fill("after the fair")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kept as a draft")).to_be_visible()
    assert rows_of(alice, "select amount from inventory_adjustmentline order by number") == [(-2,), (3,)]
    page.get_by_role("button", name="Set right").click()
    expect(page.get_by_text("is posted")).to_be_visible()
    assert [on_hand(alice), on_hand(alice, "hat")] == [8, 3]
