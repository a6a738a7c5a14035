"""Readers tell what they see; the program says what is strange about it, and moves nothing."""

from functools import partial

import pytest
from tests.inventory.test_tags import phones, state
from tests.make.goods import day, rows_of
from tests.make.people import owner
from tests.make.threads import together
from tests.make.tracked import place

from stockwright.inventory.actions.sightings import BatchUsedOtherwise, see_tags
from stockwright.inventory.actions.tags import sell_tags
from stockwright.kit.problems import NotFound


def test_reads_are_held_against_what_should_be_there() -> None:
    alice, mallory = owner(), owner()
    phones(alice, "A1", "A2", "A3")
    phones(mallory, "M1")
    phones(alice, "B1", sku="tablet", where="Shop")
    sell_tags(alice, codes=["A3"], now=day(2))
    before = state(alice)["levels"]
    seen = see_tags(alice, key="gate:1", location_id=place(alice), codes=["A1", "A3", "B1", "M1", "X"], now=day(3))
    assert (seen.unknown, seen.misplaced, seen.unseen, seen.expected) == (["M1", "X"], ["A3", "B1"], ["A2"], 2)
    assert state(alice)["levels"] == before
    told = rows_of(
        alice,
        "select t.code, e.note from inventory_tagevent e join inventory_tag t on t.id = e.tag_id "
        "where e.kind = 'seen' order by 1",
    )
    assert told == [("A3", "Main"), ("B1", "Main")]
    assert rows_of(mallory, "select seen_at from inventory_tag") == [(None,)]


def test_the_same_batch_counts_once_and_answers_the_same() -> None:
    alice = owner()
    phones(alice, "A1", "A2")
    main = place(alice)
    look = partial(see_tags, alice, key="gate:1", location_id=main, codes=["A1"], now=day(3))
    answers = together(*[look] * 4)
    assert all(answer == answers[0] for answer in answers)
    assert rows_of(alice, "select count(*) from messaging_event where name = 'inventory.tags_seen'") == [(1,)]
    with pytest.raises(BatchUsedOtherwise):
        see_tags(alice, key="gate:1", location_id=main, codes=["A1", "A2"], now=day(3))


def test_an_older_read_does_not_hide_a_newer_one() -> None:
    alice = owner()
    phones(alice, "A1")
    see_tags(alice, key="2", location_id=place(alice, "Shop"), codes=["A1"], at=day(5), now=day(6))
    see_tags(alice, key="1", location_id=place(alice), codes=["A1"], at=day(4), now=day(6))
    assert rows_of(alice, "select seen_at from inventory_tag") == [(day(5),)]


def test_hundreds_of_codes_take_the_same_few_statements() -> None:
    alice = owner()
    codes = [f"E{number:05}" for number in range(600)]
    phones(alice, *codes)
    seen = see_tags(alice, key="gate:1", location_id=place(alice), codes=codes, now=day(3))
    assert (seen.codes, seen.unknown, seen.misplaced, seen.unseen) == (600, [], [], [])


def test_another_companys_place_is_not_there() -> None:
    alice, mallory = owner(), owner()
    phones(alice, "A1")
    with pytest.raises(NotFound):
        see_tags(alice, key="1", location_id=place(mallory), codes=["A1"], now=day(3))
    assert rows_of(alice, "select count(*) from inventory_sightingbatch") == [(0,)]
