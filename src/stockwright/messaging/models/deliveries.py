"""What is to be told to whom, and every try to do so."""

from django.db import models
from django.db.models.functions import Now

from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel
from stockwright.messaging.rules.deliveries import DeliveryKind, DeliveryState

_WAITING = models.Q(state=DeliveryState.WAITING.value)


class Delivery(CompanyModel):
    """One event for one endpoint.

    Deliveries of one `lane` (the event's subject; an event without one has a lane of its own) go one after the
    other by `sequence`. `due_at` is the next try; while `leased_until` lies ahead, a courier has it in hand.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    endpoint_id = models.UUIDField()
    event_id = models.UUIDField()
    name = models.CharField(max_length=80)
    lane = models.CharField(max_length=120)
    sequence = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in DeliveryKind])
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in DeliveryState])
    attempts = models.PositiveIntegerField(db_default=0)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    last_status = models.PositiveSmallIntegerField(null=True)
    last_error = models.CharField(max_length=300, db_default="")
    created_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["company_id", "-event_id", "-id"], name="delivery_newest"),
            models.Index(fields=["company_id", "endpoint_id", "due_at"], name="delivery_due", condition=_WAITING),
            models.Index(
                fields=["company_id", "endpoint_id", "lane", "sequence"], name="delivery_lane", condition=_WAITING
            ),
            models.Index(
                fields=["company_id", "endpoint_id", "leased_until"],
                name="delivery_leased",
                condition=_WAITING & models.Q(leased_until__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["company_id", "endpoint_id", "event_id"], name="delivery_once"),
        ]


class Attempt(CompanyModel):
    """One try to deliver, and what came of it; never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    delivery_id = models.UUIDField()
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    milliseconds = models.PositiveIntegerField()
    error = models.CharField(max_length=300, blank=True)
    answer = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["company_id", "delivery_id", "-at"], name="attempt_of_delivery"),
            models.Index(fields=["company_id", "at"], name="attempt_by_age"),
        ]
