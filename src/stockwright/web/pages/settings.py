"""The company's settings, its people, and the tokens of its programs."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from stockwright.accounts.actions.companies import change_company
from stockwright.accounts.actions.people import add_person, change_role, remove_person
from stockwright.accounts.actions.tokens import make_token, revoke_token
from stockwright.accounts.rules import LastOwner
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Invalid, Problem
from stockwright.web.fill.forms import CompanyForm, PersonForm, field_of
from stockwright.web.fill.refusals import tell_refusal
from stockwright.web.fill.settings import people_page, tokens_page
from stockwright.web.http import PageRequest, framed, page
from stockwright.web.shown.settings import CompanySettingsPage


@require_http_methods(["GET", "POST"])
@page("company.read")
def company(request: PageRequest, actor: Actor) -> HttpResponse:
    """How the company works and orders; the next plan uses what is saved."""
    form = CompanyForm(request.POST or None, initial=vars(request.company))
    if request.method == "POST":
        actor.require("company.write")
        if form.is_valid() and _saved(actor, form, clock.today(request.company.time_zone)):
            messages.success(request, gettext("Saved. The next plan uses it."))
            return redirect("settings_company")
    shown = CompanySettingsPage(form, may_write=actor.may("company.write"))
    return framed(
        request,
        actor,
        "settings/company.html",
        section="settings",
        status=422 if form.errors else 200,
        page=shown,
        place="company",
    )


@require_http_methods(["GET", "POST"])
@page("people.read")
def people(request: PageRequest, actor: Actor) -> HttpResponse:
    """Who is in the company, and a form for somebody new."""
    form = PersonForm(request.POST or None)
    if request.method == "POST":
        actor.require("people.write")
    if request.method == "POST" and form.is_valid():
        try:
            add_person(actor, **form.cleaned_data)
        except Problem as problem:
            form.add_error(field_of(problem), problem.text)
        else:
            said = gettext("%(email)s can log in now. Tell them the password yourself.")
            messages.success(request, said % {"email": form.cleaned_data["email"]})
            return redirect("settings_people")
    return framed(
        request,
        actor,
        "settings/people.html",
        section="settings",
        status=422 if form.errors else 200,
        page=people_page(actor, form),
        place="people",
    )


@require_POST
@page("people.write")
def change(request: PageRequest, actor: Actor, membership_id: UUID) -> HttpResponse:
    """Give a member another role; the last owner stays one."""
    try:
        change_role(actor, membership_id=membership_id, role=request.POST.get("role", ""))
    except (LastOwner, Invalid) as problem:
        messages.error(request, problem.text)
    else:
        messages.success(request, gettext("The role was changed."))
    return redirect("settings_people")


@require_POST
@page("people.write")
def remove(request: PageRequest, actor: Actor, membership_id: UUID) -> HttpResponse:
    """End a membership."""
    try:
        remove_person(actor, membership_id=membership_id)
    except LastOwner as problem:
        messages.error(request, problem.text)
    else:
        messages.success(request, gettext("They cannot enter this company any more."))
    return redirect("settings_people")


@require_http_methods(["GET", "POST"])
@page("tokens.read")
def tokens(request: PageRequest, actor: Actor) -> HttpResponse:
    """The tokens of programs; a new one is shown on the answer to making it, and never again."""
    secret = error = ""
    if request.method == "POST":
        actor.require("tokens.write")
        try:
            _, secret = make_token(actor, name=request.POST.get("name", ""), role=request.POST.get("role", ""))
        except Problem as problem:
            error = problem.text
    answer = framed(
        request,
        actor,
        "settings/tokens.html",
        section="settings",
        status=422 if error else 200,
        page=tokens_page(actor, secret=secret, error=error),
        place="tokens",
    )
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@page("tokens.write")
def revoke(request: PageRequest, actor: Actor, token_id: UUID) -> HttpResponse:
    """Make a token worthless."""
    revoke_token(actor, token_id=token_id)
    messages.success(request, gettext("The token is worthless from now on."))
    return redirect("settings_tokens")


def _saved(actor: Actor, form: CompanyForm, today: date) -> bool:
    """Whether the settings were taken; a refusal is told at its field."""
    try:
        change_company(actor, today=today, **form.cleaned_data)
    except Problem as problem:
        tell_refusal(form, problem)
        return False
    return True
