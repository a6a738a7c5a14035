"""The nightly steps of each company."""

from django.db import models

from stockwright.kit.tenancy import CompanyModel


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
