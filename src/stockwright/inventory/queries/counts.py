"""Counts of stock: what there is of them, and what their lines say."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from stockwright.inventory.models import CountSession, CountSettings
from stockwright.inventory.rules.counts import Tolerance, shows_expected
from stockwright.kit.actor import Actor
from stockwright.kit.paging import Page, decode_cursor, page_of
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import ask, ask_one


@dataclass(frozen=True)
class CountView:
    """A count; what it expects is null for who is not to know it yet."""

    id: UUID
    name: str
    location_id: UUID
    location: str
    scope: str
    category_id: UUID | None
    category: str | None
    abc_class: str
    stock: str
    mode: str
    blind: bool
    tolerance_pieces: Decimal | None
    tolerance_percent: Decimal | None
    tolerance_money: Decimal | None
    state: str
    not_counted: str
    lines: int
    counted: int
    recounts: int | None
    different: int | None
    surplus: Decimal | None
    shortage: Decimal | None
    surplus_value: Decimal | None
    shortage_value: Decimal | None
    started_at: datetime
    closed_at: datetime | None
    by: str
    closed_by: str
    shows_expected: bool


@dataclass(frozen=True)
class CountRow:
    """A count in a list."""

    id: UUID
    name: str
    location_id: UUID
    location: str
    scope: str
    abc_class: str
    state: str
    blind: bool
    lines: int
    counted: int
    different: int | None
    surplus_value: Decimal | None
    shortage_value: Decimal | None
    started_at: datetime
    closed_at: datetime | None
    by: str


@dataclass(frozen=True)
class CountRhythm:
    """After how many days items of each class are due to be counted, and what is tolerated."""

    a_days: int
    b_days: int
    c_days: int
    tolerance_pieces: Decimal | None
    tolerance_percent: Decimal | None
    tolerance_money: Decimal | None

    @property
    def days(self) -> dict[str, int]:
        """The days by class."""
        return {"A": self.a_days, "B": self.b_days, "C": self.c_days}

    @property
    def tolerance(self) -> Tolerance:
        """The limits together."""
        return Tolerance(self.tolerance_pieces, self.tolerance_percent, self.tolerance_money)


_COUNTED = """
    select count(distinct e.variant_id) from inventory_countentry e
    where e.company_id = %(company)s and e.session_id = %(count)s and e.takes_back is null
        and not exists (
            select from inventory_countentry t where t.company_id = %(company)s and t.takes_back = e.id
        )
"""

_RECOUNTS = """
    select count(*) from inventory_countline where company_id = %(company)s and session_id = %(count)s
        and recount <> ''
"""


def count_of(actor: Actor, count_id: UUID) -> CountSession:
    """A count, or NotFound."""
    found = CountSession.objects.of(actor).filter(pk=count_id).select_related("location", "category").first()
    if found is None:
        raise NotFound(what="count")
    return found


def may_see(actor: Actor, session: CountSession) -> bool:
    """Whether the actor may know what the ledger expects in this count."""
    may_approve = actor.may("inventory.approve")
    return shows_expected(blind=session.blind, state=session.state, may_approve=may_approve)


def count_view(actor: Actor, count_id: UUID) -> CountView:
    """A count with how far it is; NotFound for another company's."""
    session = count_of(actor, count_id)
    params = {"company": actor.company_id, "count": session.pk}
    shown = may_see(actor, session)
    return CountView(
        id=session.pk,
        name=session.name,
        location_id=session.location_id,
        location=session.location.name,
        scope=session.scope,
        category_id=session.category_id,
        category=session.category.name if session.category else None,
        abc_class=session.abc_class,
        stock=session.stock,
        mode=session.mode,
        blind=session.blind,
        tolerance_pieces=session.tolerance_pieces,
        tolerance_percent=session.tolerance_percent,
        tolerance_money=session.tolerance_money,
        state=session.state,
        not_counted=session.not_counted,
        lines=session.lines,
        counted=session.counted if session.closed_at else ask_one(_COUNTED, params)[0],
        recounts=ask_one(_RECOUNTS, params)[0],
        different=session.different if shown else None,
        surplus=session.surplus if shown else None,
        shortage=session.shortage if shown else None,
        surplus_value=session.surplus_value if shown else None,
        shortage_value=session.shortage_value if shown else None,
        started_at=session.started_at,
        closed_at=session.closed_at,
        by=session.by,
        closed_by=session.closed_by,
        shows_expected=shown,
    )


def counts_page(
    actor: Actor,
    *,
    state: str | None = None,
    location_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[CountRow]:
    """Counts, the newest first."""
    sessions = CountSession.objects.of(actor).select_related("location").order_by("-started_at", "-pk")
    if state:
        sessions = sessions.filter(state=state)
    if location_id:
        sessions = sessions.filter(location_id=location_id)
    if cursor:
        started_at, pk = decode_cursor(cursor, 2)
        moment = datetime.fromisoformat(started_at)
        sessions = sessions.filter(started_at__lte=moment).exclude(started_at=moment, pk__gte=UUID(pk))
    rows = [_row(actor, session) for session in sessions[: limit + 1]]
    return page_of(rows, limit, key=lambda row: (row.started_at.isoformat(), row.id))


def rhythm_of(actor: Actor) -> CountRhythm:
    """How the company counts; what it never set is as usual."""
    kept = CountSettings.objects.of(actor).first() or CountSettings()
    return CountRhythm(
        kept.a_days,
        kept.b_days,
        kept.c_days,
        kept.tolerance_pieces,
        kept.tolerance_percent,
        kept.tolerance_money,
    )


def last_counted(actor: Actor, location_id: UUID | None = None) -> list[tuple[UUID, UUID, str, datetime | None]]:
    """Each item at each place where it is kept, with the moment of its last finalised count.

    (variant, location, name of the location, moment), for items that are not archived.
    """
    rows = ask(
        """
        select l.variant_id, l.location_id, p.name, c.last_at
        from inventory_level l
        join catalog_variant v on v.company_id = %(company)s and v.id = l.variant_id and v.archived_at is null
        join inventory_location p on p.company_id = %(company)s and p.id = l.location_id
        left join (
            select n.variant_id, s.location_id, max(n.counted_at) as last_at
            from inventory_countsession s
            join inventory_countline n on n.company_id = %(company)s and n.session_id = s.id
            where s.company_id = %(company)s and s.state = 'finalised' and n.counted is not null
            group by n.variant_id, s.location_id
        ) c on c.variant_id = l.variant_id and c.location_id = l.location_id
        where l.company_id = %(company)s and (%(place)s::uuid is null or l.location_id = %(place)s)
        order by p.name, l.variant_id
        """,
        {"company": actor.company_id, "place": location_id},
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def _row(actor: Actor, session: CountSession) -> CountRow:
    shown = may_see(actor, session)
    return CountRow(
        id=session.pk,
        name=session.name,
        location_id=session.location_id,
        location=session.location.name,
        scope=session.scope,
        abc_class=session.abc_class,
        state=session.state,
        blind=session.blind,
        lines=session.lines,
        counted=session.counted,
        different=session.different if shown else None,
        surplus_value=session.surplus_value if shown else None,
        shortage_value=session.shortage_value if shown else None,
        started_at=session.started_at,
        closed_at=session.closed_at,
        by=session.by,
    )
