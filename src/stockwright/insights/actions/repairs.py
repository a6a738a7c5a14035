"""Setting right what a proof found, after a person saw what it changes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stockwright.insights.actions.checks import Check, checks_mended_by, repair_named
from stockwright.insights.actions.proof import finding, prove
from stockwright.insights.events.proof import BooksRepaired
from stockwright.inventory.queries.comparing import Comparison
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.rehearsal import rehearsed
from stockwright.messaging.actions.events import emit


@dataclass(frozen=True)
class Repaired:
    """What differed before a repair, by check, and what still differs after it."""

    before: tuple[tuple[Check, Comparison], ...]
    after: tuple[tuple[Check, Comparison], ...]


@deed("company.write")
def repair_books(actor: Actor, *, repair: str, now: datetime) -> Repaired:
    """Do a repair, tell what it changed, and prove anew."""
    done = _mended(actor, repair, now)
    emit(actor, BooksRepaired(repair, _told(done.before), _told(done.after)))
    prove(actor)
    return done


def preview_repair(actor: Actor, *, repair: str, now: datetime) -> Repaired:
    """What a repair would change, tried out and taken back; needs a transaction around it."""
    actor.require("company.write")
    return rehearsed(lambda: _mended(actor, repair, now))


def _mended(actor: Actor, repair: str, now: datetime) -> Repaired:
    wanted = repair_named(repair)
    before = _compared(actor, repair)
    wanted.act(actor, now)
    return Repaired(before, _compared(actor, repair))


def _compared(actor: Actor, repair: str) -> tuple[tuple[Check, Comparison], ...]:
    return tuple((check, check.compare(actor)) for check in checks_mended_by(repair))


def _told(found: tuple[tuple[Check, Comparison], ...]) -> dict[str, Any]:
    return {check.name: finding(check, one) for check, one in found if one.different}
