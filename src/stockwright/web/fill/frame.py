"""What surrounds a page: the company, the person and the age of the data."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils.translation import gettext

from stockwright.accounts.models import Company, Membership
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.sales.queries.days import last_sale_on
from stockwright.web.shown.frame import Frame

THEMES = ("system", "light", "dark")
OLD = timedelta(hours=36)


def frame_of(request: HttpRequest, actor: Actor, company: Company, member: Membership, section: str) -> Frame:
    """The frame of a page in `section` of the rail."""
    fresh, now = data_as_of(actor, company), clock.now()
    theme = request.COOKIES.get("theme", "")
    return Frame(
        company=company.name,
        currency=company.currency,
        person=member.person.name or member.person.email,
        email=member.person.email,
        role=role_name(member.role),
        section=section,
        theme=theme if theme in THEMES else "system",
        data_as_of=fresh,
        is_stale=fresh is not None and now - fresh > OLD,
        may=actor.permissions,
    )


def role_name(role: str) -> str:
    """A role as people call it."""
    names = {
        "owner": gettext("Owner"),
        "buyer": gettext("Buyer"),
        "keeper": gettext("Stock keeper"),
        "viewer": gettext("Viewer"),
    }
    return names.get(role, role)


def data_as_of(actor: Actor, company: Company) -> datetime | None:
    """The end of the newest day with sales, at the latest this moment."""
    newest = last_sale_on(actor)
    if newest is None:
        return None
    end = datetime.combine(newest + timedelta(days=1), time(), tzinfo=ZoneInfo(company.time_zone))
    return min(end, clock.now())
