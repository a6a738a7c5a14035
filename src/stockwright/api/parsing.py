"""Reading requests: JSON with exact numbers, and no text that the database cannot store."""

import json
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser

from stockwright.kit.problems import Invalid


class UnstorableText(Invalid):
    """A null character, or half of a surrogate pair."""

    message = "The request holds a character that cannot be stored, such as a null character."


class ExactParser(Parser):
    """JSON in which 0.1 is one tenth."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as plain values, its fractions as decimals; ValueError for anything that is not JSON."""
        try:
            body = json.loads(request.body, parse_float=Decimal, parse_constant=_refuse_constant)
        except RecursionError as error:
            raise ValueError("it is nested too deeply") from error
        check_storable(body)
        return body

    def parse_querydict(
        self, data: "MultiValueDict[str, Any]", list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """The query parameters, after a look at their characters."""
        check_storable(dict(data.lists()))
        return super().parse_querydict(data, list_fields, request)


def check_storable(value: object) -> None:
    """Pass silently, or raise UnstorableText."""
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise UnstorableText
    elif isinstance(value, dict):
        for name, inner in value.items():
            check_storable(name)
            check_storable(inner)
    elif isinstance(value, list):
        for inner in value:
            check_storable(inner)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")
