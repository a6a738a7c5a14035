"""Own events of the calendar, and the public holidays on which the company sells as on any other day."""

from django.db import models

from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel


class CalendarEvent(CompanyModel):
    """Days on which people sell differently; cancelled, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField()
    yearly = models.BooleanField(default=False)
    repeats_until = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=120)
    told_at = models.DateTimeField()
    told_by = models.CharField(max_length=200)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.CharField(max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "source"], name="calendar_event_source"),
            models.CheckConstraint(
                name="calendar_event_span", condition=models.Q(ends_on__gte=models.F("starts_on"))
            ),
        ]
        indexes = [models.Index(fields=["company_id", "starts_on"], name="calendar_event_by_day")]


class IgnoredHoliday(CompanyModel):
    """A public holiday, by its name, that is a day like any other for the company."""

    pk = models.CompositePrimaryKey("company_id", "name")
    name = models.CharField(max_length=200)
    told_at = models.DateTimeField()
    told_by = models.CharField(max_length=200)
