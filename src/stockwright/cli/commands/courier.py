"""`stockwright courier`: deliver webhooks."""

import argparse

from django.conf import settings

from stockwright.cli.progress import say
from stockwright.kit import clock
from stockwright.messaging.courier.loop import run_courier
from stockwright.messaging.courier.rounds import MOST_UNDER_WAY, deliver_due


def add_to(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word."""
    parser = words.add_parser("courier", help="deliver webhooks (`up` starts one)")
    parser.add_argument(
        "--at-once",
        type=int,
        choices=range(1, 1001),
        metavar="N",
        default=MOST_UNDER_WAY,
        help=f"deliveries under way at a time (default {MOST_UNDER_WAY})",
    )
    parser.add_argument("--once", action="store_true", help="deliver what is due now, then end")
    parser.set_defaults(run=deliver)


def deliver(options: argparse.Namespace) -> None:
    """Deliver until told to stop, or just what is due; what a killed courier had in hand goes again."""
    if not options.once:
        run_courier(reach=settings.WEBHOOK_REACH, at_once=options.at_once)
        return
    tried = 0
    while found := deliver_due(now=clock.now(), reach=settings.WEBHOOK_REACH, room=options.at_once):
        tried += found
    say(f"Deliveries tried: {tried}.")
