"""Letting an item take over the demand of another."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from stockwright.catalog.queries import item_of
from stockwright.forecasting.events.successions import HistoryInherited, InheritanceEnded
from stockwright.forecasting.models import Succession
from stockwright.forecasting.rules.successions import check_succession
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked
from stockwright.kit.money import plain
from stockwright.kit.statements import one_at_a_time
from stockwright.messaging.actions.events import emit


@deed("forecast.write")
def inherit_history(
    actor: Actor, *, variant_id: UUID, predecessor_id: UUID, from_on: date, share: Decimal, replaces: bool
) -> Succession:
    """Let an item follow another from a day on; an item follows one other, so what was said before gives way."""
    item_of(actor, variant_id)
    item_of(actor, predecessor_id)
    one_at_a_time(actor.company_id, "successions")
    others = Succession.objects.of(actor).exclude(variant_id=variant_id)
    known = dict(others.values_list("variant_id", "predecessor_id"))
    check_succession(variant_id, predecessor_id, share, known, from_on=from_on)
    told = {"predecessor_id": predecessor_id, "from_on": from_on, "share": share, "replaces": replaces}
    before = Succession.objects.of(actor).filter(variant_id=variant_id).first()
    if before is not None and all(getattr(before, name) == value for name, value in told.items()):
        return before
    made, _ = Succession.objects.of(actor).update_or_create(
        variant_id=variant_id, defaults=told, create_defaults={**told, "company_id": actor.company_id}
    )
    emit(actor, HistoryInherited(variant_id, predecessor_id, from_on.isoformat(), plain(share), replaces))
    return made


@deed("forecast.write")
def end_inheritance(actor: Actor, *, variant_id: UUID) -> None:
    """Let an item have only its own history again; one that follows nobody stays as it is."""
    item_of(actor, variant_id)
    ended = locked(Succession.objects.of(actor).filter(variant_id=variant_id))
    for link in ended:
        Succession.objects.of(actor).filter(pk=link.pk).delete()
        emit(actor, InheritanceEnded(variant_id, link.predecessor_id))
