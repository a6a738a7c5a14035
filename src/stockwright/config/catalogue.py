"""Writes the catalogue of events, which is kept beside the code: `python -m stockwright.config.catalogue`."""

import os
from pathlib import Path

PATH = Path(__file__).resolve().parents[3] / "docs" / "webhooks" / "catalogue.md"


def write() -> None:
    """Write the catalogue as the events are now."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stockwright.config.settings")
    import django  # noqa: PLC0415 - after the settings are known

    django.setup()
    from stockwright.messaging.queries.catalogue import catalogue_text  # noqa: PLC0415 - after Django is awake

    PATH.write_text(catalogue_text())


if __name__ == "__main__":
    write()
