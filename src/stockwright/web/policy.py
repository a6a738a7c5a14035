"""What a page may load: only what the product itself serves."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = "; ".join(
    (
        "default-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

DEVICES = "camera=(self), microphone=(), geolocation=(), payment=(), usb=()"
"""What of a device a page may use: the camera, to scan what is counted."""

_OTHER_DOOR = "/api/"


class ContentPolicy:
    """Tells browsers to run and load nothing from anywhere else."""

    def __init__(self, answered: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answered = answered

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer with the policy; the other door has pages of its own making."""
        answer = self.answered(request)
        if not request.path.startswith(_OTHER_DOOR):
            answer.headers.setdefault("Content-Security-Policy", POLICY)
            answer.headers.setdefault("Permissions-Policy", DEVICES)
        return answer
