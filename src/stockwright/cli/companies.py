"""Which company a command is about, and which day it is there."""

import argparse
from datetime import date

from stockwright.accounts.models import Company
from stockwright.accounts.queries import company_clocks, company_of
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Invalid, NotFound
from stockwright.kit.tenancy import scope


class WhichCompany(Invalid):
    """There are several companies, or none."""

    message = "{detail}"


def add_company_option(parser: argparse.ArgumentParser) -> None:
    """The option --company."""
    parser.add_argument("--company", metavar="NAME", help="name or id; needed when there are several")


def chosen_company(options: argparse.Namespace) -> Actor:
    """The system's actor in the company that was named, or in the only one there is."""
    companies = all_companies()
    if options.company:
        companies = [one for one in companies if options.company in {one.name, str(one.pk)}]
        if not companies:
            raise NotFound(f"There is no company called “{options.company}”. See: stockwright company list.")
    if not companies:
        raise WhichCompany(
            detail="There is no company yet. Begin one: stockwright user add --new-company NAME EMAIL."
        )
    if len(companies) > 1:
        names = ", ".join(f"{one.name} ({one.pk})" for one in companies)
        raise WhichCompany(detail=f"There are several companies. Name one with --company: {names}.")
    return Actor.system(companies[0].pk)


def all_companies() -> list[Company]:
    """Every company on this machine; whoever runs the command line owns them all."""
    found = []
    for one in company_clocks():
        with scope(one.company_id):
            found.append(company_of(Actor.system(one.company_id)))
    return found


def today_of(actor: Actor) -> date:
    """The business day at the company's place."""
    with scope(actor.company_id):
        return clock.today(company_of(actor).time_zone)
