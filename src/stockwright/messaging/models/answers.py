"""The answers kept for repeated requests."""

from django.db import models
from django.db.models.functions import Now

from stockwright.kit.tenancy import CompanyModel


class KeptAnswer(CompanyModel):
    """The answer to a write that carried an Idempotency-Key, so that a repeat gets it again."""

    pk = models.CompositePrimaryKey("company_id", "key")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.BinaryField(null=True)
    at = models.DateTimeField(db_default=Now())
