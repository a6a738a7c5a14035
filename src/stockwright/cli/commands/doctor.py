"""`stockwright doctor`: prove that the totals follow from the ledger, and mend them if they do not."""

import argparse

from django.db import connection

from stockwright.accounts.models import Company
from stockwright.cli.companies import all_companies
from stockwright.cli.progress import say
from stockwright.inventory.actions.rebuild import rebuild_levels
from stockwright.inventory.queries.proof import compare_levels
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.messaging.queries.nights import failed_step
from stockwright.sales.queries import compare_daily_sales


def add_to(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word."""
    parser = words.add_parser("doctor", help="prove that stock and sales add up")
    parser.add_argument("--repair", action="store_true", help="rebuild levels that differ from the ledger")
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
    with scope(actor.company_id):
        levels, days = compare_levels(actor), compare_daily_sales(actor)
        failed = failed_step(actor)
    say(f"{company.name}:")
    say(f"  levels that differ from the ledger: {len(levels)}")
    say(f"  daily sums that differ from the sale lines: {days}")
    for row in levels[:10]:
        say(f"    {row}")
    if failed is not None:
        say(f"  the night's {failed.step} of {failed.due_on} failed: {failed.reason}")
    if repair and levels:
        rebuild_levels(actor)
        say("  levels were rebuilt from the ledger")
    return len(levels) + days + (failed is not None)
