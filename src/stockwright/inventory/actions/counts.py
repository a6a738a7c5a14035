"""Starting counts of stock, and giving them up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from stockwright.accounts.queries import company_of
from stockwright.catalog.models import Category, Variant
from stockwright.inventory.actions.counts_sql import draw_up
from stockwright.inventory.events.counts import CountCancelled, CountStarted
from stockwright.inventory.models import CountSession, Location
from stockwright.inventory.rules.counts import (
    RUNNING,
    CountClosed,
    CountState,
    InvalidCount,
    Mode,
    NothingToCount,
    Scope,
    Stock,
    Tolerance,
    check_tolerance,
)
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.ids import new_id
from stockwright.kit.locking import locked_one
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import run, work_in_bulk
from stockwright.messaging.actions.events import emit


@dataclass(frozen=True)
class CountPlan:
    """What is to be counted, and how."""

    location_id: UUID
    scope: Scope
    tolerance: Tolerance
    name: str = ""
    category_id: UUID | None = None
    abc_class: str = ""
    variant_ids: Collection[UUID] = ()
    stock: Stock = Stock.MOVING
    mode: Mode = Mode.ADD
    blind: bool = False


@deed("inventory.write")
def create_count(actor: Actor, *, plan: CountPlan, now: datetime) -> CountSession:
    """Start a count: its items are drawn up with what the ledger knows of them now."""
    _check(actor, plan)
    place = Location.objects.of(actor).filter(pk=plan.location_id).first()
    if place is None:
        raise NotFound(what="location")
    session = CountSession(
        id=new_id(),
        company_id=actor.company_id,
        name=plan.name.strip() or f"{place.name}, {now:%Y-%m-%d}",
        location=place,
        scope=plan.scope,
        category_id=plan.category_id,
        abc_class=plan.abc_class,
        stock=plan.stock,
        mode=plan.mode,
        blind=plan.blind,
        tolerance_pieces=plan.tolerance.pieces,
        tolerance_percent=plan.tolerance.percent,
        tolerance_money=plan.tolerance.money,
        state=CountState.OPEN,
        started_at=now,
        by=actor.label,
    )
    session.lines = draw_up_lines(actor, session, scope=plan.scope, variant_ids=plan.variant_ids)
    if not session.lines:
        raise NothingToCount
    session.save(force_insert=True)
    emit(actor, CountStarted(session.pk, place.pk, plan.scope, plan.stock, plan.blind, session.lines))
    return session


@deed("inventory.write")
def cancel_count(actor: Actor, *, count_id: UUID, now: datetime, reason: str = "") -> CountSession:
    """Give a count up: stock stays what it was. A second time changes nothing."""
    session = locked_count(actor, count_id)
    if session.state == CountState.CANCELLED:
        return session
    if session.state not in RUNNING:
        raise CountClosed(state=session.state)
    session.state, session.closed_at, session.closed_by = CountState.CANCELLED, now, actor.label
    session.save(update_fields=["state", "closed_at", "closed_by"])
    emit(actor, CountCancelled(session.pk, session.location_id, reason[:200]))
    return session


def locked_count(actor: Actor, count_id: UUID) -> CountSession:
    """A count that nobody else can change until this transaction ends, or NotFound."""
    return locked_one(CountSession.objects.of(actor).filter(pk=count_id), what="count")


def draw_up_lines(
    actor: Actor,
    session: CountSession,
    *,
    scope: Scope,
    variant_ids: Collection[UUID] = (),
    added: bool = False,
) -> int:
    """Add the lines of a scope to a count; how many are new."""
    work_in_bulk()
    params = {
        "company": actor.company_id,
        "count": session.pk,
        "location": session.location_id,
        "category": session.category_id,
        "variants": list(variant_ids),
        "valuation": company_of(actor).valuation,
        "added": added,
    }
    return run(draw_up(scope), params)


def _check(actor: Actor, plan: CountPlan) -> None:
    """Pass silently, or say what the plan lacks."""
    check_tolerance(plan.tolerance)
    if len(plan.name) > 100:
        raise InvalidCount(detail="Keep the name of a count to 100 characters.")
    if plan.scope == Scope.CATEGORY and plan.category_id is None:
        raise InvalidCount(detail="Say which category is to be counted.")
    if plan.category_id and not Category.objects.of(actor).filter(pk=plan.category_id).exists():
        raise NotFound(what="category")
    if plan.scope == Scope.CYCLE and plan.abc_class not in ("A", "B", "C"):
        raise InvalidCount(detail="A cycle count is of class A, B or C.")
    if plan.scope == Scope.ITEMS:
        wanted = set(plan.variant_ids)
        if Variant.objects.of(actor).filter(pk__in=wanted).count() < len(wanted):
            raise NotFound(what="product")
