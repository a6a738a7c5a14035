"""What can be promised: not what others were, not what a channel keeps back, and from which day on."""

import json
from datetime import date
from decimal import Decimal
from uuid import UUID

import polars as pl
import pytest
from tests.inventory.test_undo import main
from tests.make.goods import day, item, rows_of, sold, stated
from tests.make.goods import lines as sale_lines
from tests.make.people import owner

from stockwright.inventory.actions.expected import Expected, set_expected
from stockwright.inventory.actions.fulfilment import commit_reservation
from stockwright.inventory.actions.locations import add_location
from stockwright.inventory.actions.reservations import Wish, reserve_stock
from stockwright.inventory.models import ChannelRule
from stockwright.inventory.queries.availability import Availability, availability_as_json, availability_of_many
from stockwright.inventory.rules.reservations import InsufficientStock
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.money import plain
from stockwright.kit.problems import NotFound
from stockwright.kit.tenancy import scope
from stockwright.kit.wire import to_json

TODAY = date(2026, 1, 6)


def available(actor: Actor, variant: UUID, *, channel: str = "", quantity: int = 1) -> Availability:
    with scope(actor.company_id):
        [told] = availability_of_many(actor, [variant], today=TODAY, channel=channel, quantity=Decimal(quantity))
    return told


def reserve(actor: Actor, variant: UUID, pieces: int, **terms: str) -> UUID:
    wish = Wish(variant, Decimal(pieces))
    source = terms.pop("source", str(new_id()))
    return reserve_stock(actor, lines=[wish], source=source, now=day(5), **terms).reservation_id  # type: ignore[arg-type]


def rule(actor: Actor, *, buffer: int = 0, floor: int = 0, variant: UUID | None = None) -> None:
    with scope(actor.company_id):
        ChannelRule.objects.create(
            company_id=actor.company_id,
            channel="web",
            variant_id=variant,
            buffer=Decimal(buffer),
            floor=Decimal(floor),
        )


def test_what_is_promised_is_not_available() -> None:
    alice = owner()
    shirt = item(alice)
    stated(alice, 10)
    reserve(alice, shirt, 3)
    told = available(alice, shirt)
    assert [told.on_hand, told.reserved, told.available, told.atp_on] == [10, 3, 7, TODAY]


def test_a_channel_sees_less_and_is_promised_no_more_than_it_sees() -> None:
    alice = owner()
    shirt, hat = item(alice), item(alice, "hat")
    stated(alice, 10)
    stated(alice, 10, sku="hat")
    rule(alice, buffer=3, floor=5)
    rule(alice, buffer=9, floor=5, variant=hat)
    assert available(alice, shirt).available == 10
    assert available(alice, shirt, channel="web").available == 7
    assert available(alice, hat, channel="web").available == 0
    with pytest.raises(InsufficientStock):
        reserve(alice, shirt, 8, channel="web")
    reserve(alice, shirt, 3, channel="web")
    assert available(alice, shirt, channel="web").available == 0


def test_what_arrives_can_be_promised_from_its_day_on() -> None:
    alice = owner()
    shirt = item(alice)
    stated(alice, 2)
    with scope(alice.company_id):
        place = main(alice)
        set_expected(
            alice,
            [
                Expected("late", "in", shirt, place, Decimal(5), date(2026, 2, 1)),
                Expected("soon", "in", shirt, place, Decimal(1), date(2026, 1, 20)),
            ],
        )
    told = available(alice, shirt, quantity=4)
    assert [told.available, told.in_transit, told.atp_on] == [2, 6, date(2026, 2, 1)]
    assert available(alice, shirt, quantity=3).atp_on == date(2026, 1, 20)
    assert available(alice, shirt, quantity=9).atp_on is None
    with scope(alice.company_id):
        set_expected(alice, [Expected("late", "in", shirt, place, Decimal(0))])
    assert rows_of(alice, "select inbound from inventory_level") == [(1,)]


def test_another_companys_item_and_place_are_not_there() -> None:
    alice, mallory = owner(), owner()
    shirt = item(alice)
    stated(alice, 2)
    attic = add_location(mallory, name="Attic").pk
    with scope(mallory.company_id):
        assert availability_of_many(mallory, [shirt], today=TODAY) == []
    with scope(alice.company_id), pytest.raises(NotFound):
        availability_of_many(alice, [shirt], today=TODAY, location_id=attic)


def test_an_order_that_went_out_by_its_reservation_is_not_taken_off_again_by_its_sale() -> None:
    alice = owner()
    shirt = item(alice)
    stated(alice, 10)
    held = reserve(alice, shirt, 3, channel="shop", ref_id="A-17")
    commit_reservation(alice, reservation_id=held, now=day(5))
    told = sale_lines(("shirt", 5.5, 3)).with_columns(order=pl.lit("A-17"))
    assert sold(alice, told).added == 1
    assert available(alice, shirt).on_hand == 7


@pytest.mark.parametrize("apart", [False, True])
def test_programs_are_told_the_same_as_text(*, apart: bool) -> None:
    alice = owner()
    shirt, scarf = item(alice), item(alice, "SCARF")
    stated(alice, 10)
    reserve(alice, shirt, 3)
    with scope(alice.company_id):
        wanted = {"today": TODAY, "quantity": Decimal(8), "apart": apart}
        rows = availability_of_many(alice, [shirt, scarf], **wanted)  # type: ignore[arg-type]
        told = json.loads(availability_as_json(alice, [shirt, scarf], **wanted))  # type: ignore[arg-type]
    assert len(rows) == len(told) == 1
    assert [json.loads(to_json(row)) | plainly(row) for row in rows] == told


def plainly(row: Availability) -> dict[str, str]:
    return {name: plain(value) for name, value in row._asdict().items() if isinstance(value, Decimal)}
