"""Sales and returns, line by line."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import polars as pl
from ninja import Query, Router
from pydantic import AfterValidator, AwareDatetime, Field

from stockwright.accounts.queries import company_of
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import In, Money, Out, PageIn, PageOut, Quantity
from stockwright.inventory.rules.locations import MAIN_LOCATION
from stockwright.kit.paging import Page
from stockwright.kit.problems import Invalid
from stockwright.sales.actions.lines import SalesRecorded, record_sales
from stockwright.sales.queries.lines import LineRow, sales_page
from stockwright.sales.rules import fingerprints

router = Router(tags=["Sales"])

MOST_LINES = 10_000


class LineRepeated(Invalid):
    """Two lines of one request carry the same id."""

    message = "The line id “{id}” is there twice. Send each line once."


class SaleOut(Out):
    """A line of a sale; a return has a negative quantity."""

    id: UUID
    variant_id: UUID
    sku: str
    location: str
    channel: str
    sold_at: datetime
    sold_on: date = Field(description="The business day in the company's time zone.")
    quantity: Quantity
    revenue: Money | None
    order_ref: str


class SaleFilter(PageIn):
    """Which lines."""

    variant_id: UUID | None = None
    since: date | None = Field(None, description="The first business day.")
    until: date | None = Field(None, description="The last business day.")


def _not_zero(quantity: Any) -> Any:
    if quantity == 0:
        raise ValueError("a line of a sale needs a quantity other than zero")
    return quantity


class SaleIn(In):
    """A line of a sale, or of a return with a negative quantity."""

    sku: str = Field(min_length=1, max_length=100, examples=["TEA-001"])
    at: AwareDatetime = Field(description="The moment of the sale, with its offset.")
    quantity: Annotated[Quantity, AfterValidator(_not_zero)]
    id: str | None = Field(
        None, min_length=1, max_length=200, description="Your own id of the line, unique within the channel."
    )
    price: Money | None = Field(None, description="Of one piece.")
    revenue: Money | None = Field(None, description="Of the whole line, net; else quantity times price.")
    name: str | None = Field(None, max_length=300, description="Names a product that is not known yet.")
    location: str | None = Field(None, max_length=100)
    channel: str | None = Field(None, max_length=50)
    order: str | None = Field(None, max_length=100)
    customer: str | None = Field(None, max_length=100)


class SalesIn(In):
    """Many lines at once; `location` and `channel` are those of the lines that name none."""

    lines: list[SaleIn] = Field(min_length=1, max_length=MOST_LINES)
    location: str = Field(MAIN_LOCATION, min_length=1, max_length=100)
    channel: str = Field("api", min_length=1, max_length=50)


class SalesOut(Out):
    """What came of the lines: read = added + known; the totals are of all lines read."""

    read: int
    added: int
    known: int = Field(description="Lines that were told before, and changed nothing.")
    duplicates: int = Field(description="Lines like another one of this request; each of them counts.")
    quantity: Quantity
    returned: Quantity
    revenue: Money
    first_on: date | None
    last_on: date | None
    new_items: int = Field(description="Products that were made for SKUs not known before.")


@router.get("/sales", response=PageOut[SaleOut])
@needs("sales.read")
def list_sales(request: ApiRequest, wanted: Query[SaleFilter]) -> Page[LineRow]:
    """Lines of sales in the stable order of their ids, which is not that of time."""
    return sales_page(
        request.auth,
        variant_id=wanted.variant_id,
        since=wanted.since,
        until=wanted.until,
        cursor=wanted.cursor or "",
        limit=wanted.limit,
    )


@router.post("/sales", response=SalesOut)
@needs("sales.write")
def post_sales(request: ApiRequest, body: SalesIn) -> SalesRecorded:
    """Tell up to 10,000 lines of sales and returns.

    A line that was told before changes nothing, so sending again is harmless even without a key. A line is
    known again by its `id` within the channel, or else by everything it says but the name. Unknown SKUs and
    places are made. All of it comes in, or nothing. Forecast and plan follow by themselves.
    """
    _refuse_repeated(body)
    told = _frame(body, company_of(request.auth).time_zone)
    return record_sales(request.auth, batches=[told], batch_id=None, location=body.location, channel=body.channel)


def _refuse_repeated(body: SalesIn) -> None:
    seen: set[tuple[str, str]] = set()
    for line in body.lines:
        key = (line.channel or body.channel, line.id or "")
        if line.id and key in seen:
            raise LineRepeated(id=line.id)
        seen.add(key)


def _frame(body: SalesIn, time_zone: str) -> pl.DataFrame:
    lines = body.lines
    texts = ("id", "sku", "name", "location", "channel", "order", "customer")
    amounts = {"quantity": pl.Decimal(18, 4), "price": pl.Decimal(20, 4), "revenue": pl.Decimal(20, 4)}
    kinds = dict.fromkeys(texts, pl.String()) | amounts | {"at": pl.Datetime("us", "UTC")}
    told = pl.DataFrame(
        [pl.Series(name, [getattr(line, name) for line in lines], dtype=kind) for name, kind in kinds.items()]
    ).with_columns(
        pl.col("channel").replace("", None).fill_null(body.channel),
        pl.col("location").replace("", None).fill_null(body.location),
        on=pl.col("at").dt.convert_time_zone(time_zone).dt.date(),
    )
    return told.with_columns(fingerprints(told, moment=pl.col("at")))
