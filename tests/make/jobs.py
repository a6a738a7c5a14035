"""The worker, run until its queue is empty."""

from django.db import connections

from stockwright.messaging.worker import worker_app


def run_jobs() -> None:
    """Run every waiting job, and the jobs that these defer, as a worker would."""
    app = worker_app()
    app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, concurrency=1)
    connections.close_all()
