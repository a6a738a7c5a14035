"""Single pieces: which there are, where, and what ever happened to one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from stockwright.inventory.models import Tag, TagEvent
from stockwright.inventory.rules.tags import HERE, TagStatus
from stockwright.kit.actor import Actor
from stockwright.kit.paging import InvalidCursor, Page, decode_cursor, page_of
from stockwright.kit.problems import NotFound
from stockwright.kit.tenancy import CompanyQuerySet

HISTORY_SHOWN = 200


@dataclass(frozen=True)
class TagRow:
    """A piece as lists show it."""

    id: UUID
    code: str
    variant_id: UUID
    sku: str
    name: str
    lot: str | None
    location_id: UUID | None
    location: str | None
    status: TagStatus
    quality_score: int | None
    note: str
    ref_type: str
    ref_id: str
    first_seen_at: datetime
    changed_at: datetime
    seen_at: datetime | None
    seen_location: str | None

    @property
    def is_elsewhere(self) -> bool:
        """Whether it was last seen where it should not be."""
        return self.seen_location is not None and self.seen_location != self.location


@dataclass(frozen=True)
class TagStep:
    """Something that happened to a piece."""

    at: datetime
    kind: str
    from_location: str | None
    to_location: str | None
    from_status: str
    to_status: str
    posting_id: UUID | None
    ref_type: str
    ref_id: str
    by: str
    score: int | None
    note: str


@dataclass(frozen=True)
class TagStory:
    """A piece with its history, the newest first."""

    tag: TagRow
    steps: tuple[TagStep, ...]


def tags_page(
    actor: Actor,
    *,
    search: str = "",
    variant_id: UUID | None = None,
    location_id: UUID | None = None,
    status: TagStatus | None = None,
    elsewhere: bool = False,
    cursor: str = "",
    limit: int = 50,
) -> Page[TagRow]:
    """Pieces, the last changed first; `search` begins a code or is a part of the SKU."""
    tags = _wanted(actor, search, variant_id, location_id, status, elsewhere=elsewhere)
    if cursor:
        changed_at, key = _decoded(cursor)
        tags = tags.filter(Q(changed_at__lt=changed_at) | Q(changed_at=changed_at, pk__lt=key))
    rows = [_row(tag) for tag in tags.order_by("-changed_at", "-id")[: limit + 1]]
    return page_of(rows, limit, key=lambda row: (row.changed_at.isoformat(), row.id))


def count_tags(
    actor: Actor,
    *,
    search: str = "",
    variant_id: UUID | None = None,
    location_id: UUID | None = None,
    status: TagStatus | None = None,
    elsewhere: bool = False,
) -> int:
    """How many pieces such a list has."""
    return _wanted(actor, search, variant_id, location_id, status, elsewhere=elsewhere).count()


def tag_story(actor: Actor, *, code: str = "", tag_id: UUID | None = None) -> TagStory:
    """One piece with its history, by its code or its id."""
    tag = _tags(actor).filter(Q(pk=tag_id) if tag_id else Q(code=code)).first()
    if tag is None:
        raise NotFound(what="piece")
    steps = TagEvent.objects.of(actor).filter(tag=tag).select_related("from_location", "to_location")
    return TagStory(_row(tag), tuple(_step(step) for step in steps.order_by("-id")[:HISTORY_SHOWN]))


def known_code(actor: Actor, code: str) -> str:
    """The code, or NotFound where no piece has it."""
    if not Tag.objects.of(actor).filter(code=code).exists():
        raise NotFound(what="piece")
    return code


def tag_id_of(actor: Actor, code: str) -> UUID | None:
    """The id of the piece with this code, if there is one."""
    return Tag.objects.of(actor).filter(code=code).values_list("pk", flat=True).first()


def codes_expected(actor: Actor, location_id: UUID) -> list[str]:
    """The codes of all pieces that should be at a place."""
    tags = Tag.objects.of(actor).filter(location_id=location_id, status__in=HERE)
    return list(tags.order_by("code").values_list("code", flat=True))


def tags_of_posting(actor: Actor, posting_id: UUID) -> list[str]:
    """The codes of the pieces that a posting moved."""
    return list(
        TagEvent.objects.of(actor).filter(posting_id=posting_id).order_by("id").values_list("tag__code", flat=True)
    )


def _tags(actor: Actor) -> CompanyQuerySet[Tag]:
    return Tag.objects.of(actor).select_related("variant__product", "lot", "location", "seen_location")


def _wanted(
    actor: Actor,
    search: str,
    variant_id: UUID | None,
    location_id: UUID | None,
    status: TagStatus | None,
    *,
    elsewhere: bool,
) -> CompanyQuerySet[Tag]:
    tags = _tags(actor)
    if search:
        tags = tags.filter(Q(code__istartswith=search) | Q(variant__sku__icontains=search))
    if variant_id:
        tags = tags.filter(variant_id=variant_id)
    if location_id:
        tags = tags.filter(location_id=location_id)
    if status:
        tags = tags.filter(status=status)
    if elsewhere:
        tags = tags.exclude(seen_location=None).exclude(seen_location=F("location"))
    return tags


def _decoded(cursor: str) -> tuple[datetime, UUID]:
    changed_at, key = decode_cursor(cursor, 2)
    try:
        return datetime.fromisoformat(changed_at), UUID(key)
    except ValueError as error:
        raise InvalidCursor from error


def _row(tag: Tag) -> TagRow:
    return TagRow(
        id=tag.pk,
        code=tag.code,
        variant_id=tag.variant_id,
        sku=tag.variant.sku,
        name=tag.variant.product.name,
        lot=tag.lot.code if tag.lot else None,
        location_id=tag.location_id,
        location=tag.location.name if tag.location else None,
        status=TagStatus(tag.status),
        quality_score=tag.quality_score,
        note=tag.note,
        ref_type=tag.ref_type,
        ref_id=tag.ref_id,
        first_seen_at=tag.first_seen_at,
        changed_at=tag.changed_at,
        seen_at=tag.seen_at,
        seen_location=tag.seen_location.name if tag.seen_location else None,
    )


def _step(step: TagEvent) -> TagStep:
    return TagStep(
        at=step.at,
        kind=step.kind,
        from_location=step.from_location.name if step.from_location else None,
        to_location=step.to_location.name if step.to_location else None,
        from_status=step.from_status,
        to_status=step.to_status,
        posting_id=step.posting_id,
        ref_type=step.ref_type,
        ref_id=step.ref_id,
        by=step.by,
        score=step.score,
        note=step.note,
    )
