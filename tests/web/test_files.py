"""Lists taken away as CSV: exactly what is shown, exact, harmless, with control totals."""

import csv
import io
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.make.goods import lines, sold
from tests.make.people import owner
from tests.web.visits import line_ids, listed, streamed, visitor

from stockwright.kit.actor import Actor
from stockwright.web.fill.files import Cell, lines_of_csv

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def read(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def taken(actor: Actor, url: str) -> tuple[list[dict[str, str]], dict[str, list[str]]]:
    """The lines of a file by heading, and its foot by name."""
    rows = read(streamed(visitor(actor).get(url)))
    end = rows.index([])
    shown = [dict(zip(rows[0], row, strict=True)) for row in rows[1:end]]
    return shown, {row[0]: row[1:] for row in rows[end + 1 :]}


def test_the_file_holds_the_lines_of_the_page_in_their_order(shop: Actor) -> None:
    for query in ("", "?list=attention", "?sort=-name", f"?supplier={listed(shop)[0].supplier}"):
        rows, _ = taken(shop, f"/today.csv{query}")
        shown = line_ids(visitor(shop).get(f"/today{query}").content.decode())
        assert [row["Advice"] for row in rows] == [str(pk) for pk in shown]


def test_numbers_are_exact_and_the_totals_are_those_of_the_lines(shop: Actor) -> None:
    rows, foot = taken(shop, "/today.csv")
    stored = listed(shop)
    assert [Decimal(row["Recommended order"]) for row in rows] == [row.recommended_quantity for row in stored]
    assert [Decimal(row["Money at stake"]) for row in rows] == [row.money_at_stake for row in stored]
    assert foot["Lines"] == [str(len(rows))]
    assert Decimal(foot["Total pieces"][0]) == sum(Decimal(row["Recommended order"]) for row in rows)
    assert Decimal(foot["Total value"][0]) == sum(Decimal(row["Order value"] or 0) for row in rows)
    assert Decimal(foot["Total at stake"][0]) == sum(Decimal(row["Money at stake"] or 0) for row in rows)


def test_the_file_says_what_was_filtered_and_from_when_it_is(shop: Actor) -> None:
    supplier = listed(shop)[0].supplier
    _, foot = taken(shop, f"/today.csv?supplier={supplier}&q=a")
    assert supplier in foot["Filter"][0]
    assert "contains: a" in foot["Filter"][0]
    assert date.fromisoformat(foot["Plan of"][0])
    assert foot["List"] == ["Order today"]


def test_only_the_selected_lines_are_taken_when_some_are(shop: Actor) -> None:
    picked = [str(row.pk) for row in listed(shop)[1:3]]
    rows, foot = taken(shop, f"/today.csv?line={picked[0]}&line={picked[1]}")
    assert [row["Advice"] for row in rows] == picked
    assert foot["Filter"] == ["2 selected lines"]


def test_the_items_are_taken_with_their_totals(shop: Actor) -> None:
    rows, foot = taken(shop, "/items.csv")
    assert foot["Lines"] == [str(len(rows))] == ["30"]
    assert Decimal(foot["Total value"][0]) == sum(Decimal(row["Stock value"] or 0) for row in rows)


def test_the_file_of_items_tells_the_search_beside_the_filters(shop: Actor) -> None:
    _, foot = taken(shop, "/items.csv?q=a&status=order_today")
    assert foot["Filter"] == ["SKU or name contains: a; Status: Order today"]


def test_a_file_before_the_first_plan_is_refused_in_words() -> None:
    assert visitor(owner()).get("/today.csv").status_code == 409


def test_a_formula_in_a_name_is_harmless_in_the_file() -> None:
    actor = owner()
    sold(actor, lines(("=cmd|'/C calc'!A0", 1, 2)))
    rows, _ = taken(actor, "/items.csv")
    assert rows[0]["SKU"] == "'=cmd|'/C calc'!A0"


CELLS = st.one_of(st.none(), st.text(max_size=20), st.decimals(allow_nan=False, allow_infinity=False), st.dates())


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=5))
def test_every_cell_is_read_back_and_no_text_begins_a_formula(rows: list[list[Cell]]) -> None:
    found = read("".join(lines_of_csv(rows)))
    assert len(found) == len(rows) or any("\r" in str(c) or "\n" in str(c) for row in rows for c in row)
    for told, row in zip(found, rows, strict=False):
        for text, cell in zip(told, row, strict=True):
            if isinstance(cell, str):
                assert not text.startswith(FORMULA)
                assert text.removeprefix("'").replace("\r\n", "\n") in {cell.replace("\r\n", "\n"), cell[1:]}
            if isinstance(cell, Decimal):
                assert Decimal(text) == cell
