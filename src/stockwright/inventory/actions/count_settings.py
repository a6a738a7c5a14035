"""How a company counts."""

from decimal import Decimal
from typing import Any

from stockwright.inventory.events.counts import CountSettingsChanged
from stockwright.inventory.models import CountSettings
from stockwright.inventory.queries.counts import CountRhythm, rhythm_of
from stockwright.inventory.rules.counts import InvalidCount, Tolerance, check_tolerance
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.statements import one_at_a_time
from stockwright.messaging.actions.events import emit

_DAYS = ("a_days", "b_days", "c_days")
_LIMITS = ("tolerance_pieces", "tolerance_percent", "tolerance_money")


@deed("inventory.approve")
def change_count_settings(actor: Actor, *, changes: dict[str, Any]) -> CountRhythm:
    """Change after how many days items of a class are due, or which differences are counted again."""
    if unknown := set(changes) - {*_DAYS, *_LIMITS}:
        raise InvalidCount(detail=f"There is no setting {min(unknown)} for counts.")
    one_at_a_time(actor.company_id, "count settings")
    kept = CountSettings.objects.of(actor).first() or CountSettings(company_id=actor.company_id)
    for name, value in changes.items():
        setattr(kept, name, value)
    if not all(1 <= getattr(kept, name) <= 3650 for name in _DAYS):
        raise InvalidCount(detail="Items are counted every 1 to 3650 days.")
    check_tolerance(Tolerance(kept.tolerance_pieces, kept.tolerance_percent, kept.tolerance_money))
    kept.save()
    if changes:
        emit(actor, CountSettingsChanged({name: _plain(value) for name, value in changes.items()}))
    return rhythm_of(actor)


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Decimal) else value
