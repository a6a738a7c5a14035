"""A database of its own for a benchmark, and what a step of work costs."""

import os
import resource
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

DATA = Path(os.environ.get("STOCKWRIGHT_DATA", Path(__file__).resolve().parent.parent.parent / "shared" / "data"))


@dataclass
class Cost:
    """Seconds of a step, and the largest memory of this process while it ran, in GB."""

    seconds: float = 0.0
    gigabytes: float = 0.0


@contextmanager
def fresh_database() -> Iterator[Path]:
    """A new data folder with a migrated database in it; gone afterwards."""
    home = Path(tempfile.mkdtemp(prefix="stockwright-bench-", dir=os.environ.get("TMPDIR", "/tmp")))  # noqa: S108
    home.chmod(0o755)
    os.environ |= {"STOCKWRIGHT_HOME": str(home), "DJANGO_SETTINGS_MODULE": "stockwright.config.settings"}
    for name in ("DATABASE_URL", "STOCKWRIGHT_APP_DATABASE_URL"):
        os.environ.pop(name, None)
    from stockwright.config.embedded import use_database

    use_database()
    import django

    django.setup()
    from stockwright.cli.commands.migrate import migrate

    migrate()
    try:
        yield home
    finally:
        from django.db import connections

        connections.close_all()
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def measured() -> Iterator[Cost]:
    """The cost of what happens inside."""
    cost, done = Cost(), threading.Event()
    watcher = threading.Thread(target=_watch, args=(cost, done), daemon=True)
    watcher.start()
    started = time.perf_counter()
    try:
        yield cost
    finally:
        cost.seconds = time.perf_counter() - started
        done.set()
        watcher.join()


def _watch(cost: Cost, done: threading.Event) -> None:
    process = psutil.Process()
    while not done.wait(0.05):
        cost.gigabytes = max(cost.gigabytes, process.memory_info().rss / 1e9)


def peak_gigabytes() -> float:
    """The largest memory this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
