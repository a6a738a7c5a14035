"""What is true of statements of stock."""

from uuid import UUID, uuid5

from stockwright.kit.problems import Invalid


class InvalidStatement(Invalid):
    """A statement of stock lacks something."""

    message = "{detail}"


def undoing_of(batch_id: UUID) -> UUID:
    """The posting that takes a batch of statements back; the batch's own posting has the id of the batch."""
    return uuid5(batch_id, "undone")
