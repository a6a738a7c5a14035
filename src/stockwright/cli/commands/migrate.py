"""`stockwright migrate`: bring the database's tables up to date."""

import argparse

from django.core.management import call_command


def add_to(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word."""
    parser = words.add_parser("migrate", help="bring the database's tables up to date")
    parser.set_defaults(run=lambda _: migrate())


def migrate() -> None:
    """Apply what is missing, as the owner of the tables."""
    call_command("migrate", database="owner", verbosity=0, interactive=False)
