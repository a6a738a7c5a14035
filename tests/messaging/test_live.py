"""A stream tells everything that happens, once, in whatever order transactions commit."""

import json
from collections.abc import Callable, Iterator
from threading import Event as Signal
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from tests.make.people import colleague, owner

from stockwright.inventory.actions.locations import add_location
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.messaging.live.cursor import Cursor, read_cursor
from stockwright.messaging.live.reading import look
from stockwright.messaging.live.stream import Places, stream


def something_happens(actor: Actor, name: str = "") -> str:
    """Add a place; its name comes back in the event."""
    return add_location(actor, name=name or uuid4().hex).name


def told(chunks: Iterator[bytes]) -> tuple[list[dict[str, Any]], str]:
    """The events of a stream, and the id a listener has at its end."""
    events, last_id = [], ""
    for message in b"".join(chunks).decode().split("\n\n"):
        for line in message.splitlines():
            if line.startswith("id: "):
                last_id = line[4:]
            if line.startswith("data: "):
                events.append(json.loads(line[6:]))
    return events, last_id


def names(events: list[dict[str, Any]]) -> list[str]:
    return [event["payload"]["location_name"] for event in events if event["name"] == "location.added"]


def listened(
    actor: Actor, last_id: str = "", *deeds: Callable[[], object], places: Places | None = None
) -> tuple[list[str], str]:
    """What a listener hears while the deeds are done, one between two looks; and its last id."""

    def ticks() -> Iterator[None]:
        for deed in deeds:
            deed()
            yield

    events, last = told(stream(actor, last_id=last_id, places=places or Places(1), ticks=ticks(), pace=0))
    return names(events), last


class Slow:
    """A transaction of its own that has written its event, and commits when it is told to."""

    def __init__(self, actor: Actor, name: str) -> None:
        self.written, self.may_commit = Signal(), Signal()
        self.thread = Thread(target=self._run, args=(actor, name))
        self.thread.start()
        assert self.written.wait(10)

    def _run(self, actor: Actor, name: str) -> None:
        try:
            with scope(actor.company_id):
                something_happens(actor, name)
                self.written.set()
                assert self.may_commit.wait(30)
        finally:
            connections.close_all()

    def commit(self) -> None:
        self.may_commit.set()
        self.thread.join()


def test_a_listener_hears_what_happens_from_now_on() -> None:
    alice = owner()
    something_happens(alice, "before")
    heard, _ = listened(
        alice, "", lambda: something_happens(alice, "one"), lambda: None, lambda: something_happens(alice, "two")
    )
    assert heard == ["one", "two"]


def test_whoever_comes_back_hears_what_was_missed_and_nothing_twice() -> None:
    alice = owner()
    _, last_id = listened(alice)
    something_happens(alice, "away")
    heard, last_id = listened(alice, last_id, lambda: something_happens(alice, "back"))
    assert heard == ["away", "back"]
    assert listened(alice, last_id)[0] == []


def test_an_event_that_commits_late_is_heard_though_later_ones_were_heard_before() -> None:
    alice = owner()
    slow = Slow(alice, "late")
    heard, last_id = listened(alice, "", lambda: something_happens(alice, "quick"), slow.commit)
    assert heard == ["quick", "late"]
    assert listened(alice, last_id)[0] == []


def test_an_event_that_commits_late_is_heard_by_whoever_was_away_meanwhile() -> None:
    alice = owner()
    slow = Slow(alice, "late")
    heard, last_id = listened(alice, "", lambda: something_happens(alice, "quick"))
    assert heard == ["quick"]
    slow.commit()
    assert listened(alice, last_id)[0] == ["late"]


def test_ids_alone_would_have_lost_the_late_event() -> None:
    """The control: the late event is older, by its id and its time, than one that was heard before it."""
    from stockwright.messaging.models import Event

    alice = owner()
    slow = Slow(alice, "late")
    something_happens(alice, "quick")
    slow.commit()
    with scope(alice.company_id):
        rows = list(Event.objects.of(alice).filter(name="location.added").order_by("id"))
    assert [row.payload["location_name"] for row in rows] == ["late", "quick"]
    assert rows[0].at < rows[1].at


def test_a_stream_cut_in_the_middle_goes_on_behind_the_last_event_that_came() -> None:
    alice = owner()
    _, last_id = listened(alice)
    slow = Slow(alice, "late")
    for name in ("one", "two", "three"):
        something_happens(alice, name)
    with_events = look(alice.company_id, read_cursor(last_id))
    first = with_events.news[0]
    slow.commit()
    heard, last_id = listened(alice, first.cursor)
    assert heard == ["two", "three", "late"]
    assert listened(alice, last_id)[0] == []


def test_long_absence_is_told_look_after_look(monkeypatch: pytest.MonkeyPatch) -> None:
    from stockwright.messaging.live import reading

    monkeypatch.setattr(reading, "MOST", 2)
    alice = owner()
    _, last_id = listened(alice)
    wanted = [something_happens(alice, f"{number}") for number in range(5)]
    assert listened(alice, last_id)[0] == wanted


def test_where_no_place_is_free_one_gets_what_is_new_and_is_asked_to_come_later() -> None:
    alice = owner()
    taken = Places(1)
    assert taken.take()
    _, last_id = listened(alice, "", places=taken)
    something_happens(alice, "meanwhile")
    heard, last_id = listened(alice, last_id, places=taken)
    assert heard == ["meanwhile"]
    chunks = b"".join(stream(alice, last_id=last_id, places=taken))
    assert b"retry: 15000" in chunks
    assert b"data:" not in chunks


def test_a_place_is_free_again_when_its_stream_ends_or_is_cut() -> None:
    alice, places = owner(), Places(1)
    cut = stream(alice, last_id="", places=places, ticks=iter([None]), pace=0)
    assert b"retry: 2000" in next(cut)
    cut.close()  # type: ignore[attr-defined]
    assert places.take()


def test_another_company_hears_nothing() -> None:
    alice, mallory = owner(), owner()
    _, everything = listened(mallory)
    heard, _ = listened(mallory, everything, lambda: something_happens(alice, "secret"))
    assert heard == []
    _, of_alice = listened(alice)
    something_happens(alice, "another secret")
    events, _ = told(stream(mallory, last_id=of_alice, places=Places(1), ticks=[None], pace=0))
    assert events == []


def test_who_may_not_read_the_trail_hears_names_alone() -> None:
    alice = owner()
    bob = colleague(alice, "viewer")
    _, last_id = listened(alice)
    something_happens(alice)
    [event], _ = told(stream(bob, last_id=last_id, places=Places(1), ticks=(), pace=0))
    assert event["name"] == "location.added"
    assert set(event) == {"id", "name", "at"}


def test_many_listeners_of_a_company_share_one_look() -> None:
    from stockwright.messaging.live.feed import feed_of

    alice = owner()
    with feed_of(alice.company_id) as one, feed_of(alice.company_id) as other:
        assert one is other
        _, position = one.join(pace=0)
        something_happens(alice)
        assert one.since(position, pace=3600) == ([], position)
        found = one.since(position, pace=0)
        assert found
        assert other.since(position, pace=3600) == found
    with feed_of(alice.company_id) as later:
        assert later is not one


def test_no_connection_is_held_between_looks() -> None:
    alice = owner()
    open_now = stream(alice, last_id="", places=Places(1), ticks=iter([None, None]), pace=0)
    for _ in open_now:
        assert connections["default"].connection is None


@pytest.mark.parametrize(
    "text",
    ["", "x", "1:2", "5:4:", "1:9:3,3", "1:9:12", "0:1:", "1:9:~x", f"1:9:~1:9:~{'z' * 36}", "1:9:~1:9:~a~b"],
)
def test_what_is_no_cursor_begins_now(text: str) -> None:
    assert read_cursor(text) is None


def test_a_cursor_is_read_as_it_was_written() -> None:
    for cursor in (Cursor("3:9:4,7"), Cursor("3:9:", "5:11:6", uuid4())):
        assert read_cursor(str(cursor)) == cursor


def test_a_cursor_of_another_database_begins_now() -> None:
    alice = owner()
    something_happens(alice)
    heard, _ = listened(alice, "900000000000000000:900000000000000000:", lambda: something_happens(alice, "now"))
    assert heard == ["now"]
