"""What counts as demand on a channel, on the page of the channels."""

import polars as pl
from tests.make.goods import lines, rows_of, sold
from tests.make.people import colleague, owner
from tests.web.visits import text_of, visitor

SET = "/settings/channels/demand"
KEPT = "select channel, kind, settle_days from sales_channeldemand"


def test_what_counts_is_set_and_shown() -> None:
    alice = owner()
    client = visitor(alice)
    client.post(SET, {"channel": "MARKET", "kind": "bought_out", "settle_days": "21"})
    assert rows_of(alice, KEPT) == [("MARKET", "bought_out", 21)]
    shown = text_of(client.get("/settings/channels").content.decode())
    assert "MARKET" in shown
    assert "21 days" in shown


def test_a_refusal_is_told_and_changes_nothing() -> None:
    alice = owner()
    answer = visitor(alice).post(SET, {"channel": "MARKET", "kind": "bought_out", "settle_days": "0"})
    assert (answer.status_code, "greater than or equal to 1" in text_of(answer.content.decode())) == (422, True)
    assert rows_of(alice, KEPT) == []


def test_who_may_only_look_sees_no_form() -> None:
    alice = owner()
    sold(alice, lines(("shirt", 0, 1)).with_columns(channel=pl.lit("OLD")))
    viewer = visitor(colleague(alice, "viewer"))
    assert SET not in viewer.get("/settings/channels").content.decode()
    assert viewer.post(SET, {"channel": "A", "kind": "net", "settle_days": "1"}).status_code == 403
