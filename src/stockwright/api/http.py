"""The JSON door: one API out of every part's operations."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, re_path, reverse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from stockwright.api.docs import Docs
from stockwright.api.door import token_auth
from stockwright.api.parsing import ExactParser
from stockwright.api.problems import MethodNotAllowed, NoSuchAddress, answer_to, told
from stockwright.api.routes import ROUTERS, routes_of
from stockwright.api.schema import DESCRIPTION, complete

View = Callable[..., HttpResponse]


class JsonDoor(NinjaAPI):
    """An API that tells every failure as a problem, and says so in its description."""

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """The addresses, with an answer for every address and method there is not."""
        patterns, app, namespace = super().urls
        known = [_in_problems(pattern) for pattern in patterns if isinstance(pattern, URLPattern)]
        return [*known, re_path("", _nothing_here)], app, namespace

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The description, with the problems and headers that all operations share."""
        return complete(super().get_openapi_schema(**options))

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name that generated clients use: the handler's own."""
        return operation.view_func.__name__


def _in_problems(pattern: URLPattern) -> URLPattern:
    view: View = _to_docs if pattern.name == "api-root" else pattern.callback

    @wraps(view)
    def told_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        if not isinstance(answer, HttpResponseNotAllowed):
            return answer
        refusal = told(MethodNotAllowed(method=request.method, allowed=answer["Allow"]))
        refusal["Allow"] = answer["Allow"]
        return refusal

    return URLPattern(pattern.pattern, told_view, pattern.default_args, pattern.name)


def _to_docs(_: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse(f"{api.urls_namespace}:openapi-view"))


def _nothing_here(_: HttpRequest) -> HttpResponse:
    return told(NoSuchAddress())


_nothing_here.csrf_exempt = True  # type: ignore[attr-defined]

api = JsonDoor(
    title="Stockwright",
    version="1.0.0",
    description=DESCRIPTION,
    urls_namespace="api",
    docs=Docs(),
    auth=token_auth,
    parser=ExactParser(),
)
for error in (Exception, Http404, HttpError, ValidationError):
    api.add_exception_handler(error, cast(Any, answer_to))  # handlers get exceptions, never their classes
for router in ROUTERS:
    api.add_router("", router)
ROUTES = tuple(routes_of(api))
