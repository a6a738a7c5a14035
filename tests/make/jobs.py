"""The worker, run until its queue is empty."""

import warnings

from django.db import connections
from procrastinate.periodic import PeriodicRegistry

from stockwright.messaging.worker import worker_app


def run_jobs() -> None:
    """Run every waiting job, and the jobs that these defer, as a worker would; the clock defers none meanwhile.

    Otherwise the turn of a minute would begin the night of every company that any test made.
    """
    app = worker_app()
    app.periodic_registry = PeriodicRegistry()  # type: ignore[no-untyped-call]
    with warnings.catch_warnings():
        # The threads of the jobs end here, and their connections with them.
        warnings.simplefilter("ignore", ResourceWarning)
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, concurrency=1)
    connections.close_all()
