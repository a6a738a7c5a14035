"""What the texts of an address mean; what cannot be read is nothing."""

from datetime import date
from uuid import UUID


def id_in(text: str) -> UUID | None:
    """The id that a text is; None for any other text."""
    try:
        return UUID(text)
    except ValueError:
        return None


def day_in(text: str) -> date | None:
    """The day that a text is, as 2026-03-31; None for any other text."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
