"""Tags: single pieces with a serial number or an RFID code of their own."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Query, Router
from ninja.responses import Status
from pydantic import AwareDatetime, Field

from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import Amount, In, Out, PageIn, PageOut
from stockwright.inventory.actions.sightings import Seen, see_tags
from stockwright.inventory.actions.tag_register import register_tags
from stockwright.inventory.actions.tags import relocate_tags, score_tag, set_tag_status
from stockwright.inventory.queries.tags import TagRow, TagStory, known_code, tag_story, tags_page
from stockwright.inventory.rules.tags import CODE_LENGTH, MOST_TAGS, TagDeed, TagStatus
from stockwright.kit.clock import now
from stockwright.kit.paging import Page

router = Router(tags=["Tags"])

Code = Annotated[str, Field(min_length=1, max_length=CODE_LENGTH, examples=["E2801160600002084F1A"])]
StatusWord = Literal["sold", "returned", "serviced", "ready", "lost", "found", "scrapped"]
Codes = Annotated[list[Code], Field(min_length=1, max_length=MOST_TAGS)]


class TagOut(Out):
    """A piece: where it is and how good it is."""

    id: UUID
    code: str
    variant_id: UUID
    sku: str
    name: str
    lot: str | None
    location_id: UUID | None
    location: str | None
    status: TagStatus
    quality_score: int | None = Field(description="0 to 100; null: nobody said.")
    note: str
    ref_type: str
    ref_id: str
    first_seen_at: datetime
    changed_at: datetime
    seen_at: datetime | None = Field(description="When a reader saw it last.")
    seen_location: str | None = Field(description="Where a reader saw it last; it may contradict `location`.")


class TagStepOut(Out):
    """Something that happened to a piece."""

    at: datetime
    kind: TagDeed
    from_location: str | None
    to_location: str | None
    from_status: str
    to_status: TagStatus
    posting_id: UUID | None
    ref_type: str
    ref_id: str
    by: str
    score: int | None
    note: str


class TagStoryOut(Out):
    """A piece with its history, the newest first."""

    tag: TagOut
    steps: list[TagStepOut]


class TagFilter(PageIn):
    """Which pieces."""

    search: str = Field("", max_length=200, description="The beginning of a code, or a part of the SKU.")
    variant_id: UUID | None = None
    location_id: UUID | None = None
    status: TagStatus | None = None
    elsewhere: bool = Field(False, description="Only pieces that were last seen where they should not be.")


class RegisterIn(In):
    """Pieces that come in with their codes."""

    variant_id: UUID
    location_id: UUID
    codes: Codes
    unit_cost: Amount | None = None
    lot_id: UUID | None = Field(None, description="The lot they were made in.")
    ref_type: str = Field("", max_length=30)
    ref_id: str = Field("", max_length=100)


class PostingOut(Out):
    """What was done."""

    posting_id: UUID
    codes: int


class SeenIn(In):
    """What readers read."""

    key: str = Field(min_length=1, max_length=120, description="Names the batch: told twice it counts once.")
    location_id: UUID
    codes: Codes
    at: AwareDatetime | None = Field(None, description="Left out: now. Send it when you may repeat the request.")
    whole: bool = Field(True, description="Whether this is all that was there, so that what is missing is told.")


class SeenOut(Out):
    """What is strange about the reads; no stock was moved."""

    codes: int
    expected: int = Field(description="Pieces that should be at the place.")
    unknown: list[str] = Field(description="Codes that no piece has.")
    misplaced: list[str] = Field(description="Pieces that should be elsewhere.")
    unseen: list[str] = Field(description="Pieces that should be here and were not read.")


class MoveIn(In):
    """Where to."""

    location_id: UUID
    note: str = Field("", max_length=200)


class StatusIn(In):
    """What becomes of the piece."""

    status: StatusWord = Field(description="`ready` ends `returned` and `serviced`.")
    location_id: UUID | None = Field(None, description="Where it is now, if it was returned or found.")
    note: str = Field("", max_length=200)
    ref_type: str = Field("", max_length=30)
    ref_id: str = Field("", max_length=100)


class ScoreIn(In):
    """How good the piece is."""

    score: Annotated[int, Field(ge=0, le=100)] | None
    note: str | None = Field(None, max_length=500, description="Left out: the note stays.")


@router.get("/inventory/tags", response=PageOut[TagOut])
@needs("inventory.read")
def list_tags(request: ApiRequest, wanted: Query[TagFilter]) -> Page[TagRow]:
    """Pieces, the last changed first."""
    return tags_page(
        request.auth,
        search=wanted.search,
        variant_id=wanted.variant_id,
        location_id=wanted.location_id,
        status=wanted.status,
        elsewhere=wanted.elsewhere,
        cursor=wanted.cursor or "",
        limit=wanted.limit,
    )


@router.post("/inventory/tags", response={201: PostingOut})
@needs("inventory.write")
def post_tags(request: ApiRequest, body: RegisterIn) -> Status[PostingOut]:
    """Take in pieces with their codes, as many as there are codes.

    Fails with `tag_taken`, `not_tracked_by_serial`, `invalid_tag` or `not_found`.
    """
    posting_id = register_tags(request.auth, now=now(), **body.model_dump())
    return Status(201, PostingOut(posting_id=posting_id, codes=len(set(body.codes))))


@router.post("/inventory/tags/seen", response=SeenOut)
@needs("inventory.write")
def post_seen(request: ApiRequest, body: SeenIn) -> Seen:
    """Record what readers saw at a place, and answer what is strange about it. The same key answers the same.

    Fails with `batch_used_otherwise`, `invalid_tag` or `not_found`.
    """
    return see_tags(
        request.auth,
        key=body.key,
        location_id=body.location_id,
        codes=body.codes,
        at=body.at,
        now=now(),
        whole=body.whole,
    )


@router.get("/inventory/tags/{code}", response=TagStoryOut)
@needs("inventory.read")
def get_tag(request: ApiRequest, code: str) -> TagStory:
    """One piece with its history. Fails with `not_found`."""
    return tag_story(request.auth, code=code)


@router.post("/inventory/tags/{code}/move", response=TagStoryOut)
@needs("inventory.write")
def post_move(request: ApiRequest, code: str, body: MoveIn) -> TagStory:
    """Carry a piece to another place at once. Fails with `not_found`, `tag_not_fit`, `not_enough_stock`."""
    codes = [known_code(request.auth, code)]
    relocate_tags(request.auth, codes=codes, to_location_id=body.location_id, now=now(), note=body.note)
    return tag_story(request.auth, code=code)


@router.post("/inventory/tags/{code}/status", response=TagStoryOut)
@needs("inventory.write")
def post_status(request: ApiRequest, code: str, body: StatusIn) -> TagStory:
    """Sell a piece, take it back, put it in service, or say that it is ready, lost, found or scrapped.

    Its stock moves with it. Fails with `not_found`, `tag_not_fit` or `not_enough_stock`.
    """
    set_tag_status(
        request.auth,
        codes=[known_code(request.auth, code)],
        deed=TagDeed(body.status),
        now=now(),
        location_id=body.location_id,
        note=body.note,
        ref_type=body.ref_type,
        ref_id=body.ref_id,
    )
    return tag_story(request.auth, code=code)


@router.post("/inventory/tags/{code}/score", response=TagStoryOut)
@needs("inventory.write")
def post_score(request: ApiRequest, code: str, body: ScoreIn) -> TagStory:
    """Say how good a piece is. Fails with `not_found`."""
    score_tag(request.auth, code=known_code(request.auth, code), score=body.score, now=now(), note=body.note)
    return tag_story(request.auth, code=code)
