"""What is promised to whom, until when, and what each channel may see of the stock."""

from django.db import models
from django.db.models.functions import Now

from stockwright.catalog.models import Variant
from stockwright.inventory.models.locations import Location
from stockwright.inventory.rules.reservations import ReservationState
from stockwright.kit import columns
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel


class Reservation(CompanyModel):
    """A promise of stock to one order, cart or other source; it holds until it is committed or released."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.CharField(max_length=120)
    ref_type = models.CharField(max_length=30, blank=True)
    ref_id = models.CharField(max_length=100, blank=True)
    channel = models.CharField(max_length=50, blank=True)
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in ReservationState])
    fingerprint = models.CharField(max_length=64)
    reason = models.CharField(max_length=200, blank=True)
    expires_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "source"], name="reservation_source")]
        indexes = [
            models.Index(fields=["company_id", "-created_at", "-id"], name="reservation_newest"),
            models.Index(
                fields=["expires_at", "company_id"],
                name="reservation_to_expire",
                condition=models.Q(state=ReservationState.HELD),
            ),
            models.Index(
                fields=["company_id", "channel", "ref_id"],
                name="reservation_by_order",
                condition=~models.Q(ref_id=""),
            ),
        ]


class Hold(CompanyModel):
    """One item at one place within a reservation: asked for, and what became of it.

    `held` is still promised; `asked` = held + committed + released. `backordered` of it was promised although
    it was not there.
    """

    pk = models.CompositePrimaryKey("company_id", "reservation_id", "number")
    reservation = models.ForeignKey(
        Reservation, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="holds"
    )
    number = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    variant = models.ForeignKey(Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    location = models.ForeignKey(Location, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    asked = columns.quantity()
    backordered = columns.quantity(db_default=0, default=0)
    held = columns.quantity()
    committed = columns.quantity(db_default=0, default=0)
    released = columns.quantity(db_default=0, default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hold_adds_up",
                condition=models.Q(
                    asked__gt=0,
                    held__gte=0,
                    committed__gte=0,
                    released__gte=0,
                    asked=models.F("held") + models.F("committed") + models.F("released"),
                ),
            )
        ]
        indexes = [
            models.Index(
                fields=["company_id", "variant", "location"],
                name="hold_open_by_item",
                condition=models.Q(held__gt=0),
            )
        ]


class ChannelRule(CompanyModel):
    """What a channel may sell of the stock, of every item or (with a variant) of one.

    `buffer` pieces are kept back, and where fewer than `floor` remain after that the channel sees none.
    A reservation of the channel holds for `hold_minutes` (null: until somebody ends it).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    channel = models.CharField(max_length=50)
    variant = models.ForeignKey(Variant, null=True, on_delete=models.CASCADE)
    buffer = columns.quantity(default=0)
    floor = columns.quantity(default=0)
    hold_minutes = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "channel", "variant"], name="channel_rule_once", nulls_distinct=False
            ),
            models.CheckConstraint(name="channel_rule_amounts", condition=models.Q(buffer__gte=0, floor__gte=0)),
        ]
