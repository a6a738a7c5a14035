"""Model versions, filled."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from stockwright.forecasting.queries.versions import VersionView, versions
from stockwright.forecasting.rules.versions import shares_of
from stockwright.kit.actor import Actor
from stockwright.kit.money import exact
from stockwright.web.components.numbers import grouped
from stockwright.web.fill.demand_words import demand_class_name, family_name, mix_words
from stockwright.web.shown.model_versions import ClassSkill, VersionRow, VersionsPage

_SHOWN = 30


def versions_page(actor: Actor) -> VersionsPage:
    """The newest versions, the current one's mix, and what this person may do."""
    found = versions(actor, limit=_SHOWN)
    current = next((one for one in found if one.current), None)
    return VersionsPage(
        rows=tuple(map(_row, found)),
        skills=tuple(_skills(current.skill)) if current else (),
        may_run=actor.may("plan.run"),
        may_choose=actor.may("forecast.write"),
    )


def _row(one: VersionView) -> VersionRow:
    wape, bias = one.accuracy.get("wape"), one.accuracy.get("bias")
    return VersionRow(
        id=one.id,
        number=one.number,
        why=_why(one.why),
        as_of=one.as_of,
        trained_at=one.trained_at,
        items=one.series,
        seconds=grouped(Decimal(str(round(one.seconds, 1))), 1),
        fingerprint=one.fingerprint,
        accuracy=None if wape is None else exact(max(1.0 - wape, 0.0)),
        bias=None if bias is None else exact(bias),
        is_current=one.current,
        is_kept=one.kept,
        is_held=one.held,
    )


def _skills(skill: Mapping[str, Any]) -> list[ClassSkill]:
    return [_skill(name, told["weights"], told["losses"]) for name, told in skill.items()]


def _skill(name: str, weights: Mapping[str, float], losses: Mapping[str, float]) -> ClassSkill:
    # A loss of nothing: no item of this kind was there to try it on.
    tried = {family: loss for family, loss in losses.items() if loss > 0}
    alone = min(((loss, family) for family, loss in tried.items() if family != "blend"), default=None)
    return ClassSkill(
        demand_class=demand_class_name(name),
        families=mix_words(shares_of(weights)),
        loss=round(exact(tried["blend"]), 2) if "blend" in tried else None,
        alone=f"{grouped(exact(alone[0]), 2)}, {family_name(alone[1])}" if alone else "",
    )


def _why(why: str) -> str:
    words = {
        "first": gettext("the first one"),
        "weekly": gettext("a week had passed"),
        "degraded": gettext("accuracy fell"),
        "changed": gettext("the data changed"),
        "asked": gettext("somebody asked"),
        "adopted": gettext("taken over from a file"),
    }
    return words.get(why, why)
