"""A channel sees less than there is, by its own rule or by an item's."""

from decimal import Decimal

import pytest
from tests.make.goods import day, events_of, item, rows_of, stated
from tests.make.people import colleague, owner

from stockwright.inventory.actions.channel_rules import remove_channel_rule, set_channel_rule
from stockwright.inventory.actions.reservations import Wish, reserve_stock
from stockwright.inventory.queries.channel_rules import channel_names, channel_rules
from stockwright.inventory.rules.channel_rules import InvalidChannelRule
from stockwright.inventory.rules.reservations import InsufficientStock
from stockwright.kit.problems import NotAllowed, NotFound
from stockwright.kit.tenancy import scope

RULES = "select channel, variant_id, buffer, floor, hold_minutes from inventory_channelrule order by variant_id"


def test_a_rule_keeps_pieces_back_and_an_items_own_takes_its_place() -> None:
    alice = owner()
    shirt = item(alice)
    stated(alice, 5)
    wish = [Wish(shirt, Decimal(4))]
    set_channel_rule(alice, channel="WEB", buffer=Decimal(2))
    with pytest.raises(InsufficientStock):
        reserve_stock(alice, lines=wish, source="order:1", channel="WEB", now=day(5))
    own = set_channel_rule(alice, channel="WEB", variant_id=shirt, buffer=Decimal(1))
    reserve_stock(alice, lines=wish, source="order:2", channel="WEB", now=day(5))
    with scope(alice.company_id):
        assert [(rule.sku, rule.buffer) for rule in channel_rules(alice)] == [
            ("", Decimal(2)),
            ("shirt", Decimal(1)),
        ]
        assert channel_names(alice) == ["WEB"]
    remove_channel_rule(alice, rule_id=own.pk)
    with scope(alice.company_id):
        assert len(channel_rules(alice)) == 1


def test_setting_it_again_changes_the_one_rule_and_the_same_changes_nothing() -> None:
    alice = owner()
    for minutes in (30, 30, None):
        set_channel_rule(alice, channel=" POS ", floor=Decimal(1), hold_minutes=minutes)
    assert rows_of(alice, RULES) == [("POS", None, 0, 1, None)]
    assert events_of(alice).count("channel_rule.changed") == 2


@pytest.mark.parametrize(
    "wrong", [{"channel": " "}, {"buffer": Decimal(-1)}, {"floor": Decimal(-1)}, {"hold_minutes": 0}]
)
def test_a_rule_out_of_its_range_is_refused(wrong: dict[str, object]) -> None:
    alice = owner()
    with pytest.raises(InvalidChannelRule):
        set_channel_rule(alice, **({"channel": "WEB"} | wrong))  # type: ignore[arg-type]
    assert rows_of(alice, RULES) == []


def test_a_keeper_and_another_company_cannot_touch_it() -> None:
    alice, mallory = owner(), owner()
    rule = set_channel_rule(alice, channel="WEB", buffer=Decimal(2))
    before = rows_of(alice, RULES)
    with pytest.raises(NotAllowed):
        set_channel_rule(colleague(alice, "keeper"), channel="WEB")
    with pytest.raises(NotFound):
        remove_channel_rule(mallory, rule_id=rule.pk)
    with pytest.raises(NotFound):
        set_channel_rule(mallory, channel="WEB", variant_id=item(alice))
    assert rows_of(alice, RULES) == before
