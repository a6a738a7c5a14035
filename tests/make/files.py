"""Files to bring in."""

from datetime import date, timedelta
from uuid import UUID

from stockwright.channels.actions.imports import prepare_import, run_import
from stockwright.channels.actions.uploads import upload_file
from stockwright.channels.models import ImportBatch
from stockwright.channels.queries.imports import preview
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope

TODAY = date(2026, 3, 2)


def sales_csv(days: int = 90, skus: int = 5, *, until: date = date(2026, 3, 1)) -> bytes:
    """A plain sales file: every SKU sells a few pieces on most days."""
    lines = ["date,order,sku,name,quantity,price"]
    for back in range(days, 0, -1):
        day = until - timedelta(days=back - 1)
        for number in range(skus):
            pieces = (back * (number + 3)) % 5
            if pieces:
                lines.append(f"{day},{back}-{number},SKU-{number},Item {number},{pieces},{number + 1}.50")
    return "\n".join(lines).encode()


def uploaded(actor: Actor, text: bytes, name: str = "sales.csv") -> ImportBatch:
    """The file, kept for an import."""
    return upload_file(actor, name=name, chunks=[text])


def brought_in(actor: Actor, text: bytes, name: str = "sales.csv", *, today: date = TODAY) -> ImportBatch:
    """The file, imported by its guess."""
    batch = uploaded(actor, text, name)
    prepared(actor, batch.pk, today=today)
    return run_import(actor, batch_id=batch.pk, today=today)


def prepared(actor: Actor, batch_id: UUID, *, today: date = TODAY) -> None:
    """Accept the guess."""
    with scope(actor.company_id):
        batch = ImportBatch.objects.of(actor).get(pk=batch_id)
        mapping = preview(actor, batch, today=today).mapping
    prepare_import(actor, batch_id=batch_id, mapping=mapping)
