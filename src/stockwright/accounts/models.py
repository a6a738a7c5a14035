"""Companies, people, what a person may do in a company, and API tokens."""

from decimal import Decimal

from django.db import models
from django.db.models.functions import Now

from stockwright.accounts.rules import POLICIES, ROLES, VALUATIONS
from stockwright.kit import columns
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel


class Company(models.Model):
    """The tenant: one business with its place, its money and how it wants to order."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    subscription_tier = models.CharField(max_length=20, default="free")
    time_zone = models.CharField(max_length=60, default="UTC")
    currency = models.CharField(max_length=3, default="EUR")
    locale = models.CharField(max_length=10, default="en")
    holidays_of = models.CharField(max_length=2, blank=True)
    policy = models.CharField(max_length=20, default="position", choices=[(p, p) for p in POLICIES])
    service_level = models.DecimalField(max_digits=4, decimal_places=3, default=Decimal("0.950"))
    review_days = models.PositiveSmallIntegerField(default=7)
    safety_days = models.PositiveSmallIntegerField(default=5)
    lead_days = models.PositiveSmallIntegerField(default=14)
    threshold_days = models.PositiveSmallIntegerField(default=10)
    spike_factor = models.DecimalField(max_digits=4, decimal_places=1, default=Decimal("2.0"))
    confidence_floor = models.DecimalField(max_digits=3, decimal_places=2, default=Decimal("0.70"))
    confidence_within = models.DecimalField(max_digits=3, decimal_places=2, default=Decimal("0.30"))
    extra_cover_days = models.PositiveSmallIntegerField(default=30)
    assume_no_stock = models.BooleanField(default=False)
    allow_backorders = models.BooleanField(default=False)
    valuation = models.CharField(max_length=10, default="average", choices=[(v, v) for v in VALUATIONS])
    closed_through = models.DateField(null=True, blank=True)
    approval_limit = columns.optional_money()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="service_level_is_a_share",
                condition=models.Q(service_level__gt=0, service_level__lt=1),
            ),
            models.CheckConstraint(name="review_takes_a_day", condition=models.Q(review_days__gte=1)),
        ]


class Person(models.Model):
    """Somebody who can log in; belongs to companies by memberships."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    password = models.CharField(max_length=200)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="email_in_lower_case",
                condition=models.Q(email=models.functions.Lower("email")),
            )
        ]


class Membership(CompanyModel):
    """A person's role in a company."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    role = models.CharField(max_length=20, choices=[(role, role) for role in ROLES])
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "person"], name="one_membership_each")]


class ApiToken(CompanyModel):
    """A key for programs; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=20, choices=[(role, role) for role in ROLES])
    hash = models.CharField(max_length=64)
    hint = models.CharField(max_length=8)
    created_at = models.DateTimeField(db_default=Now())
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["company_id", "hash"], name="token_by_hash")]
