"""Changing how a company works."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from stockwright.accounts.events import CompanyChanged
from stockwright.accounts.models import Company
from stockwright.accounts.rules import InvalidSetting, check_closing, check_currency, check_time_zone
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked
from stockwright.messaging.actions.events import emit

SETTINGS = (
    "name",
    "time_zone",
    "currency",
    "holidays_of",
    "policy",
    "service_level",
    "review_days",
    "safety_days",
    "lead_days",
    "threshold_days",
    "spike_factor",
    "confidence_floor",
    "confidence_within",
    "extra_cover_days",
    "assume_no_stock",
    "allow_backorders",
    "valuation",
    "closed_through",
    "approval_limit",
)


@deed("company.write")
def change_company(
    actor: Actor, *, today: date | None = None, **changes: str | int | Decimal | date | None
) -> Company:
    """Set any of SETTINGS; the others stay as they are.

    The books can be closed up to `today`, not for days to come, and opened again: both are in the audit trail.
    """
    company = locked(Company.objects.filter(pk=actor.company_id))[0]
    check_closing(changes.get("closed_through"), today)
    before = {field: str(getattr(company, field)) for field in changes if field in SETTINGS}
    for field, value in _checked(changes).items():
        setattr(company, field, value)
    try:
        company.full_clean(validate_unique=False)
    except ValidationError as error:
        field, said = next(iter(error.message_dict.items()))
        raise InvalidSetting(detail=f"{field.replace('_', ' ').capitalize()}: {said[0]}", field=field) from error
    company.save(update_fields=list(before))
    after = {field: str(getattr(company, field)) for field in before}
    changed = [field for field in before if before[field] != after[field]]
    if changed:
        emit_before = {field: before[field] for field in changed}
        emit(actor, CompanyChanged(before=emit_before, after={field: after[field] for field in changed}))
    return company


def _checked(changes: dict[str, Any]) -> dict[str, Any]:
    unknown = set(changes) - set(SETTINGS)
    if unknown:
        raise InvalidSetting(detail=f"There is no setting {', '.join(sorted(unknown))}.")
    checked = dict(changes)
    if "time_zone" in checked:
        checked["time_zone"] = check_time_zone(str(checked["time_zone"]))
    if (checked.get("approval_limit") or 0) < 0:
        raise InvalidSetting(detail="The limit has to be 0 or more.", field="approval_limit")
    if "currency" in checked:
        checked["currency"] = check_currency(str(checked["currency"]))
    return checked
