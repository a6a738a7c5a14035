"""Suppliers as the outside sees them."""

from dataclasses import dataclass
from uuid import UUID

from stockwright.catalog.models import Supplier
from stockwright.kit.actor import Actor


@dataclass(frozen=True)
class SupplierRow:
    """Whom goods are ordered from; lead_days is null where nobody said."""

    id: UUID
    name: str
    email: str
    lead_days: int | None
    payment_terms: str


def suppliers_of(actor: Actor) -> list[SupplierRow]:
    """Every supplier, by name."""
    return [
        SupplierRow(row.pk, row.name, row.email, row.lead_days, row.payment_terms)
        for row in Supplier.objects.of(actor).order_by("name")
    ]
