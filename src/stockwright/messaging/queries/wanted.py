"""Which endpoint wants which event, as the database decides it for any number of them at once."""

from stockwright.messaging.rules.endpoints import TEST_EVENT


def wanted(event: str) -> str:
    """A condition: the endpoint `e` is told about events called `event.name` (the twin of rules' `wants`)."""
    return f"""(
        {event}.name <> '{TEST_EVENT}' and exists (
            select from unnest(e.wants) pattern
            where pattern = '*' or pattern = {event}.name
                or (right(pattern, 2) = '.*' and starts_with({event}.name, left(pattern, -1)))))"""


def lane(event: str) -> str:
    """What a delivery has to keep the order of: the event's subject, or the event alone."""
    return f"coalesce(nullif({event}.subject, ''), {event}.id::text)"
