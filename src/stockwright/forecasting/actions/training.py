"""Learning from a company's sales, and choosing which version of what was learnt forecasts."""

import time
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

import structlog

from stockwright.engine.demand.backtest import backtest
from stockwright.engine.demand.panel import Panel
from stockwright.engine.demand.settings import DemandSettings
from stockwright.engine.demand.training import Trained, train
from stockwright.forecasting.events.versions import ModelChosen, ModelTrained
from stockwright.forecasting.models import ModelVersion
from stockwright.forecasting.queries.scores import open_spell
from stockwright.forecasting.queries.versions import current_version, held_version_id, trained_of
from stockwright.forecasting.rules.model_files import digest_of
from stockwright.forecasting.rules.runs import ENGINE, LEAST_BACKTEST_DAYS, accuracy_figures
from stockwright.forecasting.rules.versions import (
    Known,
    VersionForgotten,
    VersionOutdated,
    VersionUnreadable,
    reason_to_train,
)
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked_one
from stockwright.kit.statements import one_at_a_time
from stockwright.kit.tenancy import scope
from stockwright.messaging.actions.events import emit
from stockwright.messaging.actions.queue import defer_once

log = structlog.get_logger("stockwright.forecasting")


def trained_version(
    actor: Actor, panel: Panel, settings: DemandSettings, *, seed: int, anew: bool = False
) -> tuple[ModelVersion, Trained]:
    """The version to forecast the panel by: the current one, or a new one where one is due or asked for."""
    if anew:
        return train_version(actor, panel, settings, why="asked", seed=seed)
    with scope(actor.company_id):
        version, spell = current_version(actor), open_spell(actor)
    known = None if version is None else _known(version)
    held = version is not None and version.held
    worse_since = None if spell is None else spell.began_on
    why = reason_to_train(known, _of_panel(panel, settings), held=held, worse_since=worse_since)
    if version is not None and why is None:
        try:
            with scope(actor.company_id):
                return version, trained_of(actor, version)
        except VersionUnreadable:
            log.exception("model version cannot be read", company=str(actor.company_id), number=version.number)
    return train_version(actor, panel, settings, why=why or "changed", seed=seed)


def train_version(
    actor: Actor, panel: Panel, settings: DemandSettings, *, why: str, seed: int
) -> tuple[ModelVersion, Trained]:
    """Learn from the panel, measure how well that does on the past, and let the new version forecast.

    Where a person chose another version while it learnt, that one stays in its place.
    """
    started = time.monotonic()
    with scope(actor.company_id):
        held = held_version_id(actor)
    trained = train(panel, settings=settings, seed=seed)
    accuracy = _accuracy(panel, _for_backtest(settings, trained), seed)
    told = _of_panel(panel, settings)
    fields = {
        **told._asdict(),
        "why": why,
        "series": panel.size,
        "fingerprint": trained.fingerprint,
        "skill": _skill(trained),
        "accuracy": accuracy,
        "seconds": time.monotonic() - started,
    }
    return keep_version(actor, content=trained.to_bytes(), fields=fields, instead_of=held), trained


@deed("plan.run")
def keep_version(
    actor: Actor,
    *,
    content: bytes,
    fields: Mapping[str, Any],
    instead_of: UUID | None = None,
    current: bool = True,
) -> ModelVersion:
    """Number what was learnt and keep it; where it is `current`, it forecasts in the place of the one before.

    Where a person holds another version than `instead_of` by now, that one stays in its place.
    """
    one_at_a_time(actor.company_id, "model versions")
    known = ModelVersion.objects.of(actor)
    newest = known.order_by("-number").values_list("number", flat=True).first() or 0
    takes_over = current and held_version_id(actor) in (None, instead_of)
    if takes_over:
        known.filter(current=True).update(current=False, held=False)
    made = ModelVersion.objects.create(
        company_id=actor.company_id,
        number=newest + 1,
        current=takes_over,
        content=content,
        digest=digest_of(content),
        **fields,
    )
    emit(actor, ModelTrained(version_id=made.pk, number=made.number, why=made.why))
    log.info("forecast learnt anew", company=str(actor.company_id), number=made.number, why=made.why)
    return made


@deed("plan.run")
def ask_for_training(actor: Actor) -> None:
    """Let a worker learn anew and forecast by it; once for any number of wishes."""
    defer_once("forecasting.retrain", actor)


@deed("forecast.write")
def choose_version(actor: Actor, *, version_id: UUID) -> None:
    """Let an earlier version forecast from the next run on, and hold it until a person lets it go."""
    one_at_a_time(actor.company_id, "model versions")
    chosen = locked_one(ModelVersion.objects.of(actor).filter(pk=version_id), what="model version")
    if chosen.engine != ENGINE:
        raise VersionOutdated(number=chosen.number)
    if not chosen.content:
        raise VersionForgotten(number=chosen.number)
    if chosen.held:
        return
    ModelVersion.objects.of(actor).filter(current=True).update(current=False, held=False)
    ModelVersion.objects.of(actor).filter(pk=version_id).update(current=True, held=True)
    emit(actor, ModelChosen(version_id=version_id, number=chosen.number, held=True))


@deed("forecast.write")
def release_version(actor: Actor, *, version_id: UUID) -> None:
    """Let newer versions take the place of a held one again."""
    one_at_a_time(actor.company_id, "model versions")
    held = locked_one(ModelVersion.objects.of(actor).filter(pk=version_id), what="model version")
    if not held.held:
        return
    ModelVersion.objects.of(actor).filter(pk=version_id).update(held=False)
    emit(actor, ModelChosen(version_id=version_id, number=held.number, held=False))


def _for_backtest(settings: DemandSettings, trained: Trained) -> DemandSettings:
    """The same families without new auditions, and half the rows: nearly as good, in half the time."""
    return replace(
        settings, families=tuple(trained.families), candidates=(), training_rows=settings.training_rows // 2
    )


def _accuracy(panel: Panel, settings: DemandSettings, seed: int) -> dict[str, object]:
    """How the engine did on the past; nothing where there is too little of it."""
    if panel.days < LEAST_BACKTEST_DAYS:
        return {}
    measured = backtest(panel, origins=1, settings=settings, seed=seed)
    return {"measured_on": panel.as_of.isoformat(), **accuracy_figures(measured)}


def _skill(trained: Trained) -> dict[str, object]:
    """By demand class: the weight of each family, and the loss per piece of each on days it had not seen."""
    blend = trained.blend
    return {
        name: {
            "weights": dict(zip(blend.families, map(float, weights), strict=True)),
            "losses": blend.losses.get(name, {}),
        }
        for name, weights in blend.weights.items()
    }


def _known(version: ModelVersion) -> Known:
    return Known(version.engine, version.settings, version.as_of, version.selling_days)


def _of_panel(panel: Panel, settings: DemandSettings) -> Known:
    plain = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(settings).items()}
    return Known(ENGINE, plain, panel.as_of, int((panel.sold > 0).sum()))
