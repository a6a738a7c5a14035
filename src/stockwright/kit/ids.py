"""Identifiers: unguessable across companies, and in order of creation within an index."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A fresh UUID of version 7."""
    return uuid7()
