"""Settings: the company, its people, its tokens, what happened."""

import re
from decimal import Decimal
from html import unescape

import pytest
from tests.api.calls import call
from tests.make.people import PASSWORD, colleague, owner
from tests.web.visits import stranger, text_of, visitor

from stockwright.accounts.models import Company
from stockwright.accounts.queries import company_of, members_of
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope


def company(actor: Actor) -> Company:
    with scope(actor.company_id):
        return company_of(actor)


def form(html: str) -> dict[str, str]:
    """The fields of the company's form as a browser would send them."""
    fields = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', html))
    for name, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    return {name: unescape(value) for name, value in fields.items() if name != "csrfmiddlewaretoken"} | {
        "policy": "position"
    }


def test_what_is_saved_is_what_the_company_does() -> None:
    actor = owner()
    client = visitor(actor)
    told = form(client.get("/settings").content.decode())
    changed = {**told, "currency": "krw", "time_zone": "Asia/Seoul", "service_level": "0.975", "review_days": "14"}
    page = client.post("/settings", changed, follow=True)
    assert "The next plan uses it" in text_of(page.content.decode())
    now = company(actor)
    assert (now.currency, now.time_zone, now.service_level, now.review_days) == (
        "KRW",
        "Asia/Seoul",
        Decimal("0.975"),
        14,
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [("service_level", "1.2"), ("currency", "E1R"), ("review_days", "0"), ("name", ""), ("time_zone", "Mars/Base")],
)
def test_a_setting_out_of_its_range_is_refused_and_nothing_is_saved(field: str, value: str) -> None:
    actor = owner()
    client = visitor(actor)
    told = form(client.get("/settings").content.decode())
    answer = client.post("/settings", {**told, "lead_days": "99", field: value})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert company(actor).lead_days == 14


def test_a_buyer_sees_the_settings_and_cannot_change_them() -> None:
    client = visitor(colleague(owner(), "buyer"))
    html = client.get("/settings").content.decode()
    assert "Only an owner can change this" in text_of(html)
    assert client.post("/settings", form(html)).status_code == 403


def test_somebody_who_is_added_can_log_in() -> None:
    actor = owner()
    added = {"email": f"new-{actor.label}", "name": "Ben", "role": "viewer", "password": PASSWORD}
    page = visitor(actor).post("/settings/people", added, follow=True)
    assert "can log in now" in text_of(page.content.decode())
    assert stranger().post("/login", {"email": added["email"], "password": PASSWORD})["Location"] == "/"


def test_an_address_that_is_taken_is_told_at_its_field() -> None:
    actor = owner()
    again = {"email": actor.label, "role": "viewer", "password": PASSWORD}
    answer = visitor(actor).post("/settings/people", again)
    assert answer.status_code == 422
    assert "There is an account with this e-mail address" in text_of(answer.content.decode())


def test_the_last_owner_stays_one() -> None:
    actor = owner()
    with scope(actor.company_id):
        [me] = members_of(actor)
    client = visitor(actor)
    for url, sent in (
        (f"/settings/people/{me.id}/role", {"role": "viewer"}),
        (f"/settings/people/{me.id}/remove", {}),
    ):
        assert "needs an owner" in text_of(client.post(url, sent, follow=True).content.decode())
    with scope(actor.company_id):
        assert members_of(actor) == [me]


def test_somebody_who_is_removed_is_out_at_once() -> None:
    actor = owner()
    ben = colleague(actor, "viewer")
    inside = visitor(ben)
    assert inside.get("/today").status_code == 200
    with scope(actor.company_id):
        theirs = next(one.id for one in members_of(actor) if one.email == ben.label)
    visitor(actor).post(f"/settings/people/{theirs}/remove")
    assert inside.get("/today").status_code == 302


def test_a_token_is_shown_once_and_works_until_it_is_revoked() -> None:
    actor = owner()
    client = visitor(actor)
    answer = client.post("/settings/tokens", {"name": "Till", "role": "viewer"})
    found = re.search(r'<code id="secret">([^<]+)</code>', answer.content.decode())
    assert found
    assert answer["Cache-Control"] == "no-store"
    assert call(found[1], "GET", "/locations").status == 200
    page = client.get("/settings/tokens").content.decode()
    assert found[1] not in page
    revoke = re.search(r'action="(/settings/tokens/[^"]+/revoke)"', page)
    assert revoke
    client.post(revoke[1])
    assert call(found[1], "GET", "/locations").status == 401


def test_a_token_needs_a_name() -> None:
    answer = visitor(owner()).post("/settings/tokens", {"name": " ", "role": "viewer"})
    assert (answer.status_code, "Give the token a name" in text_of(answer.content.decode())) == (422, True)


def test_what_happened_is_told_in_words() -> None:
    actor = owner("Hanse")
    client = visitor(actor)
    client.post("/settings/tokens", {"name": "Till", "role": "viewer"})
    said = text_of(client.get("/settings/activity").content.decode())
    assert "Began the company Hanse." in said
    assert "Made the API token Till (viewer)." in said
