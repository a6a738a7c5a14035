"""In and out: signing up, logging in, logging out."""

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from stockwright.accounts.actions.people import log_in, sign_up
from stockwright.kit.problems import Problem, TooManyRequests
from stockwright.web.fill.forms import LoginForm, SignupForm, field_of
from stockwright.web.guessing import Tries
from stockwright.web.http import enter, is_inside, leave, next_url


@never_cache
@require_http_methods(["GET", "POST"])
def signup(request: HttpRequest) -> HttpResponse:
    """Begin a company; its first page asks for a file of sales."""
    form, refused = SignupForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            Tries(request)
            sign_up(**form.cleaned_data)
            person, company_id = log_in(email=form.cleaned_data["email"], password=form.cleaned_data["password"])
        except Problem as problem:
            form.add_error(field_of(problem), problem.text)
            refused = problem
        else:
            enter(request, person, company_id)
            return redirect("today")
    return _shown(request, "auth/signup.html", form, refused)


@never_cache
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Enter; whoever is in already goes on."""
    if request.method == "GET" and is_inside(request):
        return redirect(next_url(request, "/"))
    form, refused = LoginForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            tries = Tries(request, account=form.cleaned_data["email"])
            person, company_id = log_in(**form.cleaned_data)
        except Problem as problem:
            form.add_error(None, problem.text)
            refused = problem
        else:
            tries.give_back()
            enter(request, person, company_id)
            return redirect(next_url(request, "/"))
    return _shown(request, "auth/login.html", form, refused, next=next_url(request, ""))


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Leave."""
    leave(request)
    return redirect("login")


def _shown(
    request: HttpRequest, template: str, form: Form, refused: Problem | None, **more: object
) -> HttpResponse:
    """The form, with what is wrong with it; whoever tried too often is told when to come back."""
    answer = render(request, template, {"form": form, **more}, status=422 if form.errors else 200)
    if isinstance(refused, TooManyRequests):
        answer.status_code = refused.status
        answer["Retry-After"] = str(refused.fields["retry_after"])
    return answer
