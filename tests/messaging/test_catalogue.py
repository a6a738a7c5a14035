"""The catalogue of events: every event of every part, in the code and in the docs alike."""

from pathlib import Path

from stockwright.messaging.queries.catalogue import catalogue_text, event_catalogue, event_names

WRITTEN = Path(__file__).resolve().parents[2] / "docs" / "webhooks" / "catalogue.md"


def test_the_docs_tell_what_the_code_does() -> None:
    assert WRITTEN.read_text() == catalogue_text(), "Run: python -m stockwright.config.catalogue"


def test_every_event_is_there_once_with_its_meaning() -> None:
    names = event_names()
    assert len(set(names)) == len(names)
    assert {"inventory.stock_changed", "purchase_order.received", "webhook.disabled"} <= set(names)
    assert all(one.means and "." in one.name for one in event_catalogue())
