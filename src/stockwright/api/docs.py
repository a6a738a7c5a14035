"""The interactive description of the API, served by ourselves alone."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from ninja import NinjaAPI
from ninja.openapi.docs import Swagger


class Docs(Swagger):
    """Swagger from the files that come with the installed package: no other host is asked."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - the library's signature
        """The page."""
        settings = {**self.settings, "url": self.get_openapi_url(api, kwargs)}
        context = Context({"api": api, "swagger_settings": json.dumps(settings)})
        return HttpResponse(_template().render(context))


@cache
def _template() -> Template:
    return Template((Path(__file__).parent / "docs.html").read_text())
