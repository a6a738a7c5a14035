"""In and out: signing up, logging in, logging out."""

from uuid import uuid4

from tests.make.people import PASSWORD, owner
from tests.web.visits import stranger, text_of, visitor


def form(**other: str) -> dict[str, str]:
    return {"company_name": "Hanse", "email": f"{uuid4().hex}@example.com", "password": PASSWORD, **other}


def test_signing_up_leads_to_the_morning_page_of_a_new_company() -> None:
    page = stranger().post("/signup", form(), follow=True)
    assert page.redirect_chain == [("/today", 302)]
    assert "Hanse" in text_of(page.content.decode())


def test_a_known_address_and_a_weak_password_are_told_at_their_fields() -> None:
    known = owner().label
    said = text_of(stranger().post("/signup", form(email=known)).content.decode())
    assert "There is an account with this e-mail address" in said
    weak = stranger().post("/signup", form(password="short"))
    assert weak.status_code == 422
    assert "too short" in text_of(weak.content.decode())


def test_what_was_typed_is_not_lost_on_an_error() -> None:
    html = stranger().post("/signup", form(company_name="Nordwind", password="short")).content.decode()
    assert "Nordwind" in html
    assert "short" not in html.replace("too short", "").replace("shortcut", "")


def test_logging_in_leads_to_where_one_wanted_to_go() -> None:
    actor, client = owner(), stranger()
    assert client.get("/items?q=a")["Location"] == "/login?next=%2Fitems%3Fq%3Da"
    answer = client.post("/login", {"email": actor.label, "password": PASSWORD, "next": "/items?q=a"})
    assert answer["Location"] == "/items?q=a"


def test_a_wrong_login_says_the_same_for_a_wrong_address_and_a_wrong_password() -> None:
    told = [
        text_of(stranger().post("/login", {"email": email, "password": "wrong password"}).content.decode())
        for email in (owner().label, "nobody@example.com")
    ]
    assert "do not match" in told[0]
    assert told[0] == told[1]


def test_after_logging_in_one_never_lands_elsewhere() -> None:
    answer = stranger().post(
        "/login", {"email": owner().label, "password": PASSWORD, "next": "https://evil.example"}
    )
    assert answer["Location"] == "/"


def test_whoever_is_in_need_not_log_in_again() -> None:
    assert visitor(owner()).get("/login")["Location"] == "/"


def test_logging_out_ends_the_session() -> None:
    client = visitor(owner())
    client.post("/logout")
    assert client.get("/today").status_code == 302


def test_leaving_needs_a_form() -> None:
    assert visitor(owner()).get("/logout").status_code == 405


def test_health_is_told_to_everybody() -> None:
    assert stranger().get("/health").json() == {"status": "ok"}
