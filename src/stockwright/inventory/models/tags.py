"""Single pieces with a code of their own, and all that ever happened to them."""

from django.db import models
from django.db.models.functions import Now

from stockwright.catalog.models import Variant
from stockwright.inventory.models.locations import Location
from stockwright.inventory.models.lots import Lot
from stockwright.inventory.rules.tags import HERE, WITHHELD, TagDeed, TagStatus
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel


class Tag(CompanyModel):
    """One piece: its code (a serial number or an RFID code), where it is and how good it is.

    `seen_at` and `seen_location` are the last sighting, which may contradict the books.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=100)
    variant = models.ForeignKey(Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    lot = models.ForeignKey(Lot, null=True, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    location = models.ForeignKey(
        Location, null=True, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False
    )
    status = models.CharField(max_length=12, choices=[(status.value, status.value) for status in TagStatus])
    ref_type = models.CharField(max_length=30, blank=True)
    ref_id = models.CharField(max_length=100, blank=True)
    quality_score = models.PositiveSmallIntegerField(null=True)
    note = models.CharField(max_length=500, blank=True)
    first_seen_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(null=True)
    seen_location = models.ForeignKey(
        Location, null=True, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "code"], name="tag_code"),
            models.CheckConstraint(
                name="tag_is_somewhere",
                condition=models.Q(status__in=HERE, location__isnull=False)
                | (~models.Q(status__in=HERE) & models.Q(location=None)),
            ),
            models.CheckConstraint(
                name="tag_score", condition=models.Q(quality_score=None) | models.Q(quality_score__lte=100)
            ),
        ]
        indexes = [
            models.Index(fields=["company_id", "variant", "status", "location"], name="tag_by_item"),
            models.Index(
                fields=["company_id", "location", "variant"], name="tag_here", condition=models.Q(status__in=HERE)
            ),
            models.Index(
                fields=["company_id", "variant", "location"],
                name="tag_withheld",
                condition=models.Q(status__in=WITHHELD),
            ),
            models.Index(fields=["company_id", "-changed_at", "-id"], name="tag_newest"),
            models.Index(
                fields=["company_id", "ref_type", "ref_id"], name="tag_by_document", condition=~models.Q(ref_id="")
            ),
        ]


class TagEvent(CompanyModel):
    """Something that happened to a piece: inserted, never changed, never deleted (the database refuses)."""

    id = models.BigAutoField(primary_key=True)
    tag = models.ForeignKey(Tag, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in TagDeed])
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    from_location = models.ForeignKey(
        Location, null=True, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    to_location = models.ForeignKey(
        Location, null=True, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    from_status = models.CharField(max_length=12, blank=True)
    to_status = models.CharField(max_length=12)
    posting_id = models.UUIDField(null=True)
    ref_type = models.CharField(max_length=30, blank=True)
    ref_id = models.CharField(max_length=100, blank=True)
    by = models.CharField(max_length=200, blank=True)
    score = models.PositiveSmallIntegerField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["company_id", "tag", "-id"], name="tag_event_of_tag"),
            models.Index(
                fields=["company_id", "posting_id"],
                name="tag_event_by_posting",
                condition=~models.Q(posting_id=None),
            ),
        ]


class SightingBatch(CompanyModel):
    """Reads of one moment at one place, and what they said; the same key again says the same."""

    pk = models.CompositePrimaryKey("company_id", "key")
    key = models.CharField(max_length=120)
    location = models.ForeignKey(Location, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    at = models.DateTimeField()
    codes = models.PositiveIntegerField()
    answer = models.JSONField()
    created_at = models.DateTimeField(db_default=Now())
