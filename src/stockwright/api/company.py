"""The company and how it orders."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from ninja import Router
from pydantic import Field

from stockwright.accounts.actions.companies import change_company
from stockwright.accounts.models import Company
from stockwright.accounts.queries import company_of
from stockwright.api.days import company_day
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import Amount, Exact, In, Money, Out, optional

router = Router(tags=["Company"])

Days = Annotated[int, Field(ge=0, le=3650)]


class CompanyOut(Out):
    """A business with its place, its money and how it wants to order."""

    id: UUID
    name: str
    subscription_tier: str
    time_zone: str
    currency: str
    locale: str
    holidays_of: str
    policy: str
    service_level: Exact
    review_days: int
    safety_days: int
    lead_days: int
    threshold_days: int
    spike_factor: Exact
    confidence_floor: Exact
    confidence_within: Exact = Field(description="How near its median demand has to be for a forecast to be right.")
    extra_cover_days: int
    assume_no_stock: bool
    allow_backorders: bool
    valuation: str
    closed_through: date | None = Field(description="The books are closed up to this day.")
    approval_limit: Money | None = Field(description="Adjustments above it need approval; null: none do.")
    created_at: datetime


class CompanyIn(In):
    """The settings to change; what is left out stays."""

    name: str = optional(min_length=1, max_length=200)
    time_zone: str = optional(max_length=60, examples=["Europe/Berlin"])
    currency: str = optional(min_length=3, max_length=3, examples=["EUR"])
    holidays_of: str = optional(max_length=2, description="Country of the public holidays, or empty.")
    policy: str = optional(description="`position` (reorder point) or `runway` (classic rule).")
    service_level: Decimal = optional(gt=0, lt=1, decimal_places=3, examples=["0.95"])
    review_days: Annotated[int, Field(ge=1, le=365)] = optional(description="Days from order to order.")
    safety_days: Days = optional()
    lead_days: Days = optional(description="Lead time where neither item nor supplier has one.")
    threshold_days: Days = optional(description="Runway below which the `runway` policy orders.")
    spike_factor: Decimal = optional(ge=1, lt=1000, decimal_places=1)
    confidence_floor: Decimal = optional(ge=0, le=1, decimal_places=2)
    confidence_within: Decimal = optional(gt=0, le=1, decimal_places=2, examples=["0.30"])
    extra_cover_days: Days = optional()
    assume_no_stock: bool = optional(description="Plan items without a stock figure as if none were there.")
    allow_backorders: bool = optional(description="Sell what is not there.")
    valuation: Literal["average", "fifo"] = optional(description="How the stock is valued in reports.")
    closed_through: date | None = optional(description="Close the books up to this day; null opens them.")
    approval_limit: Amount | None = optional(
        description="Money that an adjustment may move without approval; null: any."
    )


@router.get("/company", response=CompanyOut)
@needs("company.read")
def get_company(request: ApiRequest) -> Company:
    """The company that the token belongs to, with its settings."""
    return company_of(request.auth)


@router.patch("/company", response=CompanyOut)
@needs("company.write")
def patch_company(request: ApiRequest, body: CompanyIn) -> Company:
    """Change settings. Fails with `invalid_setting`."""
    today = company_day(request.auth)
    return change_company(request.auth, today=today, **body.changes())
