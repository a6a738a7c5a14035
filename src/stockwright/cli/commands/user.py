"""`stockwright user add`: give somebody a login."""

import argparse
import getpass
import sys

from stockwright.accounts.actions.people import add_person, sign_up
from stockwright.accounts.rules import ROLES
from stockwright.cli.companies import add_company_option, chosen_company
from stockwright.cli.progress import say


def add_to(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word."""
    parser = words.add_parser("user", help="manage who can log in")
    deeds = parser.add_subparsers(metavar="", required=True)
    add = deeds.add_parser("add", help="give somebody a login")
    add.add_argument("email")
    add.add_argument("--role", choices=list(ROLES), default="owner")
    add.add_argument("--new-company", metavar="NAME", help="begin a company that this person owns")
    add.add_argument("--time-zone", default="UTC", help="of the new company, such as Europe/Berlin")
    add.add_argument("--currency", default="EUR", help="of the new company, such as USD")
    add_company_option(add)
    add.set_defaults(run=add_user)


def add_user(options: argparse.Namespace) -> None:
    """Ask for a password (or read it from standard input) and add the person."""
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if options.new_company:
        actor = sign_up(
            company_name=options.new_company,
            email=options.email,
            password=password,
            time_zone=options.time_zone,
            currency=options.currency,
        )
        say(f"{options.email} owns the new company {options.new_company} ({actor.company_id}).")
        return
    actor = chosen_company(options)
    add_person(actor, email=options.email, password=password, role=options.role)
    say(f"{options.email} can log in as {options.role}.")
