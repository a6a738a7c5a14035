"""What the page of components shows: every component in every state, from made-up rows."""

from dataclasses import dataclass

from django.forms import BaseForm

from stockwright.web.shown.frame import Chip, Paging, Progress
from stockwright.web.shown.item import Fan, Receipt
from stockwright.web.shown.today import Header, LineGroup


@dataclass(frozen=True)
class DesignPage:
    """Samples for each component."""

    header: Header
    groups: tuple[LineGroup, ...]
    form: BaseForm  # one bound field with an error, one with help, one check
    chips: tuple[Chip, ...]
    paging: Paging
    progress: Progress
    history: tuple[float | None, ...]
    fan: Fan
    receipt: Receipt
    icons: tuple[str, ...]
