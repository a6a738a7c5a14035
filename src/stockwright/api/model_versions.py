"""What the forecast has learnt, version by version."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Query, Router
from ninja.responses import Status
from pydantic import BaseModel, Field

from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import Out, PageOut
from stockwright.forecasting.actions.training import ask_for_training, choose_version, release_version
from stockwright.forecasting.queries.versions import VersionView, version_of, versions
from stockwright.kit.paging import Page

router = Router(tags=["Forecast"])


class ModelVersionOut(Out):
    """What was learnt from the sales up to `as_of`, and what it proved to be worth."""

    id: UUID
    number: int = Field(description="Counts the company's versions from 1.")
    why: str = Field(description="first, weekly, degraded, changed, asked or adopted.")
    as_of: date
    series: int = Field(description="Products at places that it was learnt from.")
    engine: str
    settings: dict[str, Any]
    fingerprint: str = Field(description="The same for the same data and settings, else another.")
    skill: dict[str, Any] = Field(
        description="By demand class: the weight of each family of methods, and its loss per piece on unseen days."
    )
    accuracy: dict[str, Any] = Field(description="The back-test; empty below twelve weeks of sales.")
    seconds: float = Field(description="How long the learning took.")
    current: bool = Field(description="Whether it forecasts now.")
    held: bool = Field(description="Whether a person keeps it in place.")
    kept: bool = Field(
        description="Whether it can be gone back to: of old versions only what they were worth is kept."
    )
    trained_at: datetime


class VersionFilter(BaseModel):
    """How many versions."""

    limit: int = Field(50, ge=1, le=500)


@router.get("/forecast/versions", response=PageOut[ModelVersionOut])
@needs("forecast.read")
def list_model_versions(request: ApiRequest, wanted: Query[VersionFilter]) -> Page[VersionView]:
    """The newest versions of what the forecast learnt, on one page."""
    return Page(versions(request.auth, limit=wanted.limit), None)


@router.get("/forecast/versions/{version_id}", response=ModelVersionOut)
@needs("forecast.read")
def get_model_version(request: ApiRequest, version_id: UUID) -> VersionView:
    """One version. Fails with `not_found`."""
    return version_of(request.auth, version_id)


@router.post("/forecast/versions", response={204: None})
@needs("plan.run")
def post_model_version(request: ApiRequest) -> Status[None]:
    """Let a worker learn anew and forecast by it, soon."""
    ask_for_training(request.auth)
    return Status(204, None)


@router.post("/forecast/versions/{version_id}/choose", response=ModelVersionOut)
@needs("forecast.write")
def post_choose_version(request: ApiRequest, version_id: UUID) -> VersionView:
    """Let an earlier version forecast from the next run on, and hold it.

    Fails with `not_found`, `version_outdated`, `version_forgotten`.
    """
    choose_version(request.auth, version_id=version_id)
    return version_of(request.auth, version_id)


@router.post("/forecast/versions/{version_id}/release", response=ModelVersionOut)
@needs("forecast.write")
def post_release_version(request: ApiRequest, version_id: UUID) -> VersionView:
    """Let newer versions take the place of a held one again. Fails with `not_found`."""
    release_version(request.auth, version_id=version_id)
    return version_of(request.auth, version_id)
