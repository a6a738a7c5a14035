"""`stockwright worker`: run the background work and the schedule."""

import argparse

from stockwright.messaging.worker import worker_app


def add_to(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word."""
    parser = words.add_parser("worker", help="run the background work (`up` starts one)")
    parser.add_argument("--concurrency", type=int, default=2, help="jobs at a time (default 2)")
    parser.set_defaults(run=work)


def work(options: argparse.Namespace) -> None:
    """Run jobs until told to stop; what a killed worker left behind is taken up again."""
    worker_app().run_worker(concurrency=options.concurrency, shutdown_graceful_timeout=10)
