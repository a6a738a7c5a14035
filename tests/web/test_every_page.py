"""Every page refuses a stranger, a person without the permission, and another company's id."""

import re
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import URLPattern
from tests.api.rows.documents import build, reservation, transfer, transfer_step
from tests.api.rows.keeping import alert, reason, rule, waiting
from tests.api.rows.outside import delivery, member, webhook
from tests.api.rows.told import event, override, price, promotion
from tests.api.rows.tracked import lot
from tests.api.rows.trade import landed, location, model_version
from tests.architecture.doors import Route, role_without
from tests.make.counting import reviewed_count
from tests.make.goods import day
from tests.make.people import PASSWORD, colleague
from tests.make.shops import planned_shop
from tests.make.tracked import place, tracked
from tests.web.visits import HTMX, listed, stranger, visitor

from stockwright.accounts.actions.tokens import make_token
from stockwright.accounts.rules import PERMISSIONS
from stockwright.channels.actions.uploads import upload_file
from stockwright.forecasting.queries.runs import latest_run
from stockwright.inventory.actions.tag_register import register_tags
from stockwright.inventory.queries.tags import tag_story
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.web.http import PAGES
from stockwright.web.urls import urlpatterns

OPEN = {"home", "signup", "login", "logout", "health"}
ONLY_POSTED = {
    *("today_run", "today_assume_none", "today_order", "today_unorder", "import_undo"),
    *("proof_run", "proof_repair", "landed_cost_undo"),
    *("outlier_decide", "settings_channel_demand"),
    *("model_retrain", "model_choose", "model_release", "item_predecessor_end"),
    *("item_tracking", "lot_change", "tag_change"),
    *("transfer_send", "transfer_receive", "transfer_close", "transfer_cancel", "kit_build", "kit_undo"),
    *("count_review", "count_resume", "count_cancel", "count_decide", "count_undo", "count_entries"),
    *("reservation_release", "reservation_extend", "reservation_commit"),
    *("settings_delivery_again", "settings_webhook_state", "settings_webhook_test", "settings_webhook_rotate"),
    *("settings_webhook_replay", "settings_webhook_remove"),
    *("settings_person_role", "settings_person_remove", "settings_token_revoke"),
    *("adjustment_submit", "adjustment_approve", "adjustment_reject", "adjustment_undo"),
    *("holiday_switch", "event_cancel", "promotion_cancel", "planned_price_cancel", "override_end"),
    *("alert_acknowledge", "alert_resolve", "settings_location", "settings_channel_remove", "settings_reason"),
}
FILE = b"date,sku,quantity\n2026-01-05,A1,2\n"


def forecast_run(actor: Actor) -> UUID:
    with scope(actor.company_id):
        run = latest_run(actor)
    assert run
    return run.pk


def uploaded(actor: Actor) -> UUID:
    return upload_file(actor, name="sales.csv", chunks=[FILE]).pk


def tag(actor: Actor) -> UUID:
    variant_id, code = tracked(actor, f"PHONE-{uuid4().hex[:8]}", "serial"), uuid4().hex
    register_tags(actor, variant_id=variant_id, location_id=place(actor), codes=[code], now=day(1))
    with scope(actor.company_id):
        return tag_story(actor, code=code).tag.id


IDS: dict[str, Callable[[Actor], UUID]] = {
    "run_id": forecast_run,
    "cost_id": landed,
    "variant_id": lambda actor: listed(actor)[0].variant_id,
    "advice_id": lambda actor: listed(actor)[0].pk,
    "adjustment_id": waiting,
    "alert_id": alert,
    "batch_id": uploaded,
    "location_id": location,
    "reason_id": reason,
    "rule_id": rule,
    "event_id": event,
    "promotion_id": promotion,
    "price_id": price,
    "override_id": override,
    "lot_id": lot,
    "count_id": lambda actor: reviewed_count(actor).pk,
    "membership_id": member,
    "tag_id": tag,
    "build_id": build,
    "step_id": transfer_step,
    "transfer_id": transfer,
    "reservation_id": reservation,
    "webhook_id": webhook,
    "delivery_id": delivery,
    "version_id": model_version,
    "token_id": lambda actor: make_token(actor, name="Till", role="viewer")[0].pk,
}
FORMS: dict[str, dict[str, object]] = {
    "item_tracking": {"tracking": "none"},
    "settings_person_role": {"role": "buyer"},
    "today_order": {},
    "proof_repair": {"repair": "levels"},
    "reservation_extend": {"minutes": "30"},
    "adjustment_reject": {"why": "Count it again."},
    "settings_reason": {"name": "Broken"},
    "settings_location": {"name": "North", "rank": "5"},
    "settings_channel_demand": {"channel": "Shop", "kind": "ordered", "settle_days": "14"},
    "kit_build": {"location": uuid4(), "quantity": "1", "deed": "assemble"},
    "settings_webhook_replay": {"since": "2026-01-05T10:00"},
}
SENT: dict[str, dict[str, object]] = {
    "count_entries": {"entries": [{"key": "phone-1", "code": "shirt", "quantity": "1", "age": 20}]},
}


def permission_of(pattern: URLPattern) -> str | None:
    return PAGES.get(f"{pattern.callback.__module__}.{pattern.callback.__name__}")


def route_of(pattern: URLPattern) -> Route:
    method = "POST" if pattern.name in ONLY_POSTED else "GET"
    path = re.sub(r"<uuid:(\w+)>", r"<\1>", f"/{pattern.pattern}")
    return Route(method, path, permission_of(pattern))


NAMED = {str(pattern.name): pattern for pattern in urlpatterns}
GUARDED = {name: route_of(pattern) for name, pattern in NAMED.items() if permission_of(pattern)}
OF_A_ROW = {name: route for name, route in GUARDED.items() if route.parameters}


def visit(client: Client, name: str, ids: dict[str, object]) -> tuple[int, str]:
    route = GUARDED[name]
    path = re.sub(r"<(\w+)>", lambda found: str(ids[found[1]]), route.path)
    if name in SENT:
        answer = client.post(path, SENT[name], content_type="application/json")
    else:
        answer = client.post(path, FORMS.get(name, {})) if route.method == "POST" else client.get(path)
    return answer.status_code, answer.headers.get("Location", "")


def made_up(route: Route) -> dict[str, object]:
    return {name: uuid4() for name in re.findall(r"<(\w+)>", route.path)}


def real(route: Route, actor: Actor) -> dict[str, object]:
    return {name: IDS[name](actor) for name in re.findall(r"<(\w+)>", route.path)}


@pytest.mark.parametrize("name", GUARDED)
def test_a_stranger_is_asked_to_log_in(name: str) -> None:
    status, location = visit(stranger(), name, made_up(GUARDED[name]))
    assert (status, location.startswith("/login?next=")) == (302, True)


def test_a_fragment_sends_a_stranger_to_the_whole_log_in_page() -> None:
    answer = stranger().get("/today", headers=HTMX)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/login?next=%2Ftoday")


@pytest.mark.parametrize("name", GUARDED)
def test_a_person_who_may_everything_else_is_refused(name: str, mine: Actor) -> None:
    permission = GUARDED[name].permission
    assert permission
    with role_without(permission) as role:
        status, _ = visit(visitor(colleague(mine, role)), name, made_up(GUARDED[name]))
    assert status == 403


@pytest.mark.parametrize("name", OF_A_ROW)
def test_another_companys_row_does_not_exist(name: str, mine: Actor, theirs: Actor) -> None:
    route = GUARDED[name]
    assert visit(visitor(mine), name, real(route, theirs))[0] == 404


@pytest.mark.parametrize("name", GUARDED)
def test_the_owner_is_answered(name: str, mine: Actor) -> None:
    """The control: it is the stranger, the permission and the company that the refusals above are about."""
    status, location = visit(visitor(mine), name, real(GUARDED[name], mine))
    assert status in {200, 204, 302, 409}, status
    assert not location.startswith("/login")


def test_lines_of_another_company_can_be_neither_ordered_nor_taken_back(mine: Actor, theirs: Actor) -> None:
    client, line = visitor(mine), listed(theirs)[0]
    for url in ("/today/order", "/today/unorder"):
        assert client.post(url, {"only": str(line.pk)}).status_code == 404
    assert line == listed(theirs)[0]


def test_only_known_pages_are_open_to_all() -> None:
    assert {name for name, pattern in NAMED.items() if not permission_of(pattern)} == OPEN


def test_every_page_asks_for_a_permission_that_can_be_given() -> None:
    assert set(PAGES.values()) <= PERMISSIONS


def test_every_answer_says_what_it_may_load(mine: Actor) -> None:
    for url in ("/login", "/today", "/nowhere"):
        policy = visitor(mine).get(url).headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy


def test_a_changed_password_ends_the_sessions_elsewhere(mine: Actor) -> None:
    from django.contrib.auth.hashers import make_password

    from stockwright.accounts.models import Person

    person = colleague(mine, "viewer")
    client = visitor(person)
    assert client.get("/today").status_code == 200
    Person.objects.filter(email=person.label).update(password=make_password(f"new {PASSWORD}"))
    assert client.get("/today").status_code == 302


@pytest.fixture(scope="module")
def mine() -> Actor:
    return planned_shop(items=6, days=60)


@pytest.fixture(scope="module")
def theirs() -> Actor:
    return planned_shop(items=6, days=60)
