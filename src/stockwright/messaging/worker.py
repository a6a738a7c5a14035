"""The background worker: the same application, with a connection that can wait for jobs."""

import procrastinate
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector


def worker_app() -> procrastinate.App:
    """The queue as a worker sees it; jobs themselves keep using Django's connection."""
    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError("The queue is to be built on Django's connection.")
    return app.with_connector(connector.get_worker_connector())
