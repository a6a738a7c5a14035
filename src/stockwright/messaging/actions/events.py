"""Announcing what happened, in the transaction in which it happened."""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string
from procrastinate.contrib.django import app

from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.statements import MANY, run, run_prepared, work_in_bulk
from stockwright.kit.wire import to_json
from stockwright.messaging.events import Happening
from stockwright.messaging.queries.wanted import lane, wanted

_NUMBER = """
        (select max(e.sequence) from messaging_event e
            where e.company_id = %(company)s and e.subject = t.subject and e.subject <> '')
"""
_NEWEST = """
    newest as materialized (
        select e.subject, max(e.sequence) as newest from messaging_event e
        join (select distinct subject from t where subject <> '' and sequence is null) s on s.subject = e.subject
        where e.company_id = %(company)s and e.subject <> '' group by e.subject
    ),
    numbered as materialized (select t.*, n.newest from t left join newest n on n.subject = t.subject),
"""

_TOLD = """
    select * from jsonb_to_recordset(%(told)s)
        as t (id uuid, name text, payload jsonb, subject text, sequence bigint)
"""


def announced(source: str, newest: str = "null") -> str:
    """The part of a statement that writes the events of `source` and a delivery for each endpoint that wants one.

    For a deed that runs so often that its own statement announces it; `source` has the columns id, name, payload,
    subject and sequence. Nobody in the wiring may react to such events.
    """
    return f"""
    told as (
        insert into messaging_event (company_id, id, name, payload, person_id, by, subject, sequence)
        select %(company)s, t.id, t.name, t.payload, %(person)s, %(by)s, t.subject,
            case when t.subject = '' then null else coalesce(t.sequence,
                row_number() over (partition by t.subject order by t.id) + coalesce({newest}, 0)) end
        from {source} t
        returning id, name, subject, sequence
    ), delivered as (
        insert into messaging_delivery
            (company_id, id, endpoint_id, event_id, name, lane, sequence, kind, state, due_at)
        select %(company)s, gen_random_uuid(), e.id, told.id, told.name, {lane("told")},
            coalesce(told.sequence, 0), 'live', 'waiting', now()
        from told join messaging_endpoint e
            on e.company_id = %(company)s and e.state in ('active', 'paused') and {wanted("told")}
    )
    """


def _write(prepare: str, source: str, newest: str) -> str:
    return f"with t as materialized ({_TOLD}), {prepare} {announced(source, newest)} select count(*) from told"


_WRITE = _write("", "t", _NUMBER)
_WRITE_MANY = _write(_NEWEST, "numbered", "t.newest")
"""The same for many: the newest numbers are found in one go, whatever the planner knows of a table that grows."""


def emit(actor: Actor, happening: Happening) -> UUID:
    """Write the event row and defer one job for each part that reacts to it; the event's id.

    Both vanish if the surrounding transaction does.
    """
    [event_id] = emit_all(actor, [happening])
    return event_id


def emit_all(actor: Actor, happenings: Sequence[Happening]) -> list[UUID]:
    """The same for many at once, in a fixed number of statements; their ids, in the same order.

    Events of one subject that do not count themselves are numbered on: whoever emits them holds a lock on the
    subject.
    """
    if not happenings:
        return []
    ids = [new_id() for _ in happenings]
    told = [_told(event_id, happening) for event_id, happening in zip(ids, happenings, strict=True)]
    values = {
        "company": actor.company_id,
        "person": actor.person_id,
        "by": actor.label,
        "told": to_json(told),
    }
    if len(told) < MANY:
        run_prepared(_WRITE, values)
    else:
        work_in_bulk(len(told))
        run(_WRITE_MANY, values)
    for event_id, happening in zip(ids, happenings, strict=True):
        _defer_reactions(actor, event_id, happening)
    return ids


def _told(event_id: UUID, happening: Happening) -> dict[str, object]:
    return {
        "id": event_id,
        "name": happening.name,
        "payload": happening,
        "subject": happening.subject,
        "sequence": happening.sequence,
    }


def _defer_reactions(actor: Actor, event_id: UUID, happening: Happening) -> None:
    for handler in reactions_to(happening.name):
        app.configure_task("messaging.react", lock=f"{actor.company_id}:{handler}").defer(
            company_id=str(actor.company_id), event_id=str(event_id), handler=handler
        )


def reactions_to(name: str) -> tuple[str, ...]:
    """The dotted names of the handlers that react to an event."""
    table: dict[str, tuple[str, ...]] = import_string(settings.REACTIONS)
    return table.get(name, ())
