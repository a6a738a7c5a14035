"""The pages of landed costs, filled."""

from typing import Any
from uuid import UUID

from django.forms import BaseForm
from django.urls import reverse

from stockwright.accounts.models import Company
from stockwright.inventory.queries.landed import LandedLine, LandedView, landed_cost, landed_costs
from stockwright.inventory.rules.landed import CostKind, Division
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.rehearsal import rehearsed
from stockwright.purchasing.actions.landed import add_order_cost
from stockwright.web.fill.landed_forms import DIVISIONS, KINDS
from stockwright.web.shown.landed import LandedFormPage, LandedLineRow, LandedPage, LandedRow


def landed_page(actor: Actor, company: Company, *, cursor: str) -> LandedPage:
    """A page of costs."""
    found = landed_costs(actor, cursor=cursor)
    rows = tuple(_row(view, company) for view in found.items)
    return LandedPage(rows, found.next_cursor, is_first=not cursor, may_write=actor.may("inventory.write"))


def landed_preview(actor: Actor, company: Company, form: BaseForm) -> LandedFormPage:
    """What the filled form would do, tried out and taken back."""
    view = rehearsed(lambda: landed_cost(actor, add_cost(actor, form.cleaned_data)))
    return LandedFormPage(form, _row(view, company))


def add_cost(actor: Actor, told: dict[str, Any]) -> UUID:
    """Add what the form tells; the id of the cost."""
    return add_order_cost(
        actor,
        number=told["number"],
        kind=CostKind(told["kind"]),
        amount=told["amount"],
        divided_by=Division(told["divided_by"]),
        now=clock.now(),
        source=f"page:{told['source']}",
        note=told["note"],
    ).pk


def _row(view: LandedView, company: Company) -> LandedRow:
    lines = tuple(_line(line, company) for line in view.lines)
    sold = view.fifo_variance if company.valuation == "fifo" else view.average_variance
    return LandedRow(
        id=view.id,
        kind=str(KINDS[CostKind(view.kind)]),
        divided=str(DIVISIONS[Division(view.divided_by)]),
        document=view.document,
        note=view.note,
        amount=view.amount,
        stays=view.amount - sold,
        sold=sold,
        at=view.happened_at,
        by=view.by,
        undone_at=view.undone_at,
        undone_by=view.undone_by,
        lines=lines,
    )


def _line(line: LandedLine, company: Company) -> LandedLineRow:
    stays = line.fifo_value if company.valuation == "fifo" else line.average_value
    return LandedLineRow(
        sku=line.sku,
        name=line.name,
        place=line.location,
        url=reverse("stock_item", args=[line.variant_id]),
        quantity=line.quantity,
        share=line.share,
        stays=stays,
        sold=line.share - stays,
    )
