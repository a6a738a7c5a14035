"""The frame of every page: who is asking, what they may, and how a problem is shown."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import urlencode

from stockwright.accounts.models import Person
from stockwright.accounts.queries import actor_of
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotAuthenticated, Problem
from stockwright.kit.tenancy import scope

Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponse]
Page = Callable[Concatenate[HttpRequest, Actor, Arguments], HttpResponse]

PAGES: dict[str, str] = {}
"""Every page that asks for somebody (dotted name) with the permission it asks for."""

_PERSON, _COMPANY, _PROOF = "person_id", "company_id", "proof"


def page(permission: str) -> Callable[[Page[Arguments]], View[Arguments]]:
    """Show a page to people with `permission`, inside one transaction of their company.

    A stranger is sent to the log-in page and comes back afterwards; a problem is told on a page of its own
    unless the page handles it.
    """

    def around(shown: Page[Arguments]) -> View[Arguments]:
        PAGES[f"{shown.__module__}.{shown.__name__}"] = permission

        @wraps(shown)
        def answered(request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponse:
            actor = actor_of_request(request)
            if actor is None:
                return redirect(f"/login?{urlencode({'next': request.get_full_path()})}")
            try:
                actor.require(permission)
                with scope(actor.company_id):
                    return shown(request, actor, *args, **kwargs)
            except Problem as problem:
                return problem_page(request, problem)

        return answered

    return around


def enter(request: HttpRequest, person: Person, company_id: UUID) -> None:
    """Begin a session for the person in the company, under a fresh key."""
    request.session.cycle_key()
    request.session.update({_PERSON: str(person.pk), _COMPANY: str(company_id), _PROOF: _proof(person.password)})


def leave(request: HttpRequest) -> None:
    """End the session."""
    request.session.flush()


def actor_of_request(request: HttpRequest) -> Actor | None:
    """Who is logged in; nobody once they left the company or changed their password elsewhere."""
    person_id, company_id = request.session.get(_PERSON), request.session.get(_COMPANY)
    if not person_id or not company_id:
        return None
    password = Person.objects.filter(pk=person_id, active=True).values_list("password", flat=True).first()
    if password is None or not constant_time_compare(request.session.get(_PROOF, ""), _proof(password)):
        return None
    return actor_of(UUID(person_id), UUID(company_id))


def problem_page(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem in its own words; a fragment for htmx, which shows it as a message."""
    if isinstance(problem, NotAuthenticated):
        return redirect("/login")
    return render(request, "errors/problem.html", {"problem": problem}, status=problem.status)


def _proof(password: str) -> str:
    return salted_hmac("stockwright.session", password).hexdigest()
