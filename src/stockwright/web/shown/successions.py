"""What the page shows that says whom an item follows."""

from dataclasses import dataclass
from uuid import UUID

from django.forms import BaseForm

from stockwright.forecasting.queries.successions import SuccessionView


@dataclass(frozen=True)
class SuccessionPage:
    """An item, whom it follows (None: nobody), and who follows it."""

    variant_id: UUID
    sku: str
    name: str
    form: BaseForm
    follows: SuccessionView | None
    followers: tuple[SuccessionView, ...]
