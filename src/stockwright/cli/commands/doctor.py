"""`stockwright doctor`: prove that books and stock agree, and set them right if they do not."""

import argparse
from datetime import datetime

from django.db import connection

from stockwright.accounts.models import Company
from stockwright.cli.companies import all_companies
from stockwright.cli.progress import say
from stockwright.insights.actions.checks import CHECKS, REPAIRS
from stockwright.insights.actions.proof import prove_in_one_moment
from stockwright.insights.actions.repairs import repair_books
from stockwright.insights.models import ProofRun
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.messaging.queries.nights import failed_step

SHOWN = 10
"""How many rows of a difference are said; the page shows more."""


def add_to(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word."""
    parser = words.add_parser("doctor", help="prove that books and stock agree")
    parser.add_argument("--repair", action="store_true", help="set right what differs, and prove again")
    parser.set_defaults(run=examine)


def examine(options: argparse.Namespace) -> int:
    """Check the database and every company; 0 when all is well."""
    say(f"Database: {_server()}")
    findings = [_examine_company(company, repair=options.repair) for company in all_companies()]
    say("All is well." if not any(findings) else f"{sum(findings)} findings.")
    return 1 if any(findings) else 0


def _server() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_setting('server_version'), current_user, "
            "(select rolsuper or rolbypassrls from pg_roles where rolname = current_user)"
        )
        version, role, free = cursor.fetchone()
    told = "WARNING: this role can see every company" if free else "bound by row-level security"
    return f"PostgreSQL {version}, role {role} ({told})"


def _examine_company(company: Company, *, repair: bool) -> int:
    actor = Actor.system(company.pk)
    say(f"{company.name}:")
    run = prove_in_one_moment(actor)
    _say_findings(run)
    if repair and not run.is_green:
        _repair(actor, run, now=clock.now())
        run = prove_in_one_moment(actor)
        _say_findings(run)
    with scope(actor.company_id):
        failed = failed_step(actor)
    if failed is not None:
        say(f"  the night's {failed.step} of {failed.due_on} failed: {failed.reason}")
    return run.differences + (failed is not None)


def _say_findings(run: ProofRun) -> None:
    checks = {check.name: check for check in CHECKS}
    for found in run.findings:
        check = checks[found["check"]]
        told = f"{found['different']} of {found['compared']} differ" if found["different"] else "agree"
        say(f"  {check.title} ({check.wanted} = {check.found}): {told}")
        for row in found["rows"][:SHOWN]:
            about = " ".join(word for word in (row["sku"], row["location"], row["subject"]) if word)
            say(f"    {about}: {row['wanted']} wanted, {row['found']} found")


def _repair(actor: Actor, run: ProofRun, *, now: datetime) -> None:
    red = {found["check"] for found in run.findings if found["different"]}
    needed = {check.repair for check in CHECKS if check.name in red}
    for one in REPAIRS:
        if one.name in needed:
            repair_books(actor, repair=one.name, now=now)
            say(f"  {one.title}: done")
