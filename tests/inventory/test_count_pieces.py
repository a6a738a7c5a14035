"""A scanned tag counts its one piece, however often it is read, and whoever reads it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from uuid import UUID

import pytest
from tests.make.counting import entered, entry, finalised, line_of, reviewed, started
from tests.make.goods import day, item, on_hand, stated
from tests.make.people import colleague, owner, people
from tests.make.threads import together
from tests.make.tracked import place, tracked

from stockwright.inventory.actions.count_entries import Entered, Outcome, Told
from stockwright.inventory.actions.tag_register import register_tags
from stockwright.inventory.models import CountSession
from stockwright.inventory.rules.counts import Mode, NotCounted
from stockwright.kit.actor import Actor


@pytest.fixture
def alice() -> Actor:
    actor = owner()
    phones(actor, "T1", "T2", "T3")
    return actor


def phones(actor: Actor, *codes: str) -> UUID:
    phone = tracked(actor, "phone", "serial")
    register_tags(actor, variant_id=phone, location_id=place(actor), codes=codes, now=day(1))
    return phone


def scan(actor: Actor, session: CountSession, *codes: str) -> list[Outcome]:
    return [each.outcome for each in entered(actor, session, *[entry(1, code) for code in codes])]


def mine(entries: Sequence[Entered]) -> list[object]:
    return [each.mine for each in entries]


def test_every_tag_counts_one_piece_and_a_second_time_none(alice: Actor) -> None:
    session = started(alice)
    assert scan(alice, session, "T1", " T2", "T1") == ["counted", "counted", "scanned_before"]
    assert scan(alice, session, "T2", "T3") == ["scanned_before", "counted"]
    assert mine(entered(alice, session, entry(7, "T3"))) == [3]
    finalised(alice, reviewed(alice, session))
    assert on_hand(alice, "phone") == 3


def test_a_missing_tag_is_a_missing_piece(alice: Actor) -> None:
    session = started(alice)
    scan(alice, session, "T1", "T3")
    finalised(alice, reviewed(alice, session), not_counted=NotCounted.KEEP)
    assert on_hand(alice, "phone") == 2


def test_a_code_that_nobody_knows_is_told_and_stops_no_other(alice: Actor) -> None:
    session = started(alice)
    assert scan(alice, session, "T9", "T1") == ["unknown_code", "counted"]


def test_another_companys_tag_is_unknown() -> None:
    everybody = people()
    phones(everybody.mallory, "M1")
    phones(everybody.alice, "T1")
    assert scan(everybody.alice, started(everybody.alice), "M1") == ["unknown_code"]


def test_a_tag_whose_entry_was_taken_back_may_be_scanned_again(alice: Actor) -> None:
    session = started(alice)
    first = entry(1, "T1")
    entered(alice, session, first)
    entered(alice, session, Told("back", takes_back=first.key))
    assert scan(alice, session, "T1", "T1") == ["counted", "scanned_before"]


def test_the_same_key_again_is_known_and_no_second_scan(alice: Actor) -> None:
    session, told = started(alice), entry(1, "T1")
    entered(alice, session, told)
    assert [each.outcome for each in entered(alice, session, told)] == [Outcome.KNOWN]


def test_counters_of_other_shelves_share_the_pieces_and_two_who_have_to_agree_do_not(alice: Actor) -> None:
    carol = colleague(alice, "owner")
    shared = started(alice)
    assert scan(alice, shared, "T1") + scan(carol, shared, "T1") == ["counted", "scanned_before"]
    double = started(alice, mode=Mode.DOUBLE)
    assert scan(alice, double, "T1") + scan(carol, double, "T1", "T1") == ["counted", "counted", "scanned_before"]


def test_a_sku_goes_before_a_tag(alice: Actor) -> None:
    item(alice, "T1")
    session = started(alice)
    assert [each.sku for each in entered(alice, session, entry(2, "T1"))] == ["T1"]


def test_a_piece_of_an_item_that_is_not_on_the_list_is_added(alice: Actor) -> None:
    item(alice)
    stated(alice, 1)
    session = started(alice)
    phones(alice, "L1")
    assert scan(alice, session, "L1") == ["counted"]
    assert line_of(alice, session, "phone").round == 1


def test_eight_readers_at_once_count_a_piece_once(alice: Actor) -> None:
    session = started(alice)
    told = [replace(entry(1, "T1"), key=f"reader-{number}") for number in range(8)]
    outcomes = [each[0].outcome for each in together(*[partial(entered, alice, session, one) for one in told])]
    assert sorted(outcomes) == ["counted", *["scanned_before"] * 7]
