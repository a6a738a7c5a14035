"""What the forecast learnt, version by version."""

from django.db import models
from django.db.models.functions import Now

from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel


class WhyTrained(models.TextChoices):
    """What a version was learnt for."""

    FIRST = "first"
    WEEKLY = "weekly"
    DEGRADED = "degraded"
    CHANGED = "changed"
    ASKED = "asked"
    ADOPTED = "adopted"


class ModelVersion(CompanyModel):
    """What was learnt from the sales up to `as_of`, and what it proved to be worth.

    `number` counts a company's versions from 1. `fingerprint` tells one set of data and settings from another.
    `skill` holds, by demand class, the weight of each family and its loss on days it had not seen; `accuracy` the
    back-test. `content` is what `engine.demand.training.Trained` tells as bytes, `digest` its SHA-256. One version
    is `current`; while it is `held` no other takes its place by itself.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveIntegerField()
    why = models.CharField(max_length=10, choices=WhyTrained)
    as_of = models.DateField()
    series = models.PositiveIntegerField()
    selling_days = models.PositiveBigIntegerField()
    engine = models.CharField(max_length=40)
    settings = models.JSONField()
    fingerprint = models.CharField(max_length=16)
    skill = models.JSONField(default=dict)
    accuracy = models.JSONField(default=dict)
    seconds = models.FloatField()
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    current = models.BooleanField(default=False)
    held = models.BooleanField(default=False)
    trained_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "number"], name="model_version_number"),
            models.UniqueConstraint(
                fields=["company_id"], condition=models.Q(current=True), name="model_version_current"
            ),
            models.CheckConstraint(
                condition=models.Q(held=False) | models.Q(current=True), name="model_version_held_is_current"
            ),
        ]
