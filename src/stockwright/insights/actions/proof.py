"""The proof that books and stock agree: made nightly, on demand and by the command line, and kept."""

from datetime import date
from typing import Any

from stockwright.insights.actions.checks import CHECKS, Check
from stockwright.insights.events.proof import ProofFailed, ProofPassed
from stockwright.insights.models import ProofRun
from stockwright.inventory.queries.comparing import Comparison
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.statements import ask_one, work_in_bulk
from stockwright.kit.tenancy import scope
from stockwright.kit.wire import to_plain
from stockwright.messaging.actions.events import emit


def prove_in_one_moment(actor: Actor) -> ProofRun:
    """A proof in a transaction of its own that sees the database as it was at one moment, whatever goes on."""
    with scope(actor.company_id, one_moment=True):
        return prove(actor)


def nightly_proof(actor: Actor, *, today: date) -> None:  # noqa: ARG001 - every step is told the day
    """The step of the night."""
    prove_in_one_moment(actor)


@deed("inventory.read")
def prove(actor: Actor) -> ProofRun:
    """Compare all that has to agree, and keep what was found with the first rows of each difference."""
    work_in_bulk()
    [begun] = ask_one("select clock_timestamp()", {})
    found = [(check, check.compare(actor)) for check in CHECKS]
    [ended] = ask_one("select clock_timestamp()", {})
    run = ProofRun.objects.create(
        company_id=actor.company_id,
        by=actor.label,
        seconds=(ended - begun).total_seconds(),
        differences=sum(one.different for _, one in found),
        findings=[finding(check, one) for check, one in found],
    )
    run.refresh_from_db(fields=["at"])
    red = [check.name for check, one in found if one.different]
    compared = sum(one.compared for _, one in found)
    emit(actor, ProofFailed(run.pk, run.differences, red) if red else ProofPassed(run.pk, compared))
    return run


def finding(check: Check, found: Comparison) -> dict[str, Any]:
    """What a check found, in plain values that are kept as JSON."""
    return {
        "check": check.name,
        "compared": found.compared,
        "different": found.different,
        "rows": to_plain(found.rows),
    }
