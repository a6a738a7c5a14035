"""Columns with one meaning everywhere: quantities, money, codes."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class RealField(models.FloatField):  # type: ignore[type-arg]
    """A statistic in single precision: half the room, and more digits than any estimate has."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:  # noqa: ARG002 - Django's signature
        """The column's type in PostgreSQL."""
        return "real"


def quantity(**options: Any) -> "models.DecimalField[Decimal, Decimal]":
    """Pieces (or metres, kilograms ...): exact, to four places."""
    return models.DecimalField(max_digits=18, decimal_places=4, **options)


def money(**options: Any) -> "models.DecimalField[Decimal, Decimal]":
    """An amount in the company's currency: exact, to four places, wide enough for any sum."""
    return models.DecimalField(max_digits=20, decimal_places=4, **options)


def optional_quantity(**options: Any) -> "models.DecimalField[Decimal | None, Decimal | None]":
    """A quantity that may be unknown."""
    return models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True, **options)


def optional_money(**options: Any) -> "models.DecimalField[Decimal | None, Decimal | None]":
    """An amount that may be unknown."""
    return models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True, **options)
