"""Asking for work to be done later, once for any number of reasons."""

from django.db import transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app

from stockwright.kit.actor import Actor


def defer_once(task: str, actor: Actor) -> None:
    """Defer a company's task unless it waits already; a company's heavy tasks run one after the other."""
    company = str(actor.company_id)
    job = app.configure_task(task, lock=f"night:{company}", queueing_lock=f"{task}:{company}")
    try:
        with transaction.atomic():
            job.defer(company_id=company)
    except exceptions.AlreadyEnqueued:
        return
