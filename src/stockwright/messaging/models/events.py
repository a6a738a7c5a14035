"""Event rows and what reacted to them."""

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
