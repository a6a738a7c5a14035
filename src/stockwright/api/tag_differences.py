"""Pieces that have no code of their own yet, or too many."""

from uuid import UUID

from ninja import Router
from pydantic import Field

from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import In, Out, PageOut, Quantity
from stockwright.api.tags import Codes
from stockwright.inventory.actions.tag_register import reconcile_tags
from stockwright.inventory.queries.tag_counts import TagDifference, tag_differences
from stockwright.kit.clock import now
from stockwright.kit.paging import Page

router = Router(tags=["Tags"])


class ReconcileIn(In):
    """Codes for pieces that have none, or codes of pieces that are not there."""

    variant_id: UUID
    location_id: UUID
    codes: Codes


class LeftOut(Out):
    """What is left of a difference."""

    difference: int


class DifferenceOut(Out):
    """A product that has more or fewer codes at a place than pieces."""

    variant_id: UUID
    sku: str
    location_id: UUID
    location: str
    on_hand: Quantity
    tags: int
    difference: Quantity = Field(description="Pieces without a code; below zero codes without a piece.")


@router.get("/inventory/tag-differences", response=PageOut[DifferenceOut])
@needs("inventory.read")
def list_differences(request: ApiRequest) -> Page[TagDifference]:
    """Where codes and pieces of products followed by piece are not equally many; nothing when all is well."""
    return Page(tag_differences(request.auth), None)


@router.post("/inventory/tag-differences", response=LeftOut)
@needs("inventory.write")
def post_reconciliation(request: ApiRequest, body: ReconcileIn) -> LeftOut:
    """Make codes and pieces agree without moving stock.

    Where pieces lack codes they get these; where codes lack pieces those with these codes are lost. Fails with
    `no_such_difference`, `tag_taken`, `unknown_tag`, `tag_not_fit`, `tag_elsewhere` or `not_found`.
    """
    return LeftOut(difference=reconcile_tags(request.auth, now=now(), **body.model_dump()))
