"""Files that were brought in, and the rows of them that could not be read."""

from django.db import models
from django.db.models.functions import Now

from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel


class ImportState(models.TextChoices):
    """Where an import stands."""

    UPLOADED = "uploaded"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    UNDONE = "undone"


class ImportBatch(CompanyModel):
    """One file on its way in: what it is, how it was read, what came of it; undone as a whole."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file_name = models.CharField(max_length=255)
    stored_as = models.CharField(max_length=255)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=20, blank=True)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    rows_read = models.BigIntegerField(default=0)
    rows_imported = models.BigIntegerField(default=0)
    rows_known = models.BigIntegerField(default=0)
    rows_skipped = models.BigIntegerField(default=0)
    rows_rejected = models.BigIntegerField(default=0)
    totals = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=200)
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["company_id", "-created_at"], name="import_newest")]


class RejectedRow(CompanyModel):
    """A row that was left out of an import, with the reason (the first thousand are kept)."""

    pk = models.CompositePrimaryKey("company_id", "batch_id", "line", "column")
    batch_id = models.UUIDField()
    line = models.BigIntegerField()
    column = models.CharField(max_length=100)
    value = models.CharField(max_length=200)
    reason = models.CharField(max_length=300)
    left_out = models.BooleanField(default=True)
