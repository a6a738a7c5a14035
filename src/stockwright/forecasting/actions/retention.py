"""Forgetting what old runs told of every item, and what old versions learnt."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from stockwright.forecasting.events.retention import ForecastsForgotten, VersionsForgotten
from stockwright.forecasting.models import ForecastRun, ModelVersion, RunState
from stockwright.forecasting.rules.retention import KeptRun, to_forget
from stockwright.forecasting.rules.versions import VERSIONS_KEPT
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.statements import run
from stockwright.messaging.actions.events import emit

_FORGET = "delete from forecasting_itemforecast where company_id = %(company)s and run_id = any(%(runs)s::uuid[])"


@deed("plan.run")
def forget_forecasts(actor: Actor, *, today: date, in_use: Collection[UUID]) -> int:
    """Delete the item forecasts of old runs in one statement; how many rows went.

    The runs and their scores stay. The newest run is never touched, nor are those `in_use`.
    """
    rows = ForecastRun.objects.of(actor).filter(state=RunState.DONE).values_list("id", "as_of", "finished_at")
    done = [KeptRun(pk, as_of, finished_at) for pk, as_of, finished_at in rows if finished_at]
    gone = to_forget(done, today=today, in_use=in_use)
    deleted = run(_FORGET, {"company": actor.company_id, "runs": gone}) if gone else 0
    if deleted:
        emit(actor, ForecastsForgotten(rows=deleted))
    return deleted


@deed("plan.run")
def forget_versions(actor: Actor) -> int:
    """Let go what versions learnt that are neither current nor among the VERSIONS_KEPT newest; how many there were.

    The versions and what they were worth stay.
    """
    known = ModelVersion.objects.of(actor).exclude(current=True).exclude(content=b"")
    newest = ModelVersion.objects.of(actor).order_by("-number").values("number")[:VERSIONS_KEPT]
    gone = known.exclude(number__in=[row["number"] for row in newest]).update(content=b"")
    if gone:
        emit(actor, VersionsForgotten(versions=gone))
    return gone
