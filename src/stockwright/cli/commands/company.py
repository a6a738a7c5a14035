"""`stockwright company list`: the companies on this machine."""

import argparse

from stockwright.cli.companies import all_companies
from stockwright.cli.progress import say


def add_to(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word."""
    parser = words.add_parser("company", help="list the companies")
    deeds = parser.add_subparsers(metavar="", required=True)
    deeds.add_parser("list", help="names, ids, time zones and currencies").set_defaults(run=list_companies)


def list_companies(_: argparse.Namespace) -> None:
    """Print a line for each company."""
    for company in all_companies():
        say(f"{company.pk}  {company.name}  {company.time_zone}  {company.currency}")
