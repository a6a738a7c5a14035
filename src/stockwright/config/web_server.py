"""How gunicorn serves both web doors: the numbers, and why they are what they are.

Two processes for two cores. Of the 24 threads of each, eight are kept for requests, since eight connections to
the database are all they can use at once: the web server takes 16 of PostgreSQL's usual 100 connections, however
many clients there are. The other threads may follow changes (`STOCKWRIGHT_STREAMS`) and sleep nearly all the time.

A client beyond the threads waits in a queue, not in front of a closed door: each process takes up to 4096
connections, and as many wait in the listening socket. A connection stays open for 30 seconds after an answer,
longer than most clients keep theirs, so that they seldom send into one that is being closed.
"""

import os
import resource
from typing import Any

CONNECTIONS = 8
os.environ.setdefault("STOCKWRIGHT_DATABASE_POOL", str(CONNECTIONS))

workers = int(os.environ.get("STOCKWRIGHT_WEB_PROCESSES") or 2)
threads = int(os.environ.get("STOCKWRIGHT_WEB_THREADS") or 24)
os.environ.setdefault("STOCKWRIGHT_STREAMS", str(max(0, threads - CONNECTIONS)))
worker_class = "gthread"
worker_connections = 4096
backlog = 4096
keepalive = 30
preload_app = True
timeout = 120
graceful_timeout = 10
max_requests = 200_000
max_requests_jitter = 100_000
loglevel = "warning"


def on_starting(server: Any) -> None:  # noqa: ARG001 - gunicorn calls it so
    """Allow as many open files as the system does: every waiting client is one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def post_worker_init(worker: Any) -> None:
    """End open streams as soon as the process is told to stop."""
    from stockwright.messaging.live.stream import end_streams_when  # noqa: PLC0415 - after Django is awake

    end_streams_when(lambda: not worker.alive)
