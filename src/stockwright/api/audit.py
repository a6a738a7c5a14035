"""The audit trail: who changed what and when."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router
from pydantic import Field

from stockwright.accounts.queries import company_of
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import Out, PageIn, PageOut
from stockwright.insights.queries.audit import AuditFilter, AuditRow, audit_page
from stockwright.kit.paging import Page

router = Router(tags=["Audit"])


class AuditIn(PageIn):
    """Which deeds."""

    by: str = Field("", max_length=200, description="Who did it: an e-mail address, `token NAME` or `system`.")
    kind: Literal["", "access", "items", "stock", "orders", "sales", "plans", "files"] = Field(
        "", description="A kind of deeds."
    )
    name: str = Field("", max_length=80, examples=["item.changed"], description="The name of an event.")
    subject: str = Field("", max_length=120, description="What it was done to, as a deed's `subject` says.")
    first_on: date | None = Field(None, description="From this day on, at the company's place.")
    last_on: date | None = Field(None, description="Up to this day.")
    search: str = Field("", max_length=200, description="Words anywhere in the deed.")
    stock_changes: bool = Field(False, description="Also every `inventory.stock_changed`, which are very many.")


class DeedOut(Out):
    """Something that was done. `before` and `after` are null where no fields were changed."""

    id: UUID
    at: datetime
    by: str
    person_id: UUID | None
    name: str
    subject: str
    sequence: int | None = Field(description="Its number among the deeds of its subject.")
    before: Any
    after: Any
    payload: dict[str, Any]


@router.get("/audit", response=PageOut[DeedOut])
@needs("audit.read")
def list_deeds(request: ApiRequest, wanted: Query[AuditIn]) -> Page[AuditRow]:
    """Who did what and when, the newest first. The same as a file: `/exports/audit`."""
    narrowed = AuditFilter(**wanted.model_dump(exclude={"cursor", "limit"}))
    zone = company_of(request.auth).time_zone
    return audit_page(request.auth, narrowed, time_zone=zone, cursor=wanted.cursor or "", limit=wanted.limit)
