"""The new rows of a ledger, batch by batch: none is lost, and a batch stays the same until it is acknowledged.

Ids are given out in order and committed in any order, so “after the last id that I saw” loses rows. A batch ends
at a row before which nothing can appear any more: the newest row is looked up first, then who is writing to the
ledger at this moment. Whoever holds an id up to that row began before; once those writers are gone, what they
wrote is visible, and the rest will never be.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from stockwright.insights.events.exports import DeltaAcknowledged
from stockwright.insights.exports.dataset import Dataset, Narrowed
from stockwright.insights.models import DeltaCursor
from stockwright.insights.rules.exports import NotTheOpenBatch, check_consumer
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.ids import new_id
from stockwright.kit.locking import locked_one
from stockwright.kit.statements import ask, ask_one
from stockwright.messaging.actions.events import emit

_PATIENCE = 40
"""How often writers are looked at again, every twentieth of a second, then their rows wait for the next batch."""

_NEWEST = "select coalesce(max(id), 0) from {ledger} where company_id = %(company)s"

_WRITERS = """
    select distinct virtualtransaction from pg_locks
    where locktype = 'relation' and database = (select oid from pg_database where datname = current_database())
        and relation = %(ledger)s::regclass and mode = 'RowExclusiveLock' and granted and pid is distinct from
        pg_backend_pid()
"""

_ROWS = "select count(*) from {ledger} where company_id = %(company)s and id > %(after)s and id <= %(upto)s"


class Delta(NamedTuple):
    """A batch: its rows have ids above `after` and up to `upto`; without an id there is nothing new.

    `held_back` says that rows were being written and come with a later batch.
    """

    id: UUID | None
    dataset: str
    consumer: str
    after: int
    upto: int
    rows: int
    held_back: bool

    @property
    def narrowed(self) -> Narrowed:
        """The rows of the batch, as an export is told of them."""
        return narrowed_to(self.consumer, self.after, self.upto)


@dataclass(frozen=True)
class _Horizon:
    upto: int
    held_back: bool


@deed("exports.read")
def open_delta(actor: Actor, *, dataset: Dataset, consumer: str, patience: int = _PATIENCE) -> Delta:
    """The batch that `consumer` has to acknowledge next; asked again before that, it is the same one."""
    cursor = _locked_cursor(actor, dataset, check_consumer(consumer))
    if cursor.batch_id is None:
        horizon = _horizon(actor, cursor, dataset, patience)
        if not _rows(actor, dataset, cursor.acked_id, horizon.upto):
            cursor.save()
            return Delta(
                None, dataset.name, cursor.consumer, cursor.acked_id, cursor.acked_id, 0, horizon.held_back
            )
        cursor.batch_id, cursor.batch_upto = new_id(), horizon.upto
        cursor.save()
    return _delta(actor, dataset, cursor)


@deed("exports.read")
def acknowledge_delta(actor: Actor, *, batch_id: UUID, at: datetime) -> DeltaCursor:
    """Say that a batch is safe with its consumer, so that the next one goes on after it. Twice is once."""
    cursors = DeltaCursor.objects.of(actor)
    if known := cursors.filter(acked_batch=batch_id).first():
        return known
    cursor = locked_one(cursors.filter(batch_id=batch_id), what="open batch")
    if cursor.batch_id != batch_id or cursor.batch_upto is None:
        raise NotTheOpenBatch
    before = str(cursor.acked_id)
    cursor.acked_id, cursor.acked_batch, cursor.acked_at = cursor.batch_upto, batch_id, at
    cursor.batch_id = cursor.batch_upto = None
    cursor.save()
    emit(
        actor,
        DeltaAcknowledged(
            batch_id=batch_id,
            dataset=cursor.dataset,
            consumer=cursor.consumer,
            before={"up_to_row": before},
            after={"up_to_row": str(cursor.acked_id)},
        ),
    )
    return cursor


def narrowed_to(consumer: str, after: int, upto: int) -> Narrowed:
    """The rows of a batch; as no row of it can come or go, it is the same file whenever it is written."""
    words = f"rows after {after} up to {upto}, for {consumer}"
    return Narrowed("id > %(after)s and id <= %(upto)s", {"after": after, "upto": upto}, words)


def _horizon(actor: Actor, cursor: DeltaCursor, dataset: Dataset, patience: int) -> _Horizon:
    """The last row before which nothing can appear any more, and whether there may be rows behind it."""
    settled = cursor.acked_id
    for looks in (patience, patience, 0):
        if not _gone(cursor.mark_writers, dataset, looks):
            break
        settled = max(settled, cursor.mark_id)
        [cursor.mark_id] = ask_one(_NEWEST.format(ledger=dataset.ledger), {"company": actor.company_id})
        cursor.mark_writers = sorted(_writers(dataset))
        if not cursor.mark_writers:
            return _Horizon(max(settled, cursor.mark_id), held_back=False)
    return _Horizon(settled, held_back=True)


def _gone(writers: list[str], dataset: Dataset, patience: int) -> bool:
    """Whether all of the writers have ended, after waiting a little for them."""
    while set(writers) & _writers(dataset):
        if patience <= 0:
            return False
        ask("select pg_sleep(0.05)", {})
        patience -= 1
    return True


def _writers(dataset: Dataset) -> set[str]:
    """The transactions that have written to the ledger, or are about to, and have not ended."""
    return {name for (name,) in ask(_WRITERS, {"ledger": dataset.ledger})}


def _rows(actor: Actor, dataset: Dataset, after: int, upto: int) -> int:
    told = {"company": actor.company_id, "after": after, "upto": upto}
    [rows] = ask_one(_ROWS.format(ledger=dataset.ledger), told)
    return int(rows)


def _delta(actor: Actor, dataset: Dataset, cursor: DeltaCursor) -> Delta:
    upto = cursor.batch_upto or cursor.acked_id
    rows = _rows(actor, dataset, cursor.acked_id, upto)
    return Delta(
        cursor.batch_id, dataset.name, cursor.consumer, cursor.acked_id, upto, rows, bool(cursor.mark_writers)
    )


def _locked_cursor(actor: Actor, dataset: Dataset, consumer: str) -> DeltaCursor:
    fresh = DeltaCursor(company_id=actor.company_id, dataset=dataset.name, consumer=consumer)
    DeltaCursor.objects.bulk_create([fresh], ignore_conflicts=True)
    mine = DeltaCursor.objects.of(actor).filter(dataset=dataset.name, consumer=consumer)
    return locked_one(mine, what="delta")
