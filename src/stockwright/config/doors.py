"""Which door a request goes through: pages need sessions, languages and forms, the JSON door needs none."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.module_loading import import_string

JSON_DOOR = "/api/"

Answered = Callable[[HttpRequest], HttpResponseBase]


class Doors:
    """Sends a request through what pages need (`PAGE_MIDDLEWARE`), or past it."""

    def __init__(self, answered: Answered) -> None:
        self.to_json = self.to_pages = answered
        self.views: list[Callable[..., HttpResponse | None]] = []
        for name in reversed(settings.PAGE_MIDDLEWARE):
            layer: Any = import_string(name)(self.to_pages)
            self.to_pages = cast(Answered, convert_exception_to_response(layer))
            if hasattr(layer, "process_view"):
                self.views.insert(0, layer.process_view)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer of the door that the address belongs to."""
        if not request.path_info.startswith(JSON_DOOR):
            return self.to_pages(request)
        translation.deactivate()  # a page answered before by this thread may have left its language
        return self.to_json(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let the layers of the pages look at the view that was found."""
        if request.path_info.startswith(JSON_DOOR):
            return None
        for look in self.views:
            if (answer := look(request, view, args, kwargs)) is not None:
                return answer
        return None
