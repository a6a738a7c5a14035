"""Problems as the JSON door tells them: `application/problem+json`, always of one shape."""

import json
import logging
from http import HTTPStatus
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import DataError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import HttpError, ValidationError

from stockwright.kit.problems import Invalid, NotAuthenticated, Problem, TooManyRequests, Unfit

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
_PASSING = {"40001", "40P01", "55P03", "57014"}
"""SQL states of two transactions in each other's way: the same request works a moment later."""


class InvalidRequest(Invalid):
    """Fields of the request are missing, unknown or of the wrong kind."""

    message = "The request is not valid. Look at “errors” for what to change."


class UnreadableBody(Invalid):
    """The body is not JSON."""

    message = "The body is not valid JSON: {detail}"


class BodyTooLarge(Problem):
    """The body is larger than one request may be."""

    status = 413
    message = "The body is larger than {limit_bytes} bytes. Send it in several requests."


class MethodNotAllowed(Problem):
    """The address exists, and does not know this method."""

    status = 405
    message = "{method} is not possible here. Possible: {allowed}."


class NoSuchAddress(Problem):
    """Nothing is served at this address."""

    status = 404
    message = "There is nothing at this address. The API is described at /api/v1/docs."


class Busy(Problem):
    """Two requests were in each other's way; nothing was done."""

    status = 503
    message = "Another request was working on the same rows. Nothing was changed; send it again."


class InternalError(Problem):
    """A mistake of the program's own."""

    status = 500
    message = "Something went wrong on our side. Nothing was changed; the error was logged."


def told(problem: Problem) -> HttpResponse:
    """A problem as an answer."""
    body: dict[str, Any] = {
        **problem.fields,
        "type": f"urn:stockwright:problem:{problem.code}",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "code": problem.code,
        "detail": problem.text,
    }
    answer = HttpResponse(json.dumps(body, cls=DjangoJSONEncoder), status=problem.status, content_type=MEDIA_TYPE)
    if isinstance(problem, NotAuthenticated):
        answer["WWW-Authenticate"] = "Bearer"
    if isinstance(problem, Busy):
        answer["Retry-After"] = "1"
    if isinstance(problem, TooManyRequests):
        answer["Retry-After"] = str(problem.fields["retry_after"])
    return answer


def answer_to(request: HttpRequest, error: Exception) -> HttpResponse:
    """The answer to anything that was raised on the way; what nobody foresaw is logged with its trace."""
    problem = _problem_in(error)
    if problem is None:
        log.error("%s %s failed", request.method, request.path, exc_info=error)
        problem = InternalError()
    return told(problem)


def _problem_in(error: Exception) -> Problem | None:
    found: Problem | None = None
    match error:
        case Problem():
            found = error
        case ValidationError():
            found = InvalidRequest(errors=[_field_error(one) for one in error.errors])
        case HttpError(__cause__=Problem() as cause):
            found = cause
        case HttpError():
            found = UnreadableBody(detail=str(error.__cause__ or error))
        case Http404():
            found = NoSuchAddress()
        case DataError():
            found = Unfit()
        case OperationalError(__cause__=cause) if getattr(cause, "sqlstate", "") in _PASSING:
            found = Busy()
    return found


def _field_error(error: dict[str, Any]) -> dict[str, str]:
    source, *where = error["loc"]
    # A body's first step is the name of the handler's argument, which is nobody's business.
    path = [str(step) for step in where[source == "body" :]]
    return {"in": str(source), "field": ".".join(path), "message": str(error["msg"])}
