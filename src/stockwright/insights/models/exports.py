"""Which files were taken away, and how far each consumer of deltas is."""

from django.db import models
from django.db.models.functions import Now

from stockwright.insights.rules.exports import Format
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel


class ExportRun(CompanyModel):
    """A file that was written to its end, with the facts that went along."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dataset = models.CharField(max_length=40)
    file_format = models.CharField(max_length=10, choices=[(form.value, form.value) for form in Format])
    rows = models.BigIntegerField()
    manifest = models.JSONField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["company_id", "-at", "-id"], name="export_newest"),
            models.Index(fields=["company_id", "dataset", "-at"], name="export_of_dataset"),
        ]


class DeltaCursor(CompanyModel):
    """How far a consumer is in a ledger: rows up to `acked_id` are theirs, up to `batch_upto` they are offered.

    `mark_id` was the newest row when `mark_writers` were still writing: once these are gone, no row up to it
    can appear any more.
    """

    pk = models.CompositePrimaryKey("company_id", "dataset", "consumer")
    dataset = models.CharField(max_length=40)
    consumer = models.CharField(max_length=60)
    acked_id = models.BigIntegerField(default=0)
    acked_batch = models.UUIDField(null=True)
    acked_at = models.DateTimeField(null=True)
    batch_id = models.UUIDField(null=True)
    batch_upto = models.BigIntegerField(null=True)
    mark_id = models.BigIntegerField(default=0)
    mark_writers = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_batch_goes_forward",
                condition=models.Q(batch_upto=None) | models.Q(batch_upto__gt=models.F("acked_id")),
            )
        ]
