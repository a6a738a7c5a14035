"""What of an item can be promised now, and from which day on there will be more."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from stockwright.inventory.models import Location
from stockwright.inventory.queries.withheld import KEPT
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import ask_prepared

# Every level is found by its key. What is promised of a place that does not sell is nobody else's to promise.
_AVAILABLE = """
    with wanted as (
        select w.variant_id, w.turn from unnest(%(variants)s::uuid[]) with ordinality as w (variant_id, turn)
    ), kept as materialized (
        select variant_id, location_id, sum(pieces) as pieces
        from (select distinct variant_id from wanted) w cross join lateral ({kept}) k group by 1, 2
    ), levels as materialized (
        select w.turn, w.variant_id, l.location_id, l.on_hand, l.reserved, l.inbound,
            l.stated_at is not null as known,
            case when l.location_id = any(array({offering}))
                then greatest(l.on_hand - l.reserved - l.outbound - coalesce(k.pieces, 0), 0) else 0 end as free
        from wanted w
        cross join lateral (
            select * from inventory_level l
            where l.company_id = %(company)s and l.variant_id = w.variant_id
                and (%(place)s::uuid is null or l.location_id = %(place)s::uuid)
            offset 0
        ) l
        left join kept k on k.variant_id = w.variant_id and k.location_id = l.location_id
    ), stock as ({stock}), rules as materialized (
        select max(buffer) filter (where variant_id is null) as buffer,
            max(floor) filter (where variant_id is null) as floor, count(variant_id) > 0 as of_items
        from inventory_channelrule where company_id = %(company)s and channel = %(channel)s
    ), offered as materialized (
        select s.*, case when t.left_over >= t.floor then t.left_over else 0 end as available
        from stock s
        left join lateral (
            select i.buffer, i.floor from inventory_channelrule i
            where (select of_items from rules) and i.company_id = %(company)s and i.channel = %(channel)s
                and i.variant_id = s.variant_id
            offset 0
        ) i on true
        cross join lateral (
            select greatest(s.free - coalesce(i.buffer, (select buffer from rules), 0), 0) as left_over,
                coalesce(i.floor, (select floor from rules), 0) as floor
        ) t
    )
    select o.variant_id, o.location_id as store_id, o.on_hand, o.reserved, o.available, o.inbound as in_transit,
        case when o.available >= %(quantity)s then %(today)s::date else (
            select due_on from (
                select e.due_on, sum(e.quantity) over (order by e.due_on, e.source) + o.available as reached
                from inventory_expectedmove e
                where e.company_id = %(company)s and e.variant_id = o.variant_id and e.direction = 'in'
                    and e.due_on is not null and e.location_id = any(array({offering}))
                    and (o.location_id is null or e.location_id = o.location_id)
            ) arriving
            where reached >= %(quantity)s order by due_on limit 1
        ) end as atp_on, o.known
    from offered o
    order by o.turn, o.location_id
""".replace("{kept}", KEPT).replace(
    "{offering}",
    """
    select p.id from inventory_location p where p.company_id = %(company)s
        and (p.sells or p.id = %(place)s::uuid) and (%(place)s::uuid is null or p.id = %(place)s::uuid)
    """,
)

_APART = _AVAILABLE.replace("{stock}", "select * from levels")
_TOGETHER = _AVAILABLE.replace(
    "{stock}",
    """
    select turn, variant_id, null::uuid as location_id, sum(on_hand) as on_hand, sum(reserved) as reserved,
        sum(inbound) as inbound, sum(free) as free, bool_or(known) as known
    from levels group by turn, variant_id
    """,
)


class Availability(NamedTuple):
    """Pieces of an item at one place, or (`store_id` null) at all of them together.

    `available` is what a channel may sell: neither promised nor planned to leave, spoilt, blocked or in service,
    and its buffer kept back.
    `atp_on` is the day from which the wanted quantity can be promised; null where nothing expected suffices.
    """

    variant_id: UUID
    store_id: UUID | None
    on_hand: Decimal
    reserved: Decimal
    available: Decimal
    in_transit: Decimal
    atp_on: date | None
    known: bool


# A row becomes text where it is found: five thousand rows are told in half the time.
_TEXTS = ", ".join(
    f"'{name}', trim_scale({name})::text" if kind is Decimal else f"'{name}', {name}"
    for name, kind in Availability.__annotations__.items()
)
_AS_JSON = f"select coalesce(json_agg(json_build_object({_TEXTS})), '[]')::text from ({{rows}}) told"
_APART_AS_JSON = _AS_JSON.format(rows=_APART)
_TOGETHER_AS_JSON = _AS_JSON.format(rows=_TOGETHER)


def availability_of_many(
    actor: Actor,
    variant_ids: Sequence[UUID],
    *,
    today: date,
    location_id: UUID | None = None,
    channel: str = "",
    quantity: Decimal = Decimal(1),
    apart: bool = False,
) -> list[Availability]:
    """What there is of each item that has a level, in the order asked for; `apart` tells each place by itself.

    Items nobody ever had stock of are left out, like those of another company.
    """
    asked = _asked(actor, variant_ids, today, location_id, channel, quantity)
    return list(map(Availability._make, ask_prepared(_APART if apart else _TOGETHER, asked)))


def availability_as_json(
    actor: Actor,
    variant_ids: Sequence[UUID],
    *,
    today: date,
    location_id: UUID | None = None,
    channel: str = "",
    quantity: Decimal = Decimal(1),
    apart: bool = False,
) -> str:
    """The same as a JSON list of objects whose amounts are texts, for programs that ask for thousands."""
    asked = _asked(actor, variant_ids, today, location_id, channel, quantity)
    [(told,)] = ask_prepared(_APART_AS_JSON if apart else _TOGETHER_AS_JSON, asked)
    return str(told)


def _asked(
    actor: Actor,
    variant_ids: Sequence[UUID],
    today: date,
    location_id: UUID | None,
    channel: str,
    quantity: Decimal,
) -> dict[str, object]:
    if location_id and not Location.objects.of(actor).filter(pk=location_id).exists():
        raise NotFound(what="location")
    return {
        "company": actor.company_id,
        "variants": list(variant_ids),
        "place": location_id,
        "channel": channel,
        "quantity": quantity,
        "today": today,
    }
