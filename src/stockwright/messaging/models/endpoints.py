"""Who is told about events: receivers of webhooks and the secrets that sign what they get."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel
from stockwright.messaging.rules.endpoints import EndpointState


class Endpoint(CompanyModel):
    """An address that is told about events; `rest_until` is when it is tried again while it fails."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    url = models.CharField(max_length=2000)
    description = models.CharField(max_length=200, blank=True)
    wants = ArrayField(models.CharField(max_length=80))
    wants_since = models.DateTimeField()
    state = models.CharField(
        max_length=10, default="active", choices=[(one.value, one.value) for one in EndpointState]
    )
    disabled_at = models.DateTimeField(null=True)
    disabled_reason = models.CharField(max_length=300, blank=True)
    failing_since = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    rest_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["company_id", "state"], name="endpoint_by_state")]


class SigningSecret(CompanyModel):
    """A secret of an endpoint, sealed; one that was replaced signs along until `retires_at`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE)
    sealed = models.TextField()
    created_at = models.DateTimeField()
    retires_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["company_id", "endpoint"], name="signing_secret_by_endpoint")]
