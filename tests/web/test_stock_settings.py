"""How stock is set right and counted, on the pages of the settings."""

from tests.make.goods import rows_of
from tests.make.people import colleague, owner
from tests.web.visits import text_of, visitor

KEPT = "select code, name, kind, active from inventory_adjustmentreason where code in ('broken_seal', 'seal')"
LIMITS = """
    select a_days, b_days, c_days, tolerance_pieces, tolerance_percent, tolerance_money from inventory_countsettings
"""
REASONS, COUNTS = "/settings/reasons", "/settings/counts"


def test_a_reason_is_added_renamed_and_taken_out_of_use() -> None:
    alice = owner()
    client = visitor(alice)
    client.post(REASONS, {"name": "Broken seal", "kind": "waste", "code": ""})
    assert rows_of(alice, KEPT) == [("broken_seal", "Broken seal", "waste", True)]
    [(seal,)] = rows_of(alice, "select id from inventory_adjustmentreason where code = 'broken_seal'")
    assert "Broken seal" in client.get("/stock/waste").content.decode()
    client.post(f"{REASONS}/{seal}", {"name": "Seal is broken"})
    client.post(f"{REASONS}/{seal}", {"active": "no"})
    assert rows_of(alice, KEPT) == [("broken_seal", "Seal is broken", "waste", False)]
    assert "Seal is broken" not in client.get("/stock/waste").content.decode()
    client.post(f"{REASONS}/{seal}", {"active": "yes"})
    assert rows_of(alice, KEPT) == [("broken_seal", "Seal is broken", "waste", True)]


def test_a_reason_that_is_refused_is_told_and_changes_nothing() -> None:
    alice = owner()
    client = visitor(alice)
    twice = {"name": "Seal", "kind": "waste", "code": "seal"}
    client.post(REASONS, twice)
    answer = client.post(REASONS, twice | {"name": "Another"})
    assert (answer.status_code, "code “seal” already" in text_of(answer.content.decode())) == (422, True)
    [(seal,)] = rows_of(alice, "select id from inventory_adjustmentreason where code = 'seal'")
    answer = client.post(f"{REASONS}/{seal}", {"name": " "})
    assert (answer.status_code, "1 to 100 characters" in text_of(answer.content.decode())) == (422, True)
    assert rows_of(alice, KEPT) == [("seal", "Seal", "waste", True)]


def test_the_usual_reasons_can_be_renamed_before_anything_was_set_right() -> None:
    alice = owner()
    client = visitor(alice)
    html = client.get(REASONS).content.decode()
    address = next(part.split('"')[0] for part in html.split('action="')[1:] if part.startswith(REASONS))
    client.post(address, {"name": "Renamed"})
    assert "Renamed" in client.get(REASONS).content.decode()


def test_the_days_of_a_class_and_the_limits_are_kept_and_new_counts_begin_with_them() -> None:
    alice = owner()
    client = visitor(alice)
    told = {"a_days": "7", "b_days": "60", "c_days": "180", "tolerance_percent": "2.5", "tolerance_money": "100"}
    client.post(COUNTS, told)
    assert rows_of(alice, LIMITS) == [(7, 60, 180, None, 2.5, 100)]
    assert 'name="tolerance_money" value="100"' in client.get("/counts/new").content.decode()
    for wrong in ({"a_days": "0"}, {"tolerance_percent": "-1"}, {"c_days": ""}):
        assert client.post(COUNTS, told | wrong).status_code == 422
    assert rows_of(alice, LIMITS) == [(7, 60, 180, None, 2.5, 100)]


def test_who_may_not_approve_reads_the_settings_and_cannot_change_them() -> None:
    alice = owner()
    client = visitor(colleague(alice, "keeper"))
    for url in (REASONS, COUNTS):
        assert "<button" in client.get(url).content.decode()
        assert client.post(url, {"name": "Seal", "kind": "waste"}).status_code == 403
    assert rows_of(alice, KEPT) == []
