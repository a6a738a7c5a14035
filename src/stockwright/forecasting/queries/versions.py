"""What the forecast learnt, as it is kept."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from stockwright.engine.demand.training import Trained
from stockwright.forecasting.models import ModelVersion
from stockwright.forecasting.rules.model_files import digest_of
from stockwright.forecasting.rules.versions import VersionUnreadable
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotFound

_ALL_BUT_CONTENT = tuple(field.attname for field in ModelVersion._meta.fields if field.attname != "content")


@dataclass(frozen=True)
class VersionView:
    """A version as it is told: `skill` by demand class has `weights` and `losses` by family.

    What an old version learnt is not `kept` any more; what it was worth is.
    """

    id: UUID
    number: int
    why: str
    as_of: date
    series: int
    engine: str
    settings: dict[str, Any]
    fingerprint: str
    skill: dict[str, Any]
    accuracy: dict[str, Any]
    seconds: float
    current: bool
    held: bool
    kept: bool
    trained_at: datetime


def current_version(actor: Actor) -> ModelVersion | None:
    """The version that forecasts now, without its content."""
    return _versions(actor).filter(current=True).first()


def held_version_id(actor: Actor) -> UUID | None:
    """The version that a person keeps in place."""
    return ModelVersion.objects.of(actor).filter(held=True).values_list("pk", flat=True).first()


def trained_of(actor: Actor, version: ModelVersion) -> Trained:
    """What a version learnt. Raises VersionUnreadable where it is not what was stored."""
    content = bytes(ModelVersion.objects.of(actor).values_list("content", flat=True).get(pk=version.pk))
    if digest_of(content) != version.digest:
        raise VersionUnreadable(number=version.number)
    try:
        return Trained.from_bytes(content)
    except Exception as error:
        raise VersionUnreadable(number=version.number) from error


def versions(actor: Actor, *, limit: int) -> list[VersionView]:
    """The newest versions."""
    return [_view(row) for row in _versions(actor).order_by("-number")[:limit]]


def version_of(actor: Actor, version_id: UUID) -> VersionView:
    """One version; NotFound for another company's."""
    found = _versions(actor).filter(pk=version_id).first()
    if found is None:
        raise NotFound(what="model version")
    return _view(found)


def _versions(actor: Actor) -> QuerySet[ModelVersion]:
    return ModelVersion.objects.of(actor).only(*_ALL_BUT_CONTENT).annotate(kept=~Q(content=b""))


def _view(row: ModelVersion) -> VersionView:
    names = VersionView.__dataclass_fields__
    return VersionView(**{name: getattr(row, name) for name in names})
