"""`stockwright plan`: make the morning's lists now."""

import argparse

from stockwright.cli.companies import add_company_option, chosen_company, today_of
from stockwright.cli.progress import say, step
from stockwright.kit.tenancy import scope
from stockwright.replenishment.actions.plans import run_plan
from stockwright.replenishment.queries.advice import latest_plan


def add_to(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word."""
    parser = words.add_parser("plan", help="make the morning's lists now")
    add_company_option(parser)
    parser.set_defaults(run=plan)


def plan(options: argparse.Namespace) -> None:
    """Run the plan and print how many lines each list has."""
    actor = chosen_company(options)
    with step("Planning what to order"):
        run_plan(actor, today=today_of(actor))
    with scope(actor.company_id):
        run = latest_plan(actor)
    for name, figures in run.summary["lists"].items() if run else ():
        say(f"  {name.replace('_', ' ')}: {figures['items']} items, {figures['money_at_stake']} at stake")
