"""Kits are put together and taken apart: all or nothing, and worth what they are made of."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.make.goods import day, events_of, item, rows_of
from tests.make.people import owner, people
from tests.make.places import came, differences, layers_worth, levels, place, reserved, stock, values, worth
from tests.make.threads import together

from stockwright.accounts.actions.companies import change_company
from stockwright.inventory.actions.kits import assemble_kits, set_components, take_apart_kits, undo_kit_build
from stockwright.inventory.actions.undo import undo_posting
from stockwright.inventory.models import KitBuild
from stockwright.inventory.queries.kits import builds_page, could_build, kit_of, kits_page
from stockwright.inventory.rules.kits import (
    BuildOfAnother,
    BuildUndone,
    InvalidKit,
    KitInItself,
    NotAKit,
    split_value,
)
from stockwright.inventory.rules.ledger import NotEnoughStock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotAllowed, NotFound, Problem
from stockwright.kit.tenancy import scope

LAYERS = "select variant_id, quantity_left, value_left from inventory_layer where quantity_left > 0 order by id"


@dataclass(frozen=True)
class Bench:
    """A gift box takes one cup and three teas; there are four cups and ten teas."""

    actor: Actor
    box: UUID
    cup: UUID
    tea: UUID
    where: UUID

    def assemble(self, pieces: float, source: str = "") -> KitBuild:
        return assemble_kits(
            self.actor,
            kit_id=self.box,
            location_id=self.where,
            quantity=Decimal(str(pieces)),
            now=day(3),
            source=source,
        )

    def take_apart(self, pieces: float) -> KitBuild:
        return take_apart_kits(
            self.actor, kit_id=self.box, location_id=self.where, quantity=Decimal(str(pieces)), now=day(4)
        )

    def counts(self) -> tuple[Any, ...]:
        return tuple(stock(self.actor, one, self.where) for one in (self.box, self.cup, self.tea))


def bench(cups: float = 4, teas: float = 10) -> Bench:
    actor = owner()
    box, cup, tea = (item(actor, sku) for sku in ("box", "cup", "tea"))
    where = place(actor, "Workshop")
    set_components(actor, kit_id=box, components=[(cup, Decimal(1)), (tea, Decimal(3))])
    came(actor, cup, where, cups, "2.5051")
    came(actor, tea, where, teas / 2, "0.3333")
    came(actor, tea, where, teas / 2, "0.7071", at=2)
    return Bench(actor, box, cup, tea, where)


def test_components_become_kits_and_keep_their_value() -> None:
    at = bench()
    before = worth(at.actor)
    at.assemble(2)
    assert at.counts() == (2, 2, 4)
    assert worth(at.actor) == before
    assert layers_worth(at.actor) == before[1]
    [(postings, kinds)] = rows_of(
        at.actor,
        "select count(distinct posting_id), count(distinct kind) from inventory_movement where ref_type = 'kit'",
    )
    assert (postings, kinds) == (1, 1)


def test_kits_become_components_and_keep_their_value() -> None:
    at = bench()
    before = worth(at.actor)
    at.assemble(3)
    at.take_apart(2)
    assert at.counts() == (1, 3, 7)
    assert worth(at.actor) == before
    assert layers_worth(at.actor) == before[1]


def test_more_than_there_are_components_for_is_refused_whole() -> None:
    at = bench()
    before = levels(at.actor)
    for deed in (at.assemble, at.take_apart):
        with pytest.raises(NotEnoughStock):
            deed(4)
        assert levels(at.actor) == before
    reserved(at.actor, at.cup, at.where, 3)
    with pytest.raises(NotEnoughStock, match="Only 1 of “cup”"):
        at.assemble(2)
    change_company(at.actor, allow_backorders=True)
    at.assemble(4)
    assert at.counts() == (4, 0, -2)


def test_the_same_source_is_done_once() -> None:
    at = bench()
    assert at.assemble(2, "order 7").pk == at.assemble(2, "order 7").pk
    assert at.counts() == (2, 2, 4)
    with pytest.raises(BuildOfAnother):
        at.assemble(1, "order 7")
    assert together(*[lambda: at.assemble(1, "order 8").quantity] * 4) == [1] * 4
    assert at.counts() == (3, 1, 1)


def test_the_last_components_go_into_one_kit() -> None:
    at = bench(cups=3, teas=9)

    def tried() -> str:
        try:
            at.assemble(2)
        except Problem as problem:
            return problem.code
        return "done"

    assert sorted(together(tried, tried, tried)) == ["done", "not_enough_stock", "not_enough_stock"]
    assert at.counts() == (2, 1, 3)


@pytest.mark.parametrize("by_posting", [True, False])
@pytest.mark.parametrize("word", ["assemble", "take_apart"])
def test_undone_is_as_before(word: str, by_posting: bool) -> None:
    at = bench()
    at.assemble(2)
    before = levels(at.actor), rows_of(at.actor, LAYERS)
    build: KitBuild = getattr(at, word)(1)
    assert (levels(at.actor), rows_of(at.actor, LAYERS)) != before
    if by_posting:
        undo_posting(at.actor, posting_id=build.posting_id, now=day(9))
    else:
        undo_kit_build(at.actor, build_id=build.pk, now=day(9))
    assert (levels(at.actor), rows_of(at.actor, LAYERS)) == before
    with pytest.raises(BuildUndone):
        undo_kit_build(at.actor, build_id=build.pk, now=day(9))
    assert (levels(at.actor), rows_of(at.actor, LAYERS)) == before


def test_a_kit_never_holds_itself() -> None:
    actor = owner()
    a, b, c = (item(actor, sku) for sku in "abc")
    set_components(actor, kit_id=a, components=[(b, Decimal(1))])
    set_components(actor, kit_id=b, components=[(c, Decimal(1))])
    with pytest.raises(KitInItself):
        set_components(actor, kit_id=c, components=[(a, Decimal(1))])
    with pytest.raises(InvalidKit):
        set_components(actor, kit_id=c, components=[(c, Decimal(1))])
    with pytest.raises(InvalidKit):
        set_components(actor, kit_id=c, components=[(a, Decimal(0))])
    with scope(actor.company_id):
        assert kit_of(actor, c).components == ()


def test_two_halves_of_a_circle_are_not_drawn_at_once() -> None:
    actor = owner()
    a, b = item(actor, "a"), item(actor, "b")

    def tried(kit: UUID, part: UUID) -> str:
        try:
            set_components(actor, kit_id=kit, components=[(part, Decimal(1))])
        except Problem as problem:
            return problem.code
        return "done"

    assert sorted(together(lambda: tried(a, b), lambda: tried(b, a))) == ["done", "kit_in_itself"]


def test_components_are_set_once_and_taken_away() -> None:
    at = bench()
    before = events_of(at.actor).count("inventory.kit_changed")
    set_components(at.actor, kit_id=at.box, components=[(at.tea, Decimal(3)), (at.cup, Decimal(1))])
    assert events_of(at.actor).count("inventory.kit_changed") == before
    set_components(at.actor, kit_id=at.box, components=[])
    with pytest.raises(NotAKit):
        at.assemble(1)
    with pytest.raises(InvalidKit):
        set_components(at.actor, kit_id=at.box, components=[(at.tea, Decimal(3))] * 2)


@pytest.mark.parametrize("pieces", [0, -1])
def test_kits_are_counted_above_zero(pieces: float) -> None:
    at = bench()
    for deed in (at.assemble, at.take_apart):
        with pytest.raises(InvalidKit):
            deed(pieces)


def test_another_company_builds_nothing() -> None:
    at, three = bench(), people()
    with pytest.raises(NotFound):
        set_components(three.mallory, kit_id=item(three.mallory), components=[(at.tea, Decimal(1))])
    for deed in (assemble_kits, take_apart_kits):
        with pytest.raises(NotFound):
            deed(three.mallory, kit_id=at.box, location_id=at.where, quantity=Decimal(1), now=day(3))
        with pytest.raises(NotAllowed):
            deed(three.bob, kit_id=at.box, location_id=at.where, quantity=Decimal(1), now=day(3))
    with pytest.raises(NotFound):
        undo_kit_build(three.mallory, build_id=at.assemble(1).pk, now=day(3))
    with pytest.raises(NotFound):
        assemble_kits(at.actor, kit_id=at.box, location_id=uuid4(), quantity=Decimal(1), now=day(3))


def test_what_could_be_built_counts_each_place_by_itself() -> None:
    at = bench()
    other = place(at.actor, "Attic")
    came(at.actor, at.cup, other, 9, "1")
    at.assemble(1)
    with scope(at.actor.company_id):
        seen = kit_of(at.actor, at.box)
        rows = {one.location: values(one.free, one.buildable, one.short_of) for one in seen.places}
        assert rows == {"Attic": (0, 0, "tea"), "Workshop": (1, 2, "tea")}
        assert seen.available == 3
        assert could_build(at.actor, [at.box]) == {at.box: 2}
        [row] = kits_page(at.actor).items
        assert values(row.sku, row.components, row.on_hand, row.buildable) == ("box", 2, 1, 2)
        assert [build.quantity for build in builds_page(at.actor, kit_id=at.box).items] == [1]


@given(
    value=st.decimals("0", "99999", places=4),
    weights=st.lists(st.decimals("0", "999", places=4), min_size=1, max_size=8),
)
def test_a_value_is_shared_to_the_last_digit(value: Decimal, weights: list[Decimal]) -> None:
    shares = split_value(value, weights)
    assert sum(shares) == value
    total = sum(weights)
    for weight, one in zip(weights, shares, strict=True):
        fair = value * weight / total if total else value / len(weights)
        assert abs(one - fair) <= Decimal("0.0002")


@settings(max_examples=15)
@given(st.lists(st.tuples(st.booleans(), st.integers(1, 3)), max_size=8))
def test_building_and_taking_apart_keep_the_value(deeds: list[tuple[bool, int]]) -> None:
    at = bench()
    before = worth(at.actor)
    for build, pieces in deeds:
        try:
            (at.assemble if build else at.take_apart)(pieces)
        except NotEnoughStock:
            continue
        boxes, cups, teas = at.counts()
        assert values(boxes + cups, boxes * 3 + teas) == (4, 10)
        assert worth(at.actor) == before
        assert layers_worth(at.actor) == before[1]
        assert differences(at.actor) == []
