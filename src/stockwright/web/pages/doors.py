"""In and out: signing up, logging in, logging out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from stockwright.accounts.actions.people import log_in, sign_up
from stockwright.kit.problems import Problem
from stockwright.web.fill.forms import LoginForm, SignupForm, field_of
from stockwright.web.http import enter, is_inside, leave, next_url


@never_cache
@require_http_methods(["GET", "POST"])
def signup(request: HttpRequest) -> HttpResponse:
    """Begin a company; its first page asks for a file of sales."""
    form = SignupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sign_up(**form.cleaned_data)
            person, company_id = log_in(email=form.cleaned_data["email"], password=form.cleaned_data["password"])
        except Problem as problem:
            form.add_error(field_of(problem), problem.text)
        else:
            enter(request, person, company_id)
            return redirect("today")
    return render(request, "auth/signup.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Enter; whoever is in already goes on."""
    if request.method == "GET" and is_inside(request):
        return redirect(next_url(request, "/"))
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person, company_id = log_in(**form.cleaned_data)
        except Problem as problem:
            form.add_error(None, problem.text)
        else:
            enter(request, person, company_id)
            return redirect(next_url(request, "/"))
    shown = {"form": form, "next": next_url(request, "")}
    return render(request, "auth/login.html", shown, status=422 if form.errors else 200)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Leave."""
    leave(request)
    return redirect("login")
