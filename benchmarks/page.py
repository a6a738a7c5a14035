"""The morning page under ten users at once: how long each answer takes.

python -m benchmarks.page [items]
"""

import os
import re
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import httpx
import numpy as np

from benchmarks.database import fresh_database

USERS = 10
LOOKS = 60
EMAIL, PASSWORD = "page@example.com", "correct horse battery"
PATHS = ("/today", "/today?list=attention", "/today?sort=runway", "/today?q=a")


def main(words: list[str]) -> None:
    """Fill a shop, start the web server and let the users look."""
    with fresh_database():
        _fill(int(words[0]) if words else 10_000)
        port = _free_port()
        server = _serve(port)
        try:
            _report(_looked(f"http://127.0.0.1:{port}"))
        finally:
            server.terminate()
            server.wait()


def _fill(items: int) -> None:
    from stockwright.accounts.actions.people import sign_up
    from stockwright.channels.connectors.simulator.connector import bring_shop_in
    from stockwright.engine.simulator.simulation import simulate
    from stockwright.engine.simulator.spec import ShopSpec
    from stockwright.forecasting.actions.runs import run_forecast
    from stockwright.replenishment.actions.plans import run_plan

    actor = sign_up(company_name="Page", email=EMAIL, password=PASSWORD)
    today = date.today()  # noqa: DTZ011
    yesterday = date.fromordinal(today.toordinal() - 1)
    bring_shop_in(actor, shop=simulate(ShopSpec(end_on=yesterday, items=items, days=200, locations=1)))
    run_forecast(actor, today=today)
    run_plan(actor, today=today)


def _serve(port: int) -> "subprocess.Popen[bytes]":
    from stockwright.cli.commands.up import web_command

    return subprocess.Popen(web_command("127.0.0.1", port), env=dict(os.environ))


def _looked(address: str) -> dict[str, list[float]]:
    """Seconds of every look, by page."""
    for _ in range(200):
        try:
            httpx.get(f"{address}/api/v1/health", timeout=2)
            break
        except httpx.HTTPError:
            time.sleep(0.1)
    together = threading.Barrier(USERS)
    with ThreadPoolExecutor(USERS) as pool:
        each = list(pool.map(lambda _: _user(address, together), range(USERS)))
    return {path: [second for user in each for second in user[path]] for path in PATHS}


def _user(address: str, together: threading.Barrier) -> dict[str, list[float]]:
    """Log in, wait for the others, and look again and again without a pause."""
    seconds: dict[str, list[float]] = {path: [] for path in PATHS}
    with httpx.Client(base_url=address, timeout=60, follow_redirects=True) as client:
        form = client.get("/login").text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        assert token
        fields = {"email": EMAIL, "password": PASSWORD, "csrfmiddlewaretoken": token.group(1)}
        client.post("/login", data=fields, headers={"Referer": f"{address}/login"})
        together.wait()
        for look in range(LOOKS):
            path = PATHS[look % len(PATHS)]
            started = time.perf_counter()
            answer = client.get(path)
            seconds[path].append(time.perf_counter() - started)
            assert answer.status_code == 200, (path, answer.status_code)
            assert "/logout" in answer.text, "not logged in"
    return seconds


def _report(seconds: dict[str, list[float]]) -> None:
    everything = [second for each in seconds.values() for second in each]
    for path, each in [*seconds.items(), ("all", everything)]:
        median, late = np.quantile(each, [0.5, 0.95]) * 1000
        print(f"{path:<24} {len(each):>5} looks   median {median:6.0f} ms   95% within {late:6.0f} ms")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main(sys.argv[1:])
