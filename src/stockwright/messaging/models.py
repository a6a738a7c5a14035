"""Event rows, what reacted to them, the nightly steps and the answers kept for repeated requests."""

from django.db import models
from django.db.models.functions import Now

from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel


class Event(CompanyModel):
    """Something that happened, written in the transaction in which it happened; also the audit trail."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    payload = models.JSONField()
    person_id = models.UUIDField(null=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField(db_default=Now())
    subject = models.CharField(max_length=120, blank=True, default="")
    sequence = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["company_id", "-at", "-id"], name="event_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "subject", "sequence"],
                name="event_number",
                condition=~models.Q(subject=""),
            )
        ]


class Reaction(CompanyModel):
    """One handler has dealt with one event; the key makes a second try harmless."""

    pk = models.CompositePrimaryKey("company_id", "event_id", "handler")
    event_id = models.UUIDField()
    handler = models.CharField(max_length=200)
    at = models.DateTimeField(db_default=Now())


class StepState(models.TextChoices):
    """Where a nightly step stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class NightStep(CompanyModel):
    """One step of one company's night: when it ran, how it ended and why."""

    pk = models.CompositePrimaryKey("company_id", "due_on", "step")
    due_on = models.DateField()
    step = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=StepState, default=StepState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)


class KeptAnswer(CompanyModel):
    """The answer to a write that carried an Idempotency-Key, so that a repeat gets it again."""

    pk = models.CompositePrimaryKey("company_id", "key")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.BinaryField(null=True)
    at = models.DateTimeField(db_default=Now())
