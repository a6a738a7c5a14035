"""A real server on the test's database and a real browser in front of it."""

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from stockwright.cli.commands.up import web_command

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_WAIT_SECONDS = 60


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the product answers, as it is run in earnest."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = os.environ | {"STOCKWRIGHT_WEB_PROCESSES": "1"}
    server = subprocess.Popen(web_command("127.0.0.1", port), env=env)  # noqa: S603
    try:
        _wait_for(f"http://127.0.0.1:{port}/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


@pytest.fixture
def browser() -> Iterator["Browser"]:
    """Debian's Chromium; closed after each journey, since its event loop would stand in other tests' way."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("No Chromium is installed: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        launched = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: "Browser", address: str) -> Iterator["Page"]:
    """A fresh window; whatever the browser complains about fails the test."""
    context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900}, accept_downloads=True)
    window, complaints = context.new_page(), list[str]()
    window.on("pageerror", lambda error: complaints.append(str(error)))
    window.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    yield window
    context.close()
    assert complaints == []


def _wait_for(url: str) -> None:
    end = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
