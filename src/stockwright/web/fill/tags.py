"""The pages of single pieces, filled."""

from typing import TypedDict
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from stockwright.inventory.queries.locations import locations_of
from stockwright.inventory.queries.tag_counts import tag_differences
from stockwright.inventory.queries.tags import TagRow, TagStep, count_tags, tag_story, tags_page
from stockwright.inventory.rules.tags import MAY_BE, TagDeed, TagStatus
from stockwright.kit.actor import Actor
from stockwright.web.shown.frame import Choice, Paging
from stockwright.web.shown.tags import TagGap, TagGapsPage, TagHappened, TagLine, TagPage, TagsPage

LINES = 50
OFFERED = (
    TagDeed.MOVED,
    TagDeed.SERVICED,
    TagDeed.READY,
    TagDeed.SOLD,
    TagDeed.RETURNED,
    TagDeed.LOST,
    TagDeed.FOUND,
    TagDeed.SCRAPPED,
)
NEEDS_PLACE = (TagDeed.MOVED, TagDeed.RETURNED, TagDeed.FOUND)
ICONS = {TagDeed.SOLD: "shopping-cart", TagDeed.SENT: "truck", TagDeed.ARRIVED: "truck", TagDeed.MOVED: "truck"}


class Wanted(TypedDict):
    """What a list of pieces is narrowed to."""

    search: str
    location_id: UUID | None
    status: TagStatus | None
    elsewhere: bool


def tags_list(actor: Actor, query: QueryDict) -> TagsPage:
    """The list of pieces."""
    places, cursor = locations_of(actor), query.get("cursor", "")
    status = query.get("status", "")
    wanted = Wanted(
        search=query.get("q", "").strip()[:200],
        location_id=next((place.id for place in places if str(place.id) == query.get("location")), None),
        status=TagStatus(status) if status in set(TagStatus) else None,
        elsewhere=query.get("elsewhere") == "1",
    )
    found = tags_page(actor, **wanted, cursor=cursor, limit=LINES)
    total = count_tags(actor, **wanted)
    return TagsPage(
        query=wanted["search"],
        statuses=tuple(Choice(one.value, status_words(one), one == wanted["status"]) for one in TagStatus),
        locations=tuple(Choice(str(one.id), one.name, one.id == wanted["location_id"]) for one in places),
        only_elsewhere=wanted["elsewhere"],
        rows=tuple(map(tag_line, found.items)),
        paging=Paging(len(found.items), total, found.next_cursor, is_first=not cursor),
        is_any=bool(total or any(wanted.values())),
        differences=len(tag_differences(actor)),
    )


def tag_page(actor: Actor, tag_id: UUID) -> TagPage:
    """One piece with its history and what may be done with it now."""
    story = tag_story(actor, tag_id=tag_id)
    tag = story.tag
    fit = [deed for deed in OFFERED if tag.status in MAY_BE[deed] and tag.status != TagStatus.RESERVED]
    return TagPage(
        tag=tag_line(tag),
        lot=tag.lot or "",
        note=tag.note,
        first_seen_at=tag.first_seen_at,
        deeds=tuple(Choice(deed.value, deed_words(deed), deed == fit[0]) for deed in fit),
        needs_place=tuple(deed.value for deed in fit if deed in NEEDS_PLACE),
        locations=tuple(Choice(str(one.id), one.name, one.id == tag.location_id) for one in locations_of(actor)),
        steps=tuple(map(_happened, story.steps)),
    )


def tag_gaps(actor: Actor) -> TagGapsPage:
    """Where codes and pieces are not equally many."""
    return TagGapsPage(
        tuple(
            TagGap(one.variant_id, one.sku, one.location_id, one.location, one.on_hand, one.tags, one.difference)
            for one in tag_differences(actor)
        )
    )


def tag_line(tag: TagRow) -> TagLine:
    """A piece as lists tell it."""
    return TagLine(
        id=tag.id,
        url=reverse("tag", args=[tag.id]),
        code=tag.code,
        sku=tag.sku,
        name=tag.name,
        item_url=reverse("item", args=[tag.variant_id]),
        location=tag.location or "",
        status=tag.status,
        status_words=status_words(tag.status),
        score=tag.quality_score,
        seen_at=tag.seen_at,
        seen_location=tag.seen_location or "",
        is_elsewhere=tag.is_elsewhere,
        changed_at=tag.changed_at,
    )


def status_words(status: TagStatus) -> str:
    """What a piece is, as people call it."""
    return {
        TagStatus.IN_STOCK: gettext("In stock"),
        TagStatus.RESERVED: gettext("Reserved"),
        TagStatus.SOLD: gettext("Sold"),
        TagStatus.IN_TRANSIT: gettext("On its way"),
        TagStatus.IN_SERVICE: gettext("In service"),
        TagStatus.LOST: gettext("Lost"),
        TagStatus.SCRAPPED: gettext("Scrapped"),
        TagStatus.RETURNED: gettext("Returned, not checked"),
    }[status]


def deed_words(deed: TagDeed) -> str:
    """What may be done with a piece."""
    return {
        TagDeed.MOVED: gettext("Carry to another location"),
        TagDeed.SERVICED: gettext("Put in service"),
        TagDeed.READY: gettext("Ready to be sold"),
        TagDeed.SOLD: gettext("Sold"),
        TagDeed.RETURNED: gettext("Take back from the customer"),
        TagDeed.LOST: gettext("Lost"),
        TagDeed.FOUND: gettext("Found again"),
        TagDeed.SCRAPPED: gettext("Scrap"),
    }[deed]


def _happened(step: TagStep) -> TagHappened:
    ways = [place for place in (step.from_location, step.to_location) if place]
    where = " → ".join(dict.fromkeys(ways))
    parts = [where if step.kind != TagDeed.SCORED else "", step.note]
    if step.score is not None:
        parts.insert(0, gettext("%(score)d of 100") % {"score": step.score})
    if step.ref_id and step.ref_type not in ("reads", "reservation"):
        parts.append(step.ref_id)
    icon = ICONS.get(TagDeed(step.kind), "history")
    return TagHappened(step.at, _step_words(TagDeed(step.kind)), " · ".join(filter(None, parts)), step.by, icon)


def _step_words(deed: TagDeed) -> str:
    return {
        TagDeed.REGISTERED: gettext("Came in"),
        TagDeed.LABELLED: gettext("Got its code"),
        TagDeed.RESERVED: gettext("Chosen for an order"),
        TagDeed.RELEASED: gettext("Free again"),
        TagDeed.SOLD: gettext("Sold"),
        TagDeed.RETURNED: gettext("Taken back"),
        TagDeed.SENT: gettext("Sent"),
        TagDeed.ARRIVED: gettext("Arrived"),
        TagDeed.MOVED: gettext("Moved"),
        TagDeed.SERVICED: gettext("Put in service"),
        TagDeed.READY: gettext("Ready to be sold"),
        TagDeed.SCRAPPED: gettext("Scrapped"),
        TagDeed.LOST: gettext("Lost"),
        TagDeed.FOUND: gettext("Found again"),
        TagDeed.CORRECTED: gettext("Not there: taken for lost"),
        TagDeed.UNDONE: gettext("Taken back by an undo"),
        TagDeed.SCORED: gettext("Quality scored"),
        TagDeed.SEEN: gettext("Seen where it should not be"),
    }[deed]
