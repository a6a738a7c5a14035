"""Two people at one transfer, and any order of steps: no piece and no value comes or goes."""

from collections.abc import Callable
from decimal import Decimal
from threading import Barrier

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.make.goods import day
from tests.make.places import differences, layers_worth, level, stock, values, worth
from tests.make.threads import together
from tests.make.transfers import EMPTY, Road, road

from stockwright.inventory.actions import transfer_steps, transfers
from stockwright.inventory.actions.transfer_steps import (
    cancel_transfer,
    close_transfer,
    receive_transfer,
    send_transfer,
)
from stockwright.inventory.actions.transfer_undo import undo_transfer_step
from stockwright.inventory.models import Transfer, TransferLine
from stockwright.inventory.rules.transfers import Outcome, WantedLine
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Problem


def tried(call: Callable[[], object]) -> str:
    try:
        call()
    except Problem as problem:
        return problem.code
    return "done"


def test_two_people_send_one_transfer_once() -> None:
    way = road()
    transfer = way.draft(8)
    told = together(*[lambda: tried(lambda: send_transfer(way.actor, transfer_id=transfer.pk, now=day(3)))] * 4)
    assert sorted(told) == ["done", *["invalid_transfer"] * 3]
    assert values(stock(way.actor, way.shirt, way.warehouse), level(way.actor, way.shirt, way.shop).inbound) == (
        2,
        8,
    )


def test_two_people_receive_one_transfer_once() -> None:
    way = road()
    transfer = way.draft(8)
    send_transfer(way.actor, transfer_id=transfer.pk, now=day(3))
    line = {way.line(transfer): Decimal(5)}
    told = together(
        *[lambda: tried(lambda: receive_transfer(way.actor, transfer_id=transfer.pk, now=day(4), quantities=line))]
        * 2
    )
    assert sorted(told) == ["done", "more_than_sent"]
    assert stock(way.actor, way.shirt, way.shop) == 5


def test_one_source_is_one_step_however_often_it_is_told_at_once() -> None:
    way = road()
    transfer = way.draft(8)
    line = {way.line(transfer): Decimal(2)}
    told = together(
        *[
            lambda: tried(
                lambda: send_transfer(way.actor, transfer_id=transfer.pk, now=day(3), quantities=line, source="s")
            )
        ]
        * 4
    )
    assert told == ["done"] * 4
    assert stock(way.actor, way.shirt, way.warehouse) == 8


def test_without_the_lock_a_transfer_is_sent_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: both read the transfer before either has sent it."""
    way = road()
    transfer = way.draft(4)
    both_read = Barrier(2)

    def read(actor: Actor, of: Transfer) -> list[TransferLine]:
        lines = transfers.lines_of(actor, of)
        both_read.wait()
        return lines

    monkeypatch.setattr(transfer_steps, "locked_transfer", lambda actor, pk: Transfer.objects.of(actor).get(pk=pk))
    monkeypatch.setattr(transfer_steps, "lines_of", read)
    told = together(*[lambda: tried(lambda: send_transfer(way.actor, transfer_id=transfer.pk, now=day(3)))] * 2)
    assert values(told, stock(way.actor, way.shirt, way.warehouse)) == (["done", "done"], 2)


def test_transfers_in_both_directions_never_block_each_other() -> None:
    way = road()
    for _ in range(3):
        there = way.draft(2)
        send_transfer(way.actor, transfer_id=there.pk, now=day(3))
        receive_transfer(way.actor, transfer_id=there.pk, now=day(4))
    back = [
        transfers.draft_transfer(
            way.actor,
            origin_id=way.shop,
            destination_id=way.warehouse,
            lines=[WantedLine(way.shirt, Decimal(1))],
        )
        for _ in range(4)
    ]
    forth = [way.draft(1) for _ in range(4)]
    told = together(
        *[
            lambda one=one: tried(lambda: send_transfer(way.actor, transfer_id=one.pk, now=day(5)))
            for pair in zip(back, forth, strict=True)
            for one in pair
        ]
    )
    assert told == ["done"] * 8


steps = st.lists(
    st.tuples(
        st.sampled_from(["send", "receive", "surplus", "lose", "return", "cancel", "undo"]),
        st.decimals("0.1", "6", places=1),
    ),
    max_size=12,
)


def take(way: Road, transfer: Transfer, word: str, pieces: Decimal) -> None:
    line = {way.line(transfer): pieces}
    if word == "send":
        send_transfer(way.actor, transfer_id=transfer.pk, now=day(3), quantities=line)
    elif word in {"receive", "surplus"}:
        receive_transfer(
            way.actor, transfer_id=transfer.pk, now=day(4), quantities=line, accept_surplus=word == "surplus"
        )
    elif word == "cancel":
        cancel_transfer(way.actor, transfer_id=transfer.pk, now=day(5))
    elif word == "undo":
        newest = [step for step in way.seen(transfer).steps if step.undoable]
        for step in newest:
            undo_transfer_step(way.actor, step_id=step.id, now=day(6))
    else:
        outcome = Outcome.LOST if word == "lose" else Outcome.RETURNED
        close_transfer(way.actor, transfer_id=transfer.pk, now=day(5), reason="", outcome=outcome)


@settings(max_examples=40)
@given(steps=steps)
def test_any_steps_keep_pieces_and_value(steps: list[tuple[str, Decimal]]) -> None:
    way = road()
    transfer = way.draft(8)
    value = worth(way.actor)
    for word, pieces in steps:
        before = way.seen(transfer)
        outcome = tried(lambda word=word, pieces=pieces: take(way, transfer, word, pieces))  # type: ignore[misc]
        [line] = way.seen(transfer).lines
        if outcome != "done":
            assert way.seen(transfer) == before
        at = (stock(way.actor, way.shirt, way.warehouse), stock(way.actor, way.shirt, way.shop))
        assert sum(at) + line.in_transit + line.lost - line.surplus == 10
        assert level(way.actor, way.shirt, way.shop).inbound == line.in_transit
        if not line.surplus and not line.lost:
            carried = way.on_the_way()
            now = worth(way.actor)
            assert (now[0] + carried[0], now[1] + carried[1]) == value
        assert layers_worth(way.actor) == worth(way.actor)[1]
        assert differences(way.actor) == []
    if way.seen(transfer).lines[0].in_transit == 0:
        assert way.on_the_way() == EMPTY
