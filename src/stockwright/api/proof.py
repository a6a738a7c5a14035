"""Whether books and stock agree."""

from datetime import datetime
from uuid import UUID

from ninja import Router
from pydantic import Field

from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import In, Out, Quantity
from stockwright.insights.actions.checks import Check
from stockwright.insights.actions.proof import prove
from stockwright.insights.actions.repairs import Repaired, preview_repair, repair_books
from stockwright.insights.models import ProofRun
from stockwright.insights.queries.proof import last_proof
from stockwright.inventory.queries.comparing import Comparison
from stockwright.kit.clock import now

router = Router(tags=["Stock"])


class DisagreementOut(Out):
    """An item at a place where one side says other than the other; `subject` names the document or day."""

    subject: str
    variant_id: UUID | None
    sku: str
    location_id: UUID | None
    location: str
    wanted: Quantity
    found: Quantity


class FindingOut(Out):
    """What a check compared, and the first differences."""

    check: str
    compared: int
    different: int
    rows: list[DisagreementOut]


class ProofOut(Out):
    """One look at everything that has to agree."""

    id: UUID
    at: datetime
    by: str
    seconds: float
    is_green: bool
    differences: int
    findings: list[FindingOut]


class RepairIn(In):
    """Which repair: `expected`, `levels`, `promises`, `layers` or `days`."""

    repair: str = Field(min_length=1, max_length=40, examples=["levels"])
    preview: bool = Field(False, description="Only tell what it would change.")


class RepairOut(Out):
    """What differed before the repair, and what still does."""

    before: list[FindingOut]
    after: list[FindingOut]


@router.get("/inventory/proof", response=ProofOut | None)
@needs("inventory.read")
def get_proof(request: ApiRequest) -> ProofRun | None:
    """The last proof that books and stock agree; null before the first."""
    return last_proof(request.auth)


@router.post("/inventory/proof", response=ProofOut)
@needs("inventory.write")
def post_proof(request: ApiRequest) -> ProofRun:
    """Compare everything now; what a check holds against each other is of one moment."""
    return prove(request.auth)


@router.post("/inventory/proof/repair", response=RepairOut)
@needs("company.write")
def post_repair(request: ApiRequest, body: RepairIn) -> dict[str, list[FindingOut]]:
    """Set right what differs, or tell what that would change. Fails with `unknown_repair`."""
    act = preview_repair if body.preview else repair_books
    done: Repaired = act(request.auth, repair=body.repair, now=now())
    return {"before": _told(done.before), "after": _told(done.after)}


def _told(found: tuple[tuple[Check, Comparison], ...]) -> list[FindingOut]:
    return [
        FindingOut(
            check=check.name,
            compared=one.compared,
            different=one.different,
            rows=[DisagreementOut.model_validate(row) for row in one.rows],
        )
        for check, one in found
    ]
