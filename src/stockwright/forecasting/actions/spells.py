"""Noticing, once, that the forecast became worse; and that it is over."""

from datetime import date

from stockwright.forecasting.events.scores import ForecastDegraded, ForecastRecovered
from stockwright.forecasting.models import AccuracySpell
from stockwright.forecasting.queries.scores import judgement, open_spell
from stockwright.forecasting.rules.scores import Verdict
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.statements import one_at_a_time
from stockwright.messaging.actions.events import emit


@deed("plan.run")
def note_accuracy(actor: Actor, *, today: date) -> None:
    """Begin a spell of bad accuracy where the newest week shows one, and end it when it is over."""
    one_at_a_time(actor.company_id, "forecast scores")
    found, spell = judgement(actor, today=today), open_spell(actor)
    figure, value, usual = found.figure, round(found.found, 4), round(found.usual, 4)
    if spell is None and found.verdict == Verdict.WORSE:
        AccuracySpell.objects.create(
            company_id=actor.company_id, figure=figure, found=value, usual=usual, began_on=today
        )
        emit(actor, ForecastDegraded(figure=figure, found=value, usual=usual, on=today.isoformat()))
    elif spell is not None and found.is_over:
        AccuracySpell.objects.of(actor).filter(pk=spell.pk).update(ended_on=today)
        emit(actor, ForecastRecovered(figure=figure, found=value, usual=usual, on=today.isoformat()))
