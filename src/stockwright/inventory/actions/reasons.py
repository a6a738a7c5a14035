"""The company's list of reasons for adjustments."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from stockwright.inventory.events.adjustments import ReasonSet
from stockwright.inventory.models import AdjustmentReason
from stockwright.inventory.queries.reasons import usual_reasons
from stockwright.inventory.rules.adjustments import (
    InvalidAdjustment,
    ReasonKind,
    ReasonTaken,
    check_code,
    check_name,
)
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked_one
from stockwright.messaging.actions.events import emit


@deed("inventory.approve")
def add_reason(actor: Actor, *, code: str, name: str, kind: str) -> AdjustmentReason:
    """Add a reason under a code of its own."""
    keep_usual_reasons(actor)
    if kind not in set(ReasonKind):
        raise InvalidAdjustment(detail="A reason is of the kind “adjustment” or “waste”.")
    reason = AdjustmentReason(
        company_id=actor.company_id, code=check_code(code), name=check_name(name), kind=kind, active=True
    )
    try:
        with transaction.atomic():
            reason.save(force_insert=True)
    except IntegrityError as error:
        raise ReasonTaken(code=reason.code) from error
    emit(actor, ReasonSet(code=reason.code, before={}, after=_told(reason)))
    return reason


@deed("inventory.approve")
def change_reason(actor: Actor, *, reason_id: UUID, **changes: Any) -> AdjustmentReason:
    """Give a reason another name, or take it out of use (`active`) and back; its code and kind stay."""
    keep_usual_reasons(actor)
    reason = locked_one(AdjustmentReason.objects.of(actor).filter(pk=reason_id), what="reason")
    before = _told(reason)
    if changes.get("name") is not None:
        reason.name = check_name(changes["name"])
    if changes.get("active") is not None:
        reason.active = changes["active"]
    after = _told(reason)
    if after != before:
        reason.save(update_fields=["name", "active"])
        emit(actor, ReasonSet(code=reason.code, before=before, after=after))
    return reason


def reason_of(actor: Actor, code: str) -> AdjustmentReason:
    """The reason in use with that code, or InvalidAdjustment; runs inside another deed."""
    keep_usual_reasons(actor)
    reason = AdjustmentReason.objects.of(actor).filter(code=code, active=True).first()
    if reason is None:
        codes = AdjustmentReason.objects.of(actor).filter(active=True).order_by("code")
        known = ", ".join(codes.values_list("code", flat=True))
        raise InvalidAdjustment(detail=f"There is no reason “{code}” in use. Choose one of: {known}.")
    return reason


def keep_usual_reasons(actor: Actor) -> None:
    """Store the usual reasons of a company that has none yet."""
    if AdjustmentReason.objects.of(actor).exists():
        return
    rows = [
        AdjustmentReason(id=row.id, company_id=actor.company_id, code=row.code, name=row.name, kind=row.kind)
        for row in usual_reasons(actor)
    ]
    AdjustmentReason.objects.bulk_create(rows, ignore_conflicts=True)


def _told(reason: AdjustmentReason) -> dict[str, str]:
    return {"name": reason.name, "kind": reason.kind, "active": str(reason.active)}
