"""The OpenAPI document: what every operation shares, and the text that is kept beside the code."""

import json
from http import HTTPStatus
from typing import Any

from ninja.openapi.schema import OpenAPISchema

from stockwright.api.door import KEY_HEADER, LARGEST_BODY, REPLAYED_HEADER, WRITES
from stockwright.api.problems import MEDIA_TYPE

DESCRIPTION = f"""\
What you have, what you will sell and what to order.

**Who asks.** Send `Authorization: Bearer <token>`. Make a token under Settings.
A token belongs to one company and sees nothing of any other: somebody else's id is answered like one that
does not exist (`404`).

**Numbers.** Money and quantities are exact. They are answered as text (`"12.5"`) and may be sent as text or
as a number. Statistics, such as a forecast's mean, are plain numbers. Days are ISO dates in the company's
time zone, moments are ISO times with an offset.

**Lists.** A page has `items` and `next_cursor`. Send that as `cursor` to get the next page; it is null at
the end. A page holds up to `limit` items (1 to 500). Rows that come or go meanwhile move no other row.

**Sending again.** Every `POST`, `PUT`, `PATCH` and `DELETE` takes an `{KEY_HEADER}` (1 to 200 characters; a
fresh UUID is a good one). The answer is kept for 24 hours: the same request with the same key is not done
again, and gets the same answer with `{REPLAYED_HEADER}: true`. The key with another request is refused with
`key_used_otherwise`. A request that was refused changed nothing and leaves its key free, so it may be mended
and sent again under the same key. Of two at once, the second waits for the first.

**How often.** Each client (its token) may ask so many times a minute; every answer says where it stands:
`RateLimit-Policy` and `RateLimit` of the coming standard, and the widely used `RateLimit-Limit`,
`RateLimit-Remaining` and `RateLimit-Reset` (seconds). What is too much is refused with `429` and
`too_many_requests` before anything is done; come back after `Retry-After` seconds. Requests without a valid
token are counted by their address, and may be a tenth as many. The server's processes count apart, so the
numbers of two connections may differ.

**Refusals** are `{MEDIA_TYPE}` with `type`, `title`, `status`, `code`, `detail` (a sentence for people) and
fields of their own. Rely on `code`. A refused request changed nothing at all. A body may have
{LARGEST_BODY // 1024 // 1024} MB.
"""


def _header(text: str, kind: str, example: object) -> dict[str, Any]:
    return {"description": text, "schema": {"type": kind}, "example": example}


_PROBLEMS = {
    "401": ("NotAuthenticated", "No valid token was sent.", "not_authenticated"),
    "403": ("NotAllowed", "The token's role does not include this.", "not_allowed"),
    "404": ("NotFound", "There is no such row in this company.", "not_found"),
    "409": ("Conflict", "This does not fit the present state, or the key was used otherwise.", "conflict"),
    "413": ("TooLarge", "The body is too large.", "body_too_large"),
    "422": ("Invalid", "The request is not valid; `errors` says where.", "invalid_request"),
    "429": ("TooManyRequests", "Too many requests of late. Nothing was done.", "too_many_requests"),
    "503": ("Busy", "Another write of the company took too long. Nothing was done; send it again.", "busy"),
}

_PROBLEM_SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "description": "A refusal, with further fields of its own.",
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "additionalProperties": True,
    "properties": {
        "type": {"type": "string", "format": "uri", "examples": ["urn:stockwright:problem:not_found"]},
        "title": {"type": "string", "examples": ["Not Found"]},
        "status": {"type": "integer", "examples": [404]},
        "code": {"type": "string", "description": "What programs rely on.", "examples": ["not_found"]},
        "detail": {"type": "string", "examples": ["There is no product with this id."]},
        "errors": {
            "type": "array",
            "description": "Which fields are not valid, for `invalid_request`.",
            "items": {
                "type": "object",
                "required": ["in", "field", "message"],
                "properties": {
                    "in": {"type": "string", "enum": ["path", "query", "body"]},
                    "field": {"type": "string", "examples": ["lines.3.quantity"]},
                    "message": {"type": "string"},
                },
            },
        },
    },
}

_KEY_PARAMETER = {
    "name": KEY_HEADER,
    "in": "header",
    "required": False,
    "description": "Makes it safe to send the request again: it is done once and answered alike for 24 h.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
    "example": "5c3f3a3e-5b0a-4b39-9b0e-2f8e7f0c9d11",
}

_HEADERS: dict[str, dict[str, Any]] = {
    "RateLimit-Policy": _header("The quota `q` in windows of `w` seconds.", "string", '"client";q=1500;w=60'),
    "RateLimit": _header("What remains of it, `r`, for `t` seconds.", "string", '"client";r=1499;t=42'),
    "RateLimit-Limit": _header("Requests that may be sent in a window.", "integer", 1500),
    "RateLimit-Remaining": _header("Requests that may still be sent in this window.", "integer", 1499),
    "RateLimit-Reset": _header("Seconds until the window ends.", "integer", 42),
}
"""What every answer says, unless the operator has turned the limit off."""

_LIMIT_HEADERS = {name: {"$ref": f"#/components/headers/{name}"} for name in _HEADERS}

_REPLAYED = {
    "description": "`true` when this is the kept answer to an earlier request with the same key.",
    "schema": {"type": "string", "enum": ["true"]},
}


def complete(document: OpenAPISchema) -> OpenAPISchema:
    """The document with the problems, the key and the headers that its operations share."""
    components = document["components"]
    components["schemas"]["Problem"] = _PROBLEM_SCHEMA
    components["parameters"] = {"IdempotencyKey": _KEY_PARAMETER}
    components["headers"] = {"IdempotencyReplayed": _REPLAYED, **_HEADERS}
    components["responses"] = {
        name: _problem_response(text, code, status) for status, (name, text, code) in _PROBLEMS.items()
    }
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _complete_operation(path, method.upper(), operation)
    return document


def openapi_text() -> str:
    """The document as text that is the same on every machine."""
    from stockwright.api.http import api  # noqa: PLC0415 - the door itself needs this module

    document = api.get_openapi_schema(path_prefix="/api/v1/")
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _complete_operation(path: str, method: str, operation: dict[str, Any]) -> None:
    said = " ".join(operation["description"].split())
    operation["summary"], _, more = said.partition(". ")
    operation["summary"] = operation["summary"].rstrip(".")
    operation["description"] = more or said
    if "security" in operation:
        _complete_guarded(path, method, operation)
    operation["responses"].setdefault(429, _refers_to("TooManyRequests"))
    for answer in operation["responses"].values():
        if "$ref" not in answer:
            answer.setdefault("headers", {}).update(_LIMIT_HEADERS)


def _complete_guarded(path: str, method: str, operation: dict[str, Any]) -> None:
    statuses = ["401", "403"]
    if "{" in path or method in WRITES or "_id" in str(operation["parameters"]):
        statuses.append("404")
    if operation["parameters"] or method in WRITES:
        statuses.append("422")
    if method in WRITES:
        statuses += ["409", "413", "503"]
        operation["parameters"].append({"$ref": "#/components/parameters/IdempotencyKey"})
        for answer in operation["responses"].values():
            answer["headers"] = {REPLAYED_HEADER: {"$ref": "#/components/headers/IdempotencyReplayed"}}
    for status in statuses:
        operation["responses"].setdefault(int(status), _refers_to(_PROBLEMS[status][0]))


def _refers_to(problem: str) -> dict[str, str]:
    return {"$ref": f"#/components/responses/{problem}"}


def _problem_response(text: str, code: str, status: str) -> dict[str, Any]:
    example = {
        "type": f"urn:stockwright:problem:{code}",
        "title": HTTPStatus(int(status)).phrase,
        "status": int(status),
        "code": code,
        "detail": text,
    }
    schema = {"$ref": "#/components/schemas/Problem"}
    content = {MEDIA_TYPE: {"schema": schema, "example": example}}
    headers = dict(_LIMIT_HEADERS)
    if status == "429":
        headers["Retry-After"] = _header("Seconds after which to come back.", "integer", 42)
    return {"description": text, "headers": headers, "content": content}
