"""The frame of every page: who is asking, what they may, and how a problem is shown."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django_htmx.middleware import HtmxDetails

from stockwright.accounts.models import Company, Membership, Person
from stockwright.accounts.queries import actor_as, company_of, membership_of
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotAuthenticated, Problem, Unfit
from stockwright.kit.tenancy import scope
from stockwright.web.fill.frame import frame_of

Arguments = ParamSpec("Arguments")


class PageRequest(HttpRequest):
    """A request of somebody who is logged in, with their company."""

    company: Company
    member: Membership
    htmx: HtmxDetails


View = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]
Page = Callable[Concatenate[PageRequest, Actor, Arguments], HttpResponseBase]

PAGES: dict[str, str] = {}
"""Every page that asks for somebody (dotted name) with the permission it asks for."""

_PERSON, _COMPANY, _PROOF = "person_id", "company_id", "proof"


def page(permission: str) -> Callable[[Page[Arguments]], View[Arguments]]:
    """Show a page to people with `permission`, inside one transaction of their company.

    A stranger is sent to the log-in page and comes back afterwards; a problem is told on a page of its own
    unless the page handles it. Dates and times are those of the company's place.
    """

    def around(shown: Page[Arguments]) -> View[Arguments]:
        PAGES[f"{shown.__module__}.{shown.__name__}"] = permission

        @wraps(shown)
        def answered(request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
            known = cast(PageRequest, request)
            try:
                with _entered(known) as actor:
                    actor.require(permission)
                    with timezone.override(known.company.time_zone):
                        return shown(known, actor, *args, **kwargs)
            except Problem as problem:
                return problem_page(request, problem)
            except DataError:
                return problem_page(request, Unfit())

        return cast(View[Arguments], answered)

    return around


def framed(
    request: PageRequest, actor: Actor, template: str, *, section: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    """A template of somebody who is logged in, filled and inside its frame."""
    frame = frame_of(request, actor, request.company, request.member, section)
    return render(request, template, {"frame": frame, **context}, status=status)


def next_url(request: HttpRequest, otherwise: str) -> str:
    """Where the form wants to go afterwards, if that is one of our pages."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    fine = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=False)
    return wanted if wanted.startswith("/") and fine else otherwise


def enter(request: HttpRequest, person: Person, company_id: UUID) -> None:
    """Begin a session for the person in the company, under a fresh key."""
    request.session.cycle_key()
    request.session.update({_PERSON: str(person.pk), _COMPANY: str(company_id), _PROOF: _proof(person.password)})


def leave(request: HttpRequest) -> None:
    """End the session."""
    request.session.flush()


def is_inside(request: HttpRequest) -> bool:
    """Whether somebody is logged in."""
    try:
        with _entered(cast(PageRequest, request)):
            return True
    except NotAuthenticated:
        return False


@contextmanager
def _entered(request: PageRequest) -> Iterator[Actor]:
    """The transaction of the company that the session names, with who acts in it.

    Nobody acts (NotAuthenticated) once they left the company or changed their password elsewhere.
    """
    person_id, company_id = request.session.get(_PERSON), request.session.get(_COMPANY)
    if not person_id or not company_id:
        raise NotAuthenticated
    with scope(UUID(company_id)):
        member = membership_of(UUID(person_id), UUID(company_id))
        proof = request.session.get(_PROOF, "")
        if member is None or not constant_time_compare(proof, _proof(member.person.password)):
            raise NotAuthenticated
        actor = actor_as(member)
        request.member, request.company = member, company_of(actor)
        yield actor


def problem_page(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem in its own words; for htmx a message."""
    if isinstance(problem, NotAuthenticated):
        return _to_log_in(request)
    return render(request, "errors/problem.html", {"problem": problem}, status=problem.status)


def _to_log_in(request: HttpRequest) -> HttpResponse:
    """The log-in page, as a whole page also when a fragment was asked for."""
    here = request.get_full_path() if request.method == "GET" else "/"
    url = f"/login?{urlencode({'next': here})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)


def _proof(password: str) -> str:
    return salted_hmac("stockwright.session", password).hexdigest()
