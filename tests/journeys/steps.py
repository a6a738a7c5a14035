"""What people do in more than one journey."""

from playwright.sync_api import Page
from tests.make.people import PASSWORD

from stockwright.kit.actor import Actor


def log_in(page: Page, actor: Actor, url: str) -> None:
    page.goto(f"/login?next={url}")
    page.get_by_label("E-mail").fill(actor.label)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"**{url}")
