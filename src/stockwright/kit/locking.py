"""Row locks in one order, so that two deeds can never wait for each other in a circle."""

from typing import TypeVar

from django.db import models

from stockwright.kit.problems import NotFound

Row = TypeVar("Row", bound=models.Model)


def locked(rows: "models.QuerySet[Row]") -> list[Row]:
    """The rows, locked for update until the transaction ends, taken in primary-key order."""
    return list(rows.order_by("pk").select_for_update(of=("self",)))


def locked_one(rows: "models.QuerySet[Row]", *, what: str) -> Row:
    """The one row, locked; NotFound of `what` where there is none, or it is another company's."""
    found = locked(rows)
    if not found:
        raise NotFound(what=what)
    return found[0]
