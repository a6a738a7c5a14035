"""Goods leave one place and arrive at another: in part, with differences, and with all of their value."""

from decimal import Decimal
from uuid import uuid4

import pytest
from tests.make.goods import day, events_of, item, rows_of
from tests.make.people import people
from tests.make.places import came, layers_worth, level, levels, place, reserved, stock, values, worth
from tests.make.transfers import EMPTY, road

from stockwright.accounts.actions.companies import change_company
from stockwright.inventory.actions.transfer_steps import (
    cancel_transfer,
    close_transfer,
    receive_transfer,
    send_transfer,
)
from stockwright.inventory.actions.transfers import change_transfer, draft_transfer
from stockwright.inventory.models import Lot
from stockwright.inventory.queries.transfers import transfer_counts, transfers_page
from stockwright.inventory.rules.ledger import NotEnoughStock, PeriodClosed
from stockwright.inventory.rules.transfers import (
    InvalidTransfer,
    MoreThanDrafted,
    MoreThanSent,
    NothingOnItsWay,
    Outcome,
    ReceivedAlready,
    TransferOver,
    WantedLine,
)
from stockwright.kit.problems import NotAllowed, NotFound
from stockwright.kit.tenancy import scope


def test_a_draft_is_expected_to_leave_and_moves_nothing() -> None:
    way = road()
    transfer = way.draft(8)
    assert (transfer.name, transfer.state) == ("T-1", "draft")
    origin = level(way.actor, way.shirt, way.warehouse)
    assert values(origin.on_hand, origin.outbound) == (10, 8)
    assert way.draft(1).name == "T-2"
    assert "inventory.transfer_drafted" in events_of(way.actor)


def test_what_is_sent_is_on_its_way_until_it_arrives() -> None:
    way = road()
    transfer = way.draft(8)
    send_transfer(way.actor, transfer_id=transfer.pk, now=day(3))
    origin, shop = level(way.actor, way.shirt, way.warehouse), level(way.actor, way.shirt, way.shop)
    assert values(origin.on_hand, origin.outbound, shop.on_hand, shop.inbound) == (2, 0, 0, 8)
    receive_transfer(way.actor, transfer_id=transfer.pk, now=day(4))
    shop = level(way.actor, way.shirt, way.shop)
    assert values(shop.on_hand, shop.inbound) == (8, 0)
    assert way.seen(transfer).state == "received"


def test_value_arrives_as_it_left_to_the_last_digit() -> None:
    way = road()
    before = worth(way.actor)
    transfer = way.draft(7)
    send_transfer(way.actor, transfer_id=transfer.pk, now=day(3))
    line = way.line(transfer)
    for pieces in ("3", "1", "3"):
        receive_transfer(way.actor, transfer_id=transfer.pk, now=day(4), quantities={line: Decimal(pieces)})
        carried = way.on_the_way()
        now = worth(way.actor)
        assert (now[0] + carried[0], now[1] + carried[1]) == before
    assert way.on_the_way() == EMPTY
    out, into = rows_of(
        way.actor,
        "select sum(average_value), sum(fifo_value) from inventory_movement "
        "where ref_type = 'transfer' group by kind order by kind desc",
    )
    assert (out[0], out[1]) == (-into[0], -into[1])  # type: ignore[operator]
    assert layers_worth(way.actor) == worth(way.actor)[1]


def test_the_rest_can_be_sent_later_or_be_dropped() -> None:
    way = road()
    transfer = way.draft(8)
    line = way.line(transfer)
    send_transfer(way.actor, transfer_id=transfer.pk, now=day(3), quantities={line: Decimal(3)})
    assert way.seen(transfer).lines[0].unsent == 5
    assert level(way.actor, way.shirt, way.warehouse).outbound == 5
    send_transfer(way.actor, transfer_id=transfer.pk, now=day(4), quantities={line: Decimal(2)}, drop_rest=True)
    assert values(way.seen(transfer).lines[0].quantity, level(way.actor, way.shirt, way.warehouse).outbound) == (
        5,
        0,
    )
    receive_transfer(way.actor, transfer_id=transfer.pk, now=day(5))
    assert way.seen(transfer).state == "received"


def test_promised_pieces_stay_where_they_are() -> None:
    way = road()
    transfer = way.draft(8)
    reserved(way.actor, way.shirt, way.warehouse, 3)
    before = levels(way.actor)
    with pytest.raises(NotEnoughStock, match="Only 7"):
        send_transfer(way.actor, transfer_id=transfer.pk, now=day(3))
    assert (levels(way.actor), way.seen(transfer).state) == (before, "draft")
    change_company(way.actor, allow_backorders=True)
    send_transfer(way.actor, transfer_id=transfer.pk, now=day(3))
    assert stock(way.actor, way.shirt, way.warehouse) == 2


def test_what_others_only_plan_holds_nothing_back() -> None:
    way = road()
    first, second = way.draft(10), way.draft(10)
    send_transfer(way.actor, transfer_id=second.pk, now=day(3))
    with pytest.raises(NotEnoughStock):
        send_transfer(way.actor, transfer_id=first.pk, now=day(3))


def test_a_lot_sends_no_more_than_it_has() -> None:
    way = road()
    with scope(way.actor.company_id):
        lot = Lot.objects.create(company_id=way.actor.company_id, variant_id=way.shirt, code="A").pk
    lines = [WantedLine(way.shirt, Decimal(2), lot, ("tag-1",))]
    transfer = draft_transfer(way.actor, origin_id=way.warehouse, destination_id=way.shop, lines=lines)
    with pytest.raises(NotEnoughStock, match="Only 0"):
        send_transfer(way.actor, transfer_id=transfer.pk, now=day(3))
    other = [WantedLine(item(way.actor, "hat"), Decimal(2), lot)]
    with pytest.raises(NotFound):
        draft_transfer(way.actor, origin_id=way.warehouse, destination_id=way.shop, lines=other)


def test_more_than_planned_is_not_sent() -> None:
    way = road()
    transfer = way.draft(8)
    quantities = {way.line(transfer): Decimal(9)}
    with pytest.raises(MoreThanDrafted):
        send_transfer(way.actor, transfer_id=transfer.pk, now=day(3), quantities=quantities)
    assert stock(way.actor, way.shirt, way.warehouse) == 10


def test_a_surplus_is_refused_unless_it_is_accepted() -> None:
    way = road()
    transfer = way.draft(4)
    send_transfer(way.actor, transfer_id=transfer.pk, now=day(3))
    more = {way.line(transfer): Decimal(5)}
    with pytest.raises(MoreThanSent, match="Only 4 of “shirt” are on their way, and 5 came"):
        receive_transfer(way.actor, transfer_id=transfer.pk, now=day(4), quantities=more)
    assert stock(way.actor, way.shirt, way.shop) == 0
    receive_transfer(way.actor, transfer_id=transfer.pk, now=day(4), quantities=more, accept_surplus=True)
    assert stock(way.actor, way.shirt, way.shop) == 5
    assert way.seen(transfer).lines[0].surplus == 1
    assert way.on_the_way() == EMPTY


def test_what_was_lost_is_written_off_at_its_own_value() -> None:
    way = road()
    came(way.actor, way.shirt, way.shop, 2, "100")
    transfer = way.draft(8)
    send_transfer(way.actor, transfer_id=transfer.pk, now=day(3))
    receive_transfer(way.actor, transfer_id=transfer.pk, now=day(4), quantities={way.line(transfer): Decimal(5)})
    carried, shop = way.on_the_way(), level(way.actor, way.shirt, way.shop)
    before = worth(way.actor)
    close_transfer(way.actor, transfer_id=transfer.pk, now=day(5), reason="fell off the lorry")
    after = level(way.actor, way.shirt, way.shop)
    assert values(after.on_hand, after.inbound, after.average_value) == (shop.on_hand, 0, shop.average_value)
    assert values(worth(way.actor), way.on_the_way()) == (before, (0, 0))
    lost = "select quantity, average_value, fifo_value, reason from inventory_movement where kind = 'waste'"
    assert rows_of(way.actor, lost) == [(-3, -carried[0], -carried[1], "fell off the lorry")]
    assert layers_worth(way.actor) == worth(way.actor)[1]
    seen = way.seen(transfer)
    assert values(seen.state, seen.lines[0].lost) == ("closed", 3)


def test_what_came_back_is_worth_what_it_was() -> None:
    way = road()
    before = worth(way.actor)
    transfer = way.draft(8)
    send_transfer(way.actor, transfer_id=transfer.pk, now=day(3))
    line = way.line(transfer)
    receive_transfer(way.actor, transfer_id=transfer.pk, now=day(4), quantities={line: Decimal(5)})
    outcomes = {line: Outcome.RETURNED}
    close_transfer(way.actor, transfer_id=transfer.pk, now=day(5), reason="", outcomes=outcomes)
    assert values(stock(way.actor, way.shirt, way.warehouse), stock(way.actor, way.shirt, way.shop)) == (5, 5)
    assert worth(way.actor) == before


def test_closing_ends_what_was_not_sent() -> None:
    way = road()
    transfer = way.draft(8)
    line = way.line(transfer)
    with pytest.raises(NothingOnItsWay):
        close_transfer(way.actor, transfer_id=transfer.pk, now=day(3), reason="")
    send_transfer(way.actor, transfer_id=transfer.pk, now=day(3), quantities={line: Decimal(3)})
    close_transfer(way.actor, transfer_id=transfer.pk, now=day(4), reason="lost")
    assert level(way.actor, way.shirt, way.warehouse).outbound == 0
    with pytest.raises(TransferOver, match="T-1 is closed"):
        send_transfer(way.actor, transfer_id=transfer.pk, now=day(5))


def test_cancelling_brings_back_what_is_on_its_way() -> None:
    way = road()
    before = levels(way.actor)
    transfer = way.draft(8)
    send_transfer(way.actor, transfer_id=transfer.pk, now=day(3))
    cancel_transfer(way.actor, transfer_id=transfer.pk, now=day(4))
    assert (levels(way.actor), way.seen(transfer).state) == (before, "cancelled")
    second = way.draft(4)
    send_transfer(way.actor, transfer_id=second.pk, now=day(3))
    receive_transfer(way.actor, transfer_id=second.pk, now=day(4), quantities={way.line(second): Decimal(1)})
    with pytest.raises(ReceivedAlready):
        cancel_transfer(way.actor, transfer_id=second.pk, now=day(5))


def test_a_draft_can_be_changed_and_cancelled() -> None:
    way = road()
    transfer = way.draft(8)
    hat = item(way.actor, "hat")
    change_transfer(way.actor, transfer_id=transfer.pk, lines=[WantedLine(hat, Decimal(2))], note="hats")
    assert [line.sku for line in way.seen(transfer).lines] == ["hat"]
    assert level(way.actor, way.shirt, way.warehouse).outbound == 0
    assert level(way.actor, hat, way.warehouse).outbound == 2
    cancel_transfer(way.actor, transfer_id=transfer.pk, now=day(3))
    assert level(way.actor, hat, way.warehouse).outbound == 0


def test_a_line_that_was_sent_keeps_what_was_sent() -> None:
    way = road()
    transfer = way.draft(8)
    send_transfer(way.actor, transfer_id=transfer.pk, now=day(3), quantities={way.line(transfer): Decimal(3)})
    before = way.seen(transfer)
    for lines in ([WantedLine(way.shirt, Decimal(2))], [WantedLine(item(way.actor, "hat"), Decimal(2))]):
        with pytest.raises(InvalidTransfer):
            change_transfer(way.actor, transfer_id=transfer.pk, lines=lines)
        assert way.seen(transfer) == before
    change_transfer(way.actor, transfer_id=transfer.pk, lines=[WantedLine(way.shirt, Decimal(3))])
    assert values(way.seen(transfer).state, level(way.actor, way.shirt, way.warehouse).outbound) == ("sent", 0)


def test_a_replay_changes_nothing() -> None:
    way = road()
    assert way.draft(8, source="order 1").pk == way.draft(3, source="order 1").pk
    transfer = way.draft(8, source="order 1")
    for _ in range(2):
        send_transfer(way.actor, transfer_id=transfer.pk, now=day(3), source="send")
    line = {way.line(transfer): Decimal(5)}
    for _ in range(2):
        receive_transfer(way.actor, transfer_id=transfer.pk, now=day(4), quantities=line, source="receive")
    for _ in range(2):
        close_transfer(way.actor, transfer_id=transfer.pk, now=day(5), reason="lost", source="close")
    assert values(stock(way.actor, way.shirt, way.warehouse), stock(way.actor, way.shirt, way.shop)) == (2, 5)
    with pytest.raises(InvalidTransfer, match="another transfer"):
        send_transfer(way.actor, transfer_id=way.draft(1).pk, now=day(3), source="send")


def test_nothing_is_sent_into_a_closed_period() -> None:
    way = road()
    transfer = way.draft(8)
    change_company(way.actor, closed_through=day(6).date())
    with pytest.raises(PeriodClosed):
        send_transfer(way.actor, transfer_id=transfer.pk, now=day(5))
    assert way.seen(transfer).state == "draft"


@pytest.mark.parametrize("pieces", [0, -1])
def test_a_transfer_without_pieces_or_of_one_place_is_none(pieces: float) -> None:
    way = road()
    with pytest.raises(InvalidTransfer):
        way.draft(pieces)
    with pytest.raises(InvalidTransfer):
        way.draft(1, WantedLine(way.shirt, Decimal(1)))
    lines = [WantedLine(way.shirt, Decimal(1))]
    with pytest.raises(InvalidTransfer, match="another place"):
        draft_transfer(way.actor, origin_id=way.shop, destination_id=way.shop, lines=lines)
    with pytest.raises(InvalidTransfer, match="tags"):
        way.draft(1, WantedLine(item(way.actor, "hat"), Decimal(1), None, ("a", "b")))


def test_another_company_has_none_of_it() -> None:
    three, way = people(), road()
    transfer = way.draft(8)
    send_transfer(way.actor, transfer_id=transfer.pk, now=day(3))
    before = levels(way.actor)
    for deed in (send_transfer, receive_transfer, cancel_transfer):
        with pytest.raises(NotFound):
            deed(three.mallory, transfer_id=transfer.pk, now=day(4))
        with pytest.raises(NotAllowed):
            deed(three.bob, transfer_id=transfer.pk, now=day(4))
    lines = [WantedLine(way.shirt, Decimal(1))]
    here, there = place(three.mallory, "A"), place(three.mallory, "B")
    with pytest.raises(NotFound):
        draft_transfer(three.mallory, origin_id=here, destination_id=there, lines=lines)
    own = [WantedLine(item(three.mallory), Decimal(1))]
    with pytest.raises(NotFound):
        draft_transfer(three.mallory, origin_id=here, destination_id=way.shop, lines=own)
    with pytest.raises(NotFound):
        receive_transfer(way.actor, transfer_id=transfer.pk, now=day(4), quantities={uuid4(): Decimal(1)})
    assert levels(way.actor) == before


def test_events_of_a_transfer_are_numbered_and_tell_its_lines() -> None:
    way = road()
    transfer = way.draft(8)
    send_transfer(way.actor, transfer_id=transfer.pk, now=day(3))
    receive_transfer(way.actor, transfer_id=transfer.pk, now=day(4), quantities={way.line(transfer): Decimal(5)})
    close_transfer(way.actor, transfer_id=transfer.pk, now=day(5), reason="lost")
    told = rows_of(
        way.actor,
        f"select name, sequence, payload->'lines'->0->>'quantity' from messaging_event "
        f"where subject = 'transfer:{transfer.pk}' order by sequence",
    )
    steps = ("drafted", "sent", "received", "closed")
    assert [name for name, _, _ in told] == [f"inventory.transfer_{step}" for step in steps]
    assert [number for _, number, _ in told] == [1, 2, 3, 4]
    assert [Decimal(str(pieces)) for _, _, pieces in told] == [8, 8, 5, 3]


def test_lists_are_filtered_by_state_and_place() -> None:
    way = road()
    first, second = way.draft(1), way.draft(2)
    send_transfer(way.actor, transfer_id=first.pk, now=day(3))
    with scope(way.actor.company_id):
        assert [row.number for row in transfers_page(way.actor).items] == ["T-2", "T-1"]
        assert [row.id for row in transfers_page(way.actor, state="draft").items] == [second.pk]
        page = transfers_page(way.actor, limit=1, location_id=way.shop)
        assert [row.number for row in page.items] == ["T-2"]
        after = transfers_page(way.actor, cursor=page.next_cursor or "", limit=1)
        assert [values(row.number, row.in_transit, row.quantity) for row in after.items] == [("T-1", 1, 1)]
        assert [row.number for row in transfers_page(way.actor, search="t-1").items] == ["T-1"]
        assert transfers_page(way.actor, location_id=uuid4()).items == []
        assert transfer_counts(way.actor) == {"draft": 1, "sent": 1}
