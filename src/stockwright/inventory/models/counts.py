"""Counting what is there: the count, its items, and what each counter entered."""

from decimal import Decimal

from django.db import models
from django.db.models.functions import Now

from stockwright.catalog.models import Category, Variant
from stockwright.inventory.models.locations import Location
from stockwright.inventory.rules.counts import CountState, Mode, NotCounted, Scope, Stock
from stockwright.kit import columns
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel


class CountSettings(CompanyModel):
    """How often a company counts items of each class, and which differences are counted again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    a_days = models.PositiveSmallIntegerField(default=30)
    b_days = models.PositiveSmallIntegerField(default=90)
    c_days = models.PositiveSmallIntegerField(default=365)
    tolerance_pieces = columns.optional_quantity()
    tolerance_percent = columns.optional_quantity(default=Decimal(5))
    tolerance_money = columns.optional_money()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id"], name="count_settings_once"),
            models.CheckConstraint(
                name="count_cycle_takes_days", condition=models.Q(a_days__gte=1, b_days__gte=1, c_days__gte=1)
            ),
        ]


class CountSession(CompanyModel):
    """A count of one place, from its start to its booking; its id is also that of its posting."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100)
    location = models.ForeignKey(Location, on_delete=models.PROTECT)
    scope = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Scope])
    category = models.ForeignKey(Category, null=True, on_delete=models.SET_NULL)
    abc_class = models.CharField(max_length=1, blank=True)
    stock = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Stock])
    mode = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Mode])
    blind = models.BooleanField()
    tolerance_pieces = columns.optional_quantity()
    tolerance_percent = columns.optional_quantity()
    tolerance_money = columns.optional_money()
    state = models.CharField(max_length=10, choices=[(each.value, each.value) for each in CountState])
    not_counted = models.CharField(
        max_length=4, blank=True, choices=[(each.value, each.value) for each in NotCounted]
    )
    lines = models.PositiveIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)
    different = models.PositiveIntegerField(default=0)
    surplus = columns.quantity(default=0)
    shortage = columns.quantity(default=0)
    surplus_value = columns.money(default=0)
    shortage_value = columns.money(default=0)
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=200, blank=True)
    closed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["company_id", "-started_at", "-id"], name="count_newest")]


class CountLine(CompanyModel):
    """An item of a count: what the ledger knew at the counted moment, and what was found.

    `expected` is what it knew at the start until the line is reviewed; `recount` says why the line is to be
    counted again in its present `round`.
    """

    pk = models.CompositePrimaryKey("company_id", "session_id", "variant_id")
    session = models.ForeignKey(CountSession, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    variant = models.ForeignKey(Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    expected = columns.quantity()
    counted = columns.optional_quantity()
    counted_at = models.DateTimeField(null=True)
    unit_value = columns.money(default=0)
    round = models.PositiveSmallIntegerField(db_default=1, default=1)
    recount = models.CharField(max_length=10, blank=True)
    accepted = models.BooleanField(db_default=False, default=False)
    moved = models.BooleanField(db_default=False, default=False)
    added = models.BooleanField(db_default=False, default=False)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="count_not_below_zero", condition=models.Q(counted=None) | models.Q(counted__gte=0)
            )
        ]


class CountEntry(CompanyModel):
    """What a counter entered, or took back; written once, and known by the key its device gave it."""

    id = models.BigAutoField(primary_key=True)
    session = models.ForeignKey(CountSession, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    variant = models.ForeignKey(Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    round = models.PositiveSmallIntegerField()
    quantity = columns.quantity()
    client_key = models.CharField(max_length=64)
    takes_back = models.BigIntegerField(null=True)
    counted_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    code = models.CharField(max_length=100, blank=True)
    by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "session", "client_key"], name="count_entry_once"),
            models.UniqueConstraint(
                fields=["company_id", "takes_back"],
                name="count_entry_taken_back_once",
                condition=~models.Q(takes_back=None),
            ),
            models.CheckConstraint(
                name="count_entry_sign",
                condition=models.Q(takes_back=None, quantity__gte=0)
                | (~models.Q(takes_back=None) & models.Q(quantity__lte=0)),
            ),
        ]
        indexes = [models.Index(fields=["company_id", "session", "variant", "round"], name="count_entry_by_line")]
