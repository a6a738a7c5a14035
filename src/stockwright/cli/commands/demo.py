"""`stockwright demo`: a working shop with data in it, on one command."""

import argparse
import secrets

from django.conf import settings

from stockwright.accounts.actions.people import sign_up
from stockwright.accounts.models import Company
from stockwright.cli.commands.migrate import migrate
from stockwright.cli.commands.simulate import add_size, fill, simulated
from stockwright.cli.commands.up import add_address, check_port, serve
from stockwright.cli.companies import all_companies, today_of
from stockwright.cli.progress import say, step
from stockwright.forecasting.actions.runs import run_forecast
from stockwright.forecasting.queries.runs import latest_run
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.replenishment.actions.plans import run_plan
from stockwright.replenishment.queries.advice import latest_plan
from stockwright.sales.queries.days import last_sale_on

NAME = "Fjord & Field (demo)"
EMAIL = "demo@example.com"
_LOGIN = "demo-login"


def add_to(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word."""
    parser = words.add_parser("demo", help="open a working shop with data in it")
    add_size(parser)
    add_address(parser)
    parser.set_defaults(run=demo)


def demo(options: argparse.Namespace) -> None:
    """Make the demo company where it lacks, and run until Ctrl-C."""
    check_port(options.host, options.port)
    say("Stockwright demo")
    with step("Bringing the database up to date"):
        migrate()
    actor = _company()
    _make_ready(actor, options)
    told = f"Log in as   {EMAIL}\nPassword    {_password()}\n"
    serve(options.host, options.port, told=told)


def _company() -> Actor:
    known: list[Company] = [company for company in all_companies() if company.name == NAME]
    if known:
        return Actor.system(known[0].pk)
    owner = sign_up(company_name=NAME, email=EMAIL, password=_password(), name="Demo", currency="EUR")
    return Actor.system(owner.company_id)


def _make_ready(actor: Actor, options: argparse.Namespace) -> None:
    """Do what is still missing; what an interrupted start had finished is not done again."""
    with scope(actor.company_id):
        sold, told, planned = last_sale_on(actor), latest_run(actor), latest_plan(actor)
    if sold is None:
        fill(actor, simulated(options, time_zone="UTC"))
    if told is None:
        with step("Forecasting every item"):
            run_forecast(actor, today=today_of(actor))
    if planned is None:
        with step("Planning what to order"):
            run_plan(actor, today=today_of(actor))


def _password() -> str:
    """The demo's password: made once on this machine, kept beside its data."""
    path = settings.ENV.home / _LOGIN
    if not path.exists():
        path.write_text(f"demo-{secrets.token_hex(4)}")
        path.chmod(0o600)
    return path.read_text()
