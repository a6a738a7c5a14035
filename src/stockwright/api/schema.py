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

**Refusals** are `{MEDIA_TYPE}` with `type`, `title`, `status`, `code`, `detail` (a sentence for people) and
fields of their own. Rely on `code`. A refused request changed nothing at all. A body may have
{LARGEST_BODY // 1024 // 1024} MB.
"""

_PROBLEMS = {
    "401": ("NotAuthenticated", "No valid token was sent.", "not_authenticated"),
    "403": ("NotAllowed", "The token's role does not include this.", "not_allowed"),
    "404": ("NotFound", "There is no such row in this company.", "not_found"),
    "409": ("Conflict", "This does not fit the present state, or the key was used otherwise.", "conflict"),
    "413": ("TooLarge", "The body is too large.", "body_too_large"),
    "422": ("Invalid", "The request is not valid; `errors` says where.", "invalid_request"),
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

_REPLAYED = {
    "description": "`true` when this is the kept answer to an earlier request with the same key.",
    "schema": {"type": "string", "enum": ["true"]},
}


def complete(document: OpenAPISchema) -> OpenAPISchema:
    """The document with the problems, the key and the headers that its operations share."""
    components = document["components"]
    components["schemas"]["Problem"] = _PROBLEM_SCHEMA
    components["parameters"] = {"IdempotencyKey": _KEY_PARAMETER}
    components["headers"] = {"IdempotencyReplayed": _REPLAYED}
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
    if "security" not in operation:
        return
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
        operation["responses"].setdefault(int(status), {"$ref": f"#/components/responses/{_PROBLEMS[status][0]}"})


def _problem_response(text: str, code: str, status: str) -> dict[str, Any]:
    example = {
        "type": f"urn:stockwright:problem:{code}",
        "title": HTTPStatus(int(status)).phrase,
        "status": int(status),
        "code": code,
        "detail": text,
    }
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": text, "content": {MEDIA_TYPE: {"schema": schema, "example": example}}}
