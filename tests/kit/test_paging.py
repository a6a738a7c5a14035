"""Cursor pages hold every item once, whatever the page size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockwright.kit.paging import InvalidCursor, Page, decode_cursor, encode_cursor, page_of

KEYS = st.lists(st.text(), min_size=1, max_size=4)


@given(KEYS)
def test_a_cursor_gives_back_its_key(key: list[str]) -> None:
    assert decode_cursor(encode_cursor(key), len(key)) == key


@given(KEYS)
def test_a_cursor_of_another_list_is_refused(key: list[str]) -> None:
    with pytest.raises(InvalidCursor):
        decode_cursor(encode_cursor(key), len(key) + 1)


@given(st.text(max_size=30))
def test_any_text_is_a_cursor_or_refused(text: str) -> None:
    try:
        found = decode_cursor(text, 1)
    except InvalidCursor:
        return
    assert len(found) == 1


def pages(rows: list[int], limit: int) -> list[Page[int]]:
    """All pages, fetched as a query does: what follows the cursor, one more than is shown."""
    found, after = [], -1
    while True:
        following = [row for row in rows if row > after][: limit + 1]
        page = page_of(following, limit, lambda row: (row,))
        found.append(page)
        if page.next_cursor is None:
            return found
        after = int(decode_cursor(page.next_cursor, 1)[0])


@given(st.sets(st.integers(0, 10_000), max_size=60), st.integers(1, 20))
def test_the_pages_together_hold_every_item_once(numbers: set[int], limit: int) -> None:
    rows = sorted(numbers)
    found = pages(rows, limit)
    assert [row for page in found for row in page.items] == rows
    assert all(len(page.items) == limit for page in found[:-1])


def test_a_full_last_page_does_not_promise_another() -> None:
    assert page_of([1, 2], 2, lambda row: (row,)).next_cursor is None
