"""Row locks in one order, so that two deeds can never wait for each other in a circle."""

from typing import TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def locked(rows: "models.QuerySet[Row]") -> list[Row]:
    """The rows, locked for update until the transaction ends, taken in primary-key order."""
    return list(rows.order_by("pk").select_for_update(of=("self",)))
