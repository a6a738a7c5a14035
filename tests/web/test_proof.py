"""The page of the proof: one line says it, the rows are behind it, and a repair is seen before it is done."""

from tests.insights.test_proof import TAMPERED, shop, state, tamper
from tests.make.jobs import run_jobs
from tests.make.people import colleague
from tests.make.shops import planned_shop
from tests.web.visits import text_of, visitor

from stockwright.insights.actions.proof import prove_in_one_moment


def test_before_the_first_proof_the_page_offers_one_and_a_worker_makes_it() -> None:
    alice = shop()
    client = visitor(alice)
    assert "Nothing was compared yet." in text_of(client.get("/stock/proof").content.decode())
    assert "right now" in text_of(client.post("/stock/proof/run", follow=True).content.decode())
    run_jobs()
    shown = text_of(client.get("/stock/proof").content.decode())
    assert "Books and stock agree." in shown
    assert "The ledger = the stock level" in shown


def test_a_difference_opens_to_its_rows_and_is_repaired_after_a_look_at_it() -> None:
    alice = shop()
    client = visitor(alice)
    right = state(alice)
    tamper(alice, TAMPERED["ledger_on_hand"])
    wrong = state(alice)
    prove_in_one_moment(alice)
    shown = client.get("/stock/proof").content.decode()
    assert "Books and stock differ in" in text_of(shown)
    assert 'href="/stock/items/' in shown
    preview = client.post("/stock/proof/repair", {"repair": "levels"}).content.decode()
    assert "Afterwards both sides agree." in text_of(preview)
    assert state(alice) == wrong
    done = client.post("/stock/proof/repair", {"repair": "levels", "confirm": "1"}, follow=True)
    assert "Books and stock agree." in text_of(done.content.decode())
    assert state(alice) == right


def test_who_may_not_repair_sees_the_rows_and_no_button() -> None:
    alice = shop()
    tamper(alice, TAMPERED["layer_value"])
    prove_in_one_moment(alice)
    shown = visitor(colleague(alice, "viewer")).get("/stock/proof").content.decode()
    assert "Books and stock differ in 1 place." in text_of(shown)
    assert "/stock/proof/repair" not in shown
    assert "/stock/proof/run" not in shown


def test_a_red_proof_is_told_on_the_morning_page_until_a_green_one() -> None:
    alice = planned_shop(items=3, days=60)
    client = visitor(alice)
    tamper(alice, "update inventory_level set on_hand = on_hand + 1")
    prove_in_one_moment(alice)
    assert "Look at them before you trust the numbers" in text_of(client.get("/today").content.decode())
    client.post("/stock/proof/repair", {"repair": "levels", "confirm": "1"})
    assert "Look at them before" not in text_of(client.get("/today").content.decode())
