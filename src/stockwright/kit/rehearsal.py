"""Trying a deed out: it is really done, looked at, and taken back before anybody sees it."""

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

Answer = TypeVar("Answer")


def rehearsed(deed: Callable[[], Answer]) -> Answer:
    """What `deed` answers, with nothing done; needs a transaction around it. Problems are raised as they are."""
    with transaction.atomic():
        answer = deed()
        transaction.set_rollback(True)
    return answer
