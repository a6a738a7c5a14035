"""Taking back what somebody said there is: a file with its import, or what came over the API."""

from datetime import datetime
from uuid import UUID

from stockwright.channels.actions.imports import undo_import
from stockwright.channels.models import ImportBatch, ImportState
from stockwright.inventory.actions.statements import undo_statements
from stockwright.inventory.queries.statements import UndoneStock, batch_of_posting, standing, undone_lines
from stockwright.inventory.rules.undo import AlreadyUndone
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed


@deed("inventory.write")
def undo_stock(actor: Actor, *, batch_id: UUID, reason: str = "") -> UndoneStock:
    """Take back a batch of statements: those before it hold again, and where there is none stock is unknown.

    A file's import is undone with it, and with that the costs it told. AlreadyUndone the second time.
    """
    statements = standing(actor, batch_id)
    if ImportBatch.objects.of(actor).filter(pk=batch_id, state=ImportState.DONE).exists():
        undo_import(actor, batch_id=batch_id)
    elif not undo_statements(actor, batch_id=batch_id, reason=reason):
        raise AlreadyUndone
    return UndoneStock(batch_id, statements, undone_lines(actor, batch_id))


@deed("inventory.write")
def undo_stock_posting(actor: Actor, *, posting_id: UUID, now: datetime, reason: str = "") -> None:  # noqa: ARG001
    """The same, found by the posting that the batch made."""
    undo_stock(actor, batch_id=batch_of_posting(actor, posting_id), reason=reason)
