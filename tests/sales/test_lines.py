"""Each line of a sale counts once, and days and stock follow from the lines."""

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.make.goods import books, day, events_of, item, lines, on_hand, rows_of, sold, stated
from tests.make.people import owner, people
from tests.make.threads import together

from stockwright.inventory.actions.rebuild import rebuild_levels
from stockwright.inventory.actions.statements import undo_statements
from stockwright.inventory.queries.proof import compare_levels
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.problems import NotAllowed, NotFound
from stockwright.kit.tenancy import scope
from stockwright.sales.actions.lines import record_sales, undo_batch
from stockwright.sales.actions.stock import move_sales_since_statements
from stockwright.sales.queries.days import item_history
from stockwright.sales.queries.lines import recent_lines, sales_page
from stockwright.sales.rules import InvalidSale

NOTHING: dict[str, list[object]] = {"lines": [], "days": [], "levels": []}


@pytest.fixture
def alice() -> Actor:
    return owner()


def days_of(actor: Actor) -> list[tuple[object, ...]]:
    return rows_of(
        actor,
        "select sold_on, ordered, returned, revenue, lines from sales_dailysales order by sold_on",
    )


def test_lines_make_days_and_control_totals(alice: Actor) -> None:
    done = sold(alice, lines(("shirt", 0, 2), ("shirt", 0.5, 3), ("shirt", 0.6, -1)), lines(("shirt", 1, 1)))
    assert (done.read, done.added, done.known, done.duplicates, done.new_items) == (4, 4, 0, 0, 1)
    assert [done.quantity, done.returned, done.revenue] == [6, 1, 50]
    assert (done.first_on, done.last_on) == (day(0).date(), day(1).date())
    assert days_of(alice) == [(day(0).date(), 5, 1, 40, 3), (day(1).date(), 1, 0, 10, 1)]


def test_the_same_file_again_changes_nothing_and_says_nothing(alice: Actor) -> None:
    stated(alice, 100, at=-1)
    file = lines(("shirt", 0, 2), ("mug", 1, 3))
    sold(alice, file, batch_id=new_id())
    before = books(alice)
    again = sold(alice, file, batch_id=new_id())
    assert [again.read, again.added, again.known, again.quantity] == [2, 0, 2, 5]
    assert books(alice) == before
    assert events_of(alice).count("sales.imported") == 1


def test_true_repeats_in_a_file_all_count_and_count_once(alice: Actor) -> None:
    twice = lines(("shirt", 0, 2), ("shirt", 0, 2), ("shirt", 1, 1))
    done = sold(alice, twice)
    assert (done.added, done.duplicates) == (3, 1)
    assert sold(alice, twice).added == 0
    assert days_of(alice)[0][1] == 4


def test_an_overlapping_export_adds_only_what_is_new(alice: Actor) -> None:
    sold(alice, lines(("shirt", 0, 2), ("shirt", 1, 1)))
    done = sold(alice, lines(("shirt", 1, 1), ("shirt", 2, 5)))
    assert (done.added, done.known) == (1, 1)
    assert [row[1] for row in days_of(alice)] == [2, 1, 5]


def test_sales_move_stock_from_the_last_statement_on(alice: Actor) -> None:
    stated(alice, 10, at=1)
    sold(alice, lines(("shirt", 0, 2), ("shirt", 2, 3), ("shirt", 3, -1)))
    assert on_hand(alice) == 8
    kinds = rows_of(alice, "select kind, quantity from inventory_movement order by happened_at")
    assert kinds == [("opening", 10), ("sale", -3), ("return", 1)]


def test_sales_known_before_the_statement_follow_it(alice: Actor) -> None:
    sold(alice, lines(("shirt", 0, 2), ("shirt", 2, 3)))
    stated(alice, 10, at=1)
    assert move_sales_since_statements(alice) == 1
    assert move_sales_since_statements(alice) == 0
    assert on_hand(alice) == 7


def test_names_prices_places_and_channels_are_taken_from_the_lines(alice: Actor) -> None:
    told = lines(("shirt", 0, 1), ("shirt", 1, 1), ("shirt", 2, 1)).with_columns(
        name=pl.Series(["A shirt", "?", "A shirt"]),
        location=pl.Series(["North", None, " "]),
        channel=pl.Series(["web", None, "till"]),
        price=pl.Series([Decimal(5), Decimal(0), Decimal(7)], dtype=pl.Decimal(20, 4)),
        order=pl.Series(["1", None, 'a"b']),
    )
    sold(alice, told)
    assert rows_of(alice, "select name from catalog_product") == [("A shirt",)]
    assert rows_of(alice, "select price from catalog_variant") == [(7,)]
    with scope(alice.company_id):
        found = sorted((line.location, line.channel, line.order_ref) for line in sales_page(alice).items)
    assert found == [("Main", "shop", ""), ("Main", "till", 'a"b'), ("North", "web", "1")]


def test_revenue_told_wins_over_quantity_times_price(alice: Actor) -> None:
    told = lines(("shirt", 0, 2), ("shirt", 1, 2)).with_columns(
        revenue=pl.Series([Decimal("19.99"), None], dtype=pl.Decimal(20, 4))
    )
    assert sold(alice, told).revenue == Decimal("39.99")
    assert [row[3] for row in days_of(alice)] == [Decimal("19.99"), 20]


@pytest.mark.parametrize(
    "wrong",
    [
        lines(("mug", 0, 0)),
        lines((" ", 0, 1)),
        lines(("mug", 0, 1)).with_columns(at=pl.lit(None, pl.Datetime("us", "UTC"))),
        lines(("mug", 0, 1)).drop("fingerprint"),
    ],
)
def test_one_wrong_line_late_in_a_file_refuses_all_of_it(alice: Actor, wrong: pl.DataFrame) -> None:
    with pytest.raises(InvalidSale):
        sold(alice, lines(("shirt", 0, 2)), wrong)
    assert books(alice) == NOTHING
    assert rows_of(alice, "select sku from catalog_variant") == []


def test_a_file_that_breaks_off_leaves_nothing(alice: Actor) -> None:
    def broken() -> Iterator[pl.DataFrame]:
        yield lines(("shirt", 0, 2))
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - it has no words
        record_sales(alice, batches=broken(), batch_id=None)
    assert books(alice) == NOTHING


def test_undone_it_is_as_if_the_batch_had_never_come(alice: Actor) -> None:
    stated(alice, 100, at=-1)
    sold(alice, lines(("shirt", 0, 2)), batch_id=new_id())
    before, batch_id = books(alice), new_id()
    file = lines(("shirt", 0, 2), ("shirt", 0.2, 5), ("shirt", 4, -1), ("mug", 1, 3))
    sold(alice, file, batch_id=batch_id)
    after = books(alice)
    assert undo_batch(alice, batch_id=batch_id) == 3
    assert books(alice) == before
    assert undo_batch(alice, batch_id=batch_id) == 0
    assert events_of(alice).count("sales.undone") == 1
    sold(alice, file, batch_id=new_id())
    assert books(alice) == after
    assert rebuild_levels(alice) == 0


def test_undoing_sales_that_a_later_count_has_seen_leaves_the_count_true(alice: Actor) -> None:
    stated(alice, 100, at=-1)
    batch_id = new_id()
    sold(alice, lines(("shirt", 0, 2), ("shirt", 5, 4)), batch_id=batch_id)
    stated(alice, 90, at=3)
    assert on_hand(alice) == 86
    undo_batch(alice, batch_id=batch_id)
    assert on_hand(alice) == 90
    with scope(alice.company_id):
        assert compare_levels(alice) == []


def test_another_company_sees_and_undoes_nothing() -> None:
    everybody = people()
    batch_id = new_id()
    sold(everybody.alice, lines(("shirt", 0, 2)), batch_id=batch_id)
    before, variant_id = books(everybody.alice), item(everybody.alice)
    assert undo_batch(everybody.mallory, batch_id=batch_id) == 0
    with scope(everybody.mallory.company_id):
        assert sales_page(everybody.mallory).items == []
    for asked in (item_history, recent_lines):
        with scope(everybody.mallory.company_id), pytest.raises(NotFound):
            asked(everybody.mallory, variant_id)
    with pytest.raises(NotAllowed):
        sold(everybody.bob, lines(("shirt", 9, 2)))
    with pytest.raises(NotAllowed):
        undo_batch(everybody.bob, batch_id=batch_id)
    assert books(everybody.alice) == before


def test_two_companies_may_tell_the_very_same_lines() -> None:
    everybody = people()
    file = lines(("shirt", 0, 2))
    assert sold(everybody.alice, file).added == sold(everybody.mallory, file).added == 1


def test_imports_at_once_count_each_line_once_and_leave_the_ledger_equal_to_the_levels(alice: Actor) -> None:
    skus = [f"sku-{number}" for number in range(30)]
    for sku in skus:
        stated(alice, 1000, at=-1, sku=sku)
    every = [(sku, number / 10, 1.0) for sku in skus for number in range(40)]
    first, second = lines(*every[:800]), lines(*reversed(every[400:]))
    done = together(
        lambda: sold(alice, first, batch_id=new_id()),
        lambda: sold(alice, second, batch_id=new_id()),
        lambda: sold(alice, first, batch_id=new_id()),
        lambda: sold(alice, second, batch_id=None),
    )
    assert sum(told.added for told in done) == len(every)
    assert {on_hand(alice, sku) for sku in skus} == {960}
    assert rows_of(alice, "select sum(ordered), sum(lines) from sales_dailysales") == [(1200, 1200)]
    with scope(alice.company_id):
        assert compare_levels(alice) == []


def test_sales_and_a_count_at_once_agree_in_the_end(alice: Actor) -> None:
    item(alice)
    told = [lines(("shirt", 5 + number, 1)) for number in range(6)]
    together(
        lambda: [sold(alice, frame).added for frame in told],
        lambda: [stated(alice, 50, at=1 + number / 10).stated for number in range(3)],
    )
    move_sales_since_statements(alice)
    assert on_hand(alice) == 44
    with scope(alice.company_id):
        assert compare_levels(alice) == []


KILLED = """
    import time
    from uuid import UUID
    import django
    django.setup()
    import polars as pl
    from stockwright.kit.actor import Actor
    from stockwright.kit.tenancy import scope
    from stockwright.sales.actions.lines import record_sales
    actor = Actor.system(UUID({company!r}))
    with scope(actor.company_id):
        print(record_sales(actor, batches=[pl.read_parquet({file!r})], batch_id=None).added, flush=True)
        time.sleep(600)
"""


def test_an_import_killed_just_before_its_end_leaves_nothing_and_can_be_repeated(
    alice: Actor, tmp_path: Path
) -> None:
    stated(alice, 100, at=-1)
    before, file = books(alice), lines(("shirt", 0, 2), ("mug", 1, 3))
    path = tmp_path / "sales.parquet"
    file.write_parquet(path)
    program = KILLED.format(company=str(alice.company_id), file=str(path))
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, text=True
    ) as importing:
        assert importing.stdout is not None
        assert importing.stdout.readline() == "2\n"
        importing.kill()
    assert books(alice) == before
    assert sold(alice, file).added == 2
    assert on_hand(alice) == 98
    with scope(alice.company_id):
        assert compare_levels(alice) == []


def test_an_items_history_and_latest_lines(alice: Actor) -> None:
    sold(alice, lines(("shirt", 0, 2), ("shirt", 0.5, -1), ("shirt", 3, 4), ("mug", 1, 1)))
    variant_id = item(alice)
    with scope(alice.company_id):
        told = item_history(alice, variant_id)
        assert [row.day for row in told] == [day(0).date(), day(3).date()]
        assert [[row.sold, row.returned, row.revenue] for row in told] == [[2, 1, 10], [4, 0, 40]]
        assert item_history(alice, variant_id, since=day(1).date()) == told[1:]
        assert [line.quantity for line in recent_lines(alice, variant_id, limit=2)] == [4, -1]


def test_pages_show_every_line_once(alice: Actor) -> None:
    sold(alice, lines(*[("shirt", number, 1.0) for number in range(7)]))
    found, cursor = [], ""
    with scope(alice.company_id):
        while True:
            page = sales_page(alice, cursor=cursor, limit=3)
            found += [line.sold_on for line in page.items]
            if page.next_cursor is None:
                break
            cursor = page.next_cursor
        assert sorted(found) == [day(number).date() for number in range(7)]
        few = sales_page(alice, since=day(2).date(), until=day(4).date())
        assert len(few.items) == 3


TOLD = st.lists(
    st.tuples(st.sampled_from(["a", "b"]), st.integers(0, 6), st.integers(-3, 5).filter(bool)),
    min_size=1,
    max_size=8,
)


@settings(max_examples=15, deadline=None)
@given(
    files=st.lists(TOLD, min_size=1, max_size=3),
    counts=st.lists(st.integers(0, 6), max_size=2),
    undone=st.integers(0, 2),
)
def test_whatever_comes_and_goes_the_sums_are_those_of_the_lines(
    files: list[list[tuple[str, int, int]]], counts: list[int], undone: int
) -> None:
    actor = owner()
    batches = [new_id() for _ in files]
    count_batch = new_id()
    for number, told in enumerate(files):
        sold(
            actor,
            lines(*[(sku, float(at), float(pieces)) for sku, at, pieces in told]),
            batch_id=batches[number],
        )
        if number < len(counts):
            stated(actor, 50, counts[number] + 0.5, sku="a", batch_id=count_batch)
            move_sales_since_statements(actor)
    if undone < len(batches):
        undo_batch(actor, batch_id=batches[undone])
    if undone == 1:
        undo_statements(actor, batch_id=count_batch)
    assert rows_of(actor, DAYS_OF_LINES) == []
    with scope(actor.company_id):
        assert compare_levels(actor) == []


DAYS_OF_LINES = """
    with summed as (
        select variant_id, location_id, channel, sold_on, sum(greatest(quantity, 0)) as ordered,
            sum(greatest(-quantity, 0)) as returned, sum(revenue) as revenue, count(*)::int as lines
        from sales_saleline group by 1, 2, 3, 4
    ), kept as (
        select variant_id, location_id, channel, sold_on, ordered, returned, revenue, lines
        from sales_dailysales
    )
    (select * from summed except select * from kept)
    union all (select * from kept except select * from summed)
"""
